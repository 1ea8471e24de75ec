"""Finds the place on a street that is nearest to a point."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from doorstep.kernel import Point
from doorstep.kernel.geometry import EARTH_RADIUS_M
from doorstep.roads.graph import CLOSED, BoolArray, Graph

MAX_SNAP_M = 500.0
"""Farther from any street than this, a point has no place on the network."""

_JUNCTION_M = 0.5
"""This near to the end of an edge, a place is the junction itself."""


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
        Where that is on the earth.
    distance_m
        How far that is from the point that was asked for.
    """

    edge: int
    fraction: float
    point: Point
    distance_m: float


class SnapIndex:
    """The edges one profile may use, ready to be searched by place.

    Works in a plane whose axes are metres near the middle of the network (equirectangular):
    within 50 km of the middle, lengths are off by less than 1 in 100 at 60 degrees north.

    Parameters
    ----------
    graph
        The network.
    profile
        Name of the profile.
    """

    def __init__(self, graph: Graph, profile: str) -> None:
        row = graph.profile_index(profile)
        usable = (graph.forward_ms[row] != CLOSED) | (graph.backward_ms[row] != CLOSED)
        box = graph.bounds
        self._scale_y = math.radians(1.0) * EARTH_RADIUS_M
        self._scale_x = self._scale_y * math.cos(math.radians((box.south + box.north) / 2))
        self._edges = np.flatnonzero(usable)
        self._lines = self._edge_lines(graph, usable)
        self._lengths_m = graph.edge_length_m[self._edges]
        self._tree = shapely.STRtree(self._lines)

    def snap(self, points: Sequence[Point], max_snap_m: float = MAX_SNAP_M) -> list[Snap | None]:
        """Return the nearest place for each point, or none where it is too far.

        Of several edges equally near, the one with the lowest number is taken. Logarithmic in
        edges for each point.
        """
        if not points or not len(self._edges):
            return [None] * len(points)
        asked = np.asarray(
            shapely.points([(p.lon * self._scale_x, p.lat * self._scale_y) for p in points])
        )
        which, found = self._tree.query_nearest(asked, max_distance=max_snap_m)
        snaps: list[Snap | None] = [None] * len(points)
        order = np.lexsort((found, which))
        _, firsts = np.unique(which[order], return_index=True)
        for hit in order[firsts]:
            place = int(which[hit])
            snaps[place] = self._place(asked[place], int(found[hit]))
        return snaps

    def _edge_lines(self, graph: Graph, usable: BoolArray) -> npt.NDArray[np.object_]:
        sizes = np.diff(graph.shape_offset)
        kept = np.repeat(usable, sizes)
        coords = np.column_stack(
            [graph.shape_lon[kept] * self._scale_x, graph.shape_lat[kept] * self._scale_y]
        )
        numbers = np.repeat(np.arange(int(usable.sum())), sizes[usable])
        return np.asarray(shapely.linestrings(coords, indices=numbers))

    def _place(self, asked: shapely.Point, found: int) -> Snap:
        line = self._lines[found]
        along = float(line.project(asked))
        length = float(line.length)
        if along * self._lengths_m[found] <= _JUNCTION_M * length:
            along = 0.0
        elif (length - along) * self._lengths_m[found] <= _JUNCTION_M * length:
            along = length
        spot = line.interpolate(along)
        return Snap(
            edge=int(self._edges[found]),
            fraction=along / length if length else 0.0,
            point=Point(spot.y / self._scale_y, spot.x / self._scale_x),
            distance_m=float(spot.distance(asked)),
        )
