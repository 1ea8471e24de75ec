"""Turns the way between two places into streets, and streets into a line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from doorstep.kernel import Point
from doorstep.roads.costs import cost_ms, part_costs
from doorstep.roads.graph import FloatArray, Graph, LongArray
from doorstep.roads.route import RoadLeg, Step
from doorstep.roads.snapping import Snap
from doorstep.roads.tables import round_metres, round_seconds

_MILLIMETRE_DEG = 1e-8


@dataclass(frozen=True, slots=True)
class Run:
    """A directed edge, or part of it, and the milliseconds of the turn into it."""

    direction: int
    start: float
    end: float
    turn_ms: int = 0


def make_leg(
    graph: Graph,
    bearings: FloatArray,
    direction_cost: LongArray,
    cost: int,
    runs: Sequence[Run],
    snaps: tuple[Snap, Snap],
) -> RoadLeg:
    """Return the leg that takes these streets.

    Parameters
    ----------
    graph
        The network.
    bearings
        From ``edge_bearings``.
    direction_cost
        From ``direction_costs``.
    cost
        Packed, of all of it.
    runs
        Streets in order.
    snaps
        Where it begins and ends.
    """
    steps = [_step(run, direction_cost) for run in runs if run.end > run.start] or [
        _step(run, direction_cost) for run in runs[:1]
    ]
    angles = [_angle(bearings, a, b) for a, b in pairwise(steps)]
    turned = [replace(s, turn_deg=angle) for s, angle in zip(steps[1:], angles, strict=True)]
    steps = [*(replace(s, turn_ms=0) for s in steps[:1]), *turned]
    line = [snaps[0].point]
    for step in steps:
        line += _part(graph, step)
    line.append(snaps[1].point)
    geometry = [line[0], *(b for a, b in pairwise(line) if not _is_same(a, b))]
    return RoadLeg(round_seconds(cost), round_metres(cost), tuple(geometry), tuple(steps))


def _step(run: Run, direction_cost: LongArray) -> Step:
    whole = direction_cost[[run.direction]]
    before, behind = (
        int(cost_ms(part_costs(whole, np.array([share])))[0]) for share in (run.start, run.end)
    )
    edge, back = divmod(run.direction, 2)
    return Step(edge, not back, run.start, run.end, behind - before, run.turn_ms)


def _angle(bearings: FloatArray, before: Step, after: Step) -> float:
    incoming = bearings[2 * before.edge + (not before.is_forward), 1]
    outgoing = bearings[2 * after.edge + (not after.is_forward), 0]
    return float((outgoing - incoming + 180.0) % 360.0 - 180.0)


def _part(graph: Graph, step: Step) -> list[Point]:
    """Return the points of an edge's shape inside the part that is travelled."""
    span = slice(graph.shape_offset[step.edge], graph.shape_offset[step.edge + 1])
    lat, lon = graph.shape_lat[span], graph.shape_lon[span]
    if not step.is_forward:
        lat, lon = lat[::-1], lon[::-1]
    shares = _shares(lat, lon)
    inside = np.flatnonzero((shares >= step.start) & (shares <= step.end))
    return [Point(float(lat[i]), float(lon[i])) for i in inside]


def _is_same(a: Point, b: Point) -> bool:
    """Tell whether two points are within a millimetre or so."""
    return abs(a.lat - b.lat) < _MILLIMETRE_DEG and abs(a.lon - b.lon) < _MILLIMETRE_DEG


def _shares(lat: FloatArray, lon: FloatArray) -> FloatArray:
    steps = np.hypot(np.diff(lat), np.diff(lon) * np.cos(np.radians(lat.mean())))
    total = np.concatenate([[0.0], np.cumsum(steps)])
    shares: FloatArray = total / total[-1] if total[-1] else total
    # The last sum may miss 1 by a rounding, and the head must be found at 1.
    shares[-1] = 1.0
    return shares
