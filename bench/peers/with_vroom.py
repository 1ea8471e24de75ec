"""VROOM from pyvroom: windows, breaks, skills, loads, pick-ups and vehicles that differ."""

from datetime import timedelta

import numpy as np
import vroom

from doorstep.engine import Activity, Break, Problem, Shipment, Solution, Vehicle, evaluate
from doorstep.engine.rules import list_rules
from peers import NotSupportedError

KNOWN = {"pickup", "breaks", "vehicles"}
NO_WAY = 2**31 - 1
METRES_A_KM = 1000
DEEP, SHALLOW = 5, 1
MANY = 500
"""Stops from which one shallow search is deeper than many that are cut off: VROOM divides its time
by their number."""


def solve(problem: Problem, seconds: float, seed: int, workers: int = 1) -> tuple[Solution, int]:
    """Return VROOM's routes. It has no seed; costs of time are not in its words."""
    del seed
    asked = build(problem)
    level = SHALLOW if len(problem.shipments) > MANY else DEEP
    answer = asked.solve(level, nb_threads=workers, timeout=timedelta(seconds=seconds))
    routes: dict[int, list[int]] = {}
    for step in answer.routes.to_dict("records"):
        if step["type"] in {"job", "delivery", "pickup"}:
            routes.setdefault(int(step["vehicle_id"]), []).append(int(step["id"]))
    return evaluate(problem, sorted(routes.items())), 0


def build(problem: Problem) -> vroom.Input:
    """Return the problem in VROOM's words.

    Raises
    ------
    NotSupportedError
        It has a rule beside ``KNOWN``, or a price of time.
    """
    unknown = set(list_rules(problem)) - KNOWN
    if unknown or any(car.cost_per_s for car in problem.vehicles):
        message = f"VROOM does not know: {', '.join(sorted(unknown)) or 'a price of all time'}"
        raise NotSupportedError(message)
    asked = vroom.Input()
    for profile in problem.profiles:
        lost = profile.duration_s < 0
        for fill, matrix in (
            (asked.set_durations_matrix, profile.duration_s),
            (asked.set_distances_matrix, profile.distance_m),
        ):
            fill(profile.name, np.where(lost, NO_WAY, matrix).astype(np.uint32))
    skills = sorted({skill for one in problem.shipments for skill in one.skills})
    numbers = {skill: number for number, skill in enumerate(skills, start=1)}
    asked.add_vehicle(
        [
            read_vehicle(number, car, problem, {numbers[one] for one in car.skills & set(skills)})
            for number, car in enumerate(problem.vehicles)
        ]
    )
    asked.add_job(
        [
            read_job(number, shipment, {numbers[one] for one in shipment.skills})
            for number, shipment in enumerate(problem.shipments)
        ]
    )
    return asked


def read_vehicle(number: int, car: Vehicle, problem: Problem, skills: set[int]) -> vroom.Vehicle:
    return vroom.Vehicle(
        number,
        start=car.start,
        end=car.end,
        profile=problem.profiles[car.profile].name,
        capacity=list(car.capacity),
        skills=skills,
        time_window=vroom.TimeWindow(car.shift.early, car.shift.late),
        breaks=[read_break(at, pause) for at, pause in enumerate(car.breaks)],
        **({} if car.max_stops is None else {"max_tasks": car.max_stops}),
        costs=vroom.VehicleCosts(
            fixed=car.fixed_cost // METRES_A_KM, per_hour=0, per_km=car.cost_per_m
        ),
    )


def read_break(number: int, pause: Break) -> vroom.Break:
    windows = [vroom.TimeWindow(window.early, window.late) for window in pause.windows]
    return vroom.Break(number, time_windows=windows, service=pause.duration_s)


def read_job(number: int, shipment: Shipment, skills: set[int]) -> vroom.Job:
    load = list(shipment.load)
    is_pickup = shipment.kind is Activity.PICKUP
    return vroom.Job(
        number,
        location=shipment.location,
        default_service=shipment.service_s,
        delivery=vroom.Amount([0] * len(load) if is_pickup else load),
        pickup=vroom.Amount(load if is_pickup else list(shipment.returns) or [0] * len(load)),
        skills=skills,
        time_windows=[vroom.TimeWindow(one.early, one.late) for one in shipment.windows],
    )
