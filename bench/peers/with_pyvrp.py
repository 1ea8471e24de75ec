"""Plain PyVRP on the arrays of a problem, as its own reader and its defaults would have it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import starmap

import numpy as np
import pyvrp
from pyvrp.stop import MaxRuntime

from doorstep.engine import Problem, Solution, evaluate
from doorstep.engine.parts import Activity, Shipment, Vehicle
from doorstep.engine.rules import list_rules
from peers import NotSupportedError

FOREVER = np.iinfo(np.int64).max
KNOWN = {"pickup", "pair", "release", "reload", "max duration", "max distance", "overtime"}
"""The rules of ours that it has too."""

THOUSANDTHS = 1000
"""Loads are told in these where vehicles have prices, as its reader does for such instances: what
it can charge for a unit too much has a ceiling, which the saved vehicle would be worth."""


def solve(problem: Problem, seconds: float, seed: int, workers: int = 1) -> tuple[Solution, int]:
    """Return PyVRP's routes and its iterations, on one core.

    Building PyVRP's data counts, as building ours does.

    Raises
    ------
    NotSupportedError
        The problem has a rule that PyVRP does not.
    """
    del workers
    began_s = time.perf_counter()
    if unknown := set(list_rules(problem)) - KNOWN:
        message = f"PyVRP does not know {', '.join(sorted(unknown))}"
        raise NotSupportedError(message)
    kinds = _list_kinds(problem)
    data = read_problem(problem, kinds)
    left_s = max(0.0, seconds - (time.perf_counter() - began_s))
    result = pyvrp.solve(data, MaxRuntime(left_s), seed=seed, collect_stats=False, display=False)
    return evaluate(
        problem, list(_list_routes(problem, kinds, result.best))
    ), result.num_iterations


def read_problem(problem: Problem, kinds: list[list[int]]) -> pyvrp.ProblemData:
    """Return the instance as ``pyvrp.read`` builds it: no times where it has none.

    Parameters
    ----------
    kinds
        Indices of vehicles that are alike.
    """
    timed = any(shipment.windows or shipment.pickup for shipment in problem.shipments)
    cars = [problem.vehicles[kind[0]] for kind in kinds]
    depots = _list_depots(problem)
    priced = any(car.fixed_cost or car.cost_per_m > 1 for car in cars)
    unit = THOUSANDTHS if priced else 1
    # PyVRP's stub says shape is an int
    distances = [one.distance_m.astype(np.int64) for one in problem.profiles]
    durations = [one.duration_s.astype(np.int64) for one in problem.profiles]
    return pyvrp.ProblemData(
        locations=list(starmap(pyvrp.Location, [(0, 0)] * problem.locations)),
        clients=[_read_client(one, unit) for one in problem.shipments if one.pickup is None],
        depots=[pyvrp.Depot(depot) for depot in depots],
        vehicle_types=[
            _read_kind(car, len(kind), depots, unit, timed=timed)
            for car, kind in zip(cars, kinds, strict=True)
        ],
        distance_matrices=distances,  # type: ignore[arg-type]
        duration_matrices=durations,  # type: ignore[arg-type]
        shipments=[_read_pair(one, unit) for one in problem.shipments if one.pickup is not None],
    )


def _list_kinds(problem: Problem) -> list[list[int]]:
    kinds: dict[Vehicle, list[int]] = {}
    for index, car in enumerate(problem.vehicles):
        kinds.setdefault(replace(car, name=""), []).append(index)
    return list(kinds.values())


def _list_depots(problem: Problem) -> list[int]:
    places = {place for car in problem.vehicles for place in (car.start, car.end)}
    places |= {car.reload_at for car in problem.vehicles if car.reload_at is not None}
    return sorted(places)


def _read_client(stop: Shipment, unit: int) -> pyvrp.Client:
    load = [unit * one for one in stop.load]
    is_pickup = stop.kind is Activity.PICKUP
    return pyvrp.Client(
        stop.location,
        delivery=[] if is_pickup else load,
        pickup=load if is_pickup else [unit * one for one in stop.returns],
        service_duration=stop.service_s,
        tw_early=stop.windows[0].early if stop.windows else 0,
        tw_late=stop.windows[0].late if stop.windows else FOREVER,
        release_time=stop.release or 0,
        prize=stop.prize or 0,
        required=stop.prize is None,
    )


def _read_pair(stop: Shipment, unit: int) -> pyvrp.Shipment:
    assert stop.pickup is not None
    fetched = stop.pickup
    return pyvrp.Shipment(
        fetched.location,
        stop.location,
        pickup_tw_early=fetched.windows[0].early if fetched.windows else 0,
        pickup_tw_late=fetched.windows[0].late if fetched.windows else FOREVER,
        pickup_service_duration=fetched.service_s,
        delivery_tw_early=stop.windows[0].early if stop.windows else 0,
        delivery_tw_late=stop.windows[0].late if stop.windows else FOREVER,
        delivery_service_duration=stop.service_s,
        amount=[unit * one for one in stop.load],
        prize=stop.prize or 0,
        required=stop.prize is None,
    )


def _read_kind(
    car: Vehicle, count: int, depots: list[int], unit: int, *, timed: bool
) -> pyvrp.VehicleType:
    reload_at = car.start if car.reload_at is None else car.reload_at
    return pyvrp.VehicleType(
        count,
        [unit * one for one in car.capacity],
        start_depot=depots.index(car.start),
        end_depot=depots.index(car.end),
        fixed_cost=car.fixed_cost,
        tw_early=car.shift.early if timed else 0,
        tw_late=car.shift.late if timed else FOREVER,
        shift_duration=FOREVER if car.max_duration_s is None else car.max_duration_s,
        max_distance=FOREVER if car.max_distance_m is None else car.max_distance_m,
        unit_distance_cost=car.cost_per_m,
        unit_duration_cost=car.cost_per_s,
        profile=car.profile,
        reload_depots=[depots.index(reload_at)] if car.max_trips > 1 else [],
        max_reloads=car.max_trips - 1,
        max_overtime=car.overtime_s,
        unit_overtime_cost=car.overtime_cost_per_s,
    )


def _list_routes(
    problem: Problem, kinds: list[list[int]], best: pyvrp.Solution
) -> Iterator[tuple[int, list[int]]]:
    """Yield vehicles with their activities; each route's vehicle is the next of its kind."""
    alone = [index for index, one in enumerate(problem.shipments) if one.pickup is None]
    pairs = [index for index, one in enumerate(problem.shipments) if one.pickup is not None]
    left = [list(kind) for kind in kinds]
    for route in best.routes():
        sequence: list[int] = []
        for activity in list(route)[1:-1]:
            if activity.is_client():
                sequence.append(alone[activity.idx])
            elif activity.is_depot():
                sequence.append(problem.activities.reload)
            elif activity.is_pickup():
                sequence.append(problem.activities.pickups[pairs[activity.idx]])
            else:
                sequence.append(pairs[activity.idx])
        yield left[route.vehicle_type()].pop(0), sequence
