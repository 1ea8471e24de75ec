"""The search's inner loop: change the routes, keep the change or take it back."""

import math

from doorstep.engine.rich.chance import draw_unit
from doorstep.engine.rich.jit import kernel, piece
from doorstep.engine.rich.layout import Model, Work
from doorstep.engine.rich.recreate import put_back, recreate
from doorstep.engine.rich.routes import (
    BEST,
    BROKEN,
    CURRENT,
    ITERATION,
    LOOSE,
    TOUCHED,
    Routes,
    lost_prizes,
    undo,
)
from doorstep.engine.rich.ruin import ruin

BLINK, BOLD_BLINK, BOLD_SHARE = 0.01, 0.3, 0.1
"""Chance to pass over a place or route; now and then a high one, for what only pays together."""


@kernel
def anneal(
    model: Model, work: Work, routes: Routes, heat: float, iterations: int, most: int
) -> None:
    """Make ``iterations`` changes at one temperature, in cost."""
    tally = routes.tally
    for _ in range(iterations):
        tally[ITERATION] += 1
        tally[TOUCHED] = tally[LOOSE] = tally[BROKEN] = 0
        ruin(model, work, routes)
        if tally[BROKEN] == 0:
            is_bold = draw_unit(routes.bits) < BOLD_SHARE
            recreate(model, work, routes, most, BOLD_BLINK if is_bold else BLINK)
        cost = lost_prizes(model, routes)
        for car in range(len(routes.length)):
            cost += routes.cost[car]
        delta = cost - tally[CURRENT]
        if tally[BROKEN] == 0 and (
            delta <= 0 or delta < -heat * math.log(draw_unit(routes.bits) + 1e-300)
        ):
            tally[CURRENT] = cost
            if cost < tally[BEST]:
                tally[BEST] = cost
                keep_best(routes)
        else:
            undo(model, routes)


@kernel
def put_all_back(
    model: Model, work: Work, routes: Routes, first: int, last: int, most: int
) -> None:
    """Put loose shipments into the first routes, and count what they cost."""
    tally = routes.tally
    tally[ITERATION] += 1
    tally[TOUCHED] = 0
    for at in range(first, last):
        put_back(model, work, routes, routes.loose[at], most, 0.0)
    cost = lost_prizes(model, routes)
    for car in range(len(routes.length)):
        cost += routes.cost[car]
    tally[CURRENT] = tally[BEST] = cost
    keep_best(routes)


@piece
def keep_best(routes: Routes) -> None:
    """Copy the routes as the best so far."""
    for car in range(len(routes.length)):
        routes.best_length[car] = routes.length[car]
        for position in range(routes.length[car]):
            routes.best_sequence[car, position] = routes.sequence[car, position]
