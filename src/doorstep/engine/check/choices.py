"""Of the alternatives of a choice at most one is served."""

from collections import defaultdict
from collections.abc import Iterator

from doorstep.engine.check.stops import list_served
from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "choices"


def check_choices(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Collect what is served of each choice."""
    served: defaultdict[str, list[int]] = defaultdict(list)
    for route in solution.routes:
        for stop in list_served(problem, route):
            if stop.shipment is not None:
                choice = problem.shipments[stop.shipment].choice
                if choice is not None:
                    served[choice].append(stop.shipment)
    for choice, shipments in served.items():
        if len(shipments) > 1:
            names = ", ".join(repr(problem.shipments[index].name) for index in shipments)
            sentence = f"of choice {choice!r} more than one is served: {names}"
            yield Violation(RULE, None, shipments[1], sentence)
