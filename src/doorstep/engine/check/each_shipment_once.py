"""Every shipment is on exactly one route or unassigned, and every vehicle drives at most once."""

from collections import Counter
from collections.abc import Iterator

from doorstep.engine.check.stops import list_served
from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "each_shipment_once"


def check_each_shipment_once(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Count the places of each shipment and the routes of each vehicle."""
    places = Counter(
        stop.shipment for route in solution.routes for stop in list_served(problem, route)
    )
    places.update(left.shipment for left in solution.unassigned)
    for index, shipment in enumerate(problem.shipments):
        if places[index] != 1:
            sentence = f"shipment {shipment.name!r} is in the solution {places[index]} times"
            yield Violation(RULE, None, index, sentence)
    drives = Counter(route.vehicle for route in solution.routes)
    for number, route in enumerate(solution.routes):
        if drives[route.vehicle] > 1:
            name = problem.vehicles[route.vehicle].name
            sentence = f"vehicle {name!r} drives {drives[route.vehicle]} routes"
            yield Violation(RULE, number, None, sentence)
        if not any(stop.shipment is not None for stop in route.stops):
            yield Violation(RULE, number, None, "the route has no stops")
