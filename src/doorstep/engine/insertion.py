"""Where a shipment still fits into given routes, and what it costs there.

All places between two stops are held in flat arrays, so that one shipment is tried everywhere
in a few NumPy operations: O(places x (windows + load dimensions)) instead of a walk along each
route. Every leg and stop is a non-decreasing map from arrival to departure, so "the earliest
departure before the place, the latest arrival after it" decides feasibility exactly.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from doorstep.engine.parts import IntMatrix, Shipment, Vehicle
from doorstep.engine.places import Place
from doorstep.engine.problem import Problem
from doorstep.engine.schedule import (
    evaluate_route,
    is_feasible,
    latest_start,
    read_line,
    walk_forward,
)

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

NEVER = 2**40
"""A time after everything."""

PRICED_PLACES = 24
"""How many of the places that look cheapest are priced exactly."""


class Positions:
    """Every place where a shipment could be put into the routes of a problem without rare rules.

    Parameters
    ----------
    problem
        What is planned.
    sequences
        Shipments of each used vehicle, in order. Copied. Of the vehicles not used, one of each
        kind offers its empty route.
    """

    def __init__(self, problem: Problem, sequences: Mapping[int, Sequence[int]]) -> None:
        self._problem = problem
        self.sequences = {vehicle: list(stops) for vehicle, stops in sequences.items()}
        self._rows: dict[int, list[list[int]]] = {}
        self._durations = _stack([profile.duration_s for profile in problem.profiles])
        self._distances = _stack([profile.distance_m for profile in problem.profiles])
        for vehicle, stops in self.sequences.items():
            self._rows[vehicle] = _list_rows(problem, vehicle, stops)
        self._offer_unused()
        self._freeze()

    def put(self, shipment: int, place: Place) -> None:
        """Insert ``shipment`` at ``place``."""
        stops = self.sequences.setdefault(place.vehicle, [])
        stops.insert(place.position, shipment)
        self._rows[place.vehicle] = _list_rows(self._problem, place.vehicle, stops)
        self._offer_unused()
        self._freeze()

    def find_best(self, shipment: int, *, heed_max_stops: bool = True) -> Place | None:
        """Return the cheapest place that breaks nothing, or none.

        Of many, the ``PRICED_PLACES`` that add least by their legs alone are compared exactly.
        """
        wanted = self._problem.shipments[shipment]
        fits, added = self._try_all(wanted, heed_max_stops=heed_max_stops)
        places = np.flatnonzero(fits)
        places = places[np.argsort(added[places], kind="stable")][:PRICED_PLACES]
        priced = [self._price(shipment, int(place)) for place in places]
        return min(priced, key=lambda place: place.added_cost, default=None)

    def _price(self, shipment: int, row: int) -> Place:
        vehicle, position = int(self._vehicle[row]), int(self._position[row])
        before = self.sequences.get(vehicle, [])
        after = [*before[:position], shipment, *before[position:]]
        cost = evaluate_route(self._problem, vehicle, after).cost
        if before:
            cost -= evaluate_route(self._problem, vehicle, before).cost
        return Place(vehicle, position, cost)

    def _try_all(self, wanted: Shipment, *, heed_max_stops: bool) -> tuple[Flags, Ints]:
        """Return for each place whether the shipment fits, and about what it adds."""
        to_s, from_s, to_m, from_m = (
            matrix[self._profile, here, there].astype(np.int64)
            for matrix in (self._durations, self._distances)
            for here, there in (
                (self._before, wanted.location),
                (wanted.location, self._after),
            )
        )
        starts = _earliest_starts(wanted, self._departure + to_s)
        leaves = starts + wanted.service_s
        fits = (to_s >= 0) & (from_s >= 0) & (leaves + from_s <= self._latest)
        fits &= self._skilled(wanted)[self._vehicle]
        if heed_max_stops:
            fits &= self._free_stops > 0
        load = np.array(wanted.load, dtype=np.int64)
        fits &= np.all(self._free_load >= load, axis=1)
        added = self._cost_per_m * (to_m + from_m - self._leg_m)
        added += self._cost_per_s * (to_s + from_s - self._leg_s + wanted.service_s)
        return fits, added + self._opening

    def _skilled(self, wanted: Shipment) -> Flags:
        return np.array([wanted.skills <= car.skills for car in self._problem.vehicles], bool)

    def _offer_unused(self) -> None:
        """Give one unused vehicle of each kind an empty route to insert into."""
        kinds: set[Vehicle] = set()
        for index, car in enumerate(self._problem.vehicles):
            if self.sequences.get(index):
                continue
            kind = replace(car, name="")
            if kind in kinds:
                self._rows.pop(index, None)
            else:
                kinds.add(kind)
                self._rows.setdefault(index, _list_rows(self._problem, index, []))

    def _freeze(self) -> None:
        """Lay the places out in flat arrays."""
        problem = self._problem
        rows = [row for vehicle in sorted(self._rows) for row in self._rows[vehicle]]
        table = np.array(rows, dtype=np.int64).reshape(-1, 7)
        self._vehicle, self._position, self._before, self._after = table[:, :4].T
        self._departure, self._latest, self._opening = table[:, 4:].T
        cars = [problem.vehicles[int(vehicle)] for vehicle in self._vehicle]
        self._profile = np.array([car.profile for car in cars], dtype=np.int64)
        self._cost_per_m = np.array([car.cost_per_m for car in cars], dtype=np.int64)
        self._cost_per_s = np.array([car.cost_per_s for car in cars], dtype=np.int64)
        self._leg_s, self._leg_m = (
            matrix[self._profile, self._before, self._after].astype(np.int64)
            for matrix in (self._durations, self._distances)
        )
        free = {vehicle: self._free(vehicle) for vehicle in self._rows}
        dimensions = len(problem.load_names)
        self._free_load = np.array(
            [free[int(vehicle)][0] for vehicle in self._vehicle], dtype=np.int64
        ).reshape(len(cars), dimensions)
        self._free_stops = np.array(
            [free[int(vehicle)][1] for vehicle in self._vehicle], dtype=np.int64
        )

    def _free(self, vehicle: int) -> tuple[list[int], int]:
        """Return what the vehicle can still take: load of each dimension, stops."""
        car = self._problem.vehicles[vehicle]
        stops = [self._problem.shipments[index] for index in self.sequences.get(vehicle, [])]
        load = [
            most - sum(stop.load[dimension] for stop in stops)
            for dimension, most in enumerate(car.capacity)
        ]
        free_stops = NEVER if car.max_stops is None else car.max_stops - len(stops)
        return load, free_stops


def _stack(matrices: Sequence[IntMatrix]) -> npt.NDArray[np.int32]:
    """Return matrices as one array; a single one is not copied, which may be a gigabyte."""
    if len(matrices) == 1:
        return matrices[0][np.newaxis]
    return np.stack(matrices) if matrices else np.zeros((1, 0, 0), dtype=np.int32)


def keep_feasible(problem: Problem, vehicle: int, sequence: Sequence[int]) -> list[int]:
    """Return the activities of ``sequence``, in order, without the shipments that break it.

    What is locked is kept. O(stops) when nothing is broken, else O(stops squared).
    """
    if is_feasible(problem, vehicle, sequence):
        return list(sequence)
    owners = problem.activities.owners
    reload = problem.activities.reload
    locked = {
        owners[activity]
        for route in problem.initial
        if route.vehicle == vehicle
        for activity in route.activities[: route.locked]
        if activity != reload
    }
    kept = list(locked)
    rest = dict.fromkeys(owners[activity] for activity in sequence if activity != reload)
    for shipment in rest:
        if shipment not in locked and is_feasible(
            problem, vehicle, _only(problem, sequence, {*kept, shipment})
        ):
            kept.append(shipment)
    return _only(problem, sequence, set(kept)) if kept else []


def _only(problem: Problem, sequence: Sequence[int], shipments: Collection[int]) -> list[int]:
    """Return the activities of some shipments, and the reloads."""
    activities = problem.activities
    return [
        activity
        for activity in sequence
        if activity == activities.reload or activities.owners[activity] in shipments
    ]


def _earliest_starts(wanted: Shipment, arrivals: Ints) -> Ints:
    if not wanted.windows:
        return arrivals
    starts = np.full_like(arrivals, NEVER)
    for window in wanted.windows:
        begins = np.maximum(arrivals, window.early)
        starts = np.minimum(starts, np.where(begins <= window.late, begins, NEVER))
    return starts


def _list_rows(problem: Problem, vehicle: int, stops: Sequence[int]) -> list[list[int]]:
    """Return vehicle, position, before, after, departure, latest, opening cost of each place.

    A route that is broken already offers no place.
    """
    car = problem.vehicles[vehicle]
    if stops and not is_feasible(problem, vehicle, stops):
        return []
    line = read_line(problem, vehicle, stops)
    starts, _ = walk_forward(line, car.shift.early)
    leaves = [car.shift.early]
    leaves += [begins + wait for begins, wait in zip(starts, line.service_s, strict=True)]
    latest = [car.shift.late]
    for position in range(len(stops) - 1, -1, -1):
        until = latest[-1] - line.travel_s[position + 1] - line.service_s[position]
        begins = latest_start(line.windows[position], until)
        latest.append(-NEVER if begins is None else begins)
    latest.reverse()
    places = [car.start, *(problem.shipments[index].location for index in stops), car.end]
    opening = 0 if stops else car.fixed_cost
    return [
        [vehicle, at, places[at], places[at + 1], leaves[at], latest[at], opening]
        for at in range(len(stops) + 1)
    ]
