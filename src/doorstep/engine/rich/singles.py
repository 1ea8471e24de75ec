"""Places of one stop on a route, each tried in O(1)."""

from doorstep.engine.rich.along import (
    added_time_cost,
    arrives_in_time,
    close_route,
    leg_metres,
    leg_seconds,
    metres_to,
    seconds_to,
    stay_at,
)
from doorstep.engine.rich.candidates import keep_candidate, last_score, score_way
from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import (
    BACK,
    FROM,
    GOING,
    HAS_RELEASES,
    HEAD_LATE,
    HEAD_S,
    HUGE,
    IS_TIMED,
    LEG_M,
    LEG_S,
    LOCKED,
    MAX_STOPS,
    MAX_TRIPS,
    NEVER,
    ON,
    OUTBOUND,
    PEAK_AFTER,
    PEAK_BEFORE,
    PLACE,
    READY,
    RELEASE,
    RELEASED_BEFORE,
    RELEASED_FROM,
    RELOAD_AT,
    RELOAD_S,
    ROLE,
    SHIFT_EARLY,
    STOPS,
    TO,
    TRIP_AT,
    TRIP_EARLY,
    TRIP_LATE,
    TRIP_S,
    TRIPS,
    WINDOW,
    WINDOW_END,
    Model,
)
from doorstep.engine.rich.routes import PLAIN, RELOAD_AFTER, RELOAD_BEFORE, Routes, slot_of
from doorstep.engine.rich.rules.visits import added_visits, spread_cost, visit_cost
from doorstep.engine.rich.rules.windows import earliest_in
from doorstep.engine.rich.segments import append, closes, last_closing, opens


@piece
def list_singles(
    model: Model, routes: Routes, car: int, number: int, most: int, is_exact: bool
) -> int:
    """List the cheapest places; return how many. Exact: what each adds, else about that."""
    slot = slot_of(routes, car)
    sums = routes.sums[slot]
    if sums[STOPS] + 1 > model.car[car, MAX_STOPS]:
        return 0
    closing = last_closing(model, number)
    may_reload = sums[TRIPS] < model.car[car, MAX_TRIPS]
    may_split = may_reload and model.car[car, HAS_RELEASES] != 0  # trips leave earlier with less
    kept = 0
    for position in range(model.car[car, LOCKED], routes.length[car] + 1):
        if routes.along[slot, position, READY] > closing and not may_split:
            break
        score = _score_plain(
            model, routes, car, slot, number, position, last_score(routes, kept, most), is_exact
        )
        kept = keep_candidate(routes, kept, most, score, position, position, PLAIN)
        if may_reload and position > 0:
            score = _score_after_reload(model, routes, car, slot, number, position, is_exact)
            kept = keep_candidate(routes, kept, most, score, position, position, RELOAD_BEFORE)
        if may_reload and position < routes.length[car]:
            score = _score_before_reload(model, routes, car, slot, number, position, is_exact)
            kept = keep_candidate(routes, kept, most, score, position, position, RELOAD_AFTER)
    return kept


@piece
def _score_plain(
    model: Model,
    routes: Routes,
    car: int,
    slot: int,
    number: int,
    position: int,
    bound: int,
    is_exact: bool,
) -> int:
    along, row = routes.along[slot], routes.along[slot, position]
    sequence, length = routes.sequence[slot], routes.length[car]
    there = model.activity[number, PLACE]
    to, on = seconds_to(model, car, there, row[FROM]), leg_seconds(model, car, there, row[TO])
    if to < 0 or on < 0:
        return HUGE
    metres = metres_to(model, car, there, row[FROM]) + leg_metres(model, car, there, row[TO])
    score = score_way(
        model, routes, car, slot, metres - row[LEG_M], to + on - row[LEG_S], is_exact
    )
    if score < HUGE and is_exact:
        score += added_visits(model, sequence, length, along, position, number, there)
    is_timed = is_exact and model.car[car, IS_TIMED] != 0
    if score >= HUGE or (score >= bound and not is_timed):
        return HUGE
    head = (row[HEAD_S], row[READY] - row[HEAD_S], row[HEAD_LATE])
    ready = row[READY]
    if model.car[car, HAS_RELEASES] and model.activity[number, ROLE] == OUTBOUND:
        release = model.activity[number, RELEASE]
        if release > along[row[TRIP_AT], READY]:  # the trip with it leaves later than it does now
            if is_exact and release > row[TRIP_LATE]:
                return HUGE
            if is_exact:
                head = (row[TRIP_S], max(row[TRIP_EARLY], release), row[TRIP_LATE])
                ready = head[0] + head[1]
    begins = earliest_in(
        model, model.activity[number, WINDOW], model.activity[number, WINDOW_END], ready + to
    )
    if begins >= NEVER:
        return HUGE
    stay = stay_at(model, car, number, row[FROM] != there)
    if not arrives_in_time(
        model, car, sequence, length, along, position, there, begins + stay + on
    ):
        return HUGE
    if not has_room_at(model, routes, car, slot, number, position):
        return HUGE
    if is_timed:
        head = append(head, to, stay, opens(model, number), closes(model, number))
        seconds, end = close_route(model, car, sequence, length, along, position, there, head, on)
        added = added_time_cost(model, car, routes.sums[slot], seconds, end)
        return HUGE if added >= HUGE else score + added
    return score


@piece
def has_room_at(
    model: Model, routes: Routes, car: int, slot: int, number: int, position: int
) -> bool:
    """Tell whether there is room for a stop before that at a position."""
    role = model.activity[number, ROLE]
    for dimension in range(model.load.shape[2]):
        most = model.car_load[car, 0, dimension]
        row = routes.hold[slot, position, dimension]
        amount, returns = model.load[number, 0, dimension], model.load[number, 1, dimension]
        going = amount if role == OUTBOUND else 0
        if row[PEAK_BEFORE] + going > most or row[PEAK_AFTER] + returns + amount - going > most:
            return False
    return True


@piece
def _score_after_reload(
    model: Model, routes: Routes, car: int, slot: int, number: int, position: int, is_exact: bool
) -> int:
    """Return what it adds to reload, then serve the activity, then go on."""
    along, row = routes.along[slot], routes.along[slot, position]
    sequence, length = routes.sequence[slot], routes.length[car]
    depot, there = model.car[car, RELOAD_AT], model.activity[number, PLACE]
    home = leg_seconds(model, car, row[FROM], depot)
    to, on = leg_seconds(model, car, depot, there), leg_seconds(model, car, there, row[TO])
    if home < 0 or to < 0 or on < 0:
        return HUGE
    metres = leg_metres(model, car, row[FROM], depot) + leg_metres(model, car, depot, there)
    metres += leg_metres(model, car, there, row[TO]) - row[LEG_M]
    score = score_way(model, routes, car, slot, metres, home + to + on - row[LEG_S], is_exact)
    if score >= HUGE or not is_exact:
        return score
    score += visit_cost(model, number, depot != there)
    score += spread_cost(model, sequence, length, along, position, there)
    leaves = _ready_alone(model, routes, car, slot, position, -NEVER) + home
    leaves += model.car[car, RELOAD_S]
    if model.car[car, HAS_RELEASES]:
        leaves = max(leaves, row[RELEASED_FROM], model.activity[number, RELEASE])
    begins = earliest_in(
        model, model.activity[number, WINDOW], model.activity[number, WINDOW_END], leaves + to
    )
    arrival = begins + stay_at(model, car, number, depot != there) + on
    if begins >= NEVER or not arrives_in_time(
        model, car, sequence, length, along, position, there, arrival
    ):
        return HUGE
    role = model.activity[number, ROLE]
    for dimension in range(model.load.shape[2]):
        most = model.car_load[car, 0, dimension]
        hold = routes.hold[slot, position, dimension]
        amount, returns = model.load[number, 0, dimension], model.load[number, 1, dimension]
        going = amount if role == OUTBOUND else 0
        if (
            hold[ON] - hold[BACK] + going > most
            or hold[PEAK_AFTER] - hold[BACK] + returns + amount - going > most
        ):
            return HUGE
    return score


@piece
def _score_before_reload(
    model: Model, routes: Routes, car: int, slot: int, number: int, position: int, is_exact: bool
) -> int:
    """Return what it adds to serve the activity, then reload, then go on."""
    along, row = routes.along[slot], routes.along[slot, position]
    sequence, length = routes.sequence[slot], routes.length[car]
    depot, there = model.car[car, RELOAD_AT], model.activity[number, PLACE]
    to, home = seconds_to(model, car, there, row[FROM]), leg_seconds(model, car, there, depot)
    on = leg_seconds(model, car, depot, row[TO])
    if home < 0 or to < 0 or on < 0:
        return HUGE
    metres = metres_to(model, car, there, row[FROM]) + leg_metres(model, car, there, depot)
    metres += leg_metres(model, car, depot, row[TO]) - row[LEG_M]
    score = score_way(model, routes, car, slot, metres, home + to + on - row[LEG_S], is_exact)
    if score >= HUGE or not is_exact:
        return score
    score += visit_cost(model, number, row[FROM] != there)
    score += spread_cost(model, sequence, length, along, position, depot)
    release = model.activity[number, RELEASE]
    if release > row[TRIP_LATE]:
        return HUGE
    ready = _ready_alone(model, routes, car, slot, position, release)
    begins = earliest_in(
        model, model.activity[number, WINDOW], model.activity[number, WINDOW_END], ready + to
    )
    if begins >= NEVER:
        return HUGE
    leaves = begins + stay_at(model, car, number, row[FROM] != there) + home
    leaves += model.car[car, RELOAD_S]
    if model.car[car, HAS_RELEASES]:
        leaves = max(leaves, row[RELEASED_FROM])
    if not arrives_in_time(model, car, sequence, length, along, position, depot, leaves + on):
        return HUGE
    role = model.activity[number, ROLE]
    for dimension in range(model.load.shape[2]):
        most = model.car_load[car, 0, dimension]
        hold = routes.hold[slot, position, dimension]
        amount, returns = model.load[number, 0, dimension], model.load[number, 1, dimension]
        going = amount if role == OUTBOUND else 0
        if (
            hold[PEAK_BEFORE] - hold[GOING] + going > most
            or hold[ON] - hold[GOING] + returns + amount - going > most
        ):
            return HUGE
    return score


@piece
def _ready_alone(
    model: Model, routes: Routes, car: int, slot: int, position: int, release: int
) -> int:
    """Return the earliest departure before a stop if the trip carries only what comes before."""
    row = routes.along[slot, position]
    if model.car[car, HAS_RELEASES] == 0:
        return row[READY]
    first = row[TRIP_AT]
    departs = model.car[car, SHIFT_EARLY]
    if first > 0:
        before = routes.along[slot, first - 1]
        departs = before[READY] + before[LEG_S] + model.car[car, RELOAD_S]
    departs = max(departs, row[RELEASED_BEFORE], release)
    return row[TRIP_S] + max(row[TRIP_EARLY], departs)
