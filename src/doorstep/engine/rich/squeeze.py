"""Fewer routes, where a vehicle costs more than any detour.

One route after the other is taken away, and its stops are forced on the rest: nobody may go out in
its place, and leaving a stop out costs more the longer it is left out (the absence counters of
SISR [1]_, as prices). Annealing opens routes easily and closes them hardly ever.

References
----------
.. [1] Christiaens and Vanden Berghe (2020), doi:10.1287/trsc.2019.0914, section 5.5.
"""

from collections.abc import Callable

import numpy as np

from doorstep.engine.budget import Budget
from doorstep.engine.problem import Problem
from doorstep.engine.rich.layout import FIXED, Model
from doorstep.engine.rich.routes import Routes

SHARE = 0.3
"""Most of the budget that is spent on fewer routes."""

DEAR = 1000
"""A vehicle is dear that costs as much as so many legs: more than it could ever save."""

FIRST_PRICE, PRICE_STEP = 4.0, 1.0
"""Price of leaving a stop out, in legs: at first, and more in each round in which it is."""

HEAT = 0.6
"""Temperature, in legs."""

ROUND = 200
"""Iterations until prices rise."""


def pays(problem: Problem, leg_cost: float) -> bool:
    """Tell whether fewer routes go before shorter ones."""
    least = min((car.fixed_cost for car in problem.vehicles), default=0)
    return (
        least > DEAR * leg_cost
        and not problem.initial
        and all(one.prize is None for one in problem.shipments)
    )


def squeeze(
    problem: Problem,
    model: Model,
    routes: Routes,
    budget: Budget,
    leg_cost: float,
    settle: Callable[[], object],
    anneal: Callable[[int, float], object],
) -> int:
    """Take routes away for as long as all that was served still is; return the iterations made.

    In the end ``routes`` are the best that were found, settled.
    """
    best = _copy(routes)
    served = _list_served(routes)
    prizes, allowed = model.prize.copy(), model.allowed.copy()
    fixed = model.car[:, FIXED].copy()
    done = 0
    least = _least_routes(problem)
    while len(best) > least and budget.progress(done) < SHARE and not budget.is_spent(done):
        without = min(best, key=lambda car: (len(best[car]), car))
        _write(routes, {car: stops for car, stops in best.items() if car != without})
        model.allowed[[car for car in range(len(model.allowed)) if car not in best], :] = 0
        model.allowed[without, :] = 0
        # else leaving out all stops of another route would pay: it saves a whole vehicle
        model.car[:, FIXED] = 0
        model.prize[:] = int(FIRST_PRICE * leg_cost)
        settle()
        missing = served - _list_served(routes)
        while missing and budget.progress(done) < SHARE and not budget.is_spent(done):
            count = budget.most_iterations(ROUND, done)
            anneal(count, HEAT * leg_cost)
            done += count
            found = _read_if_all(routes, served)
            if found is not None:
                best, missing = found, set()
                break
            missing = served - _list_served(routes)
            model.prize[sorted(missing)] += int(PRICE_STEP * leg_cost)
            settle()
        model.prize[:], model.allowed[:], model.car[:, FIXED] = prizes, allowed, fixed
        if missing:
            break
    _write(routes, best)
    settle()
    return done


def _least_routes(problem: Problem) -> int:
    """Return how many routes the loads need at least."""
    least = 1
    for dimension in range(len(problem.load_names)):
        most = max(car.capacity[dimension] for car in problem.vehicles)
        total = sum(one.load[dimension] for one in problem.shipments)
        if most:
            least = max(least, -(-total // most))
    return least


def _copy(routes: Routes) -> dict[int, list[int]]:
    return {
        car: routes.sequence[2 * car + routes.turn[car], :length].tolist()
        for car, length in enumerate(routes.length)
        if length
    }


def _list_served(routes: Routes) -> set[int]:
    shipments = len(routes.gone)
    return set(np.flatnonzero(routes.where[:shipments] >= 0).tolist())


def _read_if_all(routes: Routes, served: set[int]) -> dict[int, list[int]] | None:
    """Return the best routes if they serve all."""
    found = {
        car: routes.best_sequence[car, :length].tolist()
        for car, length in enumerate(routes.best_length)
        if length
    }
    reached = {number for stops in found.values() for number in stops}
    return found if reached >= served else None


def _write(routes: Routes, sequences: dict[int, list[int]]) -> None:
    """Let the routes be these once they are settled."""
    routes.length[:] = 0
    routes.where[:] = -1
    routes.choice_count[:] = 0
    routes.version[:] = routes.cost[:] = 0
    for car, stops in sequences.items():
        routes.sequence[2 * car + routes.turn[car], : len(stops)] = stops
        routes.length[car] = len(stops)
