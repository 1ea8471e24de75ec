"""Ruin: take strings of shipments that lie near each other out of several routes [1]_.

References
----------
.. [1] Christiaens and Vanden Berghe (2020), Slack induction by string removals,
   doi:10.1287/trsc.2019.0914, section 5.2.
"""

from doorstep.engine.rich.chance import draw_below, draw_unit
from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import (
    AFTER,
    AFTER_END,
    FETCH,
    HUGE,
    LOCKED,
    LOOKS,
    RELOAD,
    ROLE,
    SHIPMENT,
    Model,
    Work,
)
from doorstep.engine.rich.routes import (
    BROKEN,
    ITERATION,
    LOOSE,
    LOST,
    Routes,
    slot_of,
    write_route,
)

MEAN_REMOVED = 10.0
LONGEST_STRING = 10
MOST_RETRIED = 8
"""Most shipments not served that are tried again in one iteration."""

GATHERED = 0.1
"""How often all of a neighbourhood are, for a vehicle that would go out for none of them alone."""


@piece
def ruin(model: Model, work: Work, routes: Routes) -> bool:
    """Take strings out of the routes nearest to a random shipment, and list what is loose.

    Tell whether a vehicle is to go out for those who are not served.
    """
    count = len(model.prize)
    strings = 1 + draw_below(routes.bits, 3)
    if draw_unit(routes.bits) < 0.05:  # noqa: PLR2004, now and then a whole neighbourhood
        strings += 3
    seed = draw_below(routes.bits, count)
    retried, most = 0, MOST_RETRIED
    if routes.tally[LOST] > 0 and draw_unit(routes.bits) < GATHERED:
        most = count
    for at in range(-1, model.around.shape[1]):
        shipment = seed if at < 0 else model.around[seed, at]
        car = routes.where[shipment]
        if car < 0:
            if retried < most:
                _loosen(routes, shipment)
                retried += 1
        elif strings > 0 and routes.stamp[car] != routes.tally[ITERATION]:
            _take_string(model, work, routes, car, shipment)
            strings -= 1
    shipment = draw_below(routes.bits, count)
    for _ in range(count):
        if routes.where[shipment] < 0:
            _loosen(routes, shipment)
            break
        shipment = (shipment + 1) % count
    return retried > MOST_RETRIED


@inline
def _loosen(routes: Routes, shipment: int) -> None:
    """List a shipment as to be put back, once."""
    if routes.gone[shipment] != routes.tally[ITERATION]:
        routes.gone[shipment] = routes.tally[ITERATION]
        routes.loose[routes.tally[LOOSE]] = shipment
        routes.tally[LOOSE] += 1


@piece
def _take_string(model: Model, work: Work, routes: Routes, car: int, shipment: int) -> None:
    """Take a random string of stops around a shipment's out of its route."""
    length = routes.length[car]
    locked = model.car[car, LOCKED]
    sequence = routes.sequence[slot_of(routes, car)]
    at = 0
    while sequence[at] != shipment:
        at += 1
    taken = 1 + draw_below(routes.bits, min(LONGEST_STRING, max(1, length - locked)))
    first = max(locked, at - draw_below(routes.bits, taken))
    last = min(length, first + taken)
    for position in range(first, last):
        number = sequence[position]
        if model.activity[number, ROLE] != RELOAD and not _is_locked(
            model, routes, car, model.activity[number, SHIPMENT]
        ):
            _loosen(routes, model.activity[number, SHIPMENT])
    _take_followers(model, work, routes, car)
    write_route(model, work, routes, car, _close_up(model, work, routes, car), -1)
    if routes.cost[car] >= HUGE:
        routes.tally[BROKEN] = 1


@piece
def _is_locked(model: Model, routes: Routes, car: int, shipment: int) -> bool:
    slot = slot_of(routes, car)
    for position in range(model.car[car, LOCKED]):
        number = routes.sequence[slot, position]
        if model.activity[number, ROLE] != RELOAD and model.activity[number, SHIPMENT] == shipment:
            return True
    return False


@piece
def _take_followers(model: Model, work: Work, routes: Routes, car: int) -> None:
    """Take out as well what must come after something that is taken out."""
    work.tally[LOOKS] += 1
    look = work.tally[LOOKS]
    slot = slot_of(routes, car)
    for position in range(routes.length[car]):
        number = routes.sequence[slot, position]
        role = model.activity[number, ROLE]
        if role in (RELOAD, FETCH) or _is_gone(model, routes, number):
            continue
        work.mark[number] = look
        for row in range(model.activity[number, AFTER], model.activity[number, AFTER_END]):
            if work.mark[model.after[row]] != look:
                _loosen(routes, number)
                work.mark[number] = 0


@inline
def _is_gone(model: Model, routes: Routes, number: int) -> bool:
    return routes.gone[model.activity[number, SHIPMENT]] == routes.tally[ITERATION]


@piece
def _close_up(model: Model, work: Work, routes: Routes, car: int) -> int:
    """Write the route without what is gone, nor visits to the depot with nothing between them.

    Nor such after the last stop. Return its length.
    """
    slot, locked = slot_of(routes, car), model.car[car, LOCKED]
    trial, to = work.trial, 0
    for position in range(routes.length[car]):
        number = routes.sequence[slot, position]
        if position >= locked:
            if model.activity[number, ROLE] == RELOAD:
                if to == 0 or model.activity[trial[to - 1], ROLE] == RELOAD:
                    continue
            elif _is_gone(model, routes, number):
                continue
        trial[to] = number
        to += 1
    while to > locked and model.activity[trial[to - 1], ROLE] == RELOAD:
        to -= 1
    return to
