"""The engine against plain PyVRP on published instances; see bench/PROTOCOL.md.

    python bench/engine.py --set gh-1000 --data DIR --seconds 30 --seeds 5 --json FILE

``DIR`` holds ``.vrp`` files, or Solomon's or Li and Lim's texts, with a ``.sol`` of the best known
solution beside each, at any depth. Without a ``.sol`` the gap is to the best of this run.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import re
import sys
import time

if "--cpu" in sys.argv:  # before anybody takes the clock: budgets are processor time then
    time.perf_counter = time.process_time

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

from peers import PEERS, NotSupportedError, PeerMissingError, Solver, load_peer

from doorstep import engine
from doorstep.engine import formats


def has_clients(count: int) -> Callable[["Case"], bool]:
    return lambda case: case.is_timed and not case.family and case.clients == count


def is_of(family: str) -> Callable[["Case"], bool]:
    return lambda case: case.family == family


SETS: dict[str, Callable[["Case"], bool]] = {
    "all": lambda _case: True,
    "vrptw": lambda case: case.is_timed and not case.family,
    "gh-200": has_clients(200),
    "gh-400": has_clients(400),
    "gh-1000": has_clients(1000),
    "x": lambda case: case.kind == "X",
    "xxl": lambda case: case.kind == "XXL",
} | {family: is_of(family) for family in ("li-lim", "hfvrp", "mdvrptw", "mtvrptwr", "pcvrptw")}
WHEELS = {"vroom": "pyvroom"}
QUIET_LOAD = 0.3
"""Load of the machine, beside this process, up to which figures may be published."""


@dataclass(frozen=True)
class Case:
    """An instance with its class, and its best known cost, if any, in the problem's unit."""

    instance: formats.Instance
    best_known: float | None

    @property
    def name(self) -> str:
        return self.instance.name

    @property
    def clients(self) -> int:
        return len(self.instance.problem.shipments)

    @property
    def is_timed(self) -> bool:
        return any(shipment.windows for shipment in self.instance.problem.shipments)

    @property
    def family(self) -> str:
        """Return the set with rarer rules that it belongs to, or nothing."""
        problem = self.instance.problem
        tests = {
            "li-lim": any(one.pickup for one in problem.shipments),
            "pcvrptw": any(one.prize is not None for one in problem.shipments),
            "mtvrptwr": any(car.max_trips > 1 for car in problem.vehicles),
            "mdvrptw": len({car.start for car in problem.vehicles}) > 1,
            "hfvrp": len({(car.fixed_cost, *car.capacity) for car in problem.vehicles}) > 1,
        }
        return next((family for family, holds in tests.items() if holds), "")

    @property
    def kind(self) -> str:
        if self.family:
            return self.family
        found = re.match(r"(RC|R|C)([12])", self.name.upper())
        if self.is_timed:
            return "".join(found.groups()) if found else "VRPTW"
        return "X" if self.name.startswith("X-") else "XXL"


def solve_with_doorstep(
    problem: engine.Problem, seconds: float, seed: int, workers: int = 1
) -> tuple[engine.Solution, int]:
    began_s = time.perf_counter()
    again = replace(problem)  # validates the arrays, which counts
    left_s = max(0.0, seconds - (time.perf_counter() - began_s))
    solution = engine.solve(again, seconds=left_s, seed=seed, workers=workers)
    return solution, solution.iterations


def main() -> None:
    args = parse_args()
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))[-args.cores :]
        os.sched_setaffinity(0, set(cores))
    solvers: dict[str, Solver] = {"doorstep": solve_with_doorstep}
    try:
        solvers |= {peer: load_peer(peer) for peer in args.peers}
    except PeerMissingError as error:
        sys.exit(str(error))
    peers = list(solvers)
    load_before = os.getloadavg()[0]
    runs: list[dict[str, Any]] = []
    for case in list_cases(args):
        for solver in solvers.values():
            run_once(case, solver, (0.1, 1, args.cores))  # compiles ours for rules and size
        runs += run_case(case, args, solvers)
    if not runs:
        sys.exit(f"{args.data} has no instance of the set {args.set} with its .sol file.")
    add_gaps(runs)
    report = {
        "figures": figures(runs, peers),
        "mean_gap_pct": {peer: mean_gap(runs, peer) for peer in peers},
        "per_instance": runs,
        "protocol": protocol(args, load_before),
    }
    text = json.dumps(report, indent=2)
    print(text)
    if args.json:
        args.json.write_text(text + "\n", encoding="utf-8")
    if any(run["violations"] for run in runs if run["solver"] == "doorstep"):
        sys.exit("A solution of the engine breaks a rule: see violations.")


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, default="all")
    given = os.environ.get("DOORSTEP_INSTANCES")
    parser.add_argument("--data", "--instances", type=Path, required=not given, default=given)
    parser.add_argument("--only", help="names of instances, with commas between")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--cpu", action="store_true", help="budgets are processor time")
    parser.add_argument("--peers", default="pyvrp", help=f"some of {', '.join(PEERS)}, or none")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    args.data = Path(args.data)
    args.peers = args.peers.split(",") if args.peers else []
    if not set(args.peers) <= set(PEERS):
        parser.error(f"the peers are {', '.join(PEERS)}, not {', '.join(args.peers)}")
    return args


def list_cases(args: argparse.Namespace) -> Iterator[Case]:
    """Yield the instances asked for, one in memory at a time."""
    for path in sorted(args.data.rglob("*")):
        is_asked = not args.only or path.stem in args.only.split(",")
        if is_asked and path.suffix in {".vrp", ".txt"}:
            case = read_case(path)
            if case is not None and SETS[args.set](case):
                yield case


def read_case(path: Path) -> Case | None:
    """Return the instance in a file; none without a best known or for another problem."""
    best = path.with_suffix(".sol")
    text = path.read_text(encoding="utf-8")
    try:
        instance = formats.read_instance(text)
    except formats.FormatError as error:
        print(f"{path.name} is passed over: {error}", file=sys.stderr)
        return None
    case = Case(replace(instance, name=instance.name or path.stem), None)
    if not best.exists():
        return case if case.family == "li-lim" else None
    known = formats.read_routes(best.read_text(encoding="utf-8"))
    if case.family and known.routes:
        return replace(case, best_known=price(case.instance.problem, known))
    return None if known.cost is None else replace(case, best_known=known.cost * instance.scale)


def price(problem: engine.Problem, known: formats.RoutesText) -> float:
    """Return what published routes cost; they number depots and clients by location."""
    depots = problem.locations - len(problem.shipments)
    reload = problem.activities.reload
    return engine.evaluate(
        problem,
        [
            (vehicle, [stop - depots if stop >= depots else reload for stop in stops])
            for vehicle, stops in enumerate(known.routes)
        ],
    ).cost


def run_once(
    case: Case, solver: Solver, budget: tuple[float, int, int]
) -> tuple[engine.Solution, int] | None:
    """Return the answer within seconds, with a seed, on cores; none where a rule is unknown."""
    try:
        return solver(case.instance.problem, *budget)
    except NotSupportedError as error:
        print(f"{case.name}: {error}", file=sys.stderr)
        return None


def run_case(
    case: Case, args: argparse.Namespace, solvers: dict[str, Solver]
) -> Iterator[dict[str, Any]]:
    """Yield each solver's run with each seed; who begins alternates."""
    for seed in range(1, args.seeds + 1):
        for peer in list(solvers) if seed % 2 else reversed(list(solvers)):
            began_s = time.perf_counter()
            found = run_once(case, solvers[peer], (args.seconds, seed, args.cores))
            elapsed_s = time.perf_counter() - began_s
            if found is None:
                continue
            solution, iterations = found
            broken = engine.check(case.instance.problem, solution)
            stops = case.instance.problem.shipments
            missing = [one for one in solution.unassigned if stops[one.shipment].prize is None]
            known = case.best_known
            yield {
                "instance": case.name,
                "class": case.kind,
                "clients": case.clients,
                "solver": peer,
                "seed": seed,
                "cost": solution.cost / case.instance.scale,
                "best_known": None if known is None else known / case.instance.scale,
                "is_complete": not broken and not missing,
                "routes": len(solution.routes),
                "unassigned": len(solution.unassigned),
                "violations": [violation.sentence for violation in broken[:5]],
                "iterations": iterations,
                "elapsed_s": round(elapsed_s, 3),
            }


def add_gaps(runs: list[dict[str, Any]]) -> None:
    """Write by how much each cost is above the best known one, or above the best of these runs."""
    for run in runs:
        complete = [
            one["cost"]
            for one in runs
            if one["instance"] == run["instance"] and one["is_complete"]
        ]
        best = run["best_known"] or min(complete, default=None)
        run["gap_pct"] = (
            round(100 * (run["cost"] / best - 1), 4) if run["is_complete"] and best else None
        )


def figures(runs: list[dict[str, Any]], peers: list[str]) -> dict[str, Any]:
    """Return mean gaps by class, and ours as a ratio of PyVRP's."""
    by_class: dict[str, Any] = {}
    for kind in [*sorted({run["class"] for run in runs}), "all"]:
        same = [run for run in runs if kind in {"all", run["class"]}]
        gaps = {peer: mean_gap(same, peer) for peer in peers}
        ours, theirs = gaps["doorstep"], gaps.get("pyvrp")
        ratio = round(ours / theirs, 3) if ours is not None and theirs else None
        failed = {
            peer: sum(run["gap_pct"] is None for run in same if run["solver"] == peer)
            for peer in peers
        }
        by_class[kind] = {"mean_gap_pct": gaps, "ratio_to_pyvrp": ratio, "not_solved": failed}
    return by_class


def mean_gap(runs: list[dict[str, Any]], peer: str) -> float | None:
    """Return the mean over the runs that served everybody and broke no rule."""
    gaps = [run["gap_pct"] for run in runs if run["solver"] == peer and run["gap_pct"] is not None]
    return round(mean(gaps), 4) if gaps else None


def protocol(args: argparse.Namespace, load_before: float) -> dict[str, Any]:
    return {
        "set": args.set,
        "seconds": args.seconds,
        "seeds": list(range(1, args.seeds + 1)),
        "cores": args.cores,
        "budget": "from arrays to solution, imports and first calls warm",
        "clock": "processor time" if args.cpu else "wall time",
        "vrptw": "distances times ten, cut off; services and windows times ten",
        "cvrp": "distances rounded to the nearest",
    } | protocol_of_machine(load_before, args.peers)


def protocol_of_machine(load_before: float, peers: list[str]) -> dict[str, Any]:
    """Return what to know of the machine and the versions, of the wheels of peers as well."""
    return {
        "machine": processor(),
        "machine_cores": os.cpu_count(),
        "load_before": round(load_before, 2),
        "is_quiet": load_before <= QUIET_LOAD,
        "python": platform.python_version(),
        "versions": {
            name: importlib.metadata.version(WHEELS.get(name, name))
            for name in ("doorstep", "numba", "numpy", *peers)
        },
    }


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if "model name" in line), "unknown")


if __name__ == "__main__":
    main()
