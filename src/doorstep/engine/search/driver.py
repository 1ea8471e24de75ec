"""The search from outside: whole, or in parts where a problem is large or there are more cores."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from doorstep.engine.budget import Budget
from doorstep.engine.problem import Problem
from doorstep.engine.schedule import prizes
from doorstep.engine.search.background import while_asking
from doorstep.engine.search.layout import BEST, BEST_NEXT, Plan
from doorstep.engine.search.model import Translation, translate
from doorstep.engine.search.parts import search_in_parts
from doorstep.engine.search.plan import make_plan, read_best
from doorstep.engine.search.slices import (
    Outcome,
    compile_for,
    heats_of,
    improve,
    route_cost,
    serve_all,
    squeeze_fleet,
    tell_outcome,
)

MOST_WHOLE = 4000
"""Up to so many shipments, one core searches the whole plan at once."""

FEWEST_IN_PARTS = 400
"""From so many shipments on, several cores search parts."""

PREPARING = "preparing the search; the first of its kind on a machine is compiled"
"""What is told until the search can begin."""

SAMPLE = 200
"""Shipments from which a large problem's mean leg is worked out."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Shipment indices by vehicle index, and how many iterations it took."""

    sequences: dict[int, list[int]]
    iterations: int


def search(
    problem: Problem,
    shipments: Sequence[int],
    seed: int,
    budget: Budget,
    workers: int = 1,
    executor: Executor | None = None,
) -> SearchResult:
    """Return the best sequences found for ``shipments`` within the budget.

    Parameters
    ----------
    shipments
        Indices of those that some vehicle can serve.
    workers
        How many parts are searched at the same time.
    executor
        Who searches them; none: threads.
    """
    if not shipments or not problem.vehicles:
        return SearchResult({}, 0)
    alone = workers == 1 and len(shipments) <= MOST_WHOLE
    if alone or len(shipments) < FEWEST_IN_PARTS:
        return _search_whole(problem, shipments, seed, budget)
    is_small = len(shipments) <= MOST_WHOLE
    sample = list(shipments if is_small else shipments[:: max(1, len(shipments) // SAMPLE)])
    ready = _prepare(problem, sample, seed, budget)
    if ready is None:
        return SearchResult({}, 0)
    translation, plan = ready
    begun = _begin_whole(translation, plan, budget) if is_small else None
    # among fewer shipments the nearest are farther: distances shrink with the root of density
    leg = translation.leg_cost * (len(sample) / len(shipments)) ** 0.5
    leg *= 2.0**translation.prices.shift
    hot, cold = heats_of(translation.model)
    heats = (hot * leg, cold * leg)
    found = search_in_parts(problem, shipments, seed, budget, heats, workers, executor, begun)
    return SearchResult(*found)


def _begin_whole(translation: Translation, plan: Plan, budget: Budget) -> Outcome:
    """Make a first plan and close routes in it: parts, which hold a few, would close none."""
    serve_all(translation, plan, budget)
    return tell_outcome(translation, plan, squeeze_fleet(translation, plan, budget))


def _search_whole(
    problem: Problem, shipments: Sequence[int], seed: int, budget: Budget
) -> SearchResult:
    ready = _prepare(problem, shipments, seed, budget)
    if ready is None:
        return SearchResult({}, 0)
    translation, plan = ready
    serve_all(translation, plan, budget)
    squeeze_fleet(translation, plan, budget)
    hot, cold = heats_of(translation.model)
    leg = translation.leg_cost

    def tell(done: int) -> None:
        _report(problem, translation, plan, budget, done)

    done = improve(translation, plan, (hot * leg, cold * leg), budget, tell)
    return SearchResult(read_best(translation, plan), done)


def _prepare(
    problem: Problem, shipments: Sequence[int], seed: int, budget: Budget
) -> tuple[Translation, Plan] | None:
    """Lay out the problem and compile the search for it; none when the caller wishes to stop."""

    def prepare() -> tuple[Translation, Plan]:
        translation = translate(problem, shipments)
        plan = make_plan(translation, seed)
        compile_for(translation, plan)
        return translation, plan

    def tell() -> None:
        everybody = range(len(problem.shipments))
        budget.report(
            route_cost=0,
            lost_prizes=prizes(problem, everybody),
            routes=0,
            unassigned=len(everybody),
            iterations=0,
            message=PREPARING,
        )

    with budget.excusing():
        return while_asking(prepare, budget, tell)


def _report(
    problem: Problem, translation: Translation, plan: Plan, budget: Budget, done: int
) -> None:
    """Tell the caller the best so far."""
    sequences = read_best(translation, plan)
    served = {index for stops in sequences.values() for index in stops}
    left_out = [index for index in range(len(problem.shipments)) if index not in served]
    budget.report(
        route_cost=route_cost(translation, plan.lists[BEST_NEXT], int(plan.tally[BEST])),
        lost_prizes=prizes(problem, left_out),
        routes=len(sequences),
        unassigned=len(left_out),
        iterations=done,
    )
