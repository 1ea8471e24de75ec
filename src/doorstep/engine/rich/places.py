"""The cheapest place for a shipment: exact in O(1) a position where what is carried tells it.

Where a route has breaks, or stops whose price depends on more than time segments know, the most
promising places are driven instead. The best place on a route is remembered with the route's
version: most routes are the same when a shipment comes back to them.
"""

from doorstep.engine.rich.along import is_odd, is_plain, own_cost
from doorstep.engine.rich.candidates import keep_candidate
from doorstep.engine.rich.chance import draw_unit
from doorstep.engine.rich.charged import fits_quickly
from doorstep.engine.rich.charged_places import list_charged
from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import HUGE, KIND, LOOKS, PARTNER, STOPS, Model, Work
from doorstep.engine.rich.pairs import list_pairs
from doorstep.engine.rich.price import price_route
from doorstep.engine.rich.routes import (
    ADDED,
    ADDS,
    AT_FIRST,
    AT_LEAST,
    AT_SECOND,
    CAR,
    FIRST,
    FORM,
    IN_FORM,
    KEY,
    LIMIT,
    OF_VERSION,
    PLAIN,
    RELOAD_AFTER,
    RELOAD_BEFORE,
    SECOND,
    Routes,
    slot_of,
)
from doorstep.engine.rich.rules.prices import uneven_stops_cost
from doorstep.engine.rich.singles import list_singles

NEAR_FIRST = 10
"""Routes of so many neighbours are looked at first: a good place there spares looking long at
the others."""

NEAR_ENOUGH = 60
"""Where a place need not be the very best, routes that pass none of so many neighbours are left
out, unless no other has one."""


@piece
def find_place(
    model: Model, work: Work, routes: Routes, shipment: int, most: int, blink: float
) -> int:
    """Write the cheapest place into ``routes.chosen``; return what it adds, HUGE when none fits.

    Where places have to be driven, the ``most`` of each route that look cheapest are. A route
    whose place would be the best so far is passed over with a chance of ``blink``; with such a
    chance only routes nearby and empty ones are looked at, if there is a place on them.
    """
    work.tally[LOOKS] += 1
    routes.chosen[ADDED] = HUGE
    near = min(NEAR_ENOUGH if blink > 0.0 else NEAR_FIRST, model.around.shape[1])
    for at in range(near):
        car = routes.where[model.around[shipment, at]]
        if car >= 0 and routes.looked[car] != work.tally[LOOKS]:
            _look_at(model, work, routes, car, shipment, most, blink)
    is_near = blink > 0.0 and routes.chosen[ADDED] < HUGE
    for car in range(len(routes.length)):
        is_left = routes.looked[car] != work.tally[LOOKS]
        if is_left and (not is_near or routes.length[car] == 0):
            _look_at(model, work, routes, car, shipment, most, blink)
    return routes.chosen[ADDED]


@piece
def _look_at(
    model: Model, work: Work, routes: Routes, car: int, shipment: int, most: int, blink: float
) -> None:
    """Choose the best place on a route if it is better than what was chosen before."""
    look = work.tally[LOOKS]
    routes.looked[car] = look
    if model.allowed[car, shipment] == 0 or routes.cost[car] >= HUGE:
        return
    if routes.length[car] == 0:
        kind = model.car[car, KIND]
        if routes.seen[kind] == look:
            return
        routes.seen[kind] = look
    chosen = routes.chosen
    added = _recall(model, work, routes, car, shipment, most, chosen[ADDED])
    if added < chosen[ADDED] and (blink <= 0.0 or draw_unit(routes.bits) >= blink):
        chosen[ADDED], chosen[CAR] = added, car
        chosen[FIRST] = routes.candidate[0, 1]
        chosen[SECOND] = routes.candidate[0, 2]
        chosen[FORM] = routes.candidate[0, 3]


@inline
def _recall(
    model: Model,
    work: Work,
    routes: Routes,
    car: int,
    shipment: int,
    most: int,
    limit: int,
) -> int:
    """Return what the best place on a route adds, and put it first of the candidates.

    At least ``limit`` when it adds no less than that.
    """
    entries = len(routes.memory)
    if entries == 0:
        return try_route(model, work, routes, car, shipment, most, limit)
    key = shipment * len(routes.length) + car
    entry, candidate = routes.memory[key % entries], routes.candidate[0]
    is_known = entry[KEY] == key and entry[OF_VERSION] == routes.version[car]
    if is_known and (entry[IN_FORM] != AT_LEAST or entry[ADDS] >= limit):
        candidate[1], candidate[2] = entry[AT_FIRST], entry[AT_SECOND]
        candidate[3] = entry[IN_FORM]
        return entry[ADDS]
    added = try_route(model, work, routes, car, shipment, most, limit)
    entry[KEY], entry[OF_VERSION], entry[ADDS] = key, routes.version[car], added
    entry[AT_FIRST], entry[AT_SECOND] = candidate[1], candidate[2]
    entry[IN_FORM] = AT_LEAST if added >= limit else candidate[3]
    return added


@piece
def try_route(
    model: Model,
    work: Work,
    routes: Routes,
    car: int,
    shipment: int,
    most: int,
    limit: int,
) -> int:
    """Return what the best place on a route adds, and put it first of the candidates.

    At least ``limit`` when it adds no less than that.
    """
    pickup = model.activity[shipment, PARTNER]
    routes.tally[LIMIT] = HUGE
    if routes.length[car] == 0:
        found = keep_candidate(routes, 0, 1, 0, 0, 0, PLAIN)
        return _drive(model, work, routes, car, shipment, found)
    if model.electric is not None and pickup < 0:  # noqa: SIM102, compiled apart
        if fits_quickly(model, model.electric, car, shipment, routes.sums[slot_of(routes, car)]):
            return _try_charged(model, routes, car, shipment, limit)
    is_exact = is_plain(model, car, routes.sums[slot_of(routes, car)])
    is_exact = is_exact and is_odd(model, car, shipment) == 0
    if pickup >= 0:
        is_exact = is_exact and is_odd(model, car, pickup) == 0
    stops = routes.sums[slot_of(routes, car), STOPS]
    own = own_cost(model, car, shipment) - uneven_stops_cost(model, car, stops)
    own += uneven_stops_cost(model, car, stops + (2 if pickup >= 0 else 1))
    if is_exact:
        most = 1
        routes.tally[LIMIT] = min(HUGE, limit - own)
    if pickup >= 0:
        found = list_pairs(model, routes, car, shipment, most, is_exact)
    else:
        found = list_singles(model, routes, car, shipment, most, is_exact)
    if found == 0:
        return limit if is_exact else HUGE
    if is_exact:
        return routes.candidate[0, 0] + own
    return _drive(model, work, routes, car, shipment, found)


@piece
def _try_charged(model: Model, routes: Routes, car: int, shipment: int, limit: int) -> int:
    """Return what the best place on the route of an electric vehicle adds; see ``charged``."""
    stops = routes.sums[slot_of(routes, car), STOPS]
    own = own_cost(model, car, shipment) - uneven_stops_cost(model, car, stops)
    own += uneven_stops_cost(model, car, stops + 1)
    routes.tally[LIMIT] = min(HUGE, limit - own)
    found = list_charged(model, model.electric, routes.charged, routes, car, shipment)
    return routes.candidate[0, 0] + own if found else limit


@piece
def _drive(model: Model, work: Work, routes: Routes, car: int, shipment: int, found: int) -> int:
    """Return what the best of the candidates adds when they are driven, and put it first."""
    best, candidate = HUGE, routes.candidate
    chosen = 0
    for row in range(found):
        length = write_trial(
            model,
            work,
            routes,
            car,
            shipment,
            candidate[row, 1],
            candidate[row, 2],
            candidate[row, 3],
        )
        cost = price_route(model, work, car, length)
        if cost < HUGE and cost - routes.cost[car] < best:
            best, chosen = cost - routes.cost[car], row
    for field in range(1, 4):
        candidate[0, field] = candidate[chosen, field]
    return best


@piece
def write_trial(
    model: Model,
    work: Work,
    routes: Routes,
    car: int,
    shipment: int,
    first: int,
    second: int,
    form: int,
) -> int:
    """Write the route with the shipment put in; return its length."""
    pickup = model.activity[shipment, PARTNER]
    reload = len(model.load) - 1
    slot, length = slot_of(routes, car), routes.length[car]
    to = 0
    for position in range(length + 1):
        if position == first:
            if form == RELOAD_BEFORE:
                work.trial[to] = reload
                to += 1
            work.trial[to] = pickup if pickup >= 0 else shipment
            to += 1
            if form == RELOAD_AFTER:
                work.trial[to] = reload
                to += 1
        if pickup >= 0 and position == second:
            work.trial[to] = shipment
            to += 1
        if position < length:
            work.trial[to] = routes.sequence[slot, position]
            to += 1
    return to
