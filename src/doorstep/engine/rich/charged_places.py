"""Places of one stop on the route of an electric vehicle, each tried in O(1)."""

from doorstep.engine.rich.along import leg_metres, leg_seconds
from doorstep.engine.rich.candidates import keep_candidate, last_score
from doorstep.engine.rich.charged import (
    CHARGED_BY,
    LAST,
    LATE,
    LEVEL,
    METRES,
    NEED,
    STATION,
    TAKES,
    TIME,
    WAY_M,
    Charged,
    pass_leg,
)
from doorstep.engine.rich.electric_layout import Electric
from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import (
    FROM,
    HUGE,
    LOCKED,
    MAX_DISTANCE,
    MAX_STOPS,
    NEVER,
    PER_M,
    PLACE,
    SERVICE,
    SERVICE_PERCENT,
    STOPS,
    SUM_M,
    TO,
    Ints,
    Model,
)
from doorstep.engine.rich.routes import PLAIN, Routes, slot_of
from doorstep.engine.rich.rules.charging import seconds_up_to
from doorstep.engine.rich.rules.legs import scale
from doorstep.engine.rich.segments import closes, opens
from doorstep.engine.rich.singles import has_room_at


@piece
def _fits(electric: Electric, behind: Ints, count: int, time: int, level: int) -> int:
    """Return the metres of the shortest way to go on at a time with a level, or HUGE."""
    for row in range(count):
        one = behind[row]
        if level < one[NEED] or time > one[LATE]:
            continue
        if one[STATION] < 0:
            return one[WAY_M]
        left = level - one[TAKES]
        if time <= one[CHARGED_BY] + seconds_up_to(electric, one[STATION], left):
            return one[WAY_M]
    return HUGE


@piece
def list_charged(
    model: Model,
    electric: Electric | None,
    charged: Charged | None,
    routes: Routes,
    car: int,
    number: int,
) -> int:
    """Keep the place of a stop that adds least as the only candidate; return 1, or 0 for none."""
    if electric is None or charged is None:
        return 0
    slot = slot_of(routes, car)
    sums, along = routes.sums[slot], routes.along[slot]
    if sums[STOPS] + 1 > model.car[car, MAX_STOPS]:
        return 0
    early, late = opens(model, number), closes(model, number)
    stay = scale(model.activity[number, SERVICE], model.car[car, SERVICE_PERCENT])
    there = model.activity[number, PLACE]
    per_m, kept = model.car[car, PER_M], 0
    farther = model.car[car, MAX_DISTANCE] - sums[SUM_M]
    for position in range(model.car[car, LOCKED], routes.length[car] + 1):
        row = along[position]
        soonest = charged.soonest[slot, position]
        if soonest > late:
            break
        here, after = row[FROM], row[TO]
        to, on = leg_seconds(model, car, here, there), leg_seconds(model, car, there, after)
        if to < 0 or on < 0 or soonest + to > late:
            continue
        if max(soonest + to, early) + stay + on > charged.last[slot, position]:
            continue
        ahead, behind = charged.ahead[slot, position], charged.behind[slot, position]
        direct = leg_metres(model, car, here, there) + leg_metres(model, car, there, after)
        bound = min(last_score(routes, kept, 1), per_m * min(farther, NEVER) + 1)
        least = ahead[0, METRES] + direct + behind[0, WAY_M] - sums[SUM_M]
        if per_m * least >= bound:
            continue
        if not has_room_at(model, routes, car, slot, number, position):
            continue
        best = _find_way(
            model,
            electric,
            car,
            (ahead, charged.ahead_count[slot, position]),
            (behind, charged.behind_count[slot, position]),
            (here, there, after),
            (early, late, stay),
            (bound, sums[SUM_M]),
        )
        kept = keep_candidate(routes, kept, 1, best, position, position, PLAIN)
    return kept


@piece
def _find_way(
    model: Model,
    electric: Electric,
    car: int,
    before: tuple[Ints, int],
    onward: tuple[Ints, int],
    places: tuple[int, int, int],
    service: tuple[int, int, int],
    limits: tuple[int, int],
) -> int:
    """Return what the shortest way by a new stop adds, HUGE when it is not below the bound.

    Parameters
    ----------
    before, onward
        Ways to come to the stop before and to go on from the one after it, and how many.
    places
        The stop before, the new one, the one after.
    service
        When the new stop opens and closes, and how long it takes.
    limits
        What the cost must stay below, and the metres of the route as it is.
    """
    here, there, after = places
    early, late, stay = service
    best, now = limits
    found, per_m = HUGE, model.car[car, PER_M]
    direct, rest = leg_metres(model, car, there, after), onward[0][0, WAY_M] - now
    for row in range(before[1]):
        was = before[0][row]
        state = (was[METRES], was[TIME], was[LEVEL])
        for way in range(-1, electric.between.shape[3]):
            metres, time, level = pass_leg(model, electric, car, state, here, there, way)
            if metres == LAST:
                break
            if metres >= HUGE or time > late or per_m * (metres + direct + rest) >= best:
                continue
            served = (metres, max(time, early) + stay, level)
            for next_way in range(-1, electric.between.shape[3]):
                metres, time, level = pass_leg(
                    model, electric, car, served, there, after, next_way
                )
                if metres == LAST:
                    break
                if metres >= HUGE or per_m * (metres + rest) >= best:
                    continue
                on_m = _fits(electric, onward[0], onward[1], time, level)
                if on_m < HUGE and per_m * (metres + on_m - now) < best:
                    best = found = per_m * (metres + on_m - now)
    return found
