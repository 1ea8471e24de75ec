"""Nothing is on board for longer than it may be."""

from collections.abc import Iterator

from doorstep.engine.check.stops import list_places
from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "rides"


def check_rides(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Compare leaving the pick-up with the start of delivery."""
    for number, route in enumerate(solution.routes):
        left: dict[int, int] = {}
        for stop, place in list_places(problem, route):
            if stop.shipment is None:
                continue
            if place.is_fetched:
                left[stop.shipment] = stop.departure
                continue
            most = problem.shipments[stop.shipment].max_ride_s
            ride_s = stop.service_start - left.get(stop.shipment, stop.service_start)
            if most is not None and ride_s > most:
                name = problem.shipments[stop.shipment].name
                sentence = f"{name!r} is on board for {ride_s} s, at most {most} s are allowed"
                yield Violation(RULE, number, stop.shipment, sentence)
