"""What coming to the doors of a route costs, counted from the stops alone; part of its cost."""

from doorstep.engine.check.stops import list_places
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route


def add_up_visits(problem: Problem, route: Route) -> int:
    """Return the price of each stop to which the vehicle comes from somewhere else."""
    here, cost = problem.vehicles[route.vehicle].start, 0
    for stop, place in list_places(problem, route):
        if stop.shipment is not None and place.location != here:
            shipment = problem.shipments[stop.shipment]
            door = shipment.pickup if place.is_fetched and shipment.pickup else shipment
            cost += door.visit_cost
        here = place.location
    return cost
