"""No route carries more than its vehicle can, in any load dimension."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "capacity"


def check_capacity(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Add up the loads of each route."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        for dimension, name in enumerate(problem.load_names):
            load = 0
            for stop in route.stops:
                load += problem.shipments[stop.shipment].load[dimension]
            if load > vehicle.capacity[dimension]:
                sentence = (
                    f"vehicle {vehicle.name!r} carries {name} {load}"
                    f" of at most {vehicle.capacity[dimension]}"
                )
                yield Violation(RULE, number, None, sentence)
