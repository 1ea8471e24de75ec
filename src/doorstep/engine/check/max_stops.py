"""No route has more stops than its vehicle may make."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "max_stops"


def check_max_stops(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Count the stops of each route."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        if vehicle.max_stops is not None and len(route.stops) > vehicle.max_stops:
            sentence = (
                f"vehicle {vehicle.name!r} makes {len(route.stops)} stops"
                f" of at most {vehicle.max_stops}"
            )
            yield Violation(RULE, number, None, sentence)
