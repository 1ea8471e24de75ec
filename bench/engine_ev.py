"""The engine on electric vehicles: the instances of Schneider, Stenger and Goeke (2014).

    python bench/engine_ev.py --data DIR --seconds 60 --seeds 1 --cpu --json FILE

``DIR`` holds the instances as published (``c101_21.txt`` and others). ``--best FILE`` names a
table with a line for each, ``c101_21,12,1053.83``: fewest vehicles known, and the shortest way
with them. See bench/PROTOCOL.md.
"""

import argparse
import json
import os
import sys
import time

if "--cpu" in sys.argv:  # before anybody takes the clock: budgets are processor time then
    time.perf_counter = time.process_time

from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

from engine import protocol_of_machine

from doorstep import engine
from doorstep.engine import formats

GOAL_PCT = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    given = os.environ.get("DOORSTEP_INSTANCES")
    parser.add_argument("--data", type=Path, required=not given, default=given)
    parser.add_argument("--best", type=Path)
    parser.add_argument("--only", help="names of instances, with commas between")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--cpu", action="store_true", help="budgets are processor time")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    load_before = os.getloadavg()[0]
    known = read_known(args.best)
    runs: list[dict[str, Any]] = []
    for path in sorted(Path(args.data).rglob("*_21.txt")):
        if args.only and path.stem not in args.only.split(","):
            continue
        instance = formats.read_instance(path.read_text(encoding="utf-8"))
        engine.solve(instance.problem, seconds=0.1)  # compiled before
        for seed in range(1, args.seeds + 1):
            runs.append(run(instance, path.stem, seed, args.seconds, known.get(path.stem)))
            print(json.dumps(runs[-1]), file=sys.stderr)
    if not runs:
        sys.exit(f"{args.data} has no instances of Schneider's.")
    report = {
        "figures": figures(runs),
        "goals": {"distance_pct": GOAL_PCT, "violations": 0},
        "per_instance": runs,
        "protocol": {
            "seconds": args.seconds,
            "clock": "processor time" if args.cpu else "wall time",
            "best_known": args.best.name if args.best else None,
        }
        | protocol_of_machine(load_before, []),
    }
    text = json.dumps(report, indent=2)
    print(text)
    if args.json:
        args.json.write_text(text + "\n", encoding="utf-8")
    if any(one["violations"] or one["unassigned"] for one in runs):
        sys.exit("A solution breaks a rule or leaves somebody out.")


def read_known(path: Path | None) -> dict[str, tuple[int, float]]:
    """Return vehicles and way of the best known solutions, by name."""
    if path is None:
        return {}
    rows = (line.split(",") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {name: (int(vehicles), float(way)) for name, vehicles, way in rows}


def run(
    instance: formats.Instance,
    name: str,
    seed: int,
    seconds: float,
    known: tuple[int, float] | None,
) -> dict[str, Any]:
    began_s = time.perf_counter()
    problem = replace(instance.problem)
    solution = engine.solve(problem, seconds=seconds, seed=seed)
    elapsed_s = time.perf_counter() - began_s
    way = sum(route.distance_m for route in solution.routes) / instance.scale
    vehicles = len(solution.routes)
    is_as_few = known is not None and vehicles <= known[0]
    return {
        "instance": name,
        "class": name[: 3 if name.startswith("rc") else 2].upper(),
        "seed": seed,
        "vehicles": vehicles,
        "way": round(way, 3),
        "known": known,
        "way_pct": round(100 * (way / known[1] - 1), 3) if known else None,
        "has_as_few_vehicles": is_as_few if known else None,
        "charges": sum(len(route.list_charges()) for route in solution.routes),
        "unassigned": len(solution.unassigned),
        "violations": [one.sentence for one in engine.check(problem, solution)][:5],
        "iterations": solution.iterations,
        "elapsed_s": round(elapsed_s, 2),
    }


def figures(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return for each class: vehicles more than known, and the way of those with as few."""
    found = {}
    for kind in [*sorted({one["class"] for one in runs}), "all"]:
        same = [one for one in runs if kind in {"all", one["class"]} and one["known"]]
        ways = [one["way_pct"] for one in same if one["vehicles"] == one["known"][0]]
        found[kind] = {
            "runs": len(same),
            "vehicles_more": sum(one["vehicles"] - one["known"][0] for one in same),
            "with_as_few_vehicles": sum(bool(one["has_as_few_vehicles"]) for one in same),
            "mean_way_pct_at_equal_vehicles": round(mean(ways), 3) if ways else None,
            "mean_way_pct": round(mean(one["way_pct"] for one in same), 3) if same else None,
        }
    return found


if __name__ == "__main__":
    main()
