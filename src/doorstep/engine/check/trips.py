"""No route visits its depot more often than it may."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.parts import Activity
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "trips"


def check_trips(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Count the trips of each route."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        trips = 1 + sum(stop.kind is Activity.RELOAD for stop in route.stops)
        if trips > vehicle.max_trips:
            sentence = (
                f"vehicle {vehicle.name!r} makes {trips} trips of at most {vehicle.max_trips}"
            )
            yield Violation(RULE, number, None, sentence)
