"""Turns the way between two places into streets, and streets into a line."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    run_ms: Sequence[int],
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
    run_ms
        Milliseconds of each run, without turns.
    cost
        Packed, of all of it.
    runs
        Streets in order, none without length beside others.
    snaps
        Where it begins and ends.
    """
    steps, lost_ms, before = [], 0, -1
    for run, ms in zip(runs, run_ms, strict=True):
        edge, back = divmod(run.direction, 2)
        if not graph.edge_length_m[edge]:
            # A barrier is no street; passing it is part of the turn.
            lost_ms += ms + run.turn_ms
            continue
        turn_deg = _angle(bearings, before, run.direction) if before >= 0 else 0.0
        turn_ms = run.turn_ms + lost_ms
        steps.append(Step(edge, not back, run.start, run.end, ms, turn_ms, turn_deg))
        before, lost_ms = run.direction, 0
    line = _line(graph, steps)
    points = [snaps[0].point, *map(Point, *(part.tolist() for part in line)), snaps[1].point]
    geometry = [points[0], *(b for a, b in pairwise(points) if not _is_same(a, b))]
    return RoadLeg(round_seconds(cost), round_metres(cost), tuple(geometry), tuple(steps))


def with_length(runs: Sequence[Run]) -> list[Run]:
    """Return the runs without those of no length, at least one of them."""
    return [run for run in runs if run.end > run.start] or list(runs[:1])


def time_runs(runs: Sequence[Run], direction_cost: LongArray) -> list[int]:
    """Return the milliseconds of each run, without turns."""
    whole = direction_cost[[run.direction for run in runs]]
    behind, before = (
        cost_ms(part_costs(whole, np.array(shares)))
        for shares in ([run.end for run in runs], [run.start for run in runs])
    )
    times: list[int] = (behind - before).tolist()
    return times


def _angle(bearings: FloatArray, before: int, after: int) -> float:
    return float((bearings[after, 0] - bearings[before, 1] + 180.0) % 360.0 - 180.0)


def _line(graph: Graph, steps: Sequence[Step]) -> tuple[FloatArray, FloatArray]:
    """Return the points of the edges' shapes inside the parts that are travelled."""
    numbers = [_numbers(graph, step) for step in steps]
    every = np.concatenate([np.empty(0, dtype=np.int64), *numbers])
    return graph.shape_lat[every], graph.shape_lon[every]


def _numbers(graph: Graph, step: Step) -> LongArray:
    """Return the numbers of the shape points in a step, in the order of travel."""
    first, last = graph.shape_offset[step.edge], graph.shape_offset[step.edge + 1]
    numbers = np.arange(first, last) if step.is_forward else np.arange(last - 1, first - 1, -1)
    if step.start <= 0.0 and step.end >= 1.0:
        return numbers
    shares = _shares(graph.shape_lat[numbers], graph.shape_lon[numbers])
    return numbers[(shares >= step.start) & (shares <= step.end)]


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
