"""The search's inner loop: change the routes, keep the change or take it back."""

import math

from doorstep.engine.rich.chance import draw_unit
from doorstep.engine.rich.jit import kernel, piece
from doorstep.engine.rich.layout import HUGE, Model, Work
from doorstep.engine.rich.places import find_place, try_route
from doorstep.engine.rich.price import price_route
from doorstep.engine.rich.recreate import put_back, recreate
from doorstep.engine.rich.routes import (
    BEST,
    BROKEN,
    CURRENT,
    ITERATION,
    LOOSE,
    LOST,
    TOUCHED,
    Routes,
    count_change,
    settle,
    slot_of,
    undo,
    write_route,
)
from doorstep.engine.rich.ruin import ruin

BLINK, BOLD_BLINK, BOLD_SHARE = 0.01, 0.3, 0.1
"""Chance to pass over a route; now and then a high one, for what only pays together."""

FEW, BOLD_SHARE_OF_FEW = 12, 0.25
"""Up to so many shipments the high one is drawn more often: there is little else to try."""

# What the compiled search is asked to do.
SETTLE, PUT, ANNEAL, FIND, TRY, PRICE, WRITE = range(7)


@kernel
def run(
    model: Model,
    work: Work,
    routes: Routes,
    task: int,
    first: int,
    last: int,
    most: int,
    heat: float,
) -> int:
    """Do one task; the only function that is compiled for Python, so that nothing is twice.

    ``SETTLE``: bring everything up to date with the sequences. ``PUT``: put the loose shipments
    from ``first`` up to ``last`` into the first routes, and count what they cost. ``ANNEAL``: make
    ``last`` changes at temperature ``heat``, in cost. ``FIND``: find a place for shipment
    ``first``; what it adds. ``TRY``: the same on the route of vehicle ``last``. ``PRICE``: price
    ``work.trial`` up to ``last`` for vehicle ``first``. ``WRITE``: let it drive that.
    """
    if task == ANNEAL:
        for _ in range(last):
            _change(model, work, routes, most, heat)
        return 0
    if task == FIND:
        return find_place(model, work, routes, first, most, 0.0)
    if task == TRY:
        return try_route(model, work, routes, last, first, most, HUGE)
    if task == PRICE:
        return price_route(model, work, first, last)
    routes.tally[ITERATION] += 1
    routes.tally[TOUCHED] = 0
    if task == WRITE:
        write_route(model, work, routes, first, last, -1)
        return 0
    if task == SETTLE:
        settle(model, work, routes)
    else:
        for at in range(first, last):
            put_back(model, work, routes, routes.loose[at], most, 0.0, 1.0)
    cost = routes.tally[LOST]
    for car in range(len(routes.length)):
        cost += routes.cost[car]
    routes.tally[CURRENT] = routes.tally[BEST] = cost
    _keep_best(routes)
    return cost


@piece
def _change(model: Model, work: Work, routes: Routes, most: int, heat: float) -> None:
    """Take some shipments out and put them back; keep that, or take it back."""
    tally = routes.tally
    tally[ITERATION] += 1
    tally[TOUCHED] = tally[LOOSE] = tally[BROKEN] = 0
    lost = tally[LOST]
    is_gathered = ruin(model, work, routes)
    if tally[BROKEN] != 0:
        undo(model, routes)
        return
    share = BOLD_SHARE if len(model.prize) > FEW else BOLD_SHARE_OF_FEW
    is_bold = draw_unit(routes.bits) < share
    # drawn before, so that recreating ends as soon as it costs more
    allowed = -heat * math.log(draw_unit(routes.bits) + 1e-300)
    blink = BOLD_BLINK if is_bold else BLINK
    spent = count_change(routes) + tally[LOST] - lost - _prizes_loose(model, routes)
    if not recreate(model, work, routes, most, blink, int(allowed) - spent, is_gathered):
        undo(model, routes)
        return
    delta = count_change(routes) + tally[LOST] - lost
    if delta <= 0 or delta < allowed:
        tally[CURRENT] += delta
        if tally[CURRENT] < tally[BEST]:
            tally[BEST] = tally[CURRENT]
            _keep_best(routes)
    else:
        undo(model, routes)


@piece
def _prizes_loose(model: Model, routes: Routes) -> int:
    """Return what is no longer lost if all that is loose is served again."""
    prizes = 0
    for at in range(routes.tally[LOOSE]):
        prizes += model.prize[routes.loose[at]]
    return prizes


@piece
def _keep_best(routes: Routes) -> None:
    """Copy the routes as the best so far."""
    for car in range(len(routes.length)):
        slot = slot_of(routes, car)
        routes.best_length[car] = routes.length[car]
        for position in range(routes.length[car]):
            routes.best_sequence[car, position] = routes.sequence[slot, position]
