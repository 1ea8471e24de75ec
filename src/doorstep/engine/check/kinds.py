"""Each stop does what its shipment asks for."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.parts import Activity
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "kinds"


def check_kinds(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Compare the kind of each stop with its shipment."""
    for number, route in enumerate(solution.routes):
        for stop in route.stops:
            if stop.shipment is None:
                allowed = {Activity.BREAK, Activity.CHARGE, Activity.RELOAD}
            else:
                shipment = problem.shipments[stop.shipment]
                allowed = {shipment.kind}
                if shipment.pickup is not None:
                    allowed.add(Activity.PICKUP)
            if stop.kind not in allowed:
                asked = " or ".join(sorted(kind.value for kind in allowed))
                sentence = f"the stop at {stop.arrival} s is a {stop.kind.value}, not a {asked}"
                yield Violation(RULE, number, stop.shipment, sentence)
