"""Which way streets point where they meet, and how sharply one turns between them."""

import numpy as np

from doorstep.roads.graph import FloatArray, Graph, IntArray, LongArray

_NEAR_M = 8.0
"""How far along a street one looks for its direction: nearer points are drawn at random."""

_METRES_PER_DEGREE = 111_195.0


def edge_bearings(graph: Graph) -> FloatArray:
    """Return where directed edges point, degrees clockwise from north.

    Returns
    -------
    FloatArray
        For each of the 2 x edges directed edges, at its beginning and at its end, shape
        (2 x edges, 2).
    """
    first, last = (
        graph.shape_offset[:-1].astype(np.int64),
        graph.shape_offset[1:].astype(np.int64) - 1,
    )
    lat, lon = graph.shape_lat, graph.shape_lon
    scale = np.cos(np.radians(float(lat.mean()))) * _METRES_PER_DEGREE
    x, y = lon * scale, lat * _METRES_PER_DEGREE
    from_tail = _look(x, y, first, last, 1)
    from_head = _look(x, y, last, first, -1)
    bearings = np.empty((2 * graph.edge_count, 2))
    bearings[0::2, 0] = from_tail
    bearings[0::2, 1] = (from_head + 180.0) % 360.0
    bearings[1::2, 0] = from_head
    bearings[1::2, 1] = (from_tail + 180.0) % 360.0
    return bearings


def turn_angles(bearings: FloatArray, before: IntArray, after: IntArray) -> FloatArray:
    """Return the turns between directed edges, -180 to 180 degrees, to the right above zero."""
    change = bearings[after, 0] - bearings[before, 1]
    angles: FloatArray = (change + 180.0) % 360.0 - 180.0
    return angles


def _look(
    x: FloatArray, y: FloatArray, here: LongArray, there: LongArray, step: int
) -> FloatArray:
    """Return the bearing from one end to the first point that is not too near."""
    seen = here.copy()
    left = np.ones(len(here), dtype=np.bool_)
    while left.any():
        seen[left] += step
        far = np.hypot(x[seen] - x[here], y[seen] - y[here]) >= _NEAR_M
        left &= ~far & (seen != there)
    degrees: FloatArray = np.degrees(np.arctan2(x[seen] - x[here], y[seen] - y[here])) % 360.0
    return degrees
