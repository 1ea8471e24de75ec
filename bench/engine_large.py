"""How well tens of thousands of stops are planned, and in how much memory; see bench/PROTOCOL.md.

    python bench/engine_large.py --stops 20000 --seconds 120 --cores 2 --json FILE
    python bench/engine_large.py --instance FILE.vrp --seconds 60 --solvers doorstep,pyvrp

Each solver has a process of its own, since what is asked for is the most memory it ever held.
"""

import argparse
import json
import os
import resource
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from engine import protocol_of_machine, solve_with_doorstep
from peers import load_peer

from doorstep import engine
from doorstep.engine import formats

SIDE_M = 60_000
TOWNS = 40
TOWN_M = 4_000
CARRIED = 100
SHIFT = engine.Window(0, 9 * 3600)
SERVICE_S = 60
M_PER_S = 10
WINDOWED = 0.25
MIB = 2**20
KIB = 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stops", type=int, default=20_000)
    parser.add_argument("--instance", type=Path, help="a published instance instead")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--solvers", default="doorstep", help="doorstep and names of peers")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    solvers = args.solvers.split(",")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[-args.cores :]))
    load_before = os.getloadavg()[0]
    with get_context("spawn").Pool(1, maxtasksperchild=1) as one_at_a_time:
        runs = [one_at_a_time.apply(run, (solver, vars(args))) for solver in solvers]
    report = {
        "figures": {one["solver"]: one for one in runs},
        "protocol": {
            "instance": args.instance.stem if args.instance else f"{args.stops} stops, drawn",
            "seconds": args.seconds,
            "cores": args.cores,
            "seed": args.seed,
            **protocol_of_machine(load_before, [name for name in solvers if name != "doorstep"]),
        },
    }
    text = json.dumps(report, indent=2)
    print(text)
    if args.json:
        args.json.write_text(text + "\n", encoding="utf-8")
    if any(one["violations"] for one in runs if one["solver"] == "doorstep"):
        sys.exit("The engine's solution breaks a rule: see violations.")


def run(solver: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return what a solver finds and what it holds in memory, in a process of its own."""
    solve = solve_with_doorstep if solver == "doorstep" else load_peer(solver)
    solve(draw(1000, seed=2), 0.1, 1, options["cores"])  # imports, and compiles ours
    if options["instance"]:
        text = options["instance"].read_text(encoding="utf-8")
        problem = formats.read_instance(text).problem
    else:
        problem = draw(options["stops"], seed=1)
    before = held_mb()
    began_s = time.perf_counter()
    solution, iterations = solve(problem, options["seconds"], options["seed"], options["cores"])
    elapsed_s = time.perf_counter() - began_s
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIB
    broken = engine.check(problem, solution)
    return {
        "solver": solver,
        "cost": solution.cost,
        "routes": len(solution.routes),
        "unassigned": len(solution.unassigned),
        "iterations": iterations,
        "elapsed_s": round(elapsed_s, 1),
        "tables_mb": tables_mb(problem),
        "held_before_mb": before,
        "most_held_mb": peak,
        "violations": [violation.sentence for violation in broken[:5]],
    }


def draw(stops: int, seed: int) -> engine.Problem:
    """Return towns on a plane, with windows of three hours for every fourth stop.

    What a leg costs goes by its seconds: one table serves as both.
    """
    rng = np.random.default_rng(seed)
    towns = rng.integers(0, SIDE_M, (TOWNS, 2))
    spots = towns[rng.integers(0, TOWNS, stops + 1)] + rng.normal(0, TOWN_M, (stops + 1, 2))
    spots[0] = SIDE_M / 2
    table = np.empty((stops + 1, stops + 1), dtype=np.int32)
    for row in range(stops + 1):
        table[row] = np.hypot(*(spots - spots[row]).T) / M_PER_S
    opens = rng.integers(0, 6, stops) * 3600
    has_window = rng.random(stops) < WINDOWED
    return engine.Problem(
        profiles=(engine.Profile("van", table, table),),
        vehicles=tuple(
            engine.Vehicle(f"van {n}", 0, 0, 0, SHIFT, (CARRIED,), 2_000_000, 1_000)
            for n in range(2 * stops // CARRIED)
        ),
        shipments=tuple(
            engine.Shipment(
                f"s{n}",
                n + 1,
                (1,),
                (engine.Window(int(opens[n]), int(opens[n]) + 3 * 3600),) if has_window[n] else (),
                SERVICE_S,
            )
            for n in range(stops)
        ),
        load_names=("parcels",),
    )


def tables_mb(problem: engine.Problem) -> int:
    """Return how much memory the tables of travel take that the problem was given with."""
    tables: dict[int, int] = {
        id(table): table.nbytes
        for profile in problem.profiles
        for table in (base(profile.duration_s), base(profile.distance_m))
    }
    return sum(tables.values()) // MIB


def base(table: Any) -> Any:  # noqa: ANN401, an array or what it is a view of
    return table if table.base is None else table.base


def held_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * resource.getpagesize() // MIB


if __name__ == "__main__":
    main()
