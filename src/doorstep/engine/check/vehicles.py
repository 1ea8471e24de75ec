"""Nothing is on a vehicle that may not serve it."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "vehicles"


def check_vehicles(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Look each route's vehicle up among those allowed."""
    for number, route in enumerate(solution.routes):
        for index in route.shipments:
            shipment = problem.shipments[index]
            if shipment.vehicles is not None and route.vehicle not in shipment.vehicles:
                name = problem.vehicles[route.vehicle].name
                sentence = f"vehicle {name!r} may not serve {shipment.name!r}"
                yield Violation(RULE, number, index, sentence)
