"""The vehicle has no skill that its shipments forbid."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "forbidden_skills"


def check_forbidden_skills(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Look for what each shipment forbids among its vehicle's skills."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        for index in route.shipments:
            shipment = problem.shipments[index]
            found = sorted(skill for skill in vehicle.skills if skill in shipment.forbidden_skills)
            if found:
                names = ", ".join(found)
                sentence = f"vehicle {vehicle.name!r} has {names}, forbidden for {shipment.name!r}"
                yield Violation(RULE, number, index, sentence)
