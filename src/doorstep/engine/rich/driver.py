"""The rich search from outside: build, start, anneal in short calls, keep to the budget."""

import time
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from doorstep.engine.budget import Budget
from doorstep.engine.keeping import keep_feasible
from doorstep.engine.problem import Problem
from doorstep.engine.rich.anneal import ANNEAL, PUT, SETTLE, run
from doorstep.engine.rich.layout import Model
from doorstep.engine.rich.model import build_model, make_work
from doorstep.engine.rich.positions import longest_route
from doorstep.engine.rich.routes import Routes, make_routes
from doorstep.engine.rich.squeeze import pays, squeeze
from doorstep.engine.schedule import evaluate_route, is_feasible, prizes

CHUNK_S = 0.02
"""How long the compiled search runs before it asks whether to go on."""

STARTED_AT_ONCE = 20
"""Shipments put into the first plan before it asks whether to go on."""

FEW_STOPS = 12
"""Up to so many shipments every place is priced."""

MOST_PRICED, ALL_PRICED = 6, 64
"""How many places of a route are priced for each shipment."""

Found: TypeAlias = tuple[dict[int, list[int]], int]
"""Activities by vehicle index, and how many iterations it took."""

HOT, COLD = 2.0, 0.02
"""First and last temperature, in costs of a short leg."""


def search(problem: Problem, shipments: Sequence[int], seed: int, budget: Budget) -> Found:
    """Return the best sequences found for ``shipments`` within the budget, and the iterations.

    Initial routes are where it begins; what of them breaks a rule is taken out, unless locked.
    """
    if not problem.vehicles or not problem.shipments:
        return {}, 0
    model = build_model(problem)
    unwanted = sorted(set(range(len(problem.shipments))) - set(shipments))
    model.allowed[:, unwanted] = 0
    work = make_work(problem, longest_route(problem))
    most = ALL_PRICED if len(problem.shipments) <= FEW_STOPS else MOST_PRICED
    with budget.excusing():
        routes = make_routes(problem, work, _list_initial(problem), seed)
        run(model, work, routes, SETTLE, 0, 0, most, 0.0)

    def put(first: int, last: int) -> None:
        run(model, work, routes, PUT, first, last, most, 0.0)

    _start(problem, model, routes, budget, put)
    leg_cost = _leg_cost(problem, model)
    done, chunk = 0, 10
    if pays(problem, leg_cost):
        done = squeeze(
            problem,
            model,
            routes,
            budget,
            leg_cost,
            lambda: run(model, work, routes, SETTLE, 0, 0, most, 0.0),
            lambda count, heat: run(model, work, routes, ANNEAL, 0, count, most, heat),
        )
    began = budget.progress(done)
    while not budget.is_spent(done):
        if budget.wants_report():
            _report(problem, routes, budget, done)
        share = min(1.0, (budget.progress(done) - began) / max(1e-9, 1 - began))
        heat = leg_cost * HOT * (COLD / HOT) ** share
        count = budget.most_iterations(chunk, done)
        began_s = time.perf_counter()
        run(model, work, routes, ANNEAL, 0, count, most, heat)
        done += count
        spent_s = max(1e-5, time.perf_counter() - began_s)
        chunk = max(1, min(int(count * CHUNK_S / spent_s), 4 * chunk))
    return _read_best(routes), done


def _list_initial(problem: Problem) -> dict[int, list[int]]:
    """Return the initial routes without what breaks a rule and is not locked."""
    sequences = {}
    for route in problem.initial:
        sequence = list(route.activities)
        if not is_feasible(problem, route.vehicle, sequence):
            sequence = keep_feasible(problem, route.vehicle, sequence)
            locked = list(route.activities[: route.locked])
            if sequence[: route.locked] != locked:
                sequence = locked
        sequences[route.vehicle] = sequence
    return sequences


def _read_best(routes: Routes) -> dict[int, list[int]]:
    return {
        car: [int(number) for number in routes.best_sequence[car, :length]]
        for car, length in enumerate(routes.best_length)
        if length
    }


def _leg_cost(problem: Problem, model: Model) -> float:
    """Return what a leg to a near shipment costs on average."""
    car = problem.vehicles[0]
    places = np.array([one.location for one in problem.shipments])
    near = places[model.around[:, :10]]
    seconds = np.maximum(0, model.duration_s[car.profile][places[:, None], near])
    metres = np.maximum(0, model.distance_m[car.profile][places[:, None], near])
    costs = car.cost_per_s * seconds + car.metre_cost * metres
    return float(costs.mean()) + 1.0 if costs.size else 1.0


def _start(
    problem: Problem,
    model: Model,
    routes: Routes,
    budget: Budget,
    put: Callable[[int, int], None],
) -> None:
    """Build the first plan, farthest shipments first; only the caller's wish ends it early."""
    depot = problem.vehicles[0]
    away = model.distance_m[depot.profile, depot.start]
    missing = [index for index in range(len(problem.shipments)) if routes.where[index] < 0]
    stops = problem.shipments
    missing.sort(key=lambda index: (bool(stops[index].after), -away[stops[index].location]))
    routes.loose[: len(missing)] = missing
    for first in range(0, len(missing), STARTED_AT_ONCE):
        if budget.is_stopped():
            return
        put(first, min(len(missing), first + STARTED_AT_ONCE))


def _report(problem: Problem, routes: Routes, budget: Budget, done: int) -> None:
    """Tell the caller the best so far."""
    sequences = _read_best(routes)
    route_cost = sum(evaluate_route(problem, car, stops).cost for car, stops in sequences.items())
    served = {number for stops in sequences.values() for number in stops}
    left_out = [index for index in range(len(problem.shipments)) if index not in served]
    budget.report(
        route_cost=route_cost,
        lost_prizes=prizes(problem, left_out),
        routes=len(sequences),
        unassigned=len(left_out),
        iterations=done,
    )
