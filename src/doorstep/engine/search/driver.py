"""The search from outside: build, start, anneal in short calls, keep to the budget."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doorstep.engine.budget import Budget
from doorstep.engine.problem import Problem
from doorstep.engine.schedule import prizes
from doorstep.engine.search.anneal import anneal
from doorstep.engine.search.layout import (
    BEST,
    WAITING,
    WAITING_LIST,
    Plan,
    Tuning,
)
from doorstep.engine.search.model import Translation, translate
from doorstep.engine.search.plan import make_plan, read_sequences

CHUNK_S = 0.02
"""How long the compiled search runs before it asks whether to go on."""

STARTED_AT_ONCE = 200
"""Shipments put into the first plan before it asks whether to go on."""

TIMED = Tuning(10.0, 10.0, 0.5, 0.01, 0.01, 0.3, 0.4)
UNTIMED = Tuning(10.0, 10.0, 0.5, 0.01, 0.01, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Shipment indices by vehicle index, and how many iterations it took."""

    sequences: dict[int, list[int]]
    iterations: int


def search(problem: Problem, shipments: Sequence[int], seed: int, budget: Budget) -> SearchResult:
    """Return the best sequences found for ``shipments`` within the budget."""
    if not shipments or not problem.vehicles:
        return SearchResult({}, 0)
    with budget.excusing():
        translation = translate(problem, shipments)
        model = translation.model
        plan = make_plan(translation, seed)
        tuning = UNTIMED if model.timed is None else TIMED
        anneal(model, plan, tuning, 0.0, 0)
    if model.nodes == 1:
        tuning = tuning._replace(tails_share=0.0)
    start(translation, plan, tuning, budget)
    hot, cold = (1.5, 0.015) if model.timed is None else (2.0, 0.05)
    done = 0
    chunk = 50
    began = budget.progress(0)
    while not budget.is_spent(done):
        if budget.wants_report():
            report(problem, translation, plan, budget, done)
        share = min(1.0, (budget.progress(done) - began) / max(1e-9, 1 - began))
        heat = translation.leg_cost * hot * (cold / hot) ** share
        count = budget.most_iterations(chunk, done)
        began_s = time.perf_counter()
        anneal(model, plan, tuning, heat, count)
        done += count
        spent_s = max(1e-5, time.perf_counter() - began_s)
        chunk = max(20, min(int(count * CHUNK_S / spent_s), 4 * chunk))
    return SearchResult(read_sequences(translation, plan), done)


def start(translation: Translation, plan: Plan, tuning: Tuning, budget: Budget) -> None:
    """Build the first plan, farthest shipments first; only the caller's wish ends it early."""
    model = translation.model
    order = np.argsort(-model.alone.min(axis=0), kind="stable")
    sure = tuning._replace(blink=0.0, discount_share=0.0)
    plan.lists[WAITING_LIST, : model.nodes] = order[::-1]
    plan.tally[WAITING] = len(order)
    while plan.tally[WAITING] > 0 and not budget.is_stopped():
        anneal(model, plan, sure, 0.0, min(STARTED_AT_ONCE, int(plan.tally[WAITING])))
    plan.tally[WAITING] = 0


def report(
    problem: Problem, translation: Translation, plan: Plan, budget: Budget, done: int
) -> None:
    """Tell the caller the best so far."""
    sequences = read_sequences(translation, plan)
    served = {index for stops in sequences.values() for index in stops}
    left_out = [index for index in range(len(problem.shipments)) if index not in served]
    lost = prizes(problem, left_out)
    model = translation.model
    searched = [node for node, index in enumerate(translation.shipments) if index not in served]
    route_cost = int(plan.tally[BEST]) - int(model.prize[searched].sum())
    budget.report(
        route_cost=route_cost << translation.prices.shift,
        lost_prizes=lost,
        routes=len(sequences),
        unassigned=len(left_out),
        iterations=done,
    )
