"""Times and costs of one route: the one place where a sequence of stops is scheduled."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from doorstep.engine import loads
from doorstep.engine.bonds import keeps_bonds
from doorstep.engine.charging import list_charges
from doorstep.engine.departures import list_departures
from doorstep.engine.line import Line, read_line
from doorstep.engine.parts import Activity, Vehicle
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Stop
from doorstep.engine.timing import (
    Times,
    driving_s,
    earliest_start,
    is_late,
    latest_departure,
    latest_start,
    rides_too_long,
    slack_of,
    walk,
    walk_forward,
)
from doorstep.engine.visits import visits_cost

__all__ = [
    "Line",
    "Sequences",
    "earliest_start",
    "evaluate_route",
    "is_feasible",
    "latest_start",
    "prizes",
    "read_line",
    "walk_forward",
]

Sequences: TypeAlias = Sequence[tuple[int, Sequence[int]]]
"""Vehicle index with the activities of its route, in order; see ``activities``."""


def latest_return(car: Vehicle) -> int:
    """Return when the vehicle must be back, overtime included."""
    return car.shift.late + car.overtime_s


def time_cost(line: Line, car: Vehicle, times: Times) -> int:
    """Return what the times of a route cost: its paid duration, overtime, and each stop's time."""
    unpaid_s = sum(
        line.break_s(pause.number, pause.leg) or 0
        for pause in times.pauses
        if not line.breaks[pause.number].is_paid
    )
    cost = car.cost_per_s * (times.end - times.start - unpaid_s)
    cost += car.overtime_cost_per_s * max(0, times.end - car.shift.late)
    if car.balance is not None:
        stops = sum(visit.shipment is not None for visit in line.visits)
        cost += car.balance.price(times.end - times.start, stops)
    for begins, (due, late_cost, prices) in zip(times.starts, line.prices, strict=True):
        cost += late_cost * max(0, begins - due)
        for price in prices:
            if price.window.early <= begins <= price.window.late:
                cost += price.cost
    return cost


def is_in_time(line: Line, car: Vehicle, times: Times) -> bool:
    """Tell whether windows, breaks, rides, the shift and the longest duration are kept."""
    return (
        times.is_on_time
        and times.end <= latest_return(car)
        and (car.max_duration_s is None or times.end - times.start <= car.max_duration_s)
        and (car.max_driving_s is None or driving_s(line, times) <= car.max_driving_s)
        and not rides_too_long(line, times)
    )


def best_times(line: Line, car: Vehicle) -> Times:
    """Return when the route does what, leaving when it costs least.

    Normally the latest departure that keeps the end earliest. Where a stop has several windows or
    the driver takes breaks, and time is paid for or bounded, a later end may make the whole route
    shorter (no waiting between a morning and an afternoon window). Where lateness is priced, an
    earlier departure may be worth its price: the cost is then a convex function of the departure
    if every stop has one window, and its lowest point is found by trisection. Where legs take more
    or less by the time of day, every departure at which that changes is compared as well.
    O(stops), with several windows O(stops x windows).
    """
    return min(
        _candidates(line, car, walk(line, line.departs_from)),
        key=lambda times: (
            not is_in_time(line, car, times),
            time_cost(line, car, times),
            times.end,
        ),
    )


def best_departure(line: Line, car: Vehicle) -> int:
    """Return when to leave; see ``best_times``."""
    return best_times(line, car).start


def _candidates(line: Line, car: Vehicle, first: Times) -> Iterator[Times]:
    """Yield times worth comparing, of equally good ones the best first."""
    if line.rides:
        yield walk(line, latest_departure(line, first, keep_starts=True))
    times = walk(line, latest_departure(line, first))
    yield times
    is_bounded = car.cost_per_s > 0 or car.max_duration_s is not None
    is_bounded = is_bounded or (car.balance is not None and car.balance.cost_per_s > 0)
    if line.legs is not None and (is_bounded or car.max_driving_s is not None):
        yield first
        leaves = [first.start, *first.leaves]
        for start in list_departures(line, leaves, latest_return(car)):
            yield walk(line, start)
    if any(late_cost for _, late_cost, _ in line.prices) and times.start > first.start:
        yield _trisect(line, car, first.start, times.start)
    if any(prices for _, _, prices in line.prices):
        yield first
    choices = sum(len(windows) for windows in line.windows)
    choices += sum(len(pause.windows) for pause in line.breaks)
    if (
        not is_bounded
        or (choices <= len(line.windows) and not line.breaks)
        or _is_late(line, first)
    ):
        return
    for _ in range(choices):
        trial = walk(line, times.start + slack_of(line, times) + 1)
        if trial.end > latest_return(car) or _is_late(line, trial):
            return
        times = walk(line, max(trial.start, latest_departure(line, trial)))
        yield times


def _is_late(line: Line, times: Times) -> bool:
    return not times.is_on_time or is_late(line, times.starts)


def _trisect(line: Line, car: Vehicle, early: int, late: int) -> Times:
    """Return the cheapest times between two departures, in O(stops x log(seconds))."""

    def measure(start: int) -> tuple[bool, int]:
        times = walk(line, start)
        is_allowed = is_in_time(line, car, times)
        return not is_allowed, time_cost(line, car, times) if is_allowed else 0

    while late - early > 2:  # noqa: PLR2004, then one is left between them
        third = (late - early) // 3
        if measure(early + third) <= measure(late - third):
            late -= third
        else:
            early += third
    return walk(line, min(range(early, late + 1), key=lambda start: (*measure(start), -start)))


def evaluate_route(problem: Problem, vehicle: int, sequence: Sequence[int]) -> Route:
    """Return the scheduled and priced route of ``vehicle`` along ``sequence``."""
    car = problem.vehicles[vehicle]
    line, times = _drive(problem, vehicle, sequence)
    distance_m = sum(line.distance_m)
    cost = car.fixed_cost + car.metre_cost * distance_m + time_cost(line, car, times)
    cost += visits_cost(line, car)
    cost += sum(stop_cost(problem, vehicle, index) for index in _served(line))
    return Route(vehicle, times.start, _list_stops(line, times), times.end, distance_m, cost)


def _drive(problem: Problem, vehicle: int, sequence: Sequence[int]) -> tuple[Line, Times]:
    """Return a route's line, charges among its visits, with its times: the cheapest known."""
    car = problem.vehicles[vehicle]
    line = read_line(problem, vehicle, sequence)
    ways = [()] if car.battery is None else list_charges(problem, vehicle, line) or [()]
    if ways == [()]:
        return line, best_times(line, car)
    lines = [read_line(problem, vehicle, sequence, charges) for charges in ways]
    return min(
        ((one, best_times(one, car)) for one in lines),
        key=lambda way: (
            not _is_short(way[0], car) or not is_in_time(way[0], car, way[1]),
            car.metre_cost * sum(way[0].distance_m)
            + visits_cost(way[0], car)
            + time_cost(way[0], car, way[1]),
        ),
    )


def _is_short(line: Line, car: Vehicle) -> bool:
    return car.max_distance_m is None or sum(line.distance_m) <= car.max_distance_m


def stop_cost(problem: Problem, vehicle: int, index: int) -> int:
    """Return what serving a shipment by a vehicle costs, whenever that is."""
    shipment = problem.shipments[index]
    is_moved = shipment.kept_by is not None and shipment.kept_by != vehicle
    return shipment.choice_cost + (shipment.moving_cost if is_moved else 0)


def is_feasible(problem: Problem, vehicle: int, sequence: Sequence[int]) -> bool:
    """Tell whether ``vehicle`` can drive ``sequence`` within every constraint, in O(stops)."""
    car = problem.vehicles[vehicle]
    line = read_line(problem, vehicle, sequence)
    if not keeps_bonds(problem, vehicle, sequence, line.visits):
        return False
    if not loads.fits(problem, car, line.visits):
        return False
    if car.battery is None:
        return _can_be_driven(line, car)
    ways = list_charges(problem, vehicle, line)
    lines = (read_line(problem, vehicle, sequence, charges) for charges in ways)
    return any(_can_be_driven(charged, car) for charged in lines)


def _can_be_driven(line: Line, car: Vehicle) -> bool:
    return line.connected and _is_short(line, car) and _is_timely(line, car)


def _is_timely(line: Line, car: Vehicle) -> bool:
    times = walk(line, line.departs_from)
    if not times.is_on_time:
        return False
    is_bounded = car.max_duration_s is not None
    is_bounded = is_bounded or (line.legs is not None and car.max_driving_s is not None)
    if is_bounded and not is_in_time(line, car, times):
        times = best_times(line, car)
    return is_in_time(line, car, times)


def _served(line: Line) -> Iterator[int]:
    for visit in line.visits:
        if visit.shipment is not None and not visit.is_pickup_half:
            yield visit.shipment


def _list_stops(line: Line, times: Times) -> tuple[Stop, ...]:
    stops = []
    charges = iter(line.charges)
    for leg in range(len(line.visits) + 1):
        for pause in times.pauses:
            if pause.leg == leg:
                over = pause.begins + (line.break_s(pause.number, leg) or 0)
                is_by_clock = bool(line.breaks[pause.number].windows)
                if over > pause.begins or is_by_clock:  # none where work is rest enough
                    stops.append(Stop(None, pause.begins, pause.begins, over, Activity.BREAK))
        if leg < len(line.visits):
            visit = line.visits[leg]
            charge = next(charges) if visit.kind is Activity.CHARGE else None
            stops.append(
                Stop(
                    visit.shipment,
                    times.arrivals[leg],
                    times.starts[leg],
                    times.leaves[leg],
                    visit.kind,
                    None if charge is None else charge.station,
                    None if charge is None else charge.level,
                )
            )
    return tuple(stops)


def prizes(problem: Problem, shipments: Iterable[int]) -> int:
    """Return what leaving out ``shipments`` costs; those without a prize count nothing.

    Of those with the same choice one counts, and none when another of them is served.
    """
    left_out = set(shipments)
    choices = {
        problem.shipments[index].choice
        for index in range(len(problem.shipments))
        if index not in left_out
    }
    lost = 0
    for index in sorted(left_out):
        shipment = problem.shipments[index]
        if shipment.choice is None or shipment.choice not in choices:
            lost += shipment.prize or 0
            choices.add(shipment.choice)
    return lost
