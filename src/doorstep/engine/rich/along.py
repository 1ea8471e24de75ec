"""What is carried along each route, so that a position on it can be tried in O(1).

Every leg and stop is a non-decreasing map of time: an activity fits where the earliest departure
before it leads to an arrival not after the latest one allowed behind it. Setups at a new door,
releases, trips and loads are kept exactly; breaks and rides are left aside, which makes the times
bounds: what does not fit between them does not fit.
"""

from typing import Any

import numpy as np

from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import (
    BACK,
    BRING,
    DRIVEN,
    END,
    ENDS,
    FETCH,
    FIXED,
    FROM,
    GOING,
    HAS_RELEASES,
    HEAD_LATE,
    HEAD_S,
    HUGE,
    INBOUND,
    IS_PLAIN,
    IS_TIMED,
    KEPT_BY,
    LEG_M,
    LEG_S,
    MAX_DISTANCE,
    MAX_DRIVING,
    MAX_DURATION,
    MAX_STOPS,
    MAX_TRIPS,
    MOVING,
    NEVER,
    ODD,
    ODD_STOPS,
    ODD_WHEN_TIMED,
    ON,
    OUTBOUND,
    OVERTIME,
    OVERTIME_COST,
    OWN_COST,
    PEAK_AFTER,
    PEAK_BEFORE,
    PER_M,
    PER_S,
    PROFILE,
    READY,
    RELEASE,
    RELEASED_BEFORE,
    RELEASED_FROM,
    RELOAD,
    RELOAD_S,
    ROLE,
    SECONDS,
    SERVE_COST,
    SERVICE,
    SERVICE_PERCENT,
    SETUP,
    SHIFT_EARLY,
    SHIFT_LATE,
    START,
    STAY_S,
    STOPS,
    SUM_M,
    TAIL_EARLY,
    TAIL_S,
    TO,
    TRAVEL_PERCENT,
    TRIP_AT,
    TRIP_EARLY,
    TRIP_LATE,
    TRIP_S,
    TRIPS,
    UNTIL,
    WINDOW,
    WINDOW_END,
    Ints,
    Model,
)
from doorstep.engine.rich.rules.legs import place_of, scale
from doorstep.engine.rich.rules.prices import uneven_stops_cost, uneven_time_cost
from doorstep.engine.rich.rules.visits import visit_cost
from doorstep.engine.rich.rules.windows import earliest_in, latest_in
from doorstep.engine.rich.segments import append, close, closes, opens


@inline
def leg_seconds(model: Model, car: int, here: int, there: int) -> int:
    """Return what a leg takes, below 0 where there is none."""
    seconds: Any = np.int64(model.duration_s[model.car[car, PROFILE], here, there])
    return seconds if seconds < 0 else scale(seconds, model.car[car, TRAVEL_PERCENT])


@inline
def leg_metres(model: Model, car: int, here: int, there: int) -> int:
    """Return how long a leg is."""
    metres: Any = np.int64(model.distance_m[model.car[car, PROFILE], here, there])
    return metres


@inline
def seconds_to(model: Model, car: int, there: int, here: int) -> int:
    """Return what the leg to a place takes; its legs lie side by side."""
    seconds: Any = np.int64(model.duration_back_s[model.car[car, PROFILE], there, here])
    return seconds if seconds < 0 else scale(seconds, model.car[car, TRAVEL_PERCENT])


@inline
def metres_to(model: Model, car: int, there: int, here: int) -> int:
    """Return how long the leg to a place is; its legs lie side by side."""
    metres: Any = np.int64(model.distance_back_m[model.car[car, PROFILE], there, here])
    return metres


@inline
def stay_at(model: Model, car: int, number: int, is_new_door: bool) -> int:
    """Return how long an activity takes, with its setup where the vehicle comes to a new door."""
    if model.activity[number, ROLE] == RELOAD:
        return model.car[car, RELOAD_S]
    percent = model.car[car, SERVICE_PERCENT]
    stay = scale(model.activity[number, SERVICE], percent)
    return stay + scale(model.activity[number, SETUP], percent) if is_new_door else stay


@inline
def is_odd(model: Model, car: int, number: int) -> int:
    """Tell (1) whether a route of this vehicle with the activity has to be driven."""
    kind = model.activity[number, ODD]
    if kind == ODD_WHEN_TIMED:
        return model.car[car, IS_TIMED] | model.car[car, HAS_RELEASES]
    return 1 if kind else 0


@inline
def own_cost(model: Model, car: int, number: int) -> int:
    """Return what it costs that this vehicle serves an activity, wherever and whenever."""
    if model.activity[number, ROLE] == FETCH:
        return 0
    keeper = model.activity[number, KEPT_BY]
    moving = model.activity[number, MOVING] if keeper >= 0 and keeper != car else 0
    return model.activity[number, SERVE_COST] + moving


@piece
def carry(
    model: Model, car: int, sequence: Ints, length: int, along: Ints, hold: Ints, sums: Ints
) -> bool:
    """Write everything about a route; tell whether its legs, times and loads are allowed.

    O(length x (windows + dimensions)).
    """
    if model.car[car, HAS_RELEASES]:
        _list_releases(model, sequence, length, along)
    if not _go(model, car, sequence, length, along, sums):
        return False
    _come_back(model, car, sequence, length, along)
    for dimension in range(model.load.shape[2]):
        if not _load(model, car, sequence, length, hold, dimension):
            return False
    return True


@piece
def plain_cost(model: Model, car: int, sums: Ints) -> int:
    """Return what a route without breaks and odd stops costs, HUGE when it is too long."""
    cars = model.car[car]
    if (
        sums[SUM_M] > cars[MAX_DISTANCE]
        or sums[DRIVEN] > cars[MAX_DRIVING]
        or sums[STOPS] > cars[MAX_STOPS]
        or sums[TRIPS] > cars[MAX_TRIPS]
        or sums[SECONDS] > cars[MAX_DURATION]
    ):
        return HUGE
    cost = cars[FIXED] + cars[PER_M] * sums[SUM_M] + sums[OWN_COST]
    cost += uneven_time_cost(model, car, sums[SECONDS])
    cost += uneven_stops_cost(model, car, sums[STOPS])
    return cost + cars[PER_S] * sums[SECONDS] + overtime_cost(model, car, sums[ENDS])


@inline
def overtime_cost(model: Model, car: int, end: int) -> int:
    """Return what it costs on top to be back at ``end``."""
    return model.car[car, OVERTIME_COST] * max(0, end - model.car[car, SHIFT_LATE])


@inline
def is_plain(model: Model, car: int, sums: Ints) -> bool:
    """Tell whether what is carried along the route prices it exactly."""
    return model.car[car, IS_PLAIN] != 0 and sums[ODD_STOPS] == 0


@piece
def _list_releases(model: Model, sequence: Ints, length: int, along: Ints) -> None:
    latest = -NEVER
    along[length, RELEASED_FROM] = latest
    for position in range(length - 1, -1, -1):
        number = sequence[position]
        if model.activity[number, ROLE] == RELOAD:
            latest = -NEVER
        else:
            latest = max(latest, model.activity[number, RELEASE])
        along[position, RELEASED_FROM] = latest


@piece
def _go(model: Model, car: int, sequence: Ints, length: int, along: Ints, sums: Ints) -> bool:  # noqa: PLR0915, one pass along the route
    """Write departures, the segments before each stop, and the sums; False when it is late."""
    has_releases = model.car[car, HAS_RELEASES] != 0
    here, ready = model.car[car, START], model.car[car, SHIFT_EARLY]
    if has_releases:
        ready = max(ready, along[0, RELEASED_FROM])
    head = (0, ready, NEVER)
    trip = (0, -NEVER, NEVER)
    trip_at, released = 0, -NEVER
    metres, driven, stops, odd, own, trips = 0, 0, 0, 0, 0, 1
    for position in range(length + 1):
        is_end = position == length
        number = -1 if is_end else sequence[position]
        there = model.car[car, END] if is_end else place_of(model, car, number)
        leg = leg_seconds(model, car, here, there)
        if leg < 0:
            return False
        row = along[position]
        row[FROM], row[TO] = here, there
        row[LEG_S], row[LEG_M] = leg, leg_metres(model, car, here, there)
        row[READY], row[HEAD_S], row[HEAD_LATE] = ready, head[0], head[2]
        row[TRIP_S], row[TRIP_EARLY], row[TRIP_LATE] = trip
        row[TRIP_AT], row[RELEASED_BEFORE] = trip_at, released
        driven += leg
        metres += row[LEG_M]
        if is_end:
            break
        is_reload = model.activity[number, ROLE] == RELOAD
        stay = stay_at(model, car, number, here != there)
        row[STAY_S] = stay
        begins = earliest_in(
            model, model.activity[number, WINDOW], model.activity[number, WINDOW_END], ready + leg
        )
        if begins >= NEVER:
            return False
        ready = begins + stay
        early, late = opens(model, number), closes(model, number)
        head = append(head, leg, stay, early, late)
        if is_reload:
            if has_releases:
                ready = max(ready, along[position + 1, RELEASED_FROM])
            trips += 1
            trip = (0, -NEVER, NEVER)
            trip_at, released = position + 1, -NEVER
        else:
            trip = append(trip, leg, stay, early, late)
            released = max(released, model.activity[number, RELEASE])
            stops += 1
            odd += is_odd(model, car, number)
            own += own_cost(model, car, number) + visit_cost(model, number, here != there)
        here = there
    sums[SUM_M], sums[DRIVEN], sums[STOPS], sums[TRIPS] = metres, driven, stops, trips
    sums[ODD_STOPS], sums[OWN_COST] = odd, own
    sums[SECONDS] = head[0] + along[length, LEG_S]
    sums[ENDS] = ready + along[length, LEG_S]
    return sums[ENDS] <= model.car[car, SHIFT_LATE] + model.car[car, OVERTIME]


@piece
def _come_back(model: Model, car: int, sequence: Ints, length: int, along: Ints) -> None:
    """Write latest arrivals, and the segments from each stop on."""
    until = model.car[car, SHIFT_LATE] + model.car[car, OVERTIME]
    tail_s, tail_early = 0, -NEVER
    along[length, UNTIL], along[length, TAIL_S], along[length, TAIL_EARLY] = until, 0, -NEVER
    for position in range(length - 1, -1, -1):
        number = sequence[position]
        row = along[position]
        apart = row[STAY_S] + along[position + 1, LEG_S]
        until = latest_in(
            model,
            model.activity[number, WINDOW],
            model.activity[number, WINDOW_END],
            until - apart,
        )
        wait = max(0, tail_early - apart - closes(model, number))
        tail_s += apart + wait
        tail_early = max(tail_early - apart, opens(model, number)) - wait
        row[UNTIL], row[TAIL_S], row[TAIL_EARLY] = until, tail_s, tail_early


@piece
def _load(model: Model, car: int, sequence: Ints, length: int, hold: Ints, dimension: int) -> bool:
    """Write one dimension's load on each leg; False when there is too much."""
    going, peak = 0, 0
    for position in range(length, -1, -1):
        if position < length:
            number = sequence[position]
            role = model.activity[number, ROLE]
            if role == RELOAD:
                going = 0
            elif role == OUTBOUND:
                going += model.load[number, 0, dimension]
        hold[position, dimension, GOING] = going
    most = model.car_load[car, 0, dimension]
    staying, back = model.car_load[car, 1, dimension], 0
    for position in range(length + 1):
        row = hold[position, dimension]
        on = staying + row[GOING] + back
        if on > most:
            return False
        row[ON], row[BACK] = on, back
        is_first = position == 0 or model.activity[sequence[position - 1], ROLE] == RELOAD
        peak = on if is_first else max(peak, on)
        row[PEAK_BEFORE] = peak
        if position == length:
            break
        number = sequence[position]
        role = model.activity[number, ROLE]
        if role == RELOAD:
            back = 0
            continue
        amount = model.load[number, 0, dimension]
        if role == INBOUND:
            back += amount
        elif role == FETCH:
            staying += amount
        elif role == BRING:
            staying -= amount
        if role != FETCH:
            back += model.load[number, 1, dimension]
    for position in range(length, -1, -1):
        row = hold[position, dimension]
        is_last = position == length or model.activity[sequence[position], ROLE] == RELOAD
        peak = row[ON] if is_last else max(peak, row[ON])
        row[PEAK_AFTER] = peak
    return True


@inline
def goes_on(
    model: Model, sequence: Ints, length: int, along: Ints, position: int, here: int
) -> bool:
    """Tell whether the stop at a position keeps its setup when it is reached from ``here``."""
    if position >= length:
        return True
    there = along[position, TO]
    if model.activity[sequence[position], SETUP] == 0:
        return True
    return (there != here) == (there != along[position, FROM])


@piece
def arrives_in_time(
    model: Model,
    car: int,
    sequence: Ints,
    length: int,
    along: Ints,
    position: int,
    here: int,
    arrival: int,
) -> bool:
    """Tell whether the rest of the route may begin at ``arrival``, coming from ``here``."""
    if goes_on(model, sequence, length, along, position, here):
        return arrival <= along[position, UNTIL]
    number = sequence[position]
    begins = earliest_in(
        model, model.activity[number, WINDOW], model.activity[number, WINDOW_END], arrival
    )
    leaves = begins + stay_at(model, car, number, along[position, TO] != here)
    return leaves + along[position + 1, LEG_S] <= along[position + 1, UNTIL]


@piece
def close_route(
    model: Model,
    car: int,
    sequence: Ints,
    length: int,
    along: Ints,
    position: int,
    here: int,
    head: tuple[int, int, int],
    leg: int,
) -> tuple[int, int]:
    """Return duration and end of a route that goes from ``head`` to the stop at a position."""
    if goes_on(model, sequence, length, along, position, here):
        return close(head, leg, along[position, TAIL_S], along[position, TAIL_EARLY])
    number = sequence[position]
    stay = stay_at(model, car, number, along[position, TO] != here)
    head = append(head, leg, stay, opens(model, number), closes(model, number))
    row = along[position + 1]
    return close(head, row[LEG_S], row[TAIL_S], row[TAIL_EARLY])


@inline
def added_time_cost(model: Model, car: int, sums: Ints, seconds: int, end: int) -> int:
    """Return what the new duration and end cost more, HUGE when it takes too long."""
    if seconds > model.car[car, MAX_DURATION]:
        return HUGE
    added = model.car[car, PER_S] * (seconds - sums[SECONDS])
    added += uneven_time_cost(model, car, seconds) - uneven_time_cost(model, car, sums[SECONDS])
    return added + overtime_cost(model, car, end) - overtime_cost(model, car, sums[ENDS])
