"""Fewer routes: take one away and search until the others have taken its stops over.

Annealing alone seldom removes a route: for a while its stops fit nowhere. Here they may stay
unserved for that while, at a price that rises the longer they do, as in guided search [1]_; no
vehicle is free until all are served again. A squeeze that fails, or makes the plan dearer, is
taken back.

References
----------
.. [1] Voudouris and Tsang (1999), Guided local search, doi:10.1016/S0377-2217(98)00099-X.
"""

import numpy as np

from doorstep.engine.search.anneal import anneal
from doorstep.engine.search.layout import (
    ABSENT,
    ABSENT_LIST,
    BEST,
    BEST_NEXT,
    COST,
    CURRENT,
    DIRTY,
    DIRTY_FLAG,
    DIRTY_LIST,
    HUGE,
    ROOM,
    STOPS,
    USED,
    Plan,
    Tuning,
)
from doorstep.engine.search.model import Translation
from doorstep.engine.search.plan import list_free, load, read_current

CHUNK = 500
"""Iterations between two rises of the price."""

MOST_CHUNKS = 50
"""Chunks without all being served, until a squeeze has failed."""

FIRST_PRICE, RISE = 10.0, 1.5
"""What leaving a stop out costs at first, in mean near legs, and the factor by which it rises."""

TIGHT = 0.75
"""Share of the routes that the loads need at least, from which on loads decide their number."""

CANDIDATES = 5
"""One of so many least loaded routes is taken away."""


def squeeze(translation: Translation, plan: Plan, tuning: Tuning, heat: float) -> tuple[bool, int]:
    """Try to do with one route less; tell whether it paid, and how many iterations it took.

    Everybody must be served. The best plan stays remembered.
    """
    model = translation.model
    cost, best, best_next = plan.tally[CURRENT], plan.tally[BEST], plan.lists[BEST_NEXT].copy()
    before = read_current(translation, plan)
    fewer = dict(before)
    del fewer[translation.vehicles[_choose(translation, plan)]]
    load(translation, plan, fewer)
    plan.tally[BEST] = -HUGE
    chunks = _serve_without_free(translation, plan, tuning, heat)
    is_served = plan.tally[ABSENT] == 0
    plan.tally[CURRENT] = plan.sums[: model.routes, COST].sum()
    list_free(translation, plan, np.flatnonzero(plan.sums[: model.routes, STOPS] == 0))
    pays = bool(is_served and plan.tally[CURRENT] < cost)
    if not pays:
        load(translation, plan, before)
    size = model.nodes + model.routes
    plan.lists[BEST_NEXT] = best_next
    plan.lists[DIRTY_FLAG, :size] = 1
    plan.lists[DIRTY_LIST, :size] = np.arange(size)
    plan.tally[DIRTY] = size
    plan.tally[BEST] = best
    return pays, chunks * CHUNK


def can_squeeze(translation: Translation, plan: Plan) -> bool:
    """Tell whether loads decide how many routes there are, and fewer could carry them.

    Where time does, as on long routes with wide windows, fewer routes are seldom cheaper.
    """
    least = fewest_routes(translation)
    is_free = translation.model.kinds == 1 and plan.tally[ABSENT] == 0
    return bool(is_free and least < plan.tally[USED] and least >= TIGHT * plan.tally[USED])


def fewest_routes(translation: Translation) -> int:
    """Return how many routes the loads need at least, by the first vehicle's capacity."""
    loads = translation.model.load.sum(axis=0)
    return int(np.ceil(loads / np.maximum(1, translation.capacity[0])).max())


def _choose(translation: Translation, plan: Plan) -> int:
    """Return one of the used routes that carry least of their first load."""
    routes = translation.model.routes
    used = np.flatnonzero(plan.sums[:routes, STOPS] > 0)
    carried = translation.capacity[used, 0] - plan.sums[used, ROOM]
    least = used[np.argsort(carried, kind="stable")[:CANDIDATES]]
    return int(least[int(plan.bits[0] >> np.uint64(33)) % len(least)])


def _serve_without_free(translation: Translation, plan: Plan, tuning: Tuning, heat: float) -> int:
    """Search with no vehicle to spare until all are served; return the chunks it took."""
    model = translation.model
    prizes = model.prize.copy()
    model.prize[:] = max(1, int(FIRST_PRICE * translation.leg_cost))
    list_free(translation, plan, np.array([], dtype=np.int64))
    chunks = 0
    while plan.tally[ABSENT] > 0 and chunks < MOST_CHUNKS:
        anneal(model, plan, tuning, heat, CHUNK)
        absent = plan.lists[ABSENT_LIST, : plan.tally[ABSENT]]
        model.prize[absent] = np.minimum(model.prize[absent] * RISE, HUGE / 4).astype(np.int64)
        chunks += 1
    model.prize[:] = prizes
    return chunks
