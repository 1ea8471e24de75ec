"""The few most promising places of one route, the best first."""

from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import (
    DRIVEN,
    HUGE,
    MAX_DISTANCE,
    MAX_DRIVING,
    PER_M,
    PER_S,
    SUM_M,
    Model,
)
from doorstep.engine.rich.routes import LIMIT, Routes


@inline
def last_score(routes: Routes, kept: int, most: int) -> int:
    """Return what a candidate must stay below to be kept."""
    return routes.tally[LIMIT] if kept < most else routes.candidate[kept - 1, 0]


@piece
def keep_candidate(
    routes: Routes, kept: int, most: int, score: int, first: int, second: int, form: int
) -> int:
    """Put a candidate among the best in order; return how many there are."""
    if score >= last_score(routes, kept, most):
        return kept
    candidate = routes.candidate
    at = kept if kept < most else kept - 1
    while at > 0 and candidate[at - 1, 0] > score:
        for field in range(4):
            candidate[at, field] = candidate[at - 1, field]
        at -= 1
    candidate[at, 0] = score
    candidate[at, 1] = first
    candidate[at, 2] = second
    candidate[at, 3] = form
    return min(kept + 1, most)


@inline
def score_leg(model: Model, car: int, metres: int, seconds: int, is_exact: bool) -> int:
    """Return what a way costs; where it is driven later, about that.

    Then a leg that costs nothing still counts a little, so that short ways come first.
    """
    cost = model.car[car, PER_M] * metres
    if is_exact:
        return cost
    return 16 * (cost + model.car[car, PER_S] * seconds) + seconds + metres


@inline
def score_way(
    model: Model, routes: Routes, car: int, slot: int, metres: int, seconds: int, is_exact: bool
) -> int:
    """Return what a longer way adds, HUGE when it gets too long."""
    sums = routes.sums[slot]
    if (
        sums[SUM_M] + metres > model.car[car, MAX_DISTANCE]
        or sums[DRIVEN] + seconds > model.car[car, MAX_DRIVING]
    ):
        return HUGE
    return score_leg(model, car, metres, seconds, is_exact)
