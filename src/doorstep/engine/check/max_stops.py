"""No route has more stops than its vehicle may make."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "max_stops"


def check_max_stops(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Count the stops of each route; breaks and reloads do not count."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        count = sum(stop.shipment is not None for stop in route.stops)
        if vehicle.max_stops is not None and count > vehicle.max_stops:
            sentence = (
                f"vehicle {vehicle.name!r} makes {count} stops of at most {vehicle.max_stops}"
            )
            yield Violation(RULE, number, None, sentence)
