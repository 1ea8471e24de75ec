"""Travel by the time of day: the engine on Rifki's and MAMUT's instances; see bench/PROTOCOL.md.

    python bench/engine_time.py --data DIR --seconds 10 --only rifki --json FILE

``DIR`` holds ``NAME.vrp.json`` with ``NAME.atf.json.gz`` or ``NAME.road.json.gz`` beside each, and
``NAME.bks.Duration.json`` where a best known solution is published.
"""

import argparse
import gzip
import json
import os
import platform
import sys
import time

if "--cpu" in sys.argv:  # before anybody takes the clock: budgets are processor time then
    time.perf_counter = time.process_time

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

from doorstep import engine
from doorstep.engine import formats
from doorstep.engine.keeping import keep_feasible
from doorstep.engine.positions import list_positions

Routes = Mapping[int, Sequence[int]]
SLACK = 3600
"""Seconds by which the mean's day is longer, so that it may be late and be repaired."""


@dataclass(frozen=True)
class Case:
    """An instance with the cost of its best known solution, if one is published."""

    name: str
    instance: formats.Instance
    best_known: float | None


def solve_by_time(case: Case, seconds: float, seed: int) -> Routes:
    return read_routes(engine.solve(case.instance.problem, seconds=seconds, seed=seed))


def solve_by_mean(case: Case, seconds: float, seed: int) -> Routes:
    """Search with the day's mean, as one has to who knows no time of day."""
    problem, late = case.instance.problem, SLACK * case.instance.scale
    steady = replace(
        problem,
        profiles=tuple(replace(profile, slices=None) for profile in problem.profiles),
        vehicles=tuple(
            replace(car, shift=replace(car.shift, late=car.shift.late + late))
            for car in problem.vehicles
        ),
    )
    return read_routes(engine.solve(steady, seconds=seconds, seed=seed))


def solve_with_vrp_cli(case: Case, seconds: float, seed: int) -> Routes:
    from peers import with_vrp_cli  # noqa: PLC0415, only where it is asked for

    del seed  # it has none
    return with_vrp_cli.solve_by_time(case.instance.problem, seconds)


SOLVERS: dict[str, Callable[[Case, float, int], Routes]] = {
    "doorstep": solve_by_time,
    "mean": solve_by_mean,
    "vrp-cli": solve_with_vrp_cli,
}


def read_routes(solution: engine.Solution) -> Routes:
    return {route.vehicle: route.shipments for route in solution.routes}


def drive(problem: engine.Problem, routes: Routes) -> engine.Solution:
    """Drive routes at the real times; who would be late is put in elsewhere, where it is cheapest.

    The schedule chooses each departure, for every solver alike.
    """
    kept = {car: keep_feasible(problem, car, list(stops)) for car, stops in routes.items()}
    served = {index for stops in kept.values() for index in stops}
    missing = [index for index in range(len(problem.shipments)) if index not in served]
    if missing:
        positions = list_positions(problem, kept)
        for shipment in missing:
            place = positions.find_best(shipment)
            if place is not None:
                positions.put(shipment, place)
        kept = {car: list(stops) for car, stops in positions.sequences.items()}
    return engine.evaluate(problem, sorted(kept.items()))


def main() -> None:
    args = parse_args()
    load_before = os.getloadavg()[0]
    runs: list[dict[str, Any]] = []
    for case in list_cases(args):
        for name in args.solvers:
            if name != "vrp-cli":
                SOLVERS[name](case, 0.1, 1)  # compiles ours
        for seed in range(1, args.seeds + 1):
            runs += [run(case, name, args.seconds, seed) for name in args.solvers]
            for one in runs[-len(args.solvers) :]:
                print(json.dumps(one), flush=True)
    report = {
        "figures": figures(runs),
        "per_instance": runs,
        "protocol": {
            "set": args.only,
            "seconds": args.seconds,
            "seeds": args.seeds,
            "clock": "processor" if args.cpu else "wall",
            "machine": platform.processor() or platform.machine(),
            "load_before": round(load_before, 2),
        },
    }
    text = json.dumps(report, indent=2)
    print(text)
    if args.json:
        args.json.write_text(text + "\n", encoding="utf-8")
    if any(one["violations"] for one in runs):
        sys.exit("A solution breaks a rule: see violations.")


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    given = os.environ.get("DOORSTEP_INSTANCES")
    parser.add_argument("--data", "--instances", type=Path, required=not given, default=given)
    parser.add_argument("--only", default="", help="what names of files begin with")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--cpu", action="store_true", help="budgets are processor time")
    parser.add_argument(
        "--solvers",
        type=lambda text: text.split(","),
        default=["doorstep"],
        help=", ".join(SOLVERS),
    )
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def list_cases(args: argparse.Namespace) -> Iterator[Case]:
    for path in sorted(args.data.rglob(f"{args.only}*.vrp.json")):
        text, stem = path.read_text(encoding="utf-8"), path.name.removesuffix(".vrp.json")
        travel = next(
            path.with_name(name)
            for name in formats.mamut.list_travel_files(text, path.name)
            if path.with_name(name).is_file()
        )
        best = path.with_name(f"{stem}.bks.Duration.json")
        yield Case(
            stem,
            formats.mamut.read(text, gzip.decompress(travel.read_bytes()).decode()),
            json.loads(best.read_text())["cost"] if best.is_file() else None,
        )


def run(case: Case, solver: str, seconds: float, seed: int) -> dict[str, Any]:
    began_s, began_cpu_s = time.perf_counter(), time.process_time()
    routes = SOLVERS[solver](case, seconds, seed)
    elapsed_s, cpu_s = time.perf_counter() - began_s, time.process_time() - began_cpu_s
    problem = case.instance.problem
    solution = drive(problem, routes)
    cost = solution.cost / case.instance.scale
    return {
        "instance": case.name,
        "solver": solver,
        "seed": seed,
        "cost": cost,
        "gap_pct": None if case.best_known is None else 100 * (cost / case.best_known - 1),
        "routes": len(solution.routes),
        "late": sum(len(stops) for stops in routes.values())
        - sum(len(keep_feasible(problem, car, list(stops))) for car, stops in routes.items()),
        "unassigned": len(solution.unassigned),
        "violations": [one.sentence for one in engine.check(problem, solution)],
        "elapsed_s": round(elapsed_s, 1),
        "cpu_s": round(cpu_s, 1),
    }


def figures(runs: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Return the mean gap to the best known, and how much cheaper ours is than each other."""
    found = {}
    for solver in {one["solver"] for one in runs}:
        gaps = [one["gap_pct"] for one in runs if one["solver"] == solver]
        if gaps and None not in gaps:
            found[f"mean_gap_pct_{solver}"] = mean(gaps)
        if solver != "doorstep":
            ours, theirs = (
                [one["cost"] for one in runs if one["solver"] == name]
                for name in ("doorstep", solver)
            )
            if ours:
                found[f"cheaper_than_{solver}_pct"] = 100 * mean(
                    1 - one / other for one, other in zip(ours, theirs, strict=True)
                )
    return found


if __name__ == "__main__":
    main()
