"""No route takes longer, drives longer or goes farther than its vehicle may."""

from collections.abc import Iterator

from doorstep.engine.check.stops import arrive, list_places
from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "limits"


def check_limits(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Add up each route's legs and compare with the vehicle's limits."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        distance_m = problem.profiles[vehicle.profile].distance_m
        here, left, driven_s, driven_m = vehicle.start, route.start, 0, 0
        visits = [(stop.departure, place.location) for stop, place in list_places(problem, route)]
        for leaves, there in [*visits, (route.end, vehicle.end)]:
            driven_s += arrive(problem, route, (here, there), left) - left
            driven_m += max(0, int(distance_m[here, there]))
            here, left = there, leaves
        for what, value, most, unit in (
            ("is out for", route.end - route.start, vehicle.max_duration_s, "s"),
            ("drives for", driven_s, vehicle.max_driving_s, "s"),
            ("goes", driven_m, vehicle.max_distance_m, "m"),
        ):
            if most is not None and value > most:
                sentence = f"vehicle {vehicle.name!r} {what} {value} {unit} of at most {most}"
                yield Violation(RULE, number, None, sentence)
