"""What each rule costs the rich search: iterations a second with it, as a share of those without.

python bench/engine_rules.py --stops 200 --seconds 4 --json FILE

Every problem is the same drawn day but for one rule, and every rule is one that the day's best
plan keeps without effort, so that what is measured is the work of asking. Seconds are processor
time. See bench/PROTOCOL.md.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

import numpy as np

from doorstep import engine
from doorstep.engine.budget import Budget
from doorstep.engine.hours import EU_561
from doorstep.engine.rich.driver import search as search_rich

Rule: TypeAlias = Callable[[engine.Problem], engine.Problem]

HOUR_S = 3600
SHIFT = engine.Window(8 * HOUR_S, 18 * HOUR_S)
CARRIED = 20
"""Stops that fill a vehicle."""


def main() -> None:
    time.perf_counter = time.process_time  # budgets are processor time
    args = parse_args()
    load_before = os.getloadavg()[0]
    base = draw_base(args.stops)
    wanted = [name for name in RULES if not args.rules or name in args.rules]
    rates: dict[str, list[float]] = {name: [] for name in ["none", *wanted]}
    problems = {"none": base} | {name: RULES[name](base) for name in wanted}
    for problem in problems.values():
        count_iterations(problem, 0.05, 1)  # compiles
    for seed in range(1, args.seeds + 1):
        for name, problem in problems.items():
            rates[name].append(count_iterations(problem, args.seconds, seed) / args.seconds)
            print(name, round(rates[name][-1]), file=sys.stderr, flush=True)
    without = median(rates["none"])
    report = {
        "iterations_per_s_without": round(without),
        "cost_pct": {
            name: round(100 * (1 - median(found) / without), 1)
            for name, found in rates.items()
            if name != "none"
        },
        "iterations_per_s": {name: round(median(found)) for name, found in rates.items()},
        "protocol": {
            "stops": args.stops,
            "seconds": args.seconds,
            "seeds": args.seeds,
            "clock": "processor",
            "machine": platform.processor() or platform.machine(),
            "load_before": round(load_before, 2),
        },
    }
    text = json.dumps(report, indent=2)
    print(text)
    if args.json:
        args.json.write_text(text + "\n", encoding="utf-8")


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stops", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--rules", type=lambda text: text.split(","), default=[])
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def count_iterations(problem: engine.Problem, seconds: float, seed: int) -> int:
    """Return how many iterations the rich search makes, whatever search the rules would choose."""
    budget = Budget(seconds, None, None, None)
    return search_rich(problem, range(len(problem.shipments)), seed, budget)[1]


def draw_base(stops: int) -> engine.Problem:
    """Return a day of windows and one load in a square of 20 by 20 kilometres."""
    rng = np.random.default_rng(7)
    places = rng.uniform(0, 20_000, (stops + 1, 2))
    places[0] = 10_000
    metres = np.hypot(*(places[:, None] - places[None, :]).transpose(2, 0, 1))
    distance_m = np.rint(metres).astype(np.int32)
    duration_s = np.rint(metres / 8).astype(np.int32)
    opens = rng.integers(8, 15, stops)
    van = engine.Vehicle(
        "",
        profile=0,
        start=0,
        end=0,
        shift=SHIFT,
        capacity=(CARRIED,),
        fixed_cost=500_000,
        cost_per_m=10,
        cost_per_s=5,
    )
    return engine.Problem(
        profiles=(engine.Profile("van", duration_s, distance_m),),
        vehicles=tuple(
            replace(van, name=str(number)) for number in range(2 + stops * 3 // (2 * CARRIED))
        ),
        shipments=tuple(
            engine.Shipment(
                name=str(number),
                location=number + 1,
                load=(1,),
                windows=(engine.Window(int(open_h) * HOUR_S, (int(open_h) + 3) * HOUR_S),),
                service_s=240,
            )
            for number, open_h in enumerate(opens)
        ),
        load_names=("parcels",),
    )


def with_cars(**fields: Any) -> Rule:  # noqa: ANN401, fields of any type
    """Return the rule that every vehicle has these fields."""

    def change(problem: engine.Problem) -> engine.Problem:
        return replace(problem, vehicles=tuple(replace(car, **fields) for car in problem.vehicles))

    return change


def with_stops(change_of: Callable[[int, engine.Shipment], engine.Shipment]) -> Rule:
    """Return the rule that every shipment is changed by its number."""

    def change(problem: engine.Problem) -> engine.Problem:
        changed = (change_of(number, one) for number, one in enumerate(problem.shipments))
        return replace(problem, shipments=tuple(changed))

    return change


def add_slices(problem: engine.Problem) -> engine.Problem:
    """Let legs take up to half as long again in two peaks of the day."""
    (profile,) = problem.profiles
    starts_s = tuple(hour * HOUR_S for hour in range(6, 20))
    shares = [1.5 if hour in (8, 16, 17) else 1.0 for hour in range(6, 20)]
    cube = np.stack([np.rint(profile.duration_s * share).astype(np.int32) for share in shares])
    return replace(problem, profiles=(replace(profile, slices=engine.Slices(starts_s, cube)),))


def pair_up(problem: engine.Problem) -> engine.Problem:
    """Let every second stop be the delivery of goods that the one before it picks up."""
    stops = list(_pairs(problem.shipments))
    return replace(problem, shipments=tuple(stops))


def _pairs(shipments: tuple[engine.Shipment, ...]) -> Iterator[engine.Shipment]:
    for first, second in list(pairwise(shipments))[::2]:
        yield replace(
            second,
            windows=(),
            pickup=engine.Pickup(first.location, first.windows, first.service_s),
        )


def choose(number: int, one: engine.Shipment) -> engine.Shipment:
    """Make neighbours in number alternatives of each other: one of two is served."""
    return replace(one, choice=str(number // 2), prize=1_000_000)


LUNCH = engine.Break((engine.Window(11 * HOUR_S, 13 * HOUR_S),), 1800)

RULES: dict[str, Rule] = {
    "breaks": with_cars(breaks=(LUNCH,)),
    "hours": with_cars(rest=EU_561.rest),
    "hours and breaks": with_cars(rest=EU_561.rest, breaks=(LUNCH,)),
    "max duration": with_cars(max_duration_s=10 * HOUR_S),
    "max driving": with_cars(max_driving_s=10 * HOUR_S),
    "max distance": with_cars(max_distance_m=400_000),
    "overtime": with_cars(overtime_s=HOUR_S, overtime_cost_per_s=10),
    "reload": with_cars(max_trips=2, reload_s=600),
    "balance": with_cars(balance=engine.Balance(6 * HOUR_S, 2, 15, 1000)),
    "setup": with_stops(lambda _, one: replace(one, setup_s=60, service_s=180)),
    "release": with_stops(lambda number, one: replace(one, release=(7 + number % 2) * HOUR_S)),
    "lateness": with_stops(
        lambda _, one: replace(one, due=one.windows[0].late, late_cost_per_s=5)
    ),
    "two windows": with_stops(
        lambda _, one: replace(
            one, windows=(*one.windows, engine.Window(17 * HOUR_S, 18 * HOUR_S))
        )
    ),
    "time prices": with_stops(
        lambda _, one: replace(
            one, time_prices=(engine.TimePrice(engine.Window(12 * HOUR_S, 13 * HOUR_S), 500),)
        )
    ),
    "pick-ups": with_stops(
        lambda number, one: replace(one, kind=engine.Activity.PICKUP) if number % 4 == 0 else one
    ),
    "goods apart": with_stops(
        lambda number, one: replace(
            one,
            goods=frozenset({"food"} if number % 40 == 0 else ()),
            not_with=frozenset({"food"} if number % 40 == 20 else ()),  # noqa: PLR2004, seldom
        )
    ),
    "order": with_stops(
        lambda number, one: replace(
            one,
            after=frozenset({number - 1} if number % 20 == 19 else ()),  # noqa: PLR2004, seldom
        )
    ),
    "kept by": with_stops(lambda number, one: replace(one, kept_by=number % 5, moving_cost=500)),
    "choices": with_stops(choose),
    "pairs": pair_up,
    "travel by time": add_slices,
}
"""One rule each. The goals: 25 % at most, pairs and hours 60 %."""

if __name__ == "__main__":
    main()
