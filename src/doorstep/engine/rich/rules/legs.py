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
    MOST,
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
    driven_s, driven_m, most_s = 0, 0, 0
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
        most = travel
        if model.by_time is not None:
            most = _most_seconds(model, car, here, there, travel)
            work.time[HERE, position] = here
            work.time[THERE, position] = there
        work.time[MOST, position] = most
        work.time[DRIVEN_S, position] = most_s
        most_s += most
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
    work.tally[DRIVING] = most_s
    _read_releases(model, work, car, length)
    return driven_s <= model.car[car, MAX_DRIVING] and driven_m <= model.car[car, MAX_DISTANCE]


@piece
def _most_seconds(model: Model, car: int, here: int, there: int, shortest_s: int) -> int:
    """Return what a leg takes at most, whenever it begins; see ``engine.legs.most_seconds``."""
    profile = model.car[car, PROFILE]
    longest_s = scale(model.most_s[profile, here, there], model.car[car, TRAVEL_PERCENT])
    if longest_s < model.slice_gap[profile] or longest_s == shortest_s:
        return longest_s
    crossed = 2 + longest_s // model.slice_gap[profile]
    crossed = max(1, min(model.slice_count[profile] - 1, crossed))
    pace = max(1, shortest_s)
    return longest_s + (crossed - 1) * ((longest_s + pace - 1) // pace)


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
