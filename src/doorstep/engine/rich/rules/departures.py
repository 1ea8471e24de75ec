"""Departures worth comparing where legs take more or less by time; see ``engine.departures``."""

from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import (
    EARLIEST,
    HUGE,
    LATEST,
    LEAVES,
    NEVER,
    OVERTIME,
    PROFILE,
    SHIFT_LATE,
    STAY,
    WINDOW,
    WINDOW_END,
    Model,
    Work,
)
from doorstep.engine.rich.rules.by_time import arrive, latest, slice_at
from doorstep.engine.rich.rules.windows import latest_in


@piece
def driven_s(model: Model, work: Work, car: int, length: int, start: int) -> int:
    """Return how long the route timed last is on its way, breaks left aside."""
    total = arrive(model, work, car, 0, start) - start
    for leg in range(1, length + 1):
        leaves = work.time[LEAVES, leg - 1]
        total += arrive(model, work, car, leg, leaves) - leaves
    return total


@piece
def bound_departures(model: Model, work: Work, car: int, length: int, start: int) -> None:
    """Write between when each leg of the route timed last can begin, breaks left aside."""
    work.time[EARLIEST, 0] = start
    for leg in range(1, length + 1):
        work.time[EARLIEST, leg] = work.time[LEAVES, leg - 1]
    until = model.car[car, SHIFT_LATE] + model.car[car, OVERTIME]
    work.time[LATEST, length] = latest(model, work, car, length, until)
    for position in range(length - 1, -1, -1):
        number = work.trial[position]
        closes = -NEVER
        for row in range(model.activity[number, WINDOW], model.activity[number, WINDOW_END]):
            closes = max(closes, model.window[row, 1])
        if closes == -NEVER:
            closes = until
        begins = min(work.time[LATEST, position + 1] - work.time[STAY, position], closes)
        work.time[LATEST, position] = latest(model, work, car, position, begins)


@piece
def count_bends(model: Model, work: Work, car: int, length: int, leg: int) -> int:
    """Return how many instants ``bend_at`` knows of a leg."""
    profile = model.car[car, PROFILE]
    first = slice_at(model, profile, work.time[EARLIEST, leg])
    last = slice_at(model, profile, work.time[LATEST, leg]) + 1
    last = min(last, model.slice_start.shape[1] - 1)
    bends = 3 * (last - first)
    if leg < length:
        number = work.trial[leg]
        bends += 2 * (model.activity[number, WINDOW_END] - model.activity[number, WINDOW])
    return bends


@piece
def bend_at(model: Model, work: Work, car: int, leg: int, bend: int) -> int:
    """Return an instant of departure on a leg at which the route's duration may bend."""
    profile = model.car[car, PROFILE]
    first = slice_at(model, profile, work.time[EARLIEST, leg])
    last = slice_at(model, profile, work.time[LATEST, leg]) + 1
    last = min(last, model.slice_start.shape[1] - 1)
    if bend < 3 * (last - first):
        begins = model.slice_start[profile, first + 1 + bend // 3]
        if bend % 3 == 2:  # noqa: PLR2004, the last of three
            return latest(model, work, car, leg, begins)
        return begins - bend % 3
    number = work.trial[leg]
    at = bend - 3 * (last - first)
    row = model.activity[number, WINDOW] + at // 2
    return latest(model, work, car, leg, model.window[row, at % 2])


@piece
def trace_back(model: Model, work: Work, car: int, leg: int, instant: int) -> int:
    """Return the latest departure that is on a leg by ``instant``, -HUGE when none is."""
    for position in range(leg - 1, -1, -1):
        number = work.trial[position]
        until = latest_in(
            model,
            model.activity[number, WINDOW],
            model.activity[number, WINDOW_END],
            instant - work.time[STAY, position],
        )
        if until == -NEVER:
            return -HUGE
        instant = latest(model, work, car, position, until)
    return instant
