"""Service starts inside one of the shipment's windows."""

from collections.abc import Iterator

from doorstep.engine.check.stops import list_places
from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "time_windows"


def check_time_windows(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Look each start of service up in the windows of the place."""
    for number, route in enumerate(solution.routes):
        for stop, place in list_places(problem, route):
            start = stop.service_start
            inside = [window for window in place.windows if window.early <= start <= window.late]
            if stop.shipment is not None and place.windows and not inside:
                name = problem.shipments[stop.shipment].name
                sentence = f"service of {name!r} starts at {start} s, outside its windows"
                yield Violation(RULE, number, stop.shipment, sentence)
