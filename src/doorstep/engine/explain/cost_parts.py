"""Where a plan's cost comes from."""

from doorstep.engine.explain.model import CostParts
from doorstep.engine.problem import Problem
from doorstep.engine.schedule import prizes
from doorstep.engine.solution import Solution


def break_down(problem: Problem, solution: Solution) -> CostParts:
    """Return fixed costs, those of metres and of seconds, and the prizes foregone.

    O(routes + unassigned).
    """
    cars = [(problem.vehicles[route.vehicle], route) for route in solution.routes]
    return CostParts(
        fixed=sum(car.fixed_cost for car, _ in cars),
        distance=sum(car.cost_per_m * route.distance_m for car, route in cars),
        time=sum(car.cost_per_s * (route.end - route.start) for car, route in cars),
        prizes=prizes(problem, [left.shipment for left in solution.unassigned]),
    )
