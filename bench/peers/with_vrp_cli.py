"""vrp-cli of reinterpretcat/vrp: all rules of a city's day, in its "pragmatic" words."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import vrp_cli

from doorstep.engine import (
    Activity,
    Break,
    Problem,
    Profile,
    Shipment,
    Solution,
    Window,
    evaluate,
)
from doorstep.engine.rules import list_rules
from peers import NotSupportedError

KNOWN = {"pickup", "breaks", "reload"}
MIDNIGHT = datetime(2026, 1, 5, tzinfo=UTC)
OPEN_S = 10**7
MUCH = 10**9
"""For what it cannot take as an integer of 64 bits."""


def solve(problem: Problem, seconds: float, seed: int, workers: int = 1) -> tuple[Solution, int]:
    """Return the routes of vrp-cli. It has no seed."""
    del seed
    config = configure(seconds, workers)
    answer = json.loads(
        vrp_cli.solve_pragmatic(
            problem=json.dumps(build(problem)),
            matrices=[json.dumps(read_profile(profile)) for profile in problem.profiles],
            config=json.dumps(config),
        )
    )
    routes = [(int(tour["vehicleId"]), read_sequence(problem, tour)) for tour in answer["tours"]]
    return evaluate(problem, sorted(routes)), 0


def solve_by_time(problem: Problem, seconds: float) -> dict[int, list[int]]:
    """Return the routes it finds with a matrix for each slice of the day; vehicles are alike."""
    known = replace(problem, profiles=tuple(replace(one, slices=None) for one in problem.profiles))
    document = build(replace(known, vehicles=problem.vehicles[:1]))
    names = [str(number) for number in range(len(problem.vehicles))]
    document["fleet"]["vehicles"][0]["vehicleIds"] = names
    answer = json.loads(
        vrp_cli.solve_pragmatic(
            problem=json.dumps(document),
            matrices=[json.dumps(one) for one in read_slices(problem.profiles[0])],
            config=json.dumps(configure(seconds, 1)),
        )
    )
    return {int(tour["vehicleId"]): read_sequence(problem, tour) for tour in answer["tours"]}


def read_slices(profile: Profile) -> list[dict[str, Any]]:
    """Return a matrix for each slice, said to hold from its beginning."""
    if profile.slices is None:
        return [read_profile(profile)]
    return [
        read_profile(replace(profile, duration_s=table)) | {"timestamp": clock(start)}
        for start, table in zip(profile.slices.starts_s, profile.slices.duration_s, strict=True)
    ]


def configure(seconds: float, workers: int) -> dict[str, Any]:
    """Return when it ends, and how many threads it has."""
    return {
        "termination": {"maxTime": max(1, round(seconds))},
        "environment": {
            "parallelism": {"numThreadPools": 1, "threadsPerPool": workers},
            "logging": {"enabled": False},
        },
    }


def read_sequence(problem: Problem, tour: dict[str, Any]) -> list[int]:
    """Return the activities of a route; breaks are placed by our schedule."""
    sequence = []
    for stop in tour["stops"]:
        for activity in stop["activities"]:
            if activity["type"] in {"delivery", "pickup", "service"}:
                sequence.append(int(activity["jobId"]))
            elif activity["type"] == "reload":
                sequence.append(problem.activities.reload)
    return sequence


def build(problem: Problem) -> dict[str, Any]:
    """Return the problem in the words of vrp-cli.

    Raises
    ------
    NotSupportedError
        It has a rule beside ``KNOWN``.
    """
    unknown = set(list_rules(problem)) - KNOWN
    if unknown or any(one.returns for one in problem.shipments):
        message = f"vrp-cli is not told: {', '.join(sorted(unknown)) or 'returns'}"
        raise NotSupportedError(message)
    return {
        "plan": {"jobs": [read_job(at, one) for at, one in enumerate(problem.shipments)]},
        "fleet": {
            "vehicles": [read_vehicle(problem, number) for number in range(len(problem.vehicles))],
            "profiles": [{"name": profile.name} for profile in problem.profiles],
        },
        "objectives": [[{"type": "minimize-unassigned"}], [{"type": "minimize-cost"}]],
    }


def read_job(number: int, shipment: Shipment) -> dict[str, Any]:
    place: dict[str, Any] = {
        "location": {"index": shipment.location},
        "duration": float(shipment.service_s),
    }
    if shipment.windows:
        place["times"] = [read_window(window) for window in shipment.windows]
    kind = "pickups" if shipment.kind is Activity.PICKUP else "deliveries"
    job: dict[str, Any] = {
        "id": str(number),
        kind: [{"places": [place], "demand": list(shipment.load) or [0]}],
    }
    if shipment.skills:
        job["skills"] = {"allOf": sorted(shipment.skills)}
    return job


def read_vehicle(problem: Problem, number: int) -> dict[str, Any]:
    car = problem.vehicles[number]
    start = {"earliest": clock(car.shift.early), "location": {"index": car.start}}
    if car.breaks:
        start["latest"] = start["earliest"]  # or it takes no break; our schedule departs later
    shift: dict[str, Any] = {
        "start": start,
        "end": {"latest": clock(car.shift.late), "location": {"index": car.end}},
        "breaks": [read_break(pause) for pause in car.breaks],
    }
    if car.max_trips > 1:
        reload = {"location": {"index": car.start}, "duration": float(car.reload_s)}
        shift["reloads"] = [reload] * (car.max_trips - 1)
    return {
        "typeId": f"type {number}",
        "vehicleIds": [str(number)],
        "profile": {"matrix": problem.profiles[car.profile].name},
        "costs": {
            "fixed": float(car.fixed_cost),
            "distance": float(car.cost_per_m),
            "time": float(car.cost_per_s),
        },
        "shifts": [shift],
        "capacity": list(car.capacity) or [0],
        "skills": sorted(car.skills),
        "limits": {} if car.max_stops is None else {"tourSize": car.max_stops},
    }


def read_break(pause: Break) -> dict[str, Any]:
    window = Window(
        min(one.early for one in pause.windows), max(one.late for one in pause.windows)
    )
    return {
        "time": {"earliest": clock(window.early), "latest": clock(window.late)},
        "duration": float(pause.duration_s),
    }


def read_profile(profile: Profile) -> dict[str, Any]:
    lost = profile.duration_s < 0
    matrix = {
        "profile": profile.name,
        "travelTimes": np.where(lost, MUCH, profile.duration_s).ravel().tolist(),
        "distances": np.where(lost, MUCH, profile.distance_m).ravel().tolist(),
    }
    return matrix | ({"errorCodes": lost.astype(int).ravel().tolist()} if lost.any() else {})


def read_window(window: Window) -> list[str]:
    return [clock(max(0, window.early)), clock(min(window.late, OPEN_S))]


def clock(second: int) -> str:
    return (MIDNIGHT + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")
