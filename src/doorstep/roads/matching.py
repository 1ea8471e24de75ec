"""Turns the positions of a trip back into the streets that were driven."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely

from doorstep.kernel import Point, distance_m
from doorstep.kernel.geometry import EARTH_RADIUS_M
from doorstep.roads.graph import CLOSED, FloatArray, Graph, LongArray
from doorstep.roads.trace_search import (
    Candidates,
    Rules,
    Streets,
    find_between,
    find_sequence,
    make_streets,
)

NOISE_M = 8.0
"""Standard deviation of a phone's positions among houses."""

_REACH = 5.0
"""Streets farther from a position than so many standard deviations are not considered."""

_MOST_CANDIDATES = 10
_HEADING_DEG = 30.0
_THINNING = 1.0
"""Fixes nearer to the last kept one than so many standard deviations tell of noise only."""


@dataclass(frozen=True, slots=True)
class Position:
    """One position of a trip.

    Parameters
    ----------
    point
        Where.
    heading_deg
        Which way it moved, clockwise from north, or none where that is not known.
    """

    point: Point
    heading_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Driven:
    """A street, or part of it, that was driven.

    Parameters
    ----------
    edge
        The edge.
    is_forward
        Whether it was driven from its tail to its head.
    start, end
        The part that was driven, as fractions in the direction of travel.
    """

    edge: int
    is_forward: bool
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class MatchedPosition:
    """Where a position was on the streets: the edge, the fraction from its tail, and the point."""

    edge: int
    fraction: float
    is_forward: bool
    point: Point


@dataclass(frozen=True, slots=True)
class MatchedTrace:
    """What was driven.

    Parameters
    ----------
    parts
        Streets in order; a new part begins where the positions do not hang together.
    positions
        For each position its place, none where it is far from any street or was passed over as
        noise of a standstill.
    """

    parts: tuple[tuple[Driven, ...], ...]
    positions: tuple[MatchedPosition | None, ...]


class TraceMatcher:
    """The streets of one profile, ready to match traces.

    Parameters
    ----------
    graph
        The network.
    profile
        Only what it may travel counts; turn restrictions do not, people break them.
    rules
        How dear moves are.

    Raises
    ------
    ValueError
        There is no such profile.
    """

    def __init__(self, graph: Graph, profile: str, rules: Rules | None = None) -> None:
        row = graph.profile_index(profile)
        forward, back = graph.forward_ms[row] != CLOSED, graph.backward_ms[row] != CLOSED
        self._graph = graph
        self._is_open = np.column_stack([forward, back]).ravel()
        self._streets: Streets = make_streets(graph, self._is_open)
        self._rules = rules or Rules()
        box = graph.bounds
        self._scale_y = math.radians(1.0) * EARTH_RADIUS_M
        self._scale_x = self._scale_y * math.cos(math.radians((box.south + box.north) / 2))
        self._edges = np.flatnonzero((forward | back) & (graph.edge_length_m > 0))
        self._lines = self._edge_lines()
        self._line_lengths = shapely.length(self._lines)
        self._tree = shapely.STRtree(self._lines)

    def match(self, positions: Sequence[Position], noise_m: float = NOISE_M) -> MatchedTrace:
        """Return the streets that were driven.

        Parameters
        ----------
        positions
            In the order of time.
        noise_m
            Standard deviation of the positions, metres.
        """
        kept = _thin(positions, noise_m * _THINNING)
        places: list[MatchedPosition | None] = [None] * len(positions)
        if not kept:
            return MatchedTrace((), tuple(places))
        some = [positions[i] for i in kept]
        candidates, spots = self._candidates(some, noise_m)
        crow_m = np.array([distance_m(a.point, b.point) for a, b in pairwise(some)])
        chosen, begins = find_sequence(self._streets, candidates, crow_m, self._rules)
        chains: list[list[tuple[int, float]]] = []
        points: list[Point] = []
        for number, candidate in enumerate(chosen.tolist()):
            if candidate < 0:
                continue
            direction = int(candidates.direction[candidate])
            at_m = float(candidates.at_m[candidate])
            if begins[number] or not chains:
                chains.append([])
            chains[-1].append((direction, at_m))
            points.append(some[number].point)
            places[kept[number]] = self._place(direction, at_m, spots[candidate])
        parts = tuple(tuple(self._drive(chain)) for chain in chains)
        return MatchedTrace(parts, tuple(places))

    def _candidates(
        self, positions: Sequence[Position], noise_m: float
    ) -> tuple[Candidates, npt.NDArray[np.float64]]:
        """Return the places near each position, and their points as [lon, lat]."""
        xy = np.array(
            [(f.point.lon * self._scale_x, f.point.lat * self._scale_y) for f in positions]
        )
        asked = np.asarray(shapely.points(xy))
        which, found = self._tree.query(asked, "dwithin", noise_m * _REACH)
        lines, spots = self._lines[found], asked[which]
        along = shapely.line_locate_point(lines, spots)
        away_m = shapely.distance(lines, spots)
        which, found, along, away_m = _nearest(which, found, along, away_m)
        on_line = shapely.line_interpolate_point(self._lines[found], along)
        lonlat = np.column_stack(
            [shapely.get_x(on_line) / self._scale_x, shapely.get_y(on_line) / self._scale_y]
        )
        share = along / np.maximum(self._line_lengths[found], 1e-9)
        bearing = self._bearings(found, along)
        heading = np.array([np.nan if f.heading_deg is None else f.heading_deg for f in positions])
        edges = self._edges[found]
        # Every place twice: driven from the edge's tail, and from its head.
        direction = np.concatenate([2 * edges, 2 * edges + 1])
        position = np.tile(which, 2)
        off = heading[position] - np.concatenate([bearing, bearing + 180.0])
        off = np.nan_to_num(np.abs((off + 180.0) % 360.0 - 180.0) / _HEADING_DEG)
        cost = 0.5 * np.tile(away_m / noise_m, 2) ** 2 + 0.5 * off**2
        at_m = np.concatenate([share, 1.0 - share]) * self._streets.length_m[direction]
        kept = np.flatnonzero(self._is_open[direction])
        kept = kept[np.argsort(position[kept], kind="stable")]
        offset = np.zeros(len(positions) + 1, dtype=np.int32)
        offset[1:] = np.cumsum(np.bincount(position[kept], minlength=len(positions)))
        candidates = Candidates(offset, direction[kept].astype(np.int32), at_m[kept], cost[kept])
        return candidates, np.tile(lonlat, (2, 1))[kept]

    def _bearings(self, lines: LongArray, along: FloatArray) -> FloatArray:
        """Return where streets point at places on them, degrees clockwise from north."""
        ends = [
            shapely.line_interpolate_point(self._lines[lines], at)
            for at in (
                np.maximum(along - 2.0, 0.0),
                np.minimum(along + 2.0, self._line_lengths[lines]),
            )
        ]
        east, north = (
            coordinate(ends[1]) - coordinate(ends[0])
            for coordinate in (shapely.get_x, shapely.get_y)
        )
        degrees: FloatArray = np.degrees(np.arctan2(east, north))
        return degrees

    def _drive(self, chain: Sequence[tuple[int, float]]) -> list[Driven]:
        """Return the streets through the places of a chain."""
        first, first_m = chain[0]
        driven = [[first, first_m, first_m]]
        for here, there in pairwise(chain):
            limit_m = 1e5
            path = find_between(self._streets, (here, there), self._rules, limit_m)
            if path is None:  # the sequence was found over the same streets
                raise AssertionError
            if len(path) == 1:
                driven[-1][2] = max(driven[-1][2], there[1])
                continue
            turned_at = self._streets.length_m[here[0]] - there[1]
            is_short_turn = len(path) == 2 and path[1] == path[0] ^ 1  # noqa: PLR2004
            reach_m = max(here[1], turned_at) if is_short_turn else None
            driven[-1][2] = self._streets.length_m[path[0]] if reach_m is None else reach_m
            driven += [[one, 0.0, self._streets.length_m[one]] for one in path[1:-1]]
            begin_m = 0.0 if reach_m is None else self._streets.length_m[here[0]] - reach_m
            driven.append([path[-1], begin_m, max(begin_m, there[1])])
        return [self._to_driven(int(d), start, end) for d, start, end in driven]

    def _to_driven(self, direction: int, start_m: float, end_m: float) -> Driven:
        length_m = float(self._streets.length_m[direction]) or 1.0
        edge, back = divmod(direction, 2)
        return Driven(edge, not back, start_m / length_m, min(1.0, end_m / length_m))

    def _place(
        self, direction: int, at_m: float, lonlat: npt.NDArray[np.float64]
    ) -> MatchedPosition:
        edge, back = divmod(direction, 2)
        share = at_m / (float(self._streets.length_m[direction]) or 1.0)
        fraction = 1.0 - share if back else share
        return MatchedPosition(edge, fraction, not back, Point(float(lonlat[1]), float(lonlat[0])))

    def _edge_lines(self) -> npt.NDArray[np.object_]:
        graph = self._graph
        sizes = np.diff(graph.shape_offset)
        usable = np.zeros(graph.edge_count, dtype=np.bool_)
        usable[self._edges] = True
        kept = np.repeat(usable, sizes)
        coords = np.column_stack(
            [graph.shape_lon[kept] * self._scale_x, graph.shape_lat[kept] * self._scale_y]
        )
        numbers = np.repeat(np.arange(len(self._edges)), sizes[usable])
        return np.asarray(shapely.linestrings(coords, indices=numbers))


def line_of(graph: Graph, driven: Sequence[Driven]) -> list[Point]:
    """Return the line along streets that were driven, in the direction of travel."""
    line: list[Point] = []
    for one in driven:
        span = slice(graph.shape_offset[one.edge], graph.shape_offset[one.edge + 1])
        lat, lon = graph.shape_lat[span], graph.shape_lon[span]
        if not one.is_forward:
            lat, lon = lat[::-1], lon[::-1]
        steps = np.hypot(np.diff(lat), np.diff(lon) * np.cos(np.radians(lat.mean())))
        along = np.concatenate([[0.0], np.cumsum(steps)])
        along /= along[-1] or 1.0
        inside = (along > one.start) & (along < one.end)
        at = np.concatenate([[one.start], along[inside], [one.end]])
        shown = zip(
            np.interp(at, along, lat).tolist(), np.interp(at, along, lon).tolist(), strict=True
        )
        line += [Point(y, x) for y, x in shown if not line or Point(y, x) != line[-1]]
    return line


def _thin(positions: Sequence[Position], apart_m: float) -> list[int]:
    """Return the numbers of the positions that tell of movement, the first always."""
    kept: list[int] = []
    for number, position in enumerate(positions):
        if not kept or distance_m(positions[kept[-1]].point, position.point) >= apart_m:
            kept.append(number)
    return kept


def _nearest(
    which: LongArray, found: LongArray, along: FloatArray, away_m: FloatArray
) -> tuple[LongArray, LongArray, FloatArray, FloatArray]:
    """Keep the few nearest streets of each position."""
    order = np.lexsort((found, away_m, which))
    in_order = which[order]
    rank = np.arange(len(which)) - np.searchsorted(in_order, in_order)
    few = order[rank < _MOST_CANDIDATES]
    return which[few], found[few], along[few], away_m[few]
