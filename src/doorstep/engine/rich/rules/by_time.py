"""Legs that take more or less by when they begin; see ``engine.legs`` for the two laws."""

from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import (
    HERE,
    PROFILE,
    THERE,
    TRAVEL,
    TRAVEL_PERCENT,
    Model,
    Work,
)
from doorstep.engine.rich.rules.legs import scale


@inline
def arrive(model: Model, work: Work, car: int, leg: int, leaves: int) -> int:
    """Return the arrival after a leg of the route looked at, breaks left aside."""
    if model.by_time is None:
        return leaves + work.time[TRAVEL, leg]
    return _arrive(model, car, work.time[HERE, leg], work.time[THERE, leg], leaves)


@inline
def latest(model: Model, work: Work, car: int, leg: int, arrival: int) -> int:
    """Return the latest departure on a leg that arrives by an instant, breaks left aside."""
    if model.by_time is None:
        return arrival - work.time[TRAVEL, leg]
    return _latest(model, car, work.time[HERE, leg], work.time[THERE, leg], arrival)


@piece
def slice_at(model: Model, profile: int, time_s: int) -> int:
    """Return the slice that holds at an instant. O(log(slices))."""
    low, high = 0, model.slice_start.shape[1]
    while high - low > 1:
        middle = (low + high) // 2
        if model.slice_start[profile, middle] <= time_s:
            low = middle
        else:
            high = middle
    return low


@piece
def _arrive(model: Model, car: int, here: int, there: int, leaves: int) -> int:
    profile, percent = model.car[car, PROFILE], model.car[car, TRAVEL_PERCENT]
    last = model.slice_start.shape[1] - 1
    at = slice_at(model, profile, leaves)
    takes_s = scale(model.slice_s[profile, at, here, there], percent)
    arrival = leaves + takes_s
    while at < last and model.slice_start[profile, at + 1] < arrival:
        at += 1
        begins = model.slice_start[profile, at]
        next_s = scale(model.slice_s[profile, at, here, there], percent)
        if model.slice_waits[profile]:
            arrival = min(arrival, begins + next_s)
        else:
            arrival = begins + ((arrival - begins) * next_s + takes_s - 1) // takes_s
            takes_s = next_s
    return arrival


@piece
def _latest(model: Model, car: int, here: int, there: int, arrival: int) -> int:
    profile, percent = model.car[car, PROFILE], model.car[car, TRAVEL_PERCENT]
    at = slice_at(model, profile, arrival)
    takes_s = scale(model.slice_s[profile, at, here, there], percent)
    until = arrival
    while at > 0 and until - takes_s < model.slice_start[profile, at]:
        begins = model.slice_start[profile, at]
        at -= 1
        before_s = scale(model.slice_s[profile, at, here, there], percent)
        if not model.slice_waits[profile]:
            until = begins + (until - begins) * before_s // takes_s
        takes_s = before_s
    leaves = until - takes_s
    if at + 1 < model.slice_start.shape[1]:
        leaves = min(leaves, model.slice_start[profile, at + 1] - 1)
    return leaves
