"""Times and costs of one route: the one place where a sequence of stops is scheduled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from doorstep.engine.problem import Problem, Window
from doorstep.engine.solution import Route, Stop

Sequences: TypeAlias = Sequence[tuple[int, Sequence[int]]]
"""Vehicle index with the shipment indices of its route, in order."""


@dataclass(frozen=True, slots=True)
class Line:
    """One route's sequence with everything its schedule needs, in flat lists.

    Parameters
    ----------
    travel_s, distance_m
        Of each leg, ``len(stops) + 1`` values; 0 where there is no connection.
    windows
        Of each stop, sorted by time.
    connected
        Whether every leg exists.
    """

    travel_s: list[int]
    distance_m: list[int]
    service_s: list[int]
    windows: list[tuple[Window, ...]]
    connected: bool


def read_line(problem: Problem, vehicle: int, sequence: Sequence[int]) -> Line:
    """Collect legs, service and windows of a route, in O(stops)."""
    car = problem.vehicles[vehicle]
    profile = problem.profiles[car.profile]
    stops = [problem.shipments[index] for index in sequence]
    places = [car.start, *(stop.location for stop in stops), car.end]
    legs = list(pairwise(places))
    travel_s = [int(profile.duration_s[leg]) for leg in legs]
    distance_m = [int(profile.distance_m[leg]) for leg in legs]
    return Line(
        travel_s=[max(0, seconds) for seconds in travel_s],
        distance_m=[max(0, metres) for metres in distance_m],
        service_s=[stop.service_s for stop in stops],
        windows=[tuple(sorted(stop.windows)) for stop in stops],
        connected=min(travel_s) >= 0,
    )


def earliest_start(windows: Sequence[Window], arrival: int) -> int | None:
    """Return the earliest start of service from ``arrival`` on, none when all windows are over.

    ``windows`` sorted; without windows, service starts on arrival.
    """
    if not windows:
        return arrival
    return min(
        (max(arrival, window.early) for window in windows if arrival <= window.late), default=None
    )


def latest_start(windows: Sequence[Window], latest: int) -> int | None:
    """Return the latest start of service up to ``latest``, none when no window is open by then."""
    if not windows:
        return latest
    return max(
        (min(latest, window.late) for window in windows if window.early <= latest), default=None
    )


def walk_forward(line: Line, start: int) -> tuple[list[int], int]:
    """Return the start of service at each stop and the end, leaving at ``start``.

    Who comes after the last window is served on arrival: late, but priced.
    """
    time_s = start
    starts = []
    for travel_s, service_s, windows in zip(
        line.travel_s[:-1], line.service_s, line.windows, strict=True
    ):
        arrival = time_s + travel_s
        begins = earliest_start(windows, arrival)
        starts.append(arrival if begins is None else begins)
        time_s = starts[-1] + service_s
    return starts, time_s + line.travel_s[-1]


def _latest_departure(line: Line, starts: Sequence[int], end: int) -> int:
    """Return the latest departure that keeps ``end`` and makes nobody later, in O(stops)."""
    latest = end - line.travel_s[-1]
    for position in range(len(starts) - 1, -1, -1):
        begins = latest_start(line.windows[position], latest - line.service_s[position])
        is_late = earliest_start(line.windows[position], starts[position]) != starts[position]
        if begins is None or is_late:
            begins = starts[position]  # going later would only make it worse
        latest = begins - line.travel_s[position]
    return latest


def _is_late(line: Line, starts: Sequence[int]) -> bool:
    return any(
        earliest_start(windows, begins) != begins
        for windows, begins in zip(line.windows, starts, strict=True)
    )


def _window_slack(line: Line, starts: Sequence[int]) -> int:
    """Return by how many seconds all stops can shift before one leaves its window."""
    slacks = [
        window.late - begins
        for windows, begins in zip(line.windows, starts, strict=True)
        for window in windows
        if window.early <= begins <= window.late
    ]
    return min(slacks, default=0)


def best_departure(line: Line, shift: Window, *, paid_by_time: bool) -> int:
    """Return when to leave: the latest departure that keeps the end earliest.

    Where a stop has several windows and time is paid for, a later end may make the whole route
    shorter (no waiting between a morning and an afternoon window): then the shortest duration
    wins, and of equal ones the earliest end. O(stops), with several windows
    O(stops x windows).
    """
    starts, end = walk_forward(line, shift.early)
    departure = _latest_departure(line, starts, end)
    choices = sum(len(windows) for windows in line.windows)
    if not paid_by_time or choices <= len(line.windows) or _is_late(line, starts):
        return departure
    best = end - departure
    trial = departure
    for _ in range(choices):
        starts, end = walk_forward(line, trial)
        trial += _window_slack(line, starts) + 1
        starts, end = walk_forward(line, trial)
        if end > shift.late or _is_late(line, starts):
            break
        trial = _latest_departure(line, starts, end)
        if end - trial < best:
            best, departure = end - trial, trial
    return departure


def evaluate_route(problem: Problem, vehicle: int, sequence: Sequence[int]) -> Route:
    """Return the scheduled and priced route of ``vehicle`` along ``sequence``."""
    car = problem.vehicles[vehicle]
    line = read_line(problem, vehicle, sequence)
    departure = best_departure(line, car.shift, paid_by_time=car.cost_per_s > 0)
    starts, end = walk_forward(line, departure)
    stops = []
    time_s = departure
    for position, shipment in enumerate(sequence):
        arrival = time_s + line.travel_s[position]
        time_s = starts[position] + line.service_s[position]
        stops.append(Stop(shipment, arrival, starts[position], time_s))
    distance_m = sum(line.distance_m)
    cost = car.fixed_cost + car.cost_per_m * distance_m + car.cost_per_s * (end - departure)
    return Route(vehicle, departure, tuple(stops), end, distance_m, cost)


def is_feasible(problem: Problem, vehicle: int, sequence: Sequence[int]) -> bool:
    """Tell whether ``vehicle`` can drive ``sequence`` within every constraint, in O(stops)."""
    car = problem.vehicles[vehicle]
    stops = [problem.shipments[index] for index in sequence]
    if car.max_stops is not None and len(stops) > car.max_stops:
        return False
    if any(not stop.skills <= car.skills for stop in stops):
        return False
    loads = zip(*(stop.load for stop in stops), strict=True)
    if any(sum(load) > most for load, most in zip(loads, car.capacity, strict=False)):
        return False
    line = read_line(problem, vehicle, sequence)
    if not line.connected:
        return False
    starts, end = walk_forward(line, car.shift.early)
    return end <= car.shift.late and not _is_late(line, starts)


def prizes(problem: Problem, shipments: Iterable[int]) -> int:
    """Return what leaving out ``shipments`` costs; those without a prize count nothing."""
    return sum(problem.shipments[index].prize or 0 for index in shipments)
