"""Turns coastlines into sea."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

_PROBE = 1e-3
"""How far beside a coastline land and water are asked for, as a share of the box's width."""


def find_sea(coastlines: Sequence[LineString], box: Polygon) -> MultiPolygon:
    """Return the sea inside a box.

    Coastlines have land on their left and water on their right. An extract cuts them off where
    its box ends, so an end inside the box is led on to the nearest edge of the box. The faces
    that arise are sea where more coast length says water than land.

    Parameters
    ----------
    coastlines
        As tagged, direction kept; in any plane where x grows to the east and y to the north.
    box
        What to divide into land and sea.
    """
    inside = [part for line in coastlines for part in _parts(shapely.intersection(line, box))]
    merged = _parts(shapely.line_merge(shapely.MultiLineString(inside), directed=True))
    whole = [_led_on(line, box) for line in merged]
    if not whole:
        return MultiPolygon()
    noded = shapely.union_all([*whole, box.exterior])
    faces = [face for face in shapely.polygonize([noded]).geoms if isinstance(face, Polygon)]
    votes = _votes(merged, faces, box)
    sea = [face for face, vote in zip(faces, votes, strict=True) if vote > 0]
    joined = shapely.union_all(sea)
    return MultiPolygon([p for p in shapely.get_parts([joined]) if isinstance(p, Polygon)])


def _parts(geometry: shapely.Geometry) -> list[LineString]:
    return [part for part in shapely.get_parts([geometry]) if isinstance(part, LineString)]


def _led_on(line: LineString, box: Polygon) -> LineString:
    """Lead both ends of an open line on to the edge of the box."""
    if line.is_ring:
        return line
    ends = [box.exterior.interpolate(box.exterior.project(Point(line.coords[i]))) for i in (0, -1)]
    # A hair beyond the edge, so that the line surely crosses it.
    led = [
        (2 * end.x - c.x, 2 * end.y - c.y) if end.distance(c) else (end.x, end.y)
        for end, c in zip(ends, (Point(line.coords[0]), Point(line.coords[-1])), strict=True)
    ]
    return LineString([led[0], *line.coords, led[1]])


def _votes(lines: Sequence[LineString], faces: Sequence[Polygon], box: Polygon) -> list[float]:
    """Return for each face the coast length that calls it water, less what calls it land."""
    votes = np.zeros(len(faces))
    tree = shapely.STRtree(faces)
    step = _PROBE * (box.bounds[2] - box.bounds[0])
    for line in lines:
        coords = np.asarray(line.coords)
        runs = np.diff(coords, axis=0)
        lengths = np.hypot(runs[:, 0], runs[:, 1])
        middles = (coords[:-1] + coords[1:]) / 2
        right = np.column_stack([runs[:, 1], -runs[:, 0]]) / np.maximum(lengths, 1e-300)[:, None]
        for side, says in ((right, 1.0), (-right, -1.0)):
            probes = shapely.points(middles + side * np.minimum(step, lengths)[:, None])
            which, found = tree.query(probes, predicate="within")
            np.add.at(votes, found, says * lengths[which])
    return [float(vote) for vote in votes]
