"""Service starts inside one of the shipment's windows."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "time_windows"


def check_time_windows(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Look each start of service up in the windows."""
    for number, route in enumerate(solution.routes):
        for stop in route.stops:
            shipment = problem.shipments[stop.shipment]
            start = stop.service_start
            inside = [
                window for window in shipment.windows if window.early <= start <= window.late
            ]
            if shipment.windows and not inside:
                sentence = f"service of {shipment.name!r} starts at {start} s, outside its windows"
                yield Violation(RULE, number, stop.shipment, sentence)
