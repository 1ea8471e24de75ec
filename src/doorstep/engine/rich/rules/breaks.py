"""Breaks: on which legs to take them for the earliest end; see ``engine.timing``."""

from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import (
    BECOMES_REST,
    BECOMES_S,
    BEGINS,
    BREAK,
    BREAK_END,
    BY_CLOCK,
    DRIVEN_S,
    DRIVING,
    FLOOR,
    IS_PART,
    LEAVES,
    LEAVES_FROM,
    MOST,
    NEVER,
    REST_DRIVING,
    REST_S,
    REST_WINDOW,
    REST_WINDOW_END,
    RESTS,
    STAY,
    WINDOW,
    WINDOW_END,
    WORK_COUNTS,
    Model,
    Work,
)
from doorstep.engine.rich.rules.by_time import arrive, latest
from doorstep.engine.rich.rules.windows import earliest_in, latest_in


@piece
def place_breaks(model: Model, work: Work, car: int, length: int, start: int) -> bool:
    """Choose the leg of each break; False when some break or window cannot be kept.

    O(length x breaks squared).
    """
    first, last = model.car[car, BREAK], model.car[car, BREAK_END]
    count = last - first
    if not are_due(model, work, car):
        work.rest_leg[:count] = -1
        return True
    ready, arrive = work.ready, work.arrive
    ready[0] = start
    for taken in range(count):
        row = first + taken
        over = NEVER
        if not _must_be(model, work, car, row):
            over = model.window[model.rest[row, REST_WINDOW], 0] + model.rest[row, REST_S]
        ready[taken + 1] = start if ready[taken] < NEVER and over <= start else NEVER
    for leg in range(length + 1):
        _reach_all(model, work, car, leg)
        if leg == length:
            break
        number = work.trial[leg]
        for taken in range(count + 1):
            ready[taken] = NEVER
            if arrive[taken] < NEVER:
                begins = earliest_in(
                    model,
                    model.activity[number, WINDOW],
                    model.activity[number, WINDOW_END],
                    max(arrive[taken], work.time[FLOOR, leg]),
                )
                if begins < NEVER:
                    leaves = begins + work.time[STAY, leg]
                    ready[taken] = max(leaves, work.time[LEAVES_FROM, leg])
    best, chosen = NEVER, -1
    for taken in range(count + 1):
        end = arrive[taken]
        if end < best and _may_rest_after(model, work, car, first + taken, end):
            best, chosen = end, taken
    if chosen < 0:
        return False
    for row in range(count):
        work.rest_leg[row] = -1
    for leg in range(length, -1, -1):
        fewer = work.before[leg, chosen]
        for row in range(fewer, chosen):
            work.rest_leg[row] = leg
        chosen = fewer
    return True


@inline
def are_due(model: Model, work: Work, car: int) -> bool:
    """Tell whether breaks are to be looked at: a rest of its own only after enough driving."""
    first = model.car[car, BREAK]
    return first < model.car[car, BREAK_END] and (
        model.rest[first, RESTS] != IS_PART or is_rest_due(model, work, car)
    )


@inline
def is_rest_due(model: Model, work: Work, car: int) -> bool:
    """Tell whether one drives for so long that one has to rest."""
    return work.tally[DRIVING] > model.car[car, REST_DRIVING]


@inline
def _must_be(model: Model, work: Work, car: int, row: int) -> bool:
    """Tell whether a break is taken whatever the clock says."""
    return model.rest[row, RESTS] != BY_CLOCK and is_rest_due(model, work, car)


@inline
def length_on(model: Model, work: Work, car: int, row: int, leg: int) -> int:
    """Return how long a break takes on a leg, NEVER where it cannot be; see ``resting``."""
    lasts_s = model.rest[row, REST_S]
    if not _must_be(model, work, car, row):
        return lasts_s
    most_s = model.car[car, REST_DRIVING]
    before = work.time[DRIVEN_S, leg]
    after = before + work.time[MOST, leg]
    earliest = work.tally[DRIVING] - most_s
    if model.rest[row, RESTS] == BECOMES_REST:
        if before > most_s or after < earliest or earliest > most_s:
            return NEVER
        is_work = model.car[car, WORK_COUNTS] != 0 and after <= most_s
        worked_s = work.time[STAY, leg] if is_work else 0
        return max(lasts_s, model.rest[row, BECOMES_S] - worked_s)
    if before > most_s:
        return NEVER
    if row == model.car[car, BREAK_END] - 1:
        if after < earliest or earliest > most_s:
            return NEVER
        if model.car[car, WORK_COUNTS] and after <= most_s:
            return max(0, lasts_s - work.time[STAY, leg])
    return lasts_s


@inline
def _driven_before(model: Model, work: Work, car: int, row: int, leg: int) -> tuple[int, int]:
    """Return how much driving on a leg is before a break at least and at most."""
    if model.rest[row, RESTS] != BECOMES_REST or not is_rest_due(model, work, car):
        return 0, NEVER
    most_s = model.car[car, REST_DRIVING]
    before = work.time[DRIVEN_S, leg]
    at_least = max(0, work.tally[DRIVING] - most_s - before)
    is_bound = before + work.time[MOST, leg] > most_s
    return at_least, most_s - before if is_bound else NEVER


@piece
def _reach_all(model: Model, work: Work, car: int, leg: int) -> None:
    """Write the earliest arrival for each number of breaks taken, and how many were before."""
    first = model.car[car, BREAK]
    count = model.car[car, BREAK_END] - first
    for taken in range(count + 1):
        work.arrive[taken] = NEVER
        work.before[leg, taken] = 0
    for taken in range(count + 1):
        leaves = work.ready[taken]
        if leaves >= NEVER:
            continue
        drives_until = arrive(model, work, car, leg, leaves)
        over, paused_s = leaves, 0
        for more in range(taken, count + 1):
            if more > taken:
                row = first + more - 1
                at_least, at_most = _driven_before(model, work, car, row, leg)
                begins = earliest_in(
                    model,
                    model.rest[row, REST_WINDOW],
                    model.rest[row, REST_WINDOW_END],
                    max(over, leaves + paused_s + at_least),
                )
                lasts_s = length_on(model, work, car, row, leg)
                if begins >= NEVER or lasts_s >= NEVER or begins > leaves + paused_s + at_most:
                    break
                over = begins + lasts_s
                paused_s += lasts_s
            reached = max(over, drives_until + paused_s)
            if reached <= work.arrive[more]:
                work.arrive[more] = reached
                work.before[leg, more] = taken


@inline
def _may_rest_after(model: Model, work: Work, car: int, first: int, end: int) -> bool:
    """Tell whether each of the breaks may still begin when the route is over."""
    for row in range(first, model.car[car, BREAK_END]):
        latest = -NEVER
        if not _must_be(model, work, car, row):
            for window in range(model.rest[row, REST_WINDOW], model.rest[row, REST_WINDOW_END]):
                latest = max(latest, model.window[window, 1])
        if end > latest:
            return False
    return True


@piece
def travel_resting(model: Model, work: Work, car: int, leg: int, leaves: int) -> int:
    """Return the arrival after a leg with the breaks placed on it, and write when they begin."""
    first = model.car[car, BREAK]
    over, paused_s = leaves, 0
    for taken in range(model.car[car, BREAK_END] - first):
        if work.rest_leg[taken] == leg:
            row = first + taken
            at_least, _ = _driven_before(model, work, car, row, leg)
            begins = earliest_in(
                model,
                model.rest[row, REST_WINDOW],
                model.rest[row, REST_WINDOW_END],
                max(over, leaves + paused_s + at_least),
            )
            lasts_s = length_on(model, work, car, row, leg)
            work.rest_begins[taken] = begins
            over = begins + lasts_s
            paused_s += lasts_s
    return max(over, arrive(model, work, car, leg, leaves) + paused_s)


@piece
def latest_leave(model: Model, work: Work, car: int, leg: int, arrival: int) -> int:
    """Return the latest departure on a leg, with its breaks, that keeps the arrival."""
    first, count = model.car[car, BREAK], model.car[car, BREAK_END] - model.car[car, BREAK]
    until, left_s, leaves = arrival, 0, NEVER
    for taken in range(count):
        if work.rest_leg[taken] == leg:
            left_s += length_on(model, work, car, first + taken, leg)
    paused_s = left_s
    for taken in range(count - 1, -1, -1):
        if work.rest_leg[taken] == leg:
            row = first + taken
            lasts_s = length_on(model, work, car, row, leg)
            begins = latest_in(
                model,
                model.rest[row, REST_WINDOW],
                model.rest[row, REST_WINDOW_END],
                until - lasts_s,
            )
            until = work.rest_begins[taken] if begins == -NEVER else begins
            left_s -= lasts_s
            leaves = min(leaves, until - left_s - _driven_before(model, work, car, row, leg)[0])
    return min(leaves, until, latest(model, work, car, leg, arrival - paused_s))


@piece
def walk_legs(model: Model, work: Work, car: int, length: int, start: int) -> int:
    """Write the earliest times with the breaks where they are placed; return the end or NEVER."""
    time_s = start
    for leg in range(length):
        number = work.trial[leg]
        time_s = travel_resting(model, work, car, leg, time_s)
        begins = earliest_in(
            model,
            model.activity[number, WINDOW],
            model.activity[number, WINDOW_END],
            max(time_s, work.time[FLOOR, leg]),
        )
        if begins >= NEVER:
            return NEVER
        work.time[BEGINS, leg] = begins
        time_s = max(begins + work.time[STAY, leg], work.time[LEAVES_FROM, leg])
        work.time[LEAVES, leg] = time_s
    return travel_resting(model, work, car, length, time_s)
