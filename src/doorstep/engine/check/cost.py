"""Distances and costs are what the legs, times and prices add up to."""

import math
from collections.abc import Iterator
from fractions import Fraction

from doorstep.engine.check.break_matches import list_taken, match_breaks
from doorstep.engine.check.stops import list_places, list_served
from doorstep.engine.check.violation import Violation
from doorstep.engine.check.visits import add_up_visits
from doorstep.engine.problem import Problem, Vehicle
from doorstep.engine.solution import Route, Solution

RULE = "cost"


def check_cost(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Add up each route from its legs, and the solution from its routes and prizes."""
    total = 0
    settled = set()
    for number, route in enumerate(solution.routes):
        yield from _add_up(problem, number, route)
        total += route.cost
        settled |= {problem.shipments[index].choice for index in route.shipments}
    for left in solution.unassigned:
        shipment = problem.shipments[left.shipment]
        if shipment.choice is None:
            total += shipment.prize or 0
        elif shipment.choice not in settled:
            settled.add(shipment.choice)
            total += shipment.prize or 0
    if solution.cost != total:
        sentence = f"the solution says it costs {solution.cost}, routes and prizes make {total}"
        yield Violation(RULE, None, None, sentence)


def _add_up(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    vehicle = problem.vehicles[route.vehicle]
    matrix = problem.profiles[vehicle.profile].distance_m
    here, distance_m = vehicle.start, 0
    for there in [*(place.location for _, place in list_places(problem, route)), vehicle.end]:
        distance_m += max(0, int(matrix[here, there]))
        here = there
    if route.distance_m != distance_m:
        sentence = f"the route says {route.distance_m} m, its legs make {distance_m} m"
        yield Violation(RULE, number, None, sentence)
    cost = vehicle.fixed_cost
    cost += vehicle.cost_per_m * distance_m
    cost += _emission_cost(vehicle, distance_m)
    cost += vehicle.cost_per_s * (route.end - route.start)
    cost += vehicle.overtime_cost_per_s * max(0, route.end - vehicle.shift.late)
    cost += _stop_costs(problem, route) + add_up_visits(problem, route)
    if vehicle.balance is not None:
        beyond_s = route.end - route.start - vehicle.balance.duration_s
        beyond = len([one for one in route.stops if one.shipment is not None])
        cost += vehicle.balance.cost_per_s * max(0, beyond_s)
        cost += vehicle.balance.cost_per_stop * max(0, beyond - vehicle.balance.stops)
    possible = [cost - vehicle.cost_per_s * unpaid_s for unpaid_s in _unpaid_s(problem, route)]
    if route.cost not in possible:
        sentence = f"the route says it costs {route.cost}, its parts make {possible[0]}"
        yield Violation(RULE, number, None, sentence)


def _emission_cost(vehicle: Vehicle, distance_m: int) -> int:
    """Return what the way gives off costs: a price for each metre, rounded half up."""
    if vehicle.emissions is None:
        return 0
    tonnes_per_m = Fraction(vehicle.emissions.g_per_km, 10**6 * 1000)
    return math.floor(tonnes_per_m * vehicle.emissions.cost_per_t + Fraction(1, 2)) * distance_m


def _unpaid_s(problem: Problem, route: Route) -> list[int]:
    """Return the length of the breaks that are not paid, for each way to tell which they are."""
    return [
        sum(
            stop.departure - stop.service_start
            for pause, stop in zip(breaks, list_taken(route), strict=False)
            if not pause.is_paid
        )
        for breaks in match_breaks(problem, route)
    ] or [sum(stop.departure - stop.service_start for stop in list_taken(route))]


def _stop_costs(problem: Problem, route: Route) -> int:
    """Return what lateness, prices by time, moves to another vehicle and choices cost."""
    cost = 0
    for stop in list_served(problem, route):
        if stop.shipment is None:
            continue
        shipment = problem.shipments[stop.shipment]
        cost += shipment.choice_cost
        if shipment.kept_by not in {None, route.vehicle}:
            cost += shipment.moving_cost
        if shipment.due is not None:
            cost += shipment.late_cost_per_s * max(0, stop.service_start - shipment.due)
        for price in shipment.time_prices:
            if price.window.early <= stop.service_start <= price.window.late:
                cost += price.cost
    return cost
