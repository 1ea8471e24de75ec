"""Where a shipment still fits into given routes, when, and what it costs there.

All places between two stops are held in flat arrays, so that one shipment is tried everywhere
and in every window in a few NumPy operations, O(places x windows), instead of a walk along each
route. Every leg and stop is a non-decreasing map from arrival to departure, so "the earliest
departure before the place, the latest arrival after it" decides feasibility exactly. What comes
before and after a place is a segment with its least duration and the departures that allow it
(``segment``), so the new duration of the route is exact too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from doorstep.engine.line import Line
from doorstep.engine.parts import Shipment, Vehicle, Window
from doorstep.engine.places import Place
from doorstep.engine.problem import Problem
from doorstep.engine.schedule import (
    best_times,
    evaluate_route,
    is_feasible,
    latest_start,
    read_line,
    time_cost,
    walk_forward,
)
from doorstep.engine.segment import Segment
from doorstep.engine.skills import has_skills

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

NEVER: Final = 2**40
"""A time after everything."""

MANY: Final = 2
"""From how many windows on a stop's duration is not known from its segment."""

ALWAYS: Final = Window(-NEVER, NEVER)

PRICED_PLACES: Final = 24
"""How many of the places that look cheapest are driven where a route has stops with several
windows, whose duration no segment knows."""

# What is known of a place: its vehicle and number on the route, the locations on both sides and
# the leg between them, the earliest departure before and the latest arrival after, the segments
# before and after, what the route takes now (-1: it is empty), whether segments tell its duration.
(
    VEHICLE,
    POSITION,
    BEFORE,
    AFTER,
    LEG_M,
    DEPARTURE,
    LATEST,
    HEAD,
    TAIL,
    DURATION,
    KNOWN,
) = (0, 1, 2, 3, 4, 5, 6, 7, 10, 13, 14)
COLUMNS: Final = 15


class Positions:
    """Every place where a shipment could be put into the routes of a problem without rare rules.

    Parameters
    ----------
    problem
        What is planned.
    sequences
        Shipments of each used vehicle, in order. Copied. Of the vehicles not used, one of each
        kind offers its empty route. A route that is broken already offers no place.
    """

    def __init__(self, problem: Problem, sequences: Mapping[int, Sequence[int]]) -> None:
        self._problem = problem
        self.sequences = {vehicle: list(stops) for vehicle, stops in sequences.items()}
        self._blocks = {
            vehicle: _list_places(problem, vehicle, stops)
            for vehicle, stops in self.sequences.items()
        }
        self._offer_unused()
        self._freeze()

    def put(self, shipment: int, place: Place) -> None:
        """Insert ``shipment`` at ``place``."""
        stops = self.sequences.setdefault(place.vehicle, [])
        stops.insert(place.position, shipment)
        self._blocks[place.vehicle] = _list_places(self._problem, place.vehicle, stops)
        self._offer_unused()
        self._freeze()

    def find_best(self, shipment: int, *, heed_max_stops: bool = True) -> Place | None:
        """Return the cheapest place that breaks nothing, or none."""
        windows = self._problem.shipments[shipment].windows
        found = self._find(shipment, windows or (ALWAYS,), heed_max_stops=heed_max_stops)
        several = len(windows) > 1
        places = [self._price(shipment, one) if several else one for one in found if one]
        return min(places, key=lambda place: place.added_cost, default=None)

    def find_in_windows(
        self, shipment: int, windows: Sequence[Window]
    ) -> tuple[Place | None, ...]:
        """Return for each window, instead of the shipment's own, the cheapest place or none."""
        return tuple(self._find(shipment, windows, heed_max_stops=True))

    def _find(
        self, shipment: int, windows: Sequence[Window], *, heed_max_stops: bool
    ) -> Iterator[Place | None]:
        wanted = self._problem.shipments[shipment]
        open_to = self._open_to(wanted, heed_max_stops=heed_max_stops)
        rows = np.flatnonzero(open_to)
        table = self._table[:, rows]
        to_s, from_s, added_m = self._legs(wanted, rows)
        for window in windows:
            begins = np.maximum(table[DEPARTURE] + to_s, window.early)
            ends = begins + (wanted.service_s + from_s)
            fits = np.flatnonzero((begins <= window.late) & (ends <= table[LATEST]))
            if not fits.size:
                yield None
                continue
            some = table[:, fits]
            added = _added_cost(
                self._cars[:, rows[fits]],
                some,
                (to_s[fits], from_s[fits], added_m[fits]),
                Segment(*np.array([[wanted.service_s], [window.early], [window.late]])),
            )
            yield self._choose(shipment, window, some, added)

    def _choose(self, shipment: int, window: Window, table: Ints, added: Ints) -> Place:
        """Return the cheapest place; where segments do not tell, a few are driven."""
        best = int(np.argmin(added))
        if table[KNOWN, best]:
            return _read_place(table, best, added)
        likely = np.argsort(added, kind="stable")[:PRICED_PLACES]
        return min(
            (
                _read_place(table, int(row), added)
                if table[KNOWN, row]
                else self._price(shipment, _read_place(table, int(row), added), window)
                for row in likely
            ),
            key=lambda place: place.added_cost,
        )

    def _price(self, shipment: int, place: Place, window: Window | None = None) -> Place:
        """Return the place with what driving the route tells that it adds."""
        problem, car = self._problem, self._problem.vehicles[place.vehicle]
        before = self.sequences.get(place.vehicle, [])
        after = [*before[: place.position], shipment, *before[place.position :]]
        line = read_line(problem, place.vehicle, after)
        if window is not None:
            line.windows[place.position] = (window,)
        cost = car.fixed_cost + car.metre_cost * sum(line.distance_m)
        cost += time_cost(line, car, best_times(line, car))
        if before:
            cost -= evaluate_route(problem, place.vehicle, before).cost
        return replace(place, added_cost=cost)

    def _open_to(self, wanted: Shipment, *, heed_max_stops: bool) -> Flags:
        """Return for each place whether vehicle and load allow the shipment there."""
        able = [has_skills(car, wanted) for car in self._problem.vehicles]
        may: Flags = np.array(able, bool)[self._table[VEHICLE]]
        if heed_max_stops:
            may &= self._free_stops > 0
        for free, amount in zip(self._free_load, wanted.load, strict=True):
            may &= free >= amount
        return may

    def _legs(self, wanted: Shipment, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the seconds to and from the shipment, and the metres that are added."""
        before, after = self._table[BEFORE, rows], self._table[AFTER, rows]
        profiles = self._cars[PROFILE, rows]
        to_s, from_s, added_m = (np.zeros(rows.size, np.int64) for _ in range(3))
        for number, profile in enumerate(self._problem.profiles):
            mine = np.flatnonzero(profiles == number)
            if not mine.size:
                continue
            comes, goes = before[mine], after[mine]
            to_s[mine] = profile.duration_s[comes, wanted.location]
            from_s[mine] = profile.duration_s[wanted.location, goes]
            added_m[mine] = profile.distance_m[comes, wanted.location]
            added_m[mine] += profile.distance_m[wanted.location, goes]
        to_s[to_s < 0] = NEVER
        from_s[from_s < 0] = NEVER
        return to_s, from_s, added_m - self._table[LEG_M, rows]

    def _offer_unused(self) -> None:
        """Give one unused vehicle of each kind an empty route to insert into."""
        kinds: set[Vehicle] = set()
        for index, car in enumerate(self._problem.vehicles):
            if self.sequences.get(index):
                continue
            kind = replace(car, name="")
            if kind in kinds:
                self._blocks.pop(index, None)
            else:
                kinds.add(kind)
                self._blocks.setdefault(index, _list_places(self._problem, index, []))

    def _freeze(self) -> None:
        """Lay the places of all routes out side by side."""
        problem = self._problem
        empty = np.zeros((COLUMNS, 0), np.int64)
        blocks = [self._blocks[vehicle] for vehicle in sorted(self._blocks)]
        self._table = np.concatenate([empty, *blocks], axis=1)
        cars = [
            (car.profile, car.metre_cost, car.cost_per_s, car.fixed_cost)
            for car in problem.vehicles
        ]
        number = self._table[VEHICLE]
        self._cars = np.array(cars, np.int64).reshape(-1, 4).T[:, number]
        free = np.zeros((len(problem.load_names) + 1, len(problem.vehicles)), np.int64)
        for vehicle in self._blocks:
            free[:, vehicle] = self._free(vehicle)
        self._free_stops, *self._free_load = free[:, number]

    def _free(self, vehicle: int) -> list[int]:
        """Return what the vehicle can still take: stops, then load of each dimension."""
        car = self._problem.vehicles[vehicle]
        stops = [self._problem.shipments[index] for index in self.sequences.get(vehicle, [])]
        free_stops = NEVER if car.max_stops is None else car.max_stops - len(stops)
        return [
            free_stops,
            *(
                most - sum(stop.load[dimension] for stop in stops)
                for dimension, most in enumerate(car.capacity)
            ),
        ]


# What is known of a place's vehicle.
PROFILE, COST_PER_M, COST_PER_S, FIXED_COST = range(4)


def _added_cost(cars: Ints, table: Ints, legs: tuple[Ints, Ints, Ints], stop: Segment) -> Ints:
    """Return what a stop adds at each place where it fits."""
    to_s, from_s, added_m = legs
    head, tail = Segment(*table[HEAD : HEAD + 3]), Segment(*table[TAIL : TAIL + 3])
    joined = head.join(to_s, stop).join(from_s, tail)
    opens = table[DURATION] < 0
    added_s = joined.duration - np.where(opens, 0, table[DURATION])
    added: Ints = cars[COST_PER_M] * added_m + cars[COST_PER_S] * added_s
    added += np.where(opens, cars[FIXED_COST], 0)
    return added


def _read_place(table: Ints, row: int, added: Ints) -> Place:
    return Place(int(table[VEHICLE, row]), int(table[POSITION, row]), int(added[row]))


def _list_places(problem: Problem, vehicle: int, stops: Sequence[int]) -> Ints:
    """Return the columns of all places on a route, in O(stops); none if it is broken already."""
    car = problem.vehicles[vehicle]
    if stops and not is_feasible(problem, vehicle, stops):
        return np.zeros((COLUMNS, 0), np.int64)
    line = read_line(problem, vehicle, stops)
    is_known = car.cost_per_s == 0 or all(len(windows) < MANY for windows in line.windows)
    starts, _ = walk_forward(line, car.shift.early)
    leaves = [car.shift.early]
    leaves += [begins + wait for begins, wait in zip(starts, line.service_s, strict=True)]
    locations = [car.start, *(visit.location for visit in line.visits), car.end]
    heads, tails = _list_segments(line, car, starts)
    places = len(stops) + 1
    table = np.zeros((COLUMNS, places), np.int64)
    table[VEHICLE] = vehicle
    table[POSITION] = range(places)
    table[BEFORE], table[AFTER] = locations[:-1], locations[1:]
    table[DEPARTURE], table[LATEST] = leaves, _list_latest(line, car)
    table[HEAD : HEAD + 3] = np.transpose(heads)
    table[TAIL : TAIL + 3] = np.transpose(tails)
    table[DURATION] = -1
    if stops:
        table[LEG_M] = line.distance_m
        table[DURATION] = heads[0].join(line.travel_s[0], tails[0]).duration
    table[KNOWN] = is_known
    return table


def _list_latest(line: Line, car: Vehicle) -> list[int]:
    """Return the latest arrival at each stop and the end that keeps what follows in time."""
    latest = [car.shift.late]
    for position in range(len(line.visits) - 1, -1, -1):
        until = latest[-1] - line.travel_s[position + 1] - line.service_s[position]
        begins = latest_start(line.windows[position], until)
        latest.append(-NEVER if begins is None else begins)
    return latest[::-1]


def _list_segments(
    line: Line, car: Vehicle, starts: Sequence[int]
) -> tuple[list[Segment], list[Segment]]:
    """Return the segments before and after each place, each stop in its present window."""
    depot = Segment(0, car.shift.early, car.shift.late)
    stops = [
        _read_stop(service_s, windows, begins)
        for service_s, windows, begins in zip(line.service_s, line.windows, starts, strict=True)
    ]
    heads, tails = [depot], [depot]
    for travel_s, stop in zip(line.travel_s, stops, strict=False):
        heads.append(heads[-1].join(travel_s, stop))
    for travel_s, stop in zip(reversed(line.travel_s), reversed(stops), strict=False):
        tails.append(stop.join(travel_s, tails[-1]))
    return heads, tails[::-1]


def _read_stop(service_s: int, windows: Sequence[Window], begins: int) -> Segment:
    window = next((one for one in windows if one.early <= begins <= one.late), ALWAYS)
    return Segment(service_s, window.early, window.late)
