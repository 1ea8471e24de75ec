"""Where a plan's cost comes from."""

from doorstep.engine.explain.model import CostParts
from doorstep.engine.explain.slack import read_times
from doorstep.engine.line import read_line
from doorstep.engine.problem import Problem
from doorstep.engine.schedule import prizes
from doorstep.engine.solution import Route, Solution
from doorstep.engine.visits import visits_cost


def break_down(problem: Problem, solution: Solution) -> CostParts:
    """Return fixed costs, those of metres, seconds, emissions, stops, and the prizes foregone.

    O(stops + unassigned).
    """
    cars = [(problem.vehicles[route.vehicle], route) for route in solution.routes]
    fixed = sum(car.fixed_cost for car, _ in cars)
    distance = sum(car.cost_per_m * route.distance_m for car, route in cars)
    time = sum(car.cost_per_s * _paid_s(problem, route) for car, route in cars)
    emissions = sum(
        car.emissions.cost_per_m * route.distance_m for car, route in cars if car.emissions
    )
    visits = sum(_visits_cost(problem, route) for route in solution.routes)
    overtime = sum(
        car.overtime_cost_per_s * max(0, route.end - car.shift.late) for car, route in cars
    )
    routes = sum(route.cost for route in solution.routes)
    return CostParts(
        fixed=fixed,
        distance=distance,
        time=time,
        prizes=prizes(problem, [left.shipment for left in solution.unassigned]),
        overtime=overtime,
        stops=routes - fixed - distance - time - overtime - emissions - visits,
        visits=visits,
        emissions=emissions,
        emitted_g=sum(
            car.emissions.grams(route.distance_m) for car, route in cars if car.emissions
        ),
    )


def _paid_s(problem: Problem, route: Route) -> int:
    breaks = problem.vehicles[route.vehicle].breaks
    if not breaks:
        return route.end - route.start
    pauses = read_times(problem, route).pauses
    unpaid = (breaks[pause.number] for pause in pauses if not breaks[pause.number].is_paid)
    return route.end - route.start - sum(pause.duration_s for pause in unpaid)


def _visits_cost(problem: Problem, route: Route) -> int:
    activities = route.list_activities(problem.activities)
    line = read_line(problem, route.vehicle, activities, route.list_charges())
    return visits_cost(line, problem.vehicles[route.vehicle])
