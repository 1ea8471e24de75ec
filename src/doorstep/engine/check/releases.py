"""No trip leaves before its goods are at the depot."""

from collections.abc import Iterator

from doorstep.engine.check.stops import list_places
from doorstep.engine.check.violation import Violation
from doorstep.engine.parts import Activity
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "releases"


def check_releases(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Compare the departure of each trip with when its deliveries are there."""
    for number, route in enumerate(solution.routes):
        departed = route.start
        for stop, _ in list_places(problem, route):
            if stop.shipment is None:
                departed = stop.departure if stop.kind is Activity.RELOAD else departed
                continue
            shipment = problem.shipments[stop.shipment]
            if shipment.release is None or shipment.kind is not Activity.DELIVERY:
                continue
            if departed < shipment.release:
                sentence = (
                    f"{shipment.name!r} is at the depot {shipment.release - departed} s after"
                    " its trip leaves"
                )
                yield Violation(RULE, number, stop.shipment, sentence)
