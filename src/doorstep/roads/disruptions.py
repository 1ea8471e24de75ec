"""What changes on the streets for a time: which edges a drawing means, and their new times.

A line that follows streets for half of its length or more means those streets, so a hand that is
not quite steady leaves the side streets alone, and so does a bridge over another street. Any other
line is a barrier on the streets it crosses. An area means what lies in it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import shapely

from doorstep.kernel import Point
from doorstep.kernel.geometry import EARTH_RADIUS_M
from doorstep.roads.graph import CLOSED, BoolArray, FloatArray, Graph, IntArray, LongArray

_REACH_M = 12.0
"""A line this near to a street may follow it: half a wide street and a hand that shakes."""
_LEAST_ALONG_M = 20.0
_PARALLEL = 0.7
"""Of a step along the street, at least this share is a step along the line."""
_CORNER_M = 15.0
"""A line that crosses a street this near to its end only passes the junction."""
_CORNER_SHARE = 0.3
_STEP_M = 5.0
_LEAST_INSIDE_M = 1.0
_LONGEST_MS = 2**31 - 1

_Lines = npt.NDArray[np.object_]


class Direction(StrEnum):
    """Whom a drawing along a street is for, by the way they drive."""

    BOTH = "both"
    ALONG = "along"
    """In the direction in which the line is drawn."""
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Disruption:
    """A drawing on the map and what it does to the streets it means.

    Parameters
    ----------
    lines
        Drawn lines, each of two points or more.
    areas
        Outer rings of drawn areas, first and last point alike, each of four points or more.
    profiles
        Whom it is for; empty for everybody.
    is_closed
        Nobody passes. Of an edge that is closed in one place the whole is: there is no way
        through, and what stands on it is reached from the next open street.
    speed_factor
        Speeds are multiplied by this, above 0, on the part of an edge that is meant.
    added_s
        Waiting for each way through a line, or into an area, seconds.
    direction
        Of lines that follow streets, which way of driving is meant. Barriers and areas have no
        direction: they mean both.
    """

    lines: tuple[tuple[Point, ...], ...] = ()
    areas: tuple[tuple[Point, ...], ...] = ()
    profiles: frozenset[str] = frozenset()
    is_closed: bool = False
    speed_factor: float = 1.0
    added_s: int = 0
    direction: Direction = Direction.BOTH


@dataclass(frozen=True, slots=True)
class Meant:
    """The edges that a drawing means; all arrays of shape (edges meant,).

    Parameters
    ----------
    edge
        Ascending, int64.
    share
        How much of the edge's length is meant, 0 to 1, float64; 0 for a mere barrier.
    is_closed_by
        Whether a closure drawn so closes it.
    waits_forward, waits_backward
        How much of a wait is met on it in that direction, 0 to 1, float64: all of it at a
        barrier and where an area is entered, a part on each edge of a street that is followed.
    along
        1 where driving from tail to head goes along the line, -1 where driving back does, 0 for
        barriers and areas, int8.
    """

    edge: LongArray
    share: FloatArray
    is_closed_by: BoolArray
    waits_forward: FloatArray
    waits_backward: FloatArray
    along: npt.NDArray[np.int8]

    def hits(self, direction: Direction) -> tuple[BoolArray, BoolArray]:
        """Return which edges are meant when driven forward, and which when driven back."""
        if direction is Direction.BOTH:
            both = np.ones(len(self.edge), dtype=np.bool_)
            return both, both
        sign = 1 if direction is Direction.ALONG else -1
        without = self.along == 0
        return without | (self.along == sign), without | (self.along == -sign)


@dataclass(frozen=True, slots=True)
class EdgeTimes:
    """Times of one profile at some time.

    Parameters
    ----------
    forward_ms, backward_ms
        Milliseconds along each edge, ``CLOSED`` where shut, int32, shape (edges,).
    lifted
        Turns that are not forbidden then though they are at other hours: numbers of entries of
        ``Turns.ruled_turn``, ascending, int32, shape (lifted,).
    """

    forward_ms: IntArray
    backward_ms: IntArray
    lifted: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))


def disrupt(
    graph: Graph,
    profile: str,
    disruptions: Sequence[tuple[Disruption, float]],
    usual: EdgeTimes | None = None,
) -> EdgeTimes:
    """Return a profile's times under all disruptions at once.

    Parameters
    ----------
    graph
        The network.
    profile
        Name of the profile; a disruption for others changes nothing.
    disruptions
        Each with the share of the time asked about in which it is in force, above 0 to 1. A
        closure counts in full however short it is: nobody plans to wait for a road to open.
    usual
        Times without disruptions, from ``signs.times_at``; those of the graph if not given.

    Raises
    ------
    ValueError
        There is no such profile.
    """
    row = graph.profile_index(profile)
    usual = usual or EdgeTimes(graph.forward_ms[row], graph.backward_ms[row])
    forward = usual.forward_ms.astype(np.float64)
    backward = usual.backward_ms.astype(np.float64)
    shut = np.zeros((2, graph.edge_count), dtype=np.bool_)
    for disruption, in_force in disruptions:
        if disruption.profiles and profile not in disruption.profiles:
            continue
        meant = find_edges(graph, disruption)
        hits = meant.hits(disruption.direction)
        if disruption.is_closed:
            for way in (0, 1):
                shut[way, meant.edge[meant.is_closed_by & hits[way]]] = True
        stretch = 1.0 + in_force * meant.share * (1.0 / disruption.speed_factor - 1.0)
        wait_ms = in_force * disruption.added_s * 1000.0
        waits = meant.waits_forward, meant.waits_backward
        for times, waited, hit in zip((forward, backward), waits, hits, strict=True):
            usual_ms = times[meant.edge]
            slower = usual_ms * stretch + wait_ms * waited
            times[meant.edge] = np.where(hit & (usual_ms != CLOSED), slower, usual_ms)
    return EdgeTimes(_to_ms(forward, shut[0]), _to_ms(backward, shut[1]), usual.lifted)


def find_edges(graph: Graph, disruption: Disruption) -> Meant:
    """Return what a drawing means, whoever may use it.

    Linear in the points of all edges, with a small constant; only edges whose box the drawing
    touches are looked at closely.
    """
    plane = _Plane(graph)
    found = _Found(graph.edge_count)
    for ring in disruption.areas:
        _find_inside(plane, shapely.Polygon(plane.to_xy(ring)).buffer(0), found)
    for points in disruption.lines:
        _find_along(plane, shapely.LineString(plane.to_xy(points)), found)
    meant = np.flatnonzero((found.meant_m > 0) | found.closed | (found.waits > 0).any(axis=0))
    length = np.maximum(graph.edge_length_m[meant], _LEAST_INSIDE_M)
    share = np.clip(found.meant_m[meant] / length, 0.0, 1.0)
    along = np.sign(found.along_m[meant]).astype(np.int8)
    ahead, back = found.waits[:, meant]
    return Meant(meant, share, found.closed[meant], ahead, back, along)


class _Found:
    """What has been found so far, for every edge of the graph."""

    def __init__(self, count: int) -> None:
        self.meant_m = np.zeros(count)
        self.closed = np.zeros(count, dtype=np.bool_)
        self.waits = np.zeros((2, count))
        self.along_m = np.zeros(count)


def _find_inside(plane: "_Plane", area: shapely.Geometry, found: _Found) -> None:
    edges, steps = plane.near(area, 0.0)
    inside_m = steps.sum_m(shapely.contains_xy(area, steps.middle), len(edges))
    found.meant_m[edges] = np.maximum(found.meant_m[edges], inside_m)
    least_m = np.minimum(_LEAST_INSIDE_M, steps.length_m(len(edges)) / 2)
    found.closed[edges] |= inside_m >= least_m
    begins, ends = (shapely.contains_xy(area, xy) for xy in plane.ends(edges))
    found.waits[0, edges[~begins & ends]] = 1.0
    found.waits[1, edges[begins & ~ends]] = 1.0


def _find_along(plane: "_Plane", line: shapely.LineString, found: _Found) -> None:
    edges, steps = plane.near(line, _REACH_M)
    along_m = steps.sum_m(steps.follow(line), len(edges))
    along_m[along_m < np.minimum(_LEAST_ALONG_M, steps.length_m(len(edges)) / 2)] = 0.0
    if along_m.sum() >= line.length / 2:
        followed = along_m > 0
        found.along_m[edges] += np.where(followed, steps.turned_m(line, len(edges)), 0.0)
        found.meant_m[edges] = np.maximum(found.meant_m[edges], along_m)
        found.waits[:, edges] = np.maximum(found.waits[:, edges], along_m / line.length)
    else:
        followed = plane.barred(edges, line)
        found.waits[:, edges[followed]] = 1.0
    found.closed[edges] |= followed


def streets_named(graph: Graph, name: str) -> tuple[tuple[Point, ...], ...]:
    """Return all of a street as few lines; none when there is no street of the name."""
    if not name or name not in graph.names:
        return ()
    pieces = edge_lines(graph, np.flatnonzero(graph.edge_name == graph.names.index(name)))
    whole = shapely.line_merge(
        shapely.MultiLineString([[(point.lon, point.lat) for point in line] for line in pieces])
    )
    return tuple(
        tuple(Point(lat, lon) for lon, lat in shapely.get_coordinates(line).tolist())
        for line in shapely.get_parts(whole)
    )


def edge_lines(graph: Graph, edges: LongArray) -> tuple[tuple[Point, ...], ...]:
    """Return the lines of some edges, from tail to head, without those of no length."""
    lines = []
    for edge in edges.tolist():
        span = slice(graph.shape_offset[edge], graph.shape_offset[edge + 1])
        lat, lon = graph.shape_lat[span].tolist(), graph.shape_lon[span].tolist()
        lines.append(tuple(Point(*one) for one in zip(lat, lon, strict=True)))
    return tuple(line for line in lines if len(set(line)) > 1)


@dataclass(frozen=True, slots=True)
class _Steps:
    """Edges cut into short straight steps; arrays of shape (steps, ...)."""

    edge: LongArray
    start: FloatArray
    end: FloatArray
    size_m: FloatArray

    @property
    def middle(self) -> FloatArray:
        between: FloatArray = (self.start + self.end) / 2
        return between

    def length_m(self, count: int) -> FloatArray:
        return np.bincount(self.edge, self.size_m, count).astype(np.float64)

    def sum_m(self, chosen: BoolArray, count: int) -> FloatArray:
        return np.bincount(self.edge, self.size_m * chosen, count).astype(np.float64)

    def turned_m(self, line: shapely.LineString, count: int) -> FloatArray:
        """Return how far each edge goes along the line, below zero where it goes back."""
        near = shapely.distance(line, shapely.points(self.middle)) <= _REACH_M
        moved = shapely.line_locate_point(line, shapely.points(self.end))
        moved = moved - shapely.line_locate_point(line, shapely.points(self.start))
        return np.bincount(self.edge, moved * near, count).astype(np.float64)

    def follow(self, line: shapely.LineString) -> BoolArray:
        """Tell which steps go along the line, near to it and past none of its ends."""
        near = shapely.distance(line, shapely.points(self.middle)) <= _REACH_M
        moved = np.abs(
            shapely.line_locate_point(line, shapely.points(self.end))
            - shapely.line_locate_point(line, shapely.points(self.start))
        )
        follows: BoolArray = near & (moved >= _PARALLEL * self.size_m)
        return follows


class _Plane:
    """The graph in metres near the middle of the network (equirectangular)."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        middle = math.radians(float(graph.node_lat.min() + graph.node_lat.max()) / 2)
        self._y = math.radians(1.0) * EARTH_RADIUS_M
        self._x = self._y * math.cos(middle)

    def to_xy(self, points: Sequence[Point]) -> list[tuple[float, float]]:
        return [(point.lon * self._x, point.lat * self._y) for point in points]

    def near(self, drawn: shapely.Geometry, reach_m: float) -> tuple[LongArray, _Steps]:
        """Return the edges whose box comes near to what is drawn, ascending, cut into steps."""
        graph = self._graph
        west, south, east, north = shapely.bounds(drawn).tolist()
        starts = graph.shape_offset[:-1]
        hit = (
            (np.minimum.reduceat(graph.shape_lon, starts) * self._x <= east + reach_m)
            & (np.maximum.reduceat(graph.shape_lon, starts) * self._x >= west - reach_m)
            & (np.minimum.reduceat(graph.shape_lat, starts) * self._y <= north + reach_m)
            & (np.maximum.reduceat(graph.shape_lat, starts) * self._y >= south - reach_m)
            & (graph.edge_length_m > 0)
        )
        edges = np.flatnonzero(hit)
        xy, which = shapely.get_coordinates(
            shapely.segmentize(self.lines(edges), _STEP_M), return_index=True
        )
        same = which[1:] == which[:-1]
        start, end = xy[:-1][same], xy[1:][same]
        size = np.hypot(*(end - start).T)
        return edges, _Steps(which[:-1][same], start, end, size)

    def lines(self, edges: LongArray) -> _Lines:
        graph = self._graph
        sizes = np.diff(graph.shape_offset)[edges]
        first = np.repeat(graph.shape_offset[edges] - np.cumsum(sizes) + sizes, sizes)
        points = first + np.arange(int(sizes.sum()))
        coords = np.column_stack(
            [graph.shape_lon[points] * self._x, graph.shape_lat[points] * self._y]
        )
        numbers = np.repeat(np.arange(len(edges)), sizes)
        return np.asarray(shapely.linestrings(coords, indices=numbers), dtype=np.object_)

    def ends(self, edges: LongArray) -> tuple[FloatArray, FloatArray]:
        graph = self._graph
        lat, lon = graph.node_lat * self._y, graph.node_lon * self._x
        tail, head = graph.edge_tail[edges], graph.edge_head[edges]
        return (
            np.column_stack([lon[tail], lat[tail]]),
            np.column_stack([lon[head], lat[head]]),
        )

    def barred(self, edges: LongArray, line: shapely.LineString) -> BoolArray:
        """Tell which edges the line crosses, away from their junctions."""
        lines = self.lines(edges)
        barred = np.zeros(len(edges), dtype=np.bool_)
        for place in np.flatnonzero(shapely.intersects(lines, line)).tolist():
            edge = lines[place]
            corner = min(_CORNER_M, _CORNER_SHARE * edge.length)
            spots = shapely.points(shapely.get_coordinates(shapely.intersection(edge, line)))
            at = shapely.line_locate_point(edge, spots)
            barred[place] = bool(np.any((at > corner) & (at < edge.length - corner)))
        return barred


def _to_ms(times: FloatArray, shut: BoolArray) -> IntArray:
    open_ms = np.clip(np.rint(times), 1, _LONGEST_MS)
    return np.where(shut | (times == CLOSED), CLOSED, open_ms).astype(np.int32)
