"""Which of the rarer rules a problem uses, so that nothing has to heed what it does not say."""

from collections.abc import Callable

from doorstep.engine.parts import Activity, Shipment, Vehicle
from doorstep.engine.problem import Problem

BY_TIME = "travel by time"
"""That legs take more or less by when they begin."""

VISITS = "visits"
"""That coming to a door costs something."""

BREAKS = "breaks"
"""That drivers rest by the clock."""

LIMITS = frozenset({"vehicles", "max duration", "max distance", "overtime"})
"""What a vehicle alone decides, by how long and how far it is out and whom it may serve."""

_OF_SHIPMENTS: dict[str, Callable[[Shipment], object]] = {
    "pickup": lambda one: one.kind is Activity.PICKUP or any(one.returns),
    "pair": lambda one: one.pickup is not None,
    "setup": lambda one: one.setup_s,
    "release": lambda one: one.release is not None,
    "lateness": lambda one: one.due is not None and one.late_cost_per_s,
    "time prices": lambda one: one.time_prices,
    "vehicles": lambda one: one.vehicles is not None,
    "moving cost": lambda one: one.kept_by is not None and one.moving_cost,
    "goods apart": lambda one: one.not_with,
    "order": lambda one: one.after,
    VISITS: lambda one: one.visit_cost or (one.pickup is not None and one.pickup.visit_cost),
    "choice": lambda one: one.choice is not None or one.choice_cost,
}

_OF_VEHICLES: dict[str, Callable[[Vehicle], object]] = {
    BREAKS: lambda car: car.breaks,
    "rest from driving": lambda car: car.rest is not None,
    "max duration": lambda car: car.max_duration_s is not None,
    "max driving": lambda car: car.max_driving_s is not None,
    "max distance": lambda car: car.max_distance_m is not None,
    "balance": lambda car: car.balance is not None,
    "overtime": lambda car: car.overtime_s,
    "reload": lambda car: car.max_trips > 1,
    "on board": lambda car: any(car.on_board),
    "battery": lambda car: car.battery is not None,
    "driver's pace": lambda car: car.travel_percent != 100 or car.service_percent != 100,  # noqa: PLR2004, percent
}


def list_rules(problem: Problem) -> tuple[str, ...]:
    """Return the names of the rules beyond windows, loads, skills, stops, shifts and prizes.

    O(shipments + vehicles).
    """
    found = [name for name, uses in _OF_SHIPMENTS.items() if any(map(uses, problem.shipments))]
    found += [name for name, uses in _OF_VEHICLES.items() if any(map(uses, problem.vehicles))]
    if problem.initial:
        found.append("initial routes")
    if any(profile.slices for profile in problem.profiles):
        found.append(BY_TIME)
    return tuple(found)
