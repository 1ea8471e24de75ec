"""Places of a pick-up and its delivery on a route, each pair of positions tried in O(1).

From each position of the pick-up the time is carried along the stops that follow, so that all
pairs of positions cost O(length squared) together; it ends early where nothing later can be in
time or better.
"""

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
from doorstep.engine.rich.candidates import keep_candidate, last_score, score_leg, score_way
from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import (
    BRING,
    FETCH,
    FROM,
    HAS_RELEASES,
    HEAD_LATE,
    HEAD_S,
    HUGE,
    IS_LIFO,
    IS_TIMED,
    LEG_M,
    LEG_S,
    LOCKED,
    MAX_STOPS,
    NEVER,
    ON,
    PARTNER,
    PEAK_AFTER,
    PER_M,
    PLACE,
    READY,
    RELEASED_FROM,
    RELOAD,
    ROLE,
    SERVICE_PERCENT,
    SETUP,
    STAY_S,
    STOPS,
    TO,
    UNTIL,
    WINDOW,
    WINDOW_END,
    Model,
)
from doorstep.engine.rich.routes import PLAIN, Routes, slot_of
from doorstep.engine.rich.rules.legs import scale
from doorstep.engine.rich.rules.visits import added_visits, spread_cost, visit_cost
from doorstep.engine.rich.rules.windows import earliest_in
from doorstep.engine.rich.segments import Segment, append, closes, last_closing, opens

# Of the delivery at each position: score, metres, seconds to and from it, and the least score from
# there on.
_SCORE, _METRES, _TO_S, _ON_S, _LEAST = range(5)


@piece
def list_pairs(  # noqa: PLR0915, one pass along the route
    model: Model, routes: Routes, car: int, delivery: int, most: int, is_exact: bool
) -> int:
    """List the cheapest places; return how many. Exact: what each adds, else about that."""
    slot, length = slot_of(routes, car), routes.length[car]
    if routes.sums[slot, STOPS] + 2 > model.car[car, MAX_STOPS]:
        return 0
    pickup = model.activity[delivery, PARTNER]
    is_timed = is_exact and model.car[car, IS_TIMED] != 0
    closing = last_closing(model, pickup)
    is_longer = _list_detours(model, routes, car, slot, delivery, is_exact)
    place, target = model.activity[pickup, PLACE], model.activity[delivery, PLACE]
    kept = 0
    for position in range(model.car[car, LOCKED], length + 1):
        row = routes.along[slot, position]
        if row[READY] > closing:
            break
        to, on = seconds_to(model, car, place, row[FROM]), leg_seconds(model, car, place, row[TO])
        if to < 0 or not _has_room(model, routes, car, slot, pickup, position, 0):
            continue
        metres = metres_to(model, car, place, row[FROM]) - row[LEG_M]
        direct_m = leg_metres(model, car, place, target)
        direct_m += leg_metres(model, car, target, row[TO])
        around_m = metres + leg_metres(model, car, place, row[TO])
        came = direct = 0
        if is_exact:
            sequence, along = routes.sequence[slot], routes.along[slot]
            came = visit_cost(model, pickup, row[FROM] != place)
            direct = came + visit_cost(model, delivery, place != target)
            direct += spread_cost(model, sequence, length, along, position, target)
            came += spread_cost(model, sequence, length, along, position, place)
        if not is_timed and is_exact:
            bound = last_score(routes, kept, most)
            least = model.car[car, PER_M] * around_m + routes.detour[position + 1, _LEAST]
            around = model.car[car, PER_M] * (metres + direct_m)
            if least + came >= bound and around + direct >= bound:
                continue
        begins = earliest_in(
            model,
            model.activity[pickup, WINDOW],
            model.activity[pickup, WINDOW_END],
            row[READY] + to,
        )
        if begins >= NEVER:
            continue
        stay = stay_at(model, car, pickup, row[FROM] != place)
        head = (0, 0, 0)
        if is_timed:
            head = append(
                (row[HEAD_S], row[READY] - row[HEAD_S], row[HEAD_LATE]),
                to,
                stay,
                opens(model, pickup),
                closes(model, pickup),
            )
        between = leg_seconds(model, car, place, target)
        back = leg_seconds(model, car, target, row[TO])
        if between >= 0 and back >= 0:
            way = metres + direct_m
            seconds = to + between + back - row[LEG_S]
            score = score_way(model, routes, car, slot, way, seconds, is_exact)
            if score < HUGE:
                score += direct
            score = _score_delivery(
                model,
                routes,
                car,
                slot,
                delivery,
                position,
                score,
                last_score(routes, kept, most),
                begins + stay,
                head,
                place,
                between,
                back,
                is_timed,
            )
            kept = keep_candidate(routes, kept, most, score, position, position, PLAIN)
        if on >= 0 and position < length:
            kept = _list_deliveries(
                model,
                routes,
                car,
                slot,
                delivery,
                position,
                begins + stay,
                head,
                to + on - row[LEG_S],
                around_m,
                came,
                kept,
                most,
                is_exact,
                is_longer,
            )
    return kept


@piece
def _list_detours(
    model: Model, routes: Routes, car: int, slot: int, delivery: int, is_exact: bool
) -> bool:
    """Write what the delivery adds at each position; tell whether it never makes a route quicker.

    It can where tables of travel break the triangle inequality, or where it spares a setup.
    """
    length = routes.length[car]
    there = model.activity[delivery, PLACE]
    service = stay_at(model, car, delivery, False)
    is_longer = True
    least = HUGE
    routes.detour[length + 1, _LEAST] = HUGE
    for position in range(length, model.car[car, LOCKED], -1):
        row, detour = routes.along[slot, position], routes.detour[position]
        to = seconds_to(model, car, there, row[FROM])
        on = leg_seconds(model, car, there, row[TO])
        score = HUGE
        if to >= 0 and on >= 0:
            metres = metres_to(model, car, there, row[FROM])
            metres += leg_metres(model, car, there, row[TO]) - row[LEG_M]
            seconds = to + on - row[LEG_S]
            score = score_leg(model, car, metres, seconds, is_exact)
            if is_exact:
                score += added_visits(
                    model,
                    routes.sequence[slot],
                    length,
                    routes.along[slot],
                    position,
                    delivery,
                    there,
                )
            detour[_METRES], detour[_TO_S], detour[_ON_S] = metres, to, on
            spared = 0
            if position < length:
                spared = model.activity[routes.sequence[slot, position], SETUP]
                spared = scale(spared, model.car[car, SERVICE_PERCENT])
            is_longer = is_longer and seconds + service >= spared
        least = min(least, score)
        detour[_SCORE], detour[_LEAST] = score, least
    return is_longer


@piece
def _list_deliveries(  # noqa: PLR0915, one pass along the route
    model: Model,
    routes: Routes,
    car: int,
    slot: int,
    delivery: int,
    pickup_at: int,
    leaves: int,
    head: Segment,
    added_s: int,
    added_m: int,
    came: int,
    kept: int,
    most: int,
    is_exact: bool,
    is_longer: bool,
) -> int:
    """List the places behind other stops for the delivery of what is picked up at a position."""
    length = routes.length[car]
    pickup = model.activity[delivery, PARTNER]
    is_timed = is_exact and model.car[car, IS_TIMED] != 0
    is_lifo = model.car[car, IS_LIFO] != 0
    closing = last_closing(model, delivery)
    picked = came + score_leg(model, car, added_m, added_s, is_exact)
    here = model.activity[pickup, PLACE]
    leg = added_s - leg_seconds(model, car, routes.along[slot, pickup_at, FROM], here)
    leg += routes.along[slot, pickup_at, LEG_S]
    on_top = 0
    for position in range(pickup_at + 1, length + 1):
        bound = last_score(routes, kept, most)
        if not is_timed and picked + routes.detour[position, _LEAST] >= bound:
            break
        number = routes.sequence[slot, position - 1]
        before, row = routes.along[slot, position - 1], routes.along[slot, position]
        stay = before[STAY_S]
        if position == pickup_at + 1:
            stay = stay_at(model, car, number, before[TO] != here)
        begins = earliest_in(
            model,
            model.activity[number, WINDOW],
            model.activity[number, WINDOW_END],
            leaves + leg,
        )
        if begins >= NEVER:
            break
        leaves = begins + stay
        role = model.activity[number, ROLE]
        if role == RELOAD and model.car[car, HAS_RELEASES] != 0:
            leaves = max(leaves, row[RELEASED_FROM])
        if is_timed:
            head = append(head, leg, stay, opens(model, number), closes(model, number))
        if leaves > closing or not _has_room(model, routes, car, slot, pickup, position, 0):
            break
        on_top += 1 if role == FETCH else 0
        on_top -= 1 if role == BRING else 0
        if is_lifo and on_top < 0:
            break
        detour = routes.detour[position]
        if detour[_SCORE] < HUGE and not (is_lifo and on_top > 0):
            score = picked + detour[_SCORE]
            way_s = added_s + detour[_TO_S] + detour[_ON_S] - row[LEG_S]
            if (
                score_way(model, routes, car, slot, added_m + detour[_METRES], way_s, is_exact)
                >= HUGE
            ):
                score = HUGE
            score = _score_delivery(
                model,
                routes,
                car,
                slot,
                delivery,
                position,
                score,
                bound,
                leaves,
                head,
                before[TO],
                detour[_TO_S],
                detour[_ON_S],
                is_timed,
            )
            kept = keep_candidate(routes, kept, most, score, pickup_at, position, PLAIN)
        leg = row[LEG_S]
        if is_longer and leaves + leg > row[UNTIL]:
            break
    return kept


@inline
def _score_delivery(
    model: Model,
    routes: Routes,
    car: int,
    slot: int,
    delivery: int,
    position: int,
    score: int,
    bound: int,
    leaves: int,
    head: Segment,
    here: int,
    to: int,
    on: int,
    is_timed: bool,
) -> int:
    """Return the score with what the times cost, HUGE where the delivery cannot be."""
    if score >= HUGE or (score >= bound and not is_timed):
        return HUGE
    along, sequence, length = routes.along[slot], routes.sequence[slot], routes.length[car]
    begins = earliest_in(
        model,
        model.activity[delivery, WINDOW],
        model.activity[delivery, WINDOW_END],
        leaves + to,
    )
    if begins >= NEVER:
        return HUGE
    there = model.activity[delivery, PLACE]
    stay = stay_at(model, car, delivery, here != there)
    arrival = begins + stay + on
    if not arrives_in_time(model, car, sequence, length, along, position, there, arrival):
        return HUGE
    if not _has_room(model, routes, car, slot, delivery, position, 1):
        return HUGE
    if not is_timed:
        return score
    head = append(head, to, stay, opens(model, delivery), closes(model, delivery))
    seconds, end = close_route(model, car, sequence, length, along, position, there, head, on)
    added = added_time_cost(model, car, routes.sums[slot], seconds, end)
    return HUGE if added >= HUGE else score + added


@inline
def _has_room(
    model: Model, routes: Routes, car: int, slot: int, number: int, position: int, taken_back: int
) -> bool:
    """Tell whether a pick-up still fits on this leg; or what a delivery gives back, from here."""
    for dimension in range(model.load.shape[2]):
        on = routes.hold[slot, position, dimension, PEAK_AFTER if taken_back else ON]
        amount = model.load[number, taken_back, dimension]
        if on + amount > model.car_load[car, 0, dimension]:
            return False
    return True
