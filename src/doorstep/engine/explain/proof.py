"""Nothing is offered before the independent checker has accepted the route it leads to.

A route's rules concern its own vehicle and stops only, so that the changed problem is cut down to
these: O(stops squared) instead of a walk through the whole problem. Where shipments refer to
vehicles and to each other, the whole problem is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from doorstep.engine.check import check
from doorstep.engine.evaluate import evaluate
from doorstep.engine.explain.model import Change, Relaxation
from doorstep.engine.explain.relax import relax, target_vehicle
from doorstep.engine.parts import Profile
from doorstep.engine.problem import Problem
from doorstep.engine.rules import list_rules
from doorstep.engine.schedule import evaluate_route
from doorstep.engine.solution import Solution


@dataclass(frozen=True, slots=True)
class Slice:
    """A problem cut down to one vehicle and the stops of its route."""

    problem: Problem
    shipment: int


def prove(
    problem: Problem, stops: Sequence[int], route_cost: int, relaxation: Relaxation
) -> Relaxation | None:
    """Return the relaxation with what it costs, or none when the checker finds fault with it.

    Parameters
    ----------
    stops, route_cost
        Of the vehicle's route as it stands; none and 0 for a new route.
    """
    if list_rules(problem):
        return _prove_whole(problem, stops, route_cost, relaxation)
    cut = _cut(problem, relaxation, stops)
    local = replace(relaxation, vehicle=0, shipment=cut.shipment)
    relaxed = relax(cut.problem, local)
    sequence = list(range(len(stops)))
    sequence.insert(relaxation.position, cut.shipment)
    solution = evaluate(relaxed, [(target_vehicle(cut.problem, local), sequence)])
    if check(relaxed, solution):
        return None
    prize = relaxed.shipments[cut.shipment].prize
    return _price(relaxation, solution.cost - route_cost, prize)


def _prove_whole(
    problem: Problem, stops: Sequence[int], route_cost: int, relaxation: Relaxation
) -> Relaxation | None:
    """Prove a relaxation on the whole problem, other routes left aside."""
    relaxed = relax(problem, relaxation)
    sequence = list(stops)
    sequence.insert(relaxation.position, relaxation.shipment)
    route = evaluate_route(relaxed, target_vehicle(problem, relaxation), sequence)
    found = check(relaxed, Solution((route,), (), route.cost))
    others = {one.vehicle for one in relaxed.initial} - {route.vehicle}
    for violation in found:
        is_of_others = violation.rule == "locks" and violation.route is None and others
        if violation.rule != "each_shipment_once" and not is_of_others:
            return None
    prize = relaxed.shipments[relaxation.shipment].prize
    return _price(relaxation, route.cost - route_cost, prize)


def _price(relaxation: Relaxation, added_cost: int, prize: int | None) -> Relaxation | None:
    if relaxation.change is Change.PRIZE and (prize is None or added_cost >= prize):
        return None
    return replace(relaxation, added_cost=added_cost)


def _cut(problem: Problem, relaxation: Relaxation, stops: Sequence[int]) -> Slice:
    car = problem.vehicles[relaxation.vehicle]
    profile = problem.profiles[car.profile]
    kept = [problem.shipments[index] for index in (*stops, relaxation.shipment)]
    places = [car.start, car.end, *(shipment.location for shipment in kept)]
    grid = np.ix_(places, places)
    return Slice(
        problem=Problem(
            profiles=(Profile(profile.name, profile.duration_s[grid], profile.distance_m[grid]),),
            vehicles=(replace(car, profile=0, start=0, end=1),),
            shipments=tuple(
                replace(shipment, location=at) for at, shipment in enumerate(kept, start=2)
            ),
            load_names=problem.load_names,
        ),
        shipment=len(stops),
    )
