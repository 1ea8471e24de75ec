"""A street network ready for queries: where a point is on it, how far it is to others."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from doorstep.kernel import Bounds, Point
from doorstep.roads.costs import NO_PATH, Ends, cost_dm, cost_ms, profile_arcs
from doorstep.roads.dijkstra import DijkstraSearch
from doorstep.roads.graph import FloatArray, Graph, LongArray
from doorstep.roads.hierarchy import (
    HAS_ORDER,
    Hierarchy,
    HierarchySearch,
    build_topology,
    compute_order,
    customise,
)
from doorstep.roads.places import Places, place_all
from doorstep.roads.route import NO_CONNECTION, Matrix, NoRouteError, RoadLeg, RoadRoute
from doorstep.roads.snapping import MAX_SNAP_M, Snap, SnapIndex

_MILLIMETRE_DEG = 1e-8


class _Search(Protocol):
    def costs(self, departures: Ends, arrivals: Ends) -> LongArray: ...


def build_hierarchy(graph: Graph) -> Hierarchy | None:
    """Return the contraction hierarchy of all profiles, or none when its wheel is missing."""
    if not HAS_ORDER:
        return None
    topology = build_topology(compute_order(graph), graph.edge_tail, graph.edge_head)
    return customise(topology, [profile_arcs(graph, row) for row in range(len(graph.profiles))])


class Network:
    """A graph made ready for queries, each thing on its first use.

    Parameters
    ----------
    graph
        The network.
    hierarchy
        From ``build_hierarchy``; without one the same answers come from Dijkstra's algorithm,
        which is slower on large networks.
    """

    def __init__(self, graph: Graph, hierarchy: Hierarchy | None = None) -> None:
        self.graph = graph
        self.hierarchy = hierarchy
        self._snapping: dict[str, SnapIndex] = {}
        self._dijkstra: dict[str, DijkstraSearch] = {}

    @property
    def bounds(self) -> Bounds:
        """Return the smallest box around all streets."""
        return self.graph.bounds

    @property
    def profiles(self) -> tuple[str, ...]:
        """Return the names of the profiles that can be asked for."""
        return self.graph.profiles

    def snap(
        self, points: Sequence[Point], profile: str, max_snap_m: float = MAX_SNAP_M
    ) -> list[Snap | None]:
        """Return the nearest place on a street for each point, or none where it is too far.

        Parameters
        ----------
        points
            Anywhere.
        profile
            Only streets it may use, and can get to and away from, count.
        max_snap_m
            Farther than this is too far, metres.

        Raises
        ------
        ValueError
            There is no such profile.
        """
        if profile not in self._snapping:
            self._snapping[profile] = SnapIndex(self.graph, profile)
        return self._snapping[profile].snap(points, max_snap_m)

    def matrix(self, points: Sequence[Point], profile: str) -> Matrix:
        """Return the fastest ways between all points, partial edges at both ends included.

        A point too far from any street has no connection, but is nowhere from itself.

        Raises
        ------
        ValueError
            There is no such profile.
        """
        places = self._places(points, profile)
        costs = self._search(profile).costs(places.departures(), places.arrivals())
        np.minimum(costs, places.direct(), out=costs)
        np.fill_diagonal(costs, 0)
        missing = costs >= NO_PATH
        seconds = np.where(missing, NO_CONNECTION, _seconds(costs))
        metres = np.where(missing, NO_CONNECTION, _metres(costs))
        return Matrix(seconds.astype(np.int32), metres.astype(np.int32))

    def route(self, points: Sequence[Point], profile: str) -> RoadRoute:
        """Return the fastest way through all points in order, with its line.

        Times and lengths of the legs are those of ``matrix``.

        Raises
        ------
        ValueError
            There is no such profile.
        NoRouteError
            A point is too far from any street, or cannot be reached.
        """
        snaps = self.snap(points, profile)
        for number, snap in enumerate(snaps):
            if snap is None:
                message = f"point {number + 1} is more than {MAX_SNAP_M:.0f} m from any street"
                raise NoRouteError(message)
        places = self._places(points, profile)
        limits = np.full((len(snaps), len(snaps)), NO_PATH, dtype=np.int64)
        if self.hierarchy is not None:
            limits = self._search(profile).costs(places.departures(), places.arrivals())
        legs = [
            self._leg(places.pair(i, i + 1), (a, b), profile, int(limits[i, i + 1]))
            for i, (a, b) in enumerate(pairwise(filter(None, snaps)))
        ]
        return RoadRoute(tuple(legs))

    def _places(self, points: Sequence[Point], profile: str) -> Places:
        row = self.graph.profile_index(profile)
        return place_all(self.graph, row, self.snap(points, profile))

    def _search(self, profile: str) -> _Search:
        if self.hierarchy is None:
            return self._paths(profile)
        return HierarchySearch(self.hierarchy, self.graph.profile_index(profile))

    def _paths(self, profile: str) -> DijkstraSearch:
        if profile not in self._dijkstra:
            arcs = profile_arcs(self.graph, self.graph.profile_index(profile))
            self._dijkstra[profile] = DijkstraSearch(self.graph.node_count, arcs)
        return self._dijkstra[profile]

    def _leg(self, places: Places, snaps: tuple[Snap, Snap], profile: str, limit: int) -> RoadLeg:
        start, end = snaps
        departures, arrivals = places.departures(), places.arrivals()
        here = Ends(departures.node[:1], departures.cost[:1])
        there = Ends(arrivals.node[1:], arrivals.cost[1:])
        direct = int(places.direct()[0, 1])
        found = self._paths(profile).path(here, there, limit)
        if found is None and direct >= NO_PATH:
            message = f"there is no way from {start.point} to {end.point} for a {profile}"
            raise NoRouteError(message)
        if found is None or direct <= found.cost:
            cost, line = direct, self._part(start.edge, start.fraction, end.fraction)
        else:
            cost = found.cost
            line = self._part(start.edge, start.fraction, 1.0 - found.way_out)
            for edge, is_forward in found.edges:
                line += self._part(edge, 1.0 - is_forward, float(is_forward))
            line += self._part(end.edge, float(found.way_in), end.fraction)
        line = [start.point, *line, end.point]
        geometry = [line[0], *(b for a, b in pairwise(line) if not _is_same(a, b))]
        packed = np.array(cost)
        return RoadLeg(int(_seconds(packed)), int(_metres(packed)), tuple(geometry))

    def _part(self, edge: int, start: float, end: float) -> list[Point]:
        """Return the points of an edge's shape between two fractions of it."""
        graph = self.graph
        span = slice(graph.shape_offset[edge], graph.shape_offset[edge + 1])
        lat, lon = graph.shape_lat[span], graph.shape_lon[span]
        fractions = _fractions(lat, lon)
        low, high = min(start, end), max(start, end)
        inside = np.flatnonzero((fractions >= low) & (fractions <= high))
        line = [Point(float(lat[i]), float(lon[i])) for i in inside]
        return line if start <= end else line[::-1]


def _is_same(a: Point, b: Point) -> bool:
    """Tell whether two points are within a millimetre or so."""
    return abs(a.lat - b.lat) < _MILLIMETRE_DEG and abs(a.lon - b.lon) < _MILLIMETRE_DEG


def _fractions(lat: FloatArray, lon: FloatArray) -> FloatArray:
    steps = np.hypot(np.diff(lat), np.diff(lon) * np.cos(np.radians(lat.mean())))
    total = np.concatenate([[0.0], np.cumsum(steps)])
    fractions: FloatArray = total / total[-1] if total[-1] else total
    # The last sum may miss 1 by a rounding, and the head must be found at 1.
    fractions[-1] = 1.0
    return fractions


def _seconds(cost: LongArray) -> LongArray:
    seconds: LongArray = -(-cost_ms(cost) // 1000)
    return seconds


def _metres(cost: LongArray) -> LongArray:
    metres: LongArray = (cost_dm(cost) + 5) // 10
    return metres
