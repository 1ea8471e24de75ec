"""Legs and stays: connections, the longest way and driving time, setup at a new door, releases."""

from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import (
    DEPARTS,
    DRIVEN_S,
    DRIVING,
    END,
    HERE,
    LEAVES_FROM,
    MAX_DISTANCE,
    MAX_DRIVING,
    METRES,
    NEVER,
    PLACE,
    PROFILE,
    RELEASE,
    RELOAD,
    RELOAD_AT,
    RELOAD_S,
    ROLE,
    SERVICE,
    SERVICE_PERCENT,
    SETUP,
    SHIFT_EARLY,
    START,
    STAY,
    THERE,
    TRAVEL,
    TRAVEL_PERCENT,
    Model,
    Work,
)

_PERCENT = 100


@piece
def read_legs(model: Model, work: Work, car: int, length: int) -> bool:
    """Write what each leg and stop takes; tell whether all exist within the vehicle's limits."""
    profile = model.car[car, PROFILE]
    travel_percent = model.car[car, TRAVEL_PERCENT]
    service_percent = model.car[car, SERVICE_PERCENT]
    here = model.car[car, START]
    driven_s, driven_m = 0, 0
    for position in range(length + 1):
        number = -1 if position == length else work.trial[position]
        there = model.car[car, END] if position == length else place_of(model, car, number)
        seconds = model.duration_s[profile, here, there]
        if seconds < 0:
            return False
        travel = scale(seconds, travel_percent)
        driven_s += travel
        driven_m += model.distance_m[profile, here, there]
        work.time[TRAVEL, position] = travel
        work.time[DRIVEN_S, position] = driven_s - travel
        if model.by_time is not None:
            work.time[HERE, position] = here
            work.time[THERE, position] = there
        if position < length:
            if model.activity[number, ROLE] == RELOAD:
                work.time[STAY, position] = model.car[car, RELOAD_S]
            else:
                stay = scale(model.activity[number, SERVICE], service_percent)
                if there != here:
                    stay += scale(model.activity[number, SETUP], service_percent)
                work.time[STAY, position] = stay
        here = there
    work.time[STAY, length] = 0
    work.tally[METRES] = driven_m
    work.tally[DRIVING] = driven_s
    _read_releases(model, work, car, length)
    return driven_s <= model.car[car, MAX_DRIVING] and driven_m <= model.car[car, MAX_DISTANCE]


@inline
def place_of(model: Model, car: int, number: int) -> int:
    """Return the location of an activity for a vehicle."""
    if model.activity[number, ROLE] == RELOAD:
        return model.car[car, RELOAD_AT]
    return model.activity[number, PLACE]


@inline
def scale(seconds: int, percent: int) -> int:
    """Return the percentage of some seconds, rounded up."""
    if percent == _PERCENT:
        return seconds
    return (seconds * percent + _PERCENT - 1) // _PERCENT


@piece
def _read_releases(model: Model, work: Work, car: int, length: int) -> None:
    latest = -NEVER
    for position in range(length - 1, -1, -1):
        number = work.trial[position]
        work.time[LEAVES_FROM, position] = -NEVER
        if model.activity[number, ROLE] == RELOAD:
            work.time[LEAVES_FROM, position] = latest
            latest = -NEVER
        else:
            latest = max(latest, model.activity[number, RELEASE])
    work.tally[DEPARTS] = max(latest, model.car[car, SHIFT_EARLY])
