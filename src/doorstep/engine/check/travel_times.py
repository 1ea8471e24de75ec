"""Nobody arrives before they can: travel, waiting and service take their time."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Solution

RULE = "travel_times"


def check_travel_times(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Follow each route: arrival after travel, service after arrival, departure after service."""
    for number, route in enumerate(solution.routes):
        yield from _follow(problem, number, route)


def _follow(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    vehicle = problem.vehicles[route.vehicle]
    duration_s = problem.profiles[vehicle.profile].duration_s
    here, left = vehicle.start, route.start
    for stop in route.stops:
        shipment = problem.shipments[stop.shipment]
        name = repr(shipment.name)
        possible = left + max(0, int(duration_s[here, shipment.location]))
        if stop.arrival < possible:
            sentence = f"arrival at {name} is {possible - stop.arrival} s too early for the way"
            yield Violation(RULE, number, stop.shipment, sentence)
        if stop.service_start < stop.arrival:
            sentence = f"service of {name} starts before the arrival"
            yield Violation(RULE, number, stop.shipment, sentence)
        if stop.departure < stop.service_start + shipment.service_s:
            sentence = f"departure from {name} leaves less than {shipment.service_s} s for service"
            yield Violation(RULE, number, stop.shipment, sentence)
        here, left = shipment.location, stop.departure
    possible = left + max(0, int(duration_s[here, vehicle.end]))
    if route.end < possible:
        sentence = f"the route's end is {possible - route.end} s too early for the way"
        yield Violation(RULE, number, None, sentence)
