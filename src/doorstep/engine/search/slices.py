"""Annealing one problem for a while: from routes as they are, between two temperatures."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from doorstep.engine.budget import Budget
from doorstep.engine.problem import Problem
from doorstep.engine.search.anneal import anneal
from doorstep.engine.search.layout import (
    ABSENT,
    ABSENT_LIST,
    BEST,
    BEST_NEXT,
    CURRENT,
    FAR,
    LONG_M,
    WAITING,
    WAITING_LIST,
    Model,
    Plan,
    Tuning,
)
from doorstep.engine.search.loans import Loan, loan_at
from doorstep.engine.search.model import Translation, translate
from doorstep.engine.search.plan import (
    load,
    make_plan,
    mark_best,
    read_best,
    read_current,
)
from doorstep.engine.search.squeeze import can_squeeze, fewest_routes, squeeze

CHUNK_S = 0.02
"""How long the compiled search runs before it asks whether to go on."""

SERVED_AT_ONCE = 200
"""Shipments put into the first plan before it asks whether to go on."""

TIMED = Tuning(10.0, 10.0, 0.5, 0.01, 0.01, 0.3, 0.4, 0.125)
UNTIMED = Tuning(10.0, 10.0, 0.5, 0.01, 0.01, 0.0, 0.0, 0.0)

HEAT_TIMED = (2.0, 0.05)
"""First and last temperature, in mean near legs."""

HEAT_UNTIMED = (1.5, 0.015)
"""The same where nothing but distance matters."""


SQUEEZE_SHARE = 0.15
"""Share of the budget in which fewer routes are tried at first."""

SQUEEZE_HEAT = 0.5
"""Temperature of that, in mean near legs."""

LONG_SHARE = 0.9
"""Share of the legs between stops that are not long: see ``place``."""

LONG_ROUTE = 20
"""From so many stops a route on, by the loads alone, routes are long: then the first plan is to
have more of them, and nothing is squeezed."""

MOST_FAILED = 5
"""Squeezes that fail in a row until no more are tried."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a search, to be done anywhere.

    Parameters
    ----------
    problem
        Of the part alone, so that it may be sent to another process.
    sequences
        Feasible routes to begin with.
    is_start
        Whether what they do not serve is put in first, each where it costs least.
    seed, seconds, iterations
        As in ``solve``.
    hot, cold
        First and last temperature in the problem's costs.
    stretch
        Between which shares of the whole search it is.
    """

    problem: Problem
    sequences: dict[int, list[int]]
    is_start: bool
    seed: int
    seconds: float
    iterations: int | None
    hot: float
    cold: float
    stretch: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a slice ended, the best it saw, what their routes cost, and how many iterations."""

    current: dict[int, list[int]]
    current_cost: int
    best: dict[int, list[int]]
    best_cost: int
    iterations: int


def run_slice(task: Slice, should_stop: Callable[[], bool] | None = None) -> Outcome:
    """Search as the task says; a function of its own, so that it can be sent to a process."""
    budget = Budget(task.seconds, task.iterations, None, should_stop)
    translation = translate(task.problem, range(len(task.problem.shipments)))
    plan = make_plan(translation, task.seed)
    load(translation, plan, task.sequences)
    if task.is_start:
        serve_all(translation, plan, budget)
    scale = 2.0**-translation.prices.shift
    heats = (task.hot * scale, task.cold * scale)
    done = improve(translation, plan, heats, budget, stretch=task.stretch)
    return tell_outcome(translation, plan, done)


def tell_outcome(translation: Translation, plan: Plan, iterations: int) -> Outcome:
    """Return where a search is after some iterations, and the best it saw."""
    return Outcome(
        read_current(translation, plan),
        route_cost(translation, plan.node["after"], int(plan.tally[CURRENT])),
        read_best(translation, plan),
        route_cost(translation, plan.lists[BEST_NEXT], int(plan.tally[BEST])),
        iterations,
    )


def tuning_of(model: Model) -> Tuning:
    """Return how to search this model."""
    tuning = UNTIMED if model.timed is None else TIMED
    return tuning if model.nodes > 1 else tuning._replace(tails_share=0.0)


def heats_of(model: Model) -> tuple[float, float]:
    """Return the first and last temperature in mean near legs."""
    return HEAT_UNTIMED if model.timed is None else HEAT_TIMED


def compile_for(translation: Translation, plan: Plan) -> None:
    """Compile the search for this kind of problem, or read it back."""
    anneal(translation.model, plan, tuning_of(translation.model), 0.0, 0)


def serve_all(translation: Translation, plan: Plan, budget: Budget) -> None:
    """Put in who is not served, farthest first; only the caller's wish ends it early."""
    model = translation.model
    absent = plan.lists[ABSENT_LIST, : plan.tally[ABSENT]]
    nearness = model.alone[:, absent].min(axis=0)
    plan.lists[WAITING_LIST, : len(absent)] = absent[np.argsort(nearness, kind="stable")]
    plan.tally[WAITING] = len(absent)
    _serve_waiting(translation, plan, budget)
    mark_best(plan)


def _serve_waiting(translation: Translation, plan: Plan, budget: Budget | None) -> None:
    share = 1.0 if _has_long_routes(translation) else 0.0
    sure = tuning_of(translation.model)._replace(blink=0.0, discount_share=share)
    while plan.tally[WAITING] > 0 and not (budget is not None and budget.is_stopped()):
        count = min(SERVED_AT_ONCE, int(plan.tally[WAITING]))
        anneal(translation.model, plan, sure, 0.0, count)
    plan.tally[WAITING] = 0


def _has_long_routes(translation: Translation) -> bool:
    model = translation.model
    return model.timed is not None and model.nodes > LONG_ROUTE * fewest_routes(translation)


def improve(
    translation: Translation,
    plan: Plan,
    heats: tuple[float, float],
    budget: Budget,
    tell: Callable[[int], None] | None = None,
    stretch: tuple[float, float] = (0.0, 1.0),
) -> int:
    """Anneal from hot to cold, in the model's costs, until the budget is spent.

    Returns the iterations made; ``tell`` is called with them when a report is due. ``stretch``
    tells between which shares of a whole search this is.
    """
    hot, cold = heats
    tuning = tuning_of(translation.model)
    began = budget.progress(0)
    loan = Loan(translation.model, plan)
    lends = _has_long_routes(translation)
    done, chunk = 0, 50
    while not budget.is_spent(done):
        if tell is not None and budget.wants_report():
            tell(done)
        share = min(1.0, (budget.progress(done) - began) / max(1e-9, 1 - began))
        heat = hot * (cold / hot) ** share
        count = budget.most_iterations(chunk, done)
        plan.tally[LONG_M] = _long_leg(translation.model, plan)
        if lends:
            passed = stretch[0] + share * (stretch[1] - stretch[0])
            loan.lend(loan_at(passed, heat))
        began_s = time.perf_counter()
        anneal(translation.model, plan, tuning, heat, count)
        loan.mark()
        done += count
        spent_s = max(1e-5, time.perf_counter() - began_s)
        chunk = max(20, min(int(count * CHUNK_S / spent_s), 4 * chunk))
    loan.lend(0)
    return done


def squeeze_fleet(translation: Translation, plan: Plan, budget: Budget) -> int:
    """Do with as few routes as a few tries find; annealing opens what pays. Return iterations.

    The other way round is hard: for the stops of a route there is no room elsewhere, at first.
    """
    heat = SQUEEZE_HEAT * translation.leg_cost
    done = failed = 0
    if _has_long_routes(translation):
        return 0
    while failed < MOST_FAILED and can_squeeze(translation, plan):
        if budget.is_spent(done) or budget.progress(done) > SQUEEZE_SHARE:
            break
        pays, iterations = squeeze(translation, plan, TIMED, heat)
        failed = 0 if pays else failed + 1
        done += iterations
    if plan.tally[CURRENT] < plan.tally[BEST]:
        mark_best(plan)
    return done


def _long_leg(model: Model, plan: Plan) -> int:
    """Return a leg longer than most of those between two stops. O(nodes).

    FAR where that of the first table or of one time of the day does not say much.
    """
    nodes = plan.node[: model.nodes]
    between = nodes["next_m"][nodes["after"] < model.nodes]
    if model.profiles or model.by_time or len(between) == 0:
        return FAR
    at = int(LONG_SHARE * len(between))
    return int(np.partition(between, at)[at])


def route_cost(translation: Translation, follows: npt.NDArray[np.integer[Any]], cost: int) -> int:
    """Return what the routes alone cost, in the problem's costs: without the prizes lost.

    ``follows`` tells who is after whom.
    """
    model = translation.model
    size = model.nodes + model.routes
    served = np.zeros(model.nodes, dtype=bool)
    for depot in range(model.nodes, size):
        node = int(follows[depot])
        while node < model.nodes:
            served[node] = True
            node = int(follows[node])
    return (cost - int(model.prize[~served].sum())) << translation.prices.shift
