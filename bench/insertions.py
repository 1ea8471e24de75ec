"""How long it takes to price one more shipment in every place and window of a large plan.

    python bench/insertions.py --json FILE

The plan is drawn from a seed: 300 vans with 35 stops each on a plane, so 10,800 places, each stop
with two hours around its time. 1,000 more shipments are asked for in ten windows each.
"""

import argparse
import json
import os
import platform
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from doorstep import engine

VANS, STOPS, MORE = 300, 35, 1000
SIDE_M = 30_000
M_PER_S = 8
HOUR_S = 3600
WINDOWS = [engine.Window(hour * HOUR_S, (hour + 2) * HOUR_S) for hour in range(10)]
QUIET_LOAD = 0.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    load_before = os.getloadavg()[0]
    report = {"figures": measure(*draw(seed=1)), "protocol": protocol(load_before)}
    text = json.dumps(report, indent=2)
    print(text)
    if args.json:
        args.json.write_text(text + "\n", encoding="utf-8")


def draw(seed: int) -> tuple[engine.Problem, engine.Solution]:
    """Return vans that each serve a slice of a round town, and shipments that nobody serves."""
    rng = np.random.default_rng(seed)
    count = VANS * STOPS
    spots = rng.integers(0, SIDE_M, (count + MORE + 1, 2))
    spots[0] = SIDE_M // 2
    distance_m = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1)).astype(np.int32)
    duration_s = distance_m // M_PER_S
    profile = engine.Profile("van", duration_s, distance_m)
    angles = np.arctan2(*(spots[1 : count + 1] - spots[0]).T)
    routes = np.argsort(angles).reshape(VANS, STOPS)
    windows: list[tuple[engine.Window, ...]] = [()] * (count + MORE)
    for route in routes:
        time_s, here = 0, 0
        for stop in route:
            time_s += int(duration_s[here, stop + 1])
            windows[stop] = (engine.Window(max(0, time_s - HOUR_S), time_s + HOUR_S),)
            time_s, here = time_s + 60, stop + 1
    shift = engine.Window(0, 14 * HOUR_S)
    problem = engine.Problem(
        (profile,),
        tuple(
            engine.Vehicle(f"van {n}", 0, 0, 0, shift, (STOPS + 10,), 10**6, 1, 4)
            for n in range(VANS)
        ),
        tuple(
            engine.Shipment(f"s{n}", n + 1, (1,), window, 60) for n, window in enumerate(windows)
        ),
        ("parcels",),
    )
    sequences = [(van, [int(stop) for stop in route]) for van, route in enumerate(routes)]
    return problem, engine.evaluate(problem, sequences)


def measure(problem: engine.Problem, solution: engine.Solution) -> dict[str, Any]:
    began_s = time.perf_counter()
    plan = engine.open_plan(problem, solution)
    opened_s = time.perf_counter() - began_s
    took_ms, offers, false_accepts = [], 0, 0
    for shipment in range(VANS * STOPS, VANS * STOPS + MORE):
        began_s = time.perf_counter()
        (places,) = engine.insertions(problem, plan, [shipment], WINDOWS).values()
        took_ms.append(1000 * (time.perf_counter() - began_s))
        offers += sum(place is not None for place in places)
        false_accepts += count_false(problem, solution, shipment, places)
    return {
        "places": VANS * (STOPS + 1),
        "windows": len(WINDOWS),
        "open_s": round(opened_s, 3),
        "insertions_p50_ms": round(float(np.percentile(took_ms, 50)), 2),
        "insertions_p95_ms": round(float(np.percentile(took_ms, 95)), 2),
        "offers": offers,
        "false_accepts": false_accepts,
    }


def count_false(
    problem: engine.Problem,
    solution: engine.Solution,
    shipment: int,
    places: tuple[engine.Place | None, ...],
) -> int:
    """Return how many offers could not be driven at their price, walking along each route."""
    wrong = 0
    for window, place in zip(WINDOWS, places, strict=True):
        if place is None:
            continue
        route = solution.routes[place.vehicle]
        stops = [problem.shipments[index] for index in route.shipments]
        stops.insert(place.position, problem.shipments[shipment])
        windows = [stop.windows[0] if stop.windows else window for stop in stops]
        spots = [0, *(stop.location for stop in stops), 0]
        legs = list(pairwise(spots))
        wrong += not is_on_time(problem, legs, windows)
    return wrong


def is_on_time(
    problem: engine.Problem, legs: list[tuple[int, int]], windows: list[engine.Window]
) -> bool:
    duration_s = problem.profiles[0].duration_s
    time_s = problem.vehicles[0].shift.early
    for leg, window in zip(legs, windows, strict=False):
        time_s = max(time_s + int(duration_s[leg]), window.early)
        if time_s > window.late:
            return False
        time_s += 60
    return time_s + int(duration_s[legs[-1]]) <= problem.vehicles[0].shift.late


def protocol(load_before: float) -> dict[str, Any]:
    return {
        "seed": 1,
        "asked": MORE,
        "machine_cores": os.cpu_count(),
        "load_before": round(load_before, 2),
        "is_quiet": load_before <= QUIET_LOAD,
        "python": platform.python_version(),
        "numpy": np.__version__,
    }


if __name__ == "__main__":
    main()
