"""Finds the place on a street that is nearest to a point."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import shapely

from doorstep.kernel import Point
from doorstep.kernel.geometry import EARTH_RADIUS_M
from doorstep.roads.graph import BoolArray, FloatArray, Graph, LongArray

MAX_SNAP_M = 500.0
"""Farther from any street than this, a point has no place on the network."""

MAX_ROUND_M = 150.0
"""So far, as the crow flies, one walks from a street that closures cut off to one they do not."""

WALKING_KMH = 5.0
"""Speed between the curb and a door; OSRM's foot profile (profiles/foot.lua) walks as fast."""

_JUNCTION_M = 0.5
"""This near to the end of an edge, a place is the junction itself."""

_BESIDE_M = 2.0
"""Nearer to the middle of a street than this, a point is on neither side of it."""


class Side(IntEnum):
    """The side of a street a point is on, seen from the edge's tail to its head."""

    LEFT = -1
    ON = 0
    RIGHT = 1


@dataclass(frozen=True, slots=True)
class Snap:
    """A place on the network.

    Parameters
    ----------
    edge
        The edge it is on.
    fraction
        How far along the edge, 0 at its tail, 1 at its head.
    point
        The access point: where that is on the earth.
    distance_m
        How far that is from the point that was asked for, as the crow flies.
    side
        The side of the street the point is on.
    """

    edge: int
    fraction: float
    point: Point
    distance_m: float
    side: Side = Side.ON

    @property
    def walk_s(self) -> int:
        """Return the seconds on foot from the street to the door, and not back."""
        return math.ceil(self.distance_m / (WALKING_KMH / 3.6))


class SnapIndex:
    """The edges one profile may use, ready to be searched by place.

    Works in a plane whose axes are metres near the middle of the network (equirectangular):
    within 50 km of the middle, lengths are off by less than 1 in 100 at 60 degrees north.

    Parameters
    ----------
    graph
        The network.
    usable
        The edges that count, shape (edges,).
    """

    def __init__(self, graph: Graph, usable: BoolArray) -> None:
        # Barriers have no length; nobody lives there.
        usable = usable & (graph.edge_length_m > 0)
        box = graph.bounds
        self._scale_y = math.radians(1.0) * EARTH_RADIUS_M
        self._scale_x = self._scale_y * math.cos(math.radians((box.south + box.north) / 2))
        self._edges = np.flatnonzero(usable)
        self._lines = self._edge_lines(graph, usable)
        self._lengths_m = graph.edge_length_m[self._edges]
        self._tree = shapely.STRtree(self._lines)

    def snap(
        self,
        points: Sequence[Point],
        max_snap_m: float = MAX_SNAP_M,
        is_open: BoolArray | None = None,
    ) -> list[Snap | None]:
        """Return the nearest place for each point, or none where it is too far.

        Of several edges equally near, the one with the lowest number is taken. Logarithmic in
        edges for each point.

        Parameters
        ----------
        points
            Anywhere.
        max_snap_m
            Farther than this is too far, metres.
        is_open
            Of the edges of the index, only these count, shape (edges of the graph,).
        """
        if not points or not len(self._edges):
            return [None] * len(points)
        asked = np.asarray(
            shapely.points([(p.lon * self._scale_x, p.lat * self._scale_y) for p in points])
        )
        which, found = self._tree.query_nearest(asked, max_distance=max_snap_m)
        order = np.lexsort((found, which))
        _, firsts = np.unique(which[order], return_index=True)
        which, found = which[order[firsts]], found[order[firsts]]
        if is_open is not None:
            which, found = self._nearest_open(asked, which, found, is_open, max_snap_m)
        snaps: list[Snap | None] = [None] * len(points)
        for place, snap in zip(which.tolist(), self._places(asked[which], found), strict=True):
            snaps[place] = snap
        return snaps

    def _nearest_open(
        self,
        asked: npt.NDArray[np.object_],
        which: LongArray,
        found: LongArray,
        is_open: BoolArray,
        max_snap_m: float,
    ) -> tuple[LongArray, LongArray]:
        """Replace closed edges by the nearest open ones, and leave out who has none."""
        best = dict(zip(which.tolist(), found.tolist(), strict=True))
        for place, line in list(best.items()):
            if is_open[self._edges[line]]:
                continue
            near = np.sort(self._tree.query(asked[place], "dwithin", max_snap_m))
            near = near[is_open[self._edges[near]]]
            if len(near):
                distances = shapely.distance(self._lines[near], asked[place])
                best[place] = int(near[np.argmin(distances)])
            else:
                del best[place]
        places = np.array(sorted(best), dtype=np.int64)
        return places, np.array([best[place] for place in places.tolist()], dtype=np.int64)

    def _edge_lines(self, graph: Graph, usable: BoolArray) -> npt.NDArray[np.object_]:
        sizes = np.diff(graph.shape_offset)
        kept = np.repeat(usable, sizes)
        coords = np.column_stack(
            [graph.shape_lon[kept] * self._scale_x, graph.shape_lat[kept] * self._scale_y]
        )
        numbers = np.repeat(np.arange(int(usable.sum())), sizes[usable])
        return np.asarray(shapely.linestrings(coords, indices=numbers))

    def _places(self, asked: npt.NDArray[np.object_], found: LongArray) -> list[Snap]:
        lines = self._lines[found]
        along = shapely.line_locate_point(lines, asked)
        length = shapely.length(lines)
        scale = np.where(length > 0, self._lengths_m[found] / np.maximum(length, 1e-9), 0.0)
        along = np.where(along * scale <= _JUNCTION_M, 0.0, along)
        along = np.where((along > 0) & ((length - along) * scale <= _JUNCTION_M), length, along)
        fraction = np.where(length > 0, along / np.maximum(length, 1e-9), 0.0)
        spots = shapely.line_interpolate_point(lines, along)
        return [
            Snap(edge, share, Point(y / self._scale_y, x / self._scale_x), distance, Side(side))
            for edge, share, x, y, distance, side in zip(
                self._edges[found].tolist(),
                np.minimum(fraction, 1.0).tolist(),
                shapely.get_x(spots).tolist(),
                shapely.get_y(spots).tolist(),
                shapely.distance(spots, asked).tolist(),
                self._sides(lines, along, length, asked).tolist(),
                strict=True,
            )
        ]

    @staticmethod
    def _sides(
        lines: npt.NDArray[np.object_],
        along: FloatArray,
        length: FloatArray,
        asked: npt.NDArray[np.object_],
    ) -> npt.NDArray[np.int64]:
        """Tell on which side of the street, looking along it, each point is."""
        before = shapely.line_interpolate_point(lines, np.maximum(along - 1.0, 0.0))
        after = shapely.line_interpolate_point(lines, np.minimum(along + 1.0, length))
        ahead_x = shapely.get_x(after) - shapely.get_x(before)
        ahead_y = shapely.get_y(after) - shapely.get_y(before)
        out_x = shapely.get_x(asked) - shapely.get_x(before)
        out_y = shapely.get_y(asked) - shapely.get_y(before)
        cross = ahead_x * out_y - ahead_y * out_x
        beside_m = cross / np.maximum(np.hypot(ahead_x, ahead_y), 1e-9)
        sides: npt.NDArray[np.int64] = -np.sign(beside_m).astype(np.int64)
        return np.where(np.abs(beside_m) < _BESIDE_M, 0, sides)
