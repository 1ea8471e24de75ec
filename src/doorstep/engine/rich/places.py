"""The cheapest place for a shipment: the most promising of each route are driven to be priced."""

from doorstep.engine.rich.chance import draw_unit
from doorstep.engine.rich.jit import inline, kernel, piece
from doorstep.engine.rich.layout import (
    END,
    HUGE,
    KIND,
    LOCKED,
    LOOKS,
    MAX_TRIPS,
    NEVER,
    PARTNER,
    PER_M,
    PER_S,
    PROFILE,
    READY,
    RELOAD,
    RELOAD_AT,
    ROLE,
    START,
    TRAVEL_PERCENT,
    UNTIL,
    WINDOW,
    WINDOW_END,
    Ints,
    Model,
    Work,
)
from doorstep.engine.rich.price import price_route
from doorstep.engine.rich.routes import (
    ADDED,
    CAR,
    FIRST,
    FORM,
    PLAIN,
    RELOAD_AFTER,
    RELOAD_BEFORE,
    SECOND,
    Routes,
    stay_of,
)
from doorstep.engine.rich.rules.legs import place_of, scale
from doorstep.engine.rich.rules.windows import earliest_in


@kernel
def find_place(
    model: Model, work: Work, routes: Routes, shipment: int, most: int, blink: float
) -> int:
    """Write the cheapest place into ``routes.chosen``; return what it adds, HUGE when none fits.

    In each route the ``most`` places with the least added legs are priced exactly. With a chance
    of ``blink`` each place, and each route, is passed over.
    """
    work.tally[LOOKS] += 1
    look = work.tally[LOOKS]
    best = HUGE
    for car in range(len(routes.length)):
        if model.allowed[car, shipment] == 0 or routes.cost[car] >= HUGE:
            continue
        if blink > 0.0 and draw_unit(routes.bits) < blink:
            continue
        if routes.length[car] == 0:
            kind = model.car[car, KIND]
            if routes.seen[kind] == look:
                continue
            routes.seen[kind] = look
        best = _try_route(model, work, routes, car, shipment, most, blink, best)
    routes.chosen[ADDED] = best
    return best


@piece
def _try_route(
    model: Model,
    work: Work,
    routes: Routes,
    car: int,
    shipment: int,
    most: int,
    blink: float,
    best: int,
) -> int:
    """Return the least that a place adds, of this route and those before, and write it down."""
    pickup = model.activity[shipment, PARTNER]
    found = 0
    if pickup >= 0:
        found = _list_pairs(model, routes, car, pickup, shipment, most)
    else:
        found = _list_singles(model, routes, car, shipment, most)
    if found == 0:
        return best
    for position in range(routes.length[car]):
        work.trial[position] = routes.sequence[car, position]
    metres = _metres_of(model, work.trial, car, routes.length[car])
    for row in range(found):
        if blink > 0.0 and draw_unit(routes.bits) < blink:
            continue
        first = routes.candidate[row, 1]
        second = routes.candidate[row, 2]
        form = routes.candidate[row, 3]
        length = write_trial(model, work, routes, car, shipment, first, second, form)
        if model.car[car, PER_M] * (_metres_of(model, work.trial, car, length) - metres) >= best:
            continue  # its way alone costs more
        cost = price_route(model, work, car, length)
        if cost < HUGE and cost - routes.cost[car] < best:
            best = cost - routes.cost[car]
            routes.chosen[CAR] = car
            routes.chosen[FIRST] = first
            routes.chosen[SECOND] = second
            routes.chosen[FORM] = form
    return best


@piece
def _metres_of(model: Model, sequence: Ints, car: int, length: int) -> int:
    profile = model.car[car, PROFILE]
    here, metres = model.car[car, START], 0
    for position in range(length):
        there = place_of(model, car, sequence[position])
        metres += model.distance_m[profile, here, there]
        here = there
    return metres + model.distance_m[profile, here, model.car[car, END]]


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
    reload = len(model.activity) - 1
    to = 0
    for position in range(routes.length[car] + 1):
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
        if position < routes.length[car]:
            work.trial[to] = routes.sequence[car, position]
            to += 1
    return to


@piece
def _keep(
    routes: Routes, kept: int, most: int, score: int, first: int, second: int, form: int
) -> int:
    """Put a candidate among the best in order; return how many there are."""
    candidate = routes.candidate
    if kept == most and score >= candidate[kept - 1, 0]:
        return kept
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
def _place_at(model: Model, routes: Routes, car: int, position: int) -> int:
    """Return the location of a stop, of the start (-1) or the end (the length)."""
    if position < 0:
        return model.car[car, START]
    if position >= routes.length[car]:
        return model.car[car, END]
    return place_of(model, car, routes.sequence[car, position])


@inline
def _leg_cost(model: Model, car: int, here: int, there: int) -> int:
    """Return what a leg costs, HUGE where there is none."""
    profile = model.car[car, PROFILE]
    if model.duration_s[profile, here, there] < 0:
        return HUGE
    seconds = scale(model.duration_s[profile, here, there], model.car[car, TRAVEL_PERCENT])
    metres = model.distance_m[profile, here, there]
    # A leg that costs nothing still counts a little, so that short ways come first.
    cost = model.car[car, PER_M] * metres + model.car[car, PER_S] * seconds
    return 16 * cost + seconds + metres


@inline
def _reach(model: Model, car: int, here: int, there: int, number: int, ready: int) -> int:
    """Return the earliest departure from an activity, NEVER when it cannot be in time."""
    profile = model.car[car, PROFILE]
    time_s = ready + scale(
        max(0, model.duration_s[profile, here, there]), model.car[car, TRAVEL_PERCENT]
    )
    begins = earliest_in(
        model, model.activity[number, WINDOW], model.activity[number, WINDOW_END], time_s
    )
    return begins if begins >= NEVER else begins + stay_of(model, car, number)


@piece
def _detour(
    model: Model, routes: Routes, car: int, number: int, position: int, check_next: bool
) -> int:
    """Return about what an activity adds before a stop, HUGE when it cannot be there in time."""
    here = _place_at(model, routes, car, position - 1)
    there = place_of(model, car, number)
    after = _place_at(model, routes, car, position)
    to, back = _leg_cost(model, car, here, there), _leg_cost(model, car, there, after)
    if to >= HUGE or (check_next and back >= HUGE):
        return HUGE
    leaves = _reach(model, car, here, there, number, routes.bound[car, READY, position])
    if leaves >= NEVER:
        return HUGE
    if check_next:
        arrival = leaves + scale(
            model.duration_s[model.car[car, PROFILE], there, after],
            model.car[car, TRAVEL_PERCENT],
        )
        if arrival > routes.bound[car, UNTIL, position]:
            return HUGE
    direct = _leg_cost(model, car, here, after)
    return to + min(back, HUGE // 8) - min(direct, HUGE // 8)


@piece
def _list_singles(model: Model, routes: Routes, car: int, shipment: int, most: int) -> int:
    kept = 0
    length = routes.length[car]
    trips = 1
    for position in range(length):
        trips += model.activity[routes.sequence[car, position], ROLE] == RELOAD
    depot = model.car[car, RELOAD_AT]
    there = place_of(model, car, shipment)
    for position in range(model.car[car, LOCKED], length + 1):
        score = _detour(model, routes, car, shipment, position, True)
        if score < HUGE:
            kept = _keep(routes, kept, most, score, position, position, PLAIN)
        if trips < model.car[car, MAX_TRIPS] and length > 0:
            here = _place_at(model, routes, car, position - 1)
            after = _place_at(model, routes, car, position)
            there_and_on = _leg_cost(model, car, there, after)
            direct = min(_leg_cost(model, car, here, after), HUGE // 8)
            by_depot = _leg_cost(model, car, here, depot) + _leg_cost(model, car, depot, there)
            if position > 0 and max(by_depot, there_and_on) < HUGE:
                score = by_depot + there_and_on - direct
                kept = _keep(routes, kept, most, score, position, position, RELOAD_BEFORE)
            by_depot = _leg_cost(model, car, there, depot) + _leg_cost(model, car, depot, after)
            to = _leg_cost(model, car, here, there)
            if position < length and max(by_depot, to) < HUGE:
                score = by_depot + to - direct
                kept = _keep(routes, kept, most, score, position, position, RELOAD_AFTER)
    return kept


@piece
def _list_pairs(
    model: Model, routes: Routes, car: int, pickup: int, delivery: int, most: int
) -> int:
    kept = 0
    length = routes.length[car]
    start, target = place_of(model, car, pickup), place_of(model, car, delivery)
    between = _leg_cost(model, car, start, target)
    for first in range(model.car[car, LOCKED], length + 1):
        picked = _detour(model, routes, car, pickup, first, False)
        if picked >= HUGE:
            continue
        here = _place_at(model, routes, car, first - 1)
        after = _place_at(model, routes, car, first)
        on = _leg_cost(model, car, target, after)
        if max(between, on) < HUGE:
            direct = min(_leg_cost(model, car, here, after), HUGE // 8)
            score = _leg_cost(model, car, here, start) + between + on - direct
            kept = _keep(routes, kept, most, score, first, first, PLAIN)
        if _leg_cost(model, car, start, after) >= HUGE:
            continue
        for second in range(first + 1, length + 1):
            brought = _detour(model, routes, car, delivery, second, True)
            if brought < HUGE:
                kept = _keep(routes, kept, most, picked + brought, first, second, PLAIN)
    return kept
