"""The vehicle has every skill its shipments need."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "skills"


def check_skills(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Subtract the vehicle's skills from each shipment's."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        for index in route.shipments:
            shipment = problem.shipments[index]
            if lacking := shipment.skills - vehicle.skills:
                names = ", ".join(sorted(lacking))
                sentence = f"vehicle {vehicle.name!r} lacks {names} for {shipment.name!r}"
                yield Violation(RULE, number, index, sentence)
