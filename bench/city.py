"""Whole days of a delivery company against OR-Tools, VROOM and vrp-cli; see bench/PROTOCOL.md.

python bench/city.py --osm DIR/porto.osm.pbf --stops 300 --seconds 30 --cores 2 --json FILE
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean
from typing import Any

from city_day import RULES, draw_day
from engine import protocol_of_machine
from peers import NotSupportedError, PeerMissingError, Solver, load_peer

from doorstep import engine
from doorstep.roads.sources import load_region

DAYS: dict[str, tuple[str, ...]] = {
    "loads": (),
    "windows": ("windows",),
    "skills": ("windows", "skills"),
    "breaks": ("windows", "breaks"),
    "two loads": ("windows", "two loads"),
    "mixed fleet": ("windows", "two loads", "mixed fleet"),
    "pickups": ("windows", "pickups"),
    "reload": ("windows", "reload"),
    "all but reload": tuple(rule for rule in RULES if rule != "reload"),
    "all": RULES,
}
"""Which rules a day has."""

MOST_SHOWN = 3


def main() -> None:
    args = parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[-args.cores :]))
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        network = load_region(args.osm, args.cache or Path(folder)).network
    runs: list[dict[str, Any]] = []
    for stops in args.stops:
        for name in args.days:
            for seed in range(1, args.seeds + 1):
                problem = draw_day(network, stops, DAYS[name], seed)
                runs += [
                    {"day": name, "stops": stops, "seed": seed} | run
                    for run in run_day(problem, args, seed)
                ]
                print(json.dumps(runs[-len(args.peers) - 1 :]), file=sys.stderr)
    report = {
        "figures": figures(runs, args.peers),
        "per_day": runs,
        "protocol": {
            "seconds": args.seconds,
            "cores": args.cores,
            "city": args.osm.name,
            "objective": "vehicles' days, their way, and parcels left behind",
            "judge": "every plan is driven by the engine's schedule and judged by engine.check",
        }
        | protocol_of_machine(load_before, args.peers),
    }
    text = json.dumps(report, indent=2)
    print(text)
    if args.json:
        args.json.write_text(text + "\n", encoding="utf-8")


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--osm", type=Path, required=True, help="extract of a city")
    parser.add_argument("--cache", type=Path, help="keeps what is read from the extract")
    parser.add_argument("--stops", default="300,1000,3000")
    parser.add_argument("--days", default=",".join(DAYS), help="of: " + ", ".join(DAYS))
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--peers", default="ortools,vroom,vrp-cli")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    args.stops = [int(stops) for stops in args.stops.split(",")]
    args.days = args.days.split(",")
    args.peers = args.peers.split(",") if args.peers else []
    return args


def run_day(problem: engine.Problem, args: argparse.Namespace, seed: int) -> list[dict[str, Any]]:
    """Return one run of each solver that can be told the day."""
    engine.solve(problem, seconds=0.1, workers=args.cores)  # compiles
    runs = []
    for name, solver in {"doorstep": solve_with_doorstep, **load_peers(args.peers)}.items():
        began_s = time.perf_counter()
        try:
            solution, _ = solver(problem, args.seconds, seed, args.cores)
        except NotSupportedError:
            continue
        elapsed_s = time.perf_counter() - began_s
        broken = engine.check(problem, solution)
        runs.append(
            {
                "solver": name,
                "cost": solution.cost,
                "vehicles": len(solution.routes),
                "left_behind": len(solution.unassigned),
                "elapsed_s": round(elapsed_s, 1),
                "violations": [one.sentence for one in broken[:MOST_SHOWN]],
            }
        )
    return runs


def solve_with_doorstep(
    problem: engine.Problem, seconds: float, seed: int, workers: int
) -> tuple[engine.Solution, int]:
    solution = engine.solve(problem, seconds=seconds, seed=seed, workers=workers)
    return solution, solution.iterations


def load_peers(names: list[str]) -> dict[str, Solver]:
    try:
        return {name: load_peer(name) for name in names}
    except PeerMissingError as error:
        sys.exit(str(error))


def figures(runs: list[dict[str, Any]], peers: list[str]) -> dict[str, Any]:
    """Return by how many percent each peer's days cost more than ours, and days it won or lost."""
    ours = {
        (run["day"], run["stops"], run["seed"]): run["cost"]
        for run in runs
        if run["solver"] == "doorstep"
    }
    found: dict[str, Any] = {}
    for peer in peers:
        theirs = [run for run in runs if run["solver"] == peer]
        fair = [run for run in theirs if not run["violations"]]
        more = [
            100 * (run["cost"] / ours[run["day"], run["stops"], run["seed"]] - 1) for run in fair
        ]
        found[peer] = {
            "days": len(theirs),
            "days_broken": len(theirs) - len(fair),
            "mean_cost_over_ours_pct": round(mean(more), 2) if more else None,
            "least_over_ours_pct": round(min(more), 2) if more else None,
            "days_cheaper_than_ours": sum(one < 0 for one in more),
        }
    return found


if __name__ == "__main__":
    main()
