"""Departure: when to leave so that the route is allowed and costs least; see ``schedule``."""

from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import (
    BEGINS,
    BREAK,
    BREAK_END,
    EARLIEST,
    HUGE,
    LATE_COST,
    LATEST,
    MAX_DRIVING,
    MAX_DURATION,
    NEVER,
    OVERTIME,
    PER_S,
    PRICE,
    PRICE_END,
    REST_WINDOW,
    REST_WINDOW_END,
    SHIFT_LATE,
    STAY,
    UNEVEN_S,
    WINDOW,
    WINDOW_END,
    Model,
    Work,
)
from doorstep.engine.rich.rules.breaks import are_due, latest_leave
from doorstep.engine.rich.rules.departures import (
    bend_at,
    bound_departures,
    count_bends,
    driven_s,
    trace_back,
)
from doorstep.engine.rich.rules.prices import price_times
from doorstep.engine.rich.rules.rides import has_rides, walk
from doorstep.engine.rich.rules.windows import latest_in


@piece
def price_best_times(model: Model, work: Work, car: int, length: int, departs: int) -> int:
    """Return the least cost of the route's times, HUGE when none are allowed.

    O(length), with several windows, breaks or priced lateness times the departures compared.
    """
    first_end = walk(model, work, car, length, departs)
    if first_end > _latest_end(model, car):
        return HUGE
    first = _price(model, work, car, length, departs, first_end)
    has_choices, has_due, has_prices = _read_choices(model, work, car, length)
    is_bounded = model.car[car, MAX_DURATION] < NEVER or model.car[car, UNEVEN_S] > 0
    is_timed = bool(model.car[car, PER_S]) or is_bounded
    if model.by_time is not None:
        is_timed = is_timed or model.car[car, MAX_DRIVING] < NEVER
    if not (is_timed or has_due or has_prices):
        return first
    best = HUGE
    if has_rides(model, work, length):
        trial = _latest_departure(model, work, car, length, first_end, True)
        best = _try(model, work, car, length, trial)
        walk(model, work, car, length, departs)
    start = _latest_departure(model, work, car, length, first_end, False)
    end = walk(model, work, car, length, start)
    latest = start
    cost = _price(model, work, car, length, start, end)
    best = min(best, cost)
    if model.by_time is not None and is_timed:
        best = _try_bends(model, work, car, length, departs, min(best, first))
        end = walk(model, work, car, length, start)
    if has_prices:
        best = min(best, first)
    if (model.car[car, PER_S] or is_bounded) and has_choices:
        best = _try_later(model, work, car, length, start, end, best)
    if has_due and latest > departs:
        best = _trisect(model, work, car, length, departs, latest, best)
    return best


@inline
def _latest_end(model: Model, car: int) -> int:
    return model.car[car, SHIFT_LATE] + model.car[car, OVERTIME]


@inline
def _price(model: Model, work: Work, car: int, length: int, start: int, end: int) -> int:
    """Return what the times written last cost, HUGE when they are not allowed."""
    if end > _latest_end(model, car) or end - start > model.car[car, MAX_DURATION]:
        return HUGE
    most_s = model.car[car, MAX_DRIVING]
    if model.by_time is not None and most_s < NEVER:  # noqa: SIM102, compiled apart
        if driven_s(model, work, car, length, start) > most_s:
            return HUGE
    return price_times(model, work, car, length, start, end)


@piece
def _try_bends(model: Model, work: Work, car: int, length: int, departs: int, best: int) -> int:
    """Return the least cost of the departures at which the route's duration may bend."""
    walk(model, work, car, length, departs)
    bound_departures(model, work, car, length, departs)
    tried = departs
    for leg in range(length + 1):
        for bend in range(count_bends(model, work, car, length, leg)):
            instant = bend_at(model, work, car, leg, bend)
            if work.time[EARLIEST, leg] < instant <= work.time[LATEST, leg]:
                start = trace_back(model, work, car, leg, instant)
                if start > departs and start != tried:
                    best = min(best, _try(model, work, car, length, start))
                    tried = start
    return best


@piece
def _try(model: Model, work: Work, car: int, length: int, start: int) -> int:
    return _price(model, work, car, length, start, walk(model, work, car, length, start))


@piece
def _read_choices(model: Model, work: Work, car: int, length: int) -> tuple[bool, bool, bool]:
    """Tell whether there are several windows or breaks, priced lateness, and prices by time."""
    has_choices = are_due(model, work, car)
    has_due, has_prices, windows = False, False, 0
    for position in range(length):
        number = work.trial[position]
        windows += model.activity[number, WINDOW_END] - model.activity[number, WINDOW]
        has_due = has_due or model.activity[number, LATE_COST] > 0
        has_prices = (
            has_prices or model.activity[number, PRICE] < model.activity[number, PRICE_END]
        )
    return has_choices or windows > length, has_due, has_prices


@piece
def _latest_departure(
    model: Model, work: Work, car: int, length: int, end: int, keep_starts: bool
) -> int:
    """Return the latest departure that keeps the end of the times written last."""
    latest = latest_leave(model, work, car, length, end)
    for position in range(length - 1, -1, -1):
        if keep_starts:
            latest = work.time[BEGINS, position]
        else:
            number = work.trial[position]
            begins = latest_in(
                model,
                model.activity[number, WINDOW],
                model.activity[number, WINDOW_END],
                latest - work.time[STAY, position],
            )
            latest = work.time[BEGINS, position] if begins == -NEVER else begins
        latest = latest_leave(model, work, car, position, latest)
    return latest


@piece
def _try_later(
    model: Model, work: Work, car: int, length: int, start: int, end: int, best: int
) -> int:
    """Return the least cost when going on to the next window may shorten the route."""
    rounds = 0
    for position in range(length):
        number = work.trial[position]
        rounds += model.activity[number, WINDOW_END] - model.activity[number, WINDOW]
    for row in range(model.car[car, BREAK], model.car[car, BREAK_END]):
        rounds += model.rest[row, REST_WINDOW_END] - model.rest[row, REST_WINDOW]
    for _ in range(rounds):
        start += _slack(model, work, car, length) + 1
        end = walk(model, work, car, length, start)
        if end > _latest_end(model, car):
            break
        later = _latest_departure(model, work, car, length, end, False)
        if later > start:
            start = later
            end = walk(model, work, car, length, start)
        best = min(best, _price(model, work, car, length, start, end))
        if end >= NEVER:
            break
    return best


@piece
def _slack(model: Model, work: Work, car: int, length: int) -> int:
    """Return by how much all times can shift before one leaves its window."""
    slack = NEVER
    for position in range(length):
        number = work.trial[position]
        slack = _slack_in(
            model,
            model.activity[number, WINDOW],
            model.activity[number, WINDOW_END],
            work.time[BEGINS, position],
            slack,
        )
    first = model.car[car, BREAK]
    for taken in range(model.car[car, BREAK_END] - first):
        if work.rest_leg[taken] >= 0:
            slack = _slack_in(
                model,
                model.rest[first + taken, REST_WINDOW],
                model.rest[first + taken, REST_WINDOW_END],
                work.rest_begins[taken],
                slack,
            )
    return 0 if slack == NEVER else slack


@inline
def _slack_in(model: Model, first: int, last: int, begins: int, slack: int) -> int:
    for row in range(first, last):
        if model.window[row, 0] <= begins <= model.window[row, 1]:
            slack = min(slack, model.window[row, 1] - begins)
    return slack


@piece
def _trisect(
    model: Model, work: Work, car: int, length: int, early: int, late: int, best: int
) -> int:
    """Return the least cost of the departures between two."""
    while late - early > 2:  # noqa: PLR2004, then one is left between them
        third = (late - early) // 3
        if _try(model, work, car, length, early + third) <= _try(
            model, work, car, length, late - third
        ):
            late -= third
        else:
            early += third
    for start in range(early, late + 1):
        best = min(best, _try(model, work, car, length, start))
    return best
