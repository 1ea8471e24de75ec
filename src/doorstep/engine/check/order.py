"""What is to be served after other shipments comes after them on the same route."""

from collections.abc import Iterator

from doorstep.engine.check.stops import list_served
from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "order"


def check_order(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Follow each route and remember what is done."""
    for number, route in enumerate(solution.routes):
        done: set[int | None] = set()
        for stop in list_served(problem, route):
            if stop.shipment is None:
                continue
            shipment = problem.shipments[stop.shipment]
            for other in sorted(shipment.after):
                if other not in done:
                    name = problem.shipments[other].name
                    sentence = f"{shipment.name!r} is not served after {name!r} on the same route"
                    yield Violation(RULE, number, stop.shipment, sentence)
            done.add(stop.shipment)
