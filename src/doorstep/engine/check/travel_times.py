"""Nobody arrives before they can: travel, breaks, waiting and service take their time."""

from collections.abc import Iterator

from doorstep.engine.check.stops import arrive, find_place
from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Solution, Stop

RULE = "travel_times"


def check_travel_times(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Follow each route: arrival after travel, service after arrival, departure after service."""
    for number, route in enumerate(solution.routes):
        yield from _follow(problem, number, route)


def _follow(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    vehicle = problem.vehicles[route.vehicle]
    here, left, paused_s, rested = vehicle.start, route.start, 0, route.start
    for stop in route.stops:
        place = find_place(problem, route, stop)
        if place is None:
            if stop.service_start < rested:
                sentence = "a break begins before what comes before it is over"
                yield Violation(RULE, number, None, sentence)
            paused_s += stop.departure - stop.service_start
            rested = stop.departure
            continue
        possible = max(rested, arrive(problem, route, (here, place.location), left) + paused_s)
        takes_s = place.service_s + (place.setup_s if place.location != here else 0)
        yield from _check_stop(problem, number, stop, possible, takes_s)
        here, left, paused_s, rested = place.location, stop.departure, 0, stop.departure
    possible = max(rested, arrive(problem, route, (here, vehicle.end), left) + paused_s)
    if route.end < possible:
        sentence = f"the route's end is {possible - route.end} s too early for the way"
        yield Violation(RULE, number, None, sentence)


def _check_stop(
    problem: Problem, number: int, stop: Stop, possible: int, takes_s: int
) -> Iterator[Violation]:
    name = f"the {stop.kind.value}"
    if stop.shipment is not None:
        name = repr(problem.shipments[stop.shipment].name)
    if stop.arrival < possible:
        sentence = f"arrival at {name} is {possible - stop.arrival} s too early for the way"
        yield Violation(RULE, number, stop.shipment, sentence)
    if stop.service_start < stop.arrival:
        sentence = f"service of {name} starts before the arrival"
        yield Violation(RULE, number, stop.shipment, sentence)
    if stop.departure < stop.service_start + takes_s:
        sentence = f"departure from {name} leaves less than {takes_s} s for service"
        yield Violation(RULE, number, stop.shipment, sentence)
