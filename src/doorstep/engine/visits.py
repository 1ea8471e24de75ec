"""What it costs that a vehicle comes to a door: many shipments to one door are one visit.

Each time a vehicle comes to a location from another one, the first shipment it serves there costs
its ``visit_cost``, whatever comes after it at the same place; as ``setup_s`` is counted, in money.
So a door that is served in one visit costs it once, and each visit more costs it again.

Where nothing else is out of the ordinary the price is part of the legs: a leg to a door is longer
by what the visit costs, in metres of the vehicle. The fast search then knows nothing of doors.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from doorstep.engine.line import Line
from doorstep.engine.parts import IntMatrix, Profile, Vehicle
from doorstep.engine.problem import Problem

LARGEST_LEG = 2**30
"""Longest leg that a visit may make, so that sums of two stay in 31 bits."""


def visits_cost(line: Line, car: Vehicle) -> int:
    """Return what coming to the doors of a route costs, in O(stops)."""
    places = [car.start, *(visit.location for visit in line.visits)]
    return sum(
        visit.visit_cost
        for (before, here), visit in zip(pairwise(places), line.visits, strict=True)
        if before != here
    )


def fold_visits(problem: Problem) -> Problem | None:
    """Return a problem without visits whose legs are longer instead, or none if none says it.

    For what the fast search keeps: no pick-ups on the way.

    A metre of it costs what a metre of the vehicle costs, at least 1, and visits are rounded to
    whole metres: what a route costs differs by at most half a metre's price for each visit.

    None where shipments of one location disagree, where a route ends at a door, where a longest
    way is counted in metres, or where legs would get too long. O(locations squared) for each price
    of a metre.
    """
    costs = _costs_of_locations(problem)
    cars = problem.vehicles
    if costs is None or any(
        car.max_distance_m is not None or car.battery is not None or costs[car.end] for car in cars
    ):
        return None
    kinds = list(dict.fromkeys((car.profile, car.metre_cost) for car in cars))
    profiles = [_lengthen(problem.profiles[number], cost, costs) for number, cost in kinds]
    if any(int(one.distance_m.max(initial=0)) > LARGEST_LEG for one in profiles):
        return None
    return replace(
        problem,
        profiles=tuple(
            replace(one, name=f"{one.name} {number}") for number, one in enumerate(profiles)
        ),
        vehicles=tuple(
            replace(
                car,
                profile=kinds.index((car.profile, car.metre_cost)),
                cost_per_m=max(1, car.metre_cost),
                emissions=None,
            )
            for car in cars
        ),
        shipments=tuple(replace(one, visit_cost=0) for one in problem.shipments),
    )


def _costs_of_locations(problem: Problem) -> npt.NDArray[np.int64] | None:
    """Return what coming to each location costs, none where shipments disagree."""
    costs: dict[int, int] = {}
    for shipment in problem.shipments:
        known = costs.setdefault(shipment.location, shipment.visit_cost)
        if known != shipment.visit_cost:
            return None
    found = np.zeros(problem.locations, np.int64)
    found[list(costs)] = list(costs.values())
    return found


def _lengthen(profile: Profile, metre_cost: int, costs: npt.NDArray[np.int64]) -> Profile:
    """Return a profile whose legs to each location are longer by what coming there costs."""
    unit = max(1, metre_cost)
    metres = (costs + unit // 2) // unit
    legs = profile.distance_m.astype(np.int64) if metre_cost else profile.distance_m * np.int64(0)
    longer = np.minimum(legs + metres[None, :], LARGEST_LEG + 1)
    np.fill_diagonal(longer, 0)
    distance_m: IntMatrix = np.where(profile.distance_m < 0, -1, longer).astype(np.int32)
    return replace(profile, distance_m=distance_m)
