"""Every place where a shipment could be put into a plan, with what limits it there.

As in ``insertion``, places are rows of flat arrays, so that one shipment is tried everywhere at
once; unlike there, what does not fit is measured instead of dropped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from doorstep.engine.loads import list_loads
from doorstep.engine.parts import IntMatrix, Vehicle
from doorstep.engine.problem import Problem
from doorstep.engine.schedule import (
    is_feasible,
    latest_return,
    latest_start,
    read_line,
    walk_forward,
)

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

NEVER = 2**40
"""A time after everything, with room for sums."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places, one row each; times are seconds since the horizon's start.

    Parameters
    ----------
    sequences
        Shipments of each used vehicle, in order.
    vehicle, position
        Before which stop of which vehicle.
    is_extra
        Whether it is the route of one more vehicle like that one, which the plan does not have.
    before, after
        Locations on both sides.
    departure
        Earliest from ``before``.
    latest
        Arrival at ``after`` that keeps windows and shift.
    latest_free
        Arrival at ``after`` that keeps windows, were the shift endless.
    rest_s, rest_end
        Arriving at ``after`` at t, the route ends at ``max(t + rest_s, rest_end)`` where every
        stop has one window at most, and never sooner.
    free_load
        Shape (places, load dimensions).
    free_stops
        How many stops the route can still take.
    opening
        What using the vehicle costs, where it is not used yet.
    profile, cost_per_m, cost_per_s
        Of the vehicle.
    duration_s, distance_m
        Shape (profiles, locations, locations).
    """

    problem: Problem
    sequences: Mapping[int, Sequence[int]]
    vehicle: Ints
    position: Ints
    is_extra: Flags
    before: Ints
    after: Ints
    departure: Ints
    latest: Ints
    latest_free: Ints
    rest_s: Ints
    rest_end: Ints
    free_load: Ints
    free_stops: Ints
    opening: Ints
    profile: Ints
    cost_per_m: Ints
    cost_per_s: Ints
    duration_s: IntMatrix
    distance_m: IntMatrix

    def sequence_with(self, shipment: int, row: int) -> list[int]:
        """Return the stops of the place's route with ``shipment`` put there."""
        stops = [] if self.is_extra[row] else self.sequences.get(int(self.vehicle[row]), [])
        position = int(self.position[row])
        return [*stops[:position], shipment, *stops[position:]]


def list_places(problem: Problem, sequences: Mapping[int, Sequence[int]]) -> Places:
    """Return every place in the routes and in the empty routes of vehicles not used.

    Of vehicles alike that are not used, one offers its place; where all are used, there is a
    place in one more vehicle like them. A route that is broken offers none. O(stops x windows).
    """
    rows: list[list[int]] = []
    free_load: list[list[int]] = []
    for vehicle, is_extra in _list_routes(problem, sequences):
        stops = [] if is_extra else sequences.get(vehicle, [])
        if stops and not is_feasible(problem, vehicle, stops):
            continue
        found = _list_rows(problem, vehicle, stops, is_extra=is_extra)
        rows += found
        free_load += [_free_load(problem, vehicle, stops)] * len(found)
    table = np.array(rows, dtype=np.int64).reshape(-1, 12).T
    dimensions = len(problem.load_names)
    cars = [problem.vehicles[row[0]] for row in rows]
    profiles = problem.profiles
    return Places(
        problem=problem,
        sequences=sequences,
        vehicle=table[0],
        position=table[1],
        is_extra=table[2] > 0,
        before=table[3],
        after=table[4],
        departure=table[5],
        latest=table[6],
        latest_free=table[7],
        rest_s=table[8],
        rest_end=table[9],
        free_load=np.array(free_load, dtype=np.int64).reshape(len(rows), dimensions),
        free_stops=table[10],
        opening=table[11],
        profile=np.array([car.profile for car in cars], dtype=np.int64),
        cost_per_m=np.array([car.metre_cost for car in cars], dtype=np.int64),
        cost_per_s=np.array([car.cost_per_s for car in cars], dtype=np.int64),
        duration_s=np.stack([one.duration_s for one in profiles] or [_NONE]),
        distance_m=np.stack([one.distance_m for one in profiles] or [_NONE]),
    )


_NONE = np.zeros((0, 0), dtype=np.int32)


def _list_routes(
    problem: Problem, sequences: Mapping[int, Sequence[int]]
) -> list[tuple[int, bool]]:
    """Return the vehicles to look at, and whether each stands for one more like it."""
    routes = [(vehicle, False) for vehicle in sorted(sequences)]
    first_of: dict[Vehicle, int] = {}
    unused_of: dict[Vehicle, int] = {}
    for index, car in enumerate(problem.vehicles):
        kind = replace(car, name="")
        first_of.setdefault(kind, index)
        if index not in sequences:
            unused_of.setdefault(kind, index)
    for kind, index in first_of.items():
        unused = unused_of.get(kind)
        routes.append((index, True) if unused is None else (unused, False))
    return routes


def _free_load(problem: Problem, vehicle: int, stops: Sequence[int]) -> list[int]:
    car = problem.vehicles[vehicle]
    loads = list_loads(problem, car, read_line(problem, vehicle, stops).visits)
    return [
        most - max(amounts)
        for most, amounts in zip(car.capacity, zip(*loads, strict=True), strict=True)
    ]


def _list_rows(
    problem: Problem, vehicle: int, stops: Sequence[int], *, is_extra: bool
) -> list[list[int]]:
    """Return the rows of one route, in the order of the columns of ``list_places``."""
    car = problem.vehicles[vehicle]
    line = read_line(problem, vehicle, stops)
    starts, _ = walk_forward(line, car.shift.early)
    leaves = [car.shift.early]
    leaves += [begins + wait for begins, wait in zip(starts, line.service_s, strict=True)]
    latest, latest_free, rest_s, rest_end = [latest_return(car)], [NEVER], [0], [-NEVER]
    for position in range(len(stops) - 1, -1, -1):
        windows = line.windows[position]
        ahead_s = line.travel_s[position + 1] + line.service_s[position]
        for limits in (latest, latest_free):
            begins = latest_start(windows, limits[-1] - ahead_s)
            limits.append(-NEVER if begins is None else begins)
        rest_s.append(rest_s[-1] + ahead_s)
        opens = windows[0].early if windows else -NEVER
        rest_end.append(max(rest_end[-1], opens + rest_s[-1]))
    places = [car.start, *(visit.location for visit in line.visits), car.end]
    route = (
        NEVER
        if car.max_stops is None
        else car.max_stops - sum(visit.shipment is not None for visit in line.visits),
        0 if stops else car.fixed_cost,
    )
    ends = zip(
        reversed(latest), reversed(latest_free), reversed(rest_s), reversed(rest_end), strict=True
    )
    return [
        [vehicle, at, is_extra, places[at], places[at + 1], leaves[at], *end, *route]
        for at, end in enumerate(ends)
    ]
