"""Distances and costs are what the legs, times and prices add up to."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Solution

RULE = "cost"


def check_cost(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Add up each route from its legs, and the solution from its routes and prizes."""
    total = 0
    for number, route in enumerate(solution.routes):
        yield from _add_up(problem, number, route)
        total += route.cost
    for left in solution.unassigned:
        total += problem.shipments[left.shipment].prize or 0
    if solution.cost != total:
        sentence = f"the solution says it costs {solution.cost}, routes and prizes make {total}"
        yield Violation(RULE, None, None, sentence)


def _add_up(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    vehicle = problem.vehicles[route.vehicle]
    matrix = problem.profiles[vehicle.profile].distance_m
    here, distance_m = vehicle.start, 0
    for stop in route.stops:
        there = problem.shipments[stop.shipment].location
        distance_m += max(0, int(matrix[here, there]))
        here = there
    distance_m += max(0, int(matrix[here, vehicle.end]))
    if route.distance_m != distance_m:
        sentence = f"the route says {route.distance_m} m, its legs make {distance_m} m"
        yield Violation(RULE, number, None, sentence)
    cost = vehicle.fixed_cost
    cost += vehicle.cost_per_m * distance_m
    cost += vehicle.cost_per_s * (route.end - route.start)
    if route.cost != cost:
        sentence = f"the route says it costs {route.cost}, its parts make {cost}"
        yield Violation(RULE, number, None, sentence)
