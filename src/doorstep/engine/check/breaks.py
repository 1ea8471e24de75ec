"""Drivers take every break that is due, in order, for as long and when they should."""

from collections.abc import Iterator

from doorstep.engine.check.break_matches import list_taken, match_breaks
from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "breaks"


def check_breaks(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Find a break of the vehicle for each break of the route, and none that is missing."""
    for number, route in enumerate(solution.routes):
        if next(match_breaks(problem, route), None) is None:
            vehicle = problem.vehicles[route.vehicle]
            sentence = (
                f"vehicle {vehicle.name!r} takes {len(list_taken(route))} breaks, which are not"
                f" those due of its {len(vehicle.breaks)} in their windows"
            )
            yield Violation(RULE, number, None, sentence)
