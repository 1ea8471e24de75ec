"""Routes start inside the vehicle's shift and end inside it or its overtime."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "shift"


def check_shift(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Compare departure and return with the shift."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        if route.start < vehicle.shift.early:
            sentence = (
                f"vehicle {vehicle.name!r} leaves {vehicle.shift.early - route.start} s early"
            )
            yield Violation(RULE, number, None, sentence)
        late_s = route.end - vehicle.shift.late - vehicle.overtime_s
        if late_s > 0:
            sentence = f"vehicle {vehicle.name!r} returns {late_s} s late"
            yield Violation(RULE, number, None, sentence)
