"""Every leg of a route exists."""

from collections.abc import Iterator

from doorstep.engine.check.stops import list_places
from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "connection"


def check_connection(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Look each leg up in the vehicle's profile; a leg to a shipment is reported with it."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        profile = problem.profiles[vehicle.profile]
        here = vehicle.start
        targets = [(stop.shipment, place.location) for stop, place in list_places(problem, route)]
        for target, there in [*targets, (None, vehicle.end)]:
            if profile.duration_s[here, there] < 0 or profile.distance_m[here, there] < 0:
                sentence = f"profile {profile.name!r} has no way from {here} to {there}"
                yield Violation(RULE, number, target, sentence)
            here = there
