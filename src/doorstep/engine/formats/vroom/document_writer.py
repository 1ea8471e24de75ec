"""An engine problem as a VROOM document: for VROOM's users, and to try VROOM on it."""

import numpy as np

from doorstep.engine.formats.vroom.errors import Json, VroomError
from doorstep.engine.formats.vroom.fields import LARGEST_WHOLE
from doorstep.engine.formats.vroom.tables import MISSING
from doorstep.engine.parts import Activity, IntMatrix, Profile, Shipment, Vehicle, Window
from doorstep.engine.problem import Problem
from doorstep.engine.rules import list_rules

_METRES_PER_KM = 1000


def write_problem(problem: Problem) -> Json:
    """Return the document of a problem. Read back it is the same problem.

    Ids count from one and names become descriptions; what a metre gives off becomes part of its
    price. Skills keep their numbers if all are numbers, else they are numbered in alphabetical
    order. Load names are lost. A missing leg takes 136 years.

    Raises
    ------
    VroomError
        The problem says what the format cannot: all of it is named.
    """
    if findings := _list_inexpressible(problem):
        raise VroomError(findings)
    number_of = _number_skills(problem)
    return {
        "vehicles": [
            _write_vehicle(number, car, problem.profiles[car.profile].name, number_of)
            for number, car in enumerate(problem.vehicles, 1)
        ],
        "jobs": [
            _write_job(number, shipment, number_of)
            for number, shipment in enumerate(problem.shipments, 1)
            if shipment.pickup is None
        ],
        **_write_pairs(problem, number_of),
        "matrices": {profile.name: _write_matrices(profile) for profile in problem.profiles},
    }


def _write_vehicle(number: int, car: Vehicle, profile: str, number_of: dict[str, int]) -> Json:
    written: Json = {
        "id": number,
        "description": car.name,
        "profile": profile,
        "start_index": car.start,
        "end_index": car.end,
        "capacity": list(car.capacity),
        "costs": {
            "fixed": car.fixed_cost,
            "per_hour": 0,
            "per_km": car.metre_cost * _METRES_PER_KM,
        },
        "skills": sorted(number_of[skill] for skill in car.skills),
        "time_window": _write_window(car.shift),
    }
    if car.max_stops is not None:
        written["max_tasks"] = car.max_stops
    if car.max_driving_s is not None:
        written["max_travel_time"] = car.max_driving_s
    if car.breaks:
        written["breaks"] = [
            {
                "id": at,
                "service": pause.duration_s,
                "time_windows": [_write_window(window) for window in pause.windows],
            }
            for at, pause in enumerate(car.breaks, 1)
        ]
    return written


def _write_pairs(problem: Problem, number_of: dict[str, int]) -> Json:
    """Return the paired shipments, if there are any; they come after the jobs."""
    pairs = []
    for number, shipment in enumerate(problem.shipments, 1):
        if shipment.pickup is None:
            continue
        halves = {}
        for key, place in (("pickup", shipment.pickup), ("delivery", shipment)):
            halves[key] = {
                "id": number,
                "description": shipment.name,
                "location_index": place.location,
                "setup": place.setup_s,
                "service": place.service_s,
            }
            if place.windows:
                halves[key]["time_windows"] = [_write_window(one) for one in place.windows]
        skills = sorted(number_of[skill] for skill in shipment.skills)
        pairs.append({"amount": list(shipment.load), "skills": skills, **halves})
    return {"shipments": pairs} if pairs else {}


def _write_job(number: int, shipment: Shipment, number_of: dict[str, int]) -> Json:
    written: Json = {
        "id": number,
        "description": shipment.name,
        "location_index": shipment.location,
        "delivery": list(shipment.load),
        "service": shipment.service_s,
        "skills": sorted(number_of[skill] for skill in shipment.skills),
    }
    if shipment.setup_s:
        written["setup"] = shipment.setup_s
    if shipment.kind is Activity.PICKUP:
        written["pickup"] = written.pop("delivery")
    elif shipment.returns:
        written["pickup"] = list(shipment.returns)
    if shipment.windows:
        written["time_windows"] = [_write_window(window) for window in shipment.windows]
    return written


def _write_matrices(profile: Profile) -> Json:
    return {
        "durations": _write_matrix(profile.duration_s),
        "distances": _write_matrix(profile.distance_m),
    }


def _write_matrix(matrix: IntMatrix) -> list[list[int]]:
    legs = matrix.astype(np.int64)
    written: list[list[int]] = np.where(legs < 0, MISSING, legs).tolist()
    return written


def _write_window(window: Window) -> list[int]:
    return [window.early, window.late]


def _number_skills(problem: Problem) -> dict[str, int]:
    skills = {skill for car in problem.vehicles for skill in car.skills}
    skills |= {skill for shipment in problem.shipments for skill in shipment.skills}
    if all(str(skill).isdecimal() and str(int(skill)) == skill for skill in skills):
        return {skill: int(skill) for skill in skills}
    return {skill: number for number, skill in enumerate(sorted(skills), 1)}


_SHARED_RULES = {"pickup", "pair", "setup", "breaks", "max driving"}


def _list_foreign(problem: Problem) -> list[str]:
    """Return the rules that VROOM has no words for."""
    rules = [rule for rule in list_rules(problem) if rule not in _SHARED_RULES]
    if any(one.max_ride_s is not None for one in problem.shipments):
        rules.append("max ride")
    if any(car.is_lifo for car in problem.vehicles):
        rules.append("last in, first out")
    return rules


def _list_inexpressible(problem: Problem) -> list[str]:
    windows = [window for shipment in problem.shipments for window in shipment.windows]
    windows += [car.shift for car in problem.vehicles]
    numbers = [
        *(amount for car in problem.vehicles for amount in (*car.capacity, car.fixed_cost)),
        *(car.metre_cost * _METRES_PER_KM for car in problem.vehicles),
        *(amount for shipment in problem.shipments for amount in shipment.load),
    ]
    tests = {
        "needs a vehicle": bool(problem.vehicles),
        "has no price on the time of a route": not any(car.cost_per_s for car in problem.vehicles),
        "has no prizes": all(shipment.prize is None for shipment in problem.shipments),
        "has no times before the horizon's start": all(window.early >= 0 for window in windows),
        f"knows none of these rules: {', '.join(_list_foreign(problem))}": not _list_foreign(
            problem
        ),
        "has its jobs before its shipments": [one.pickup is not None for one in problem.shipments]
        == sorted(one.pickup is not None for one in problem.shipments),
        f"has no amount or price above {LARGEST_WHOLE}": all(
            number <= LARGEST_WHOLE for number in numbers
        ),
    }
    return [f"A VROOM document {rule}." for rule, holds in tests.items() if not holds]
