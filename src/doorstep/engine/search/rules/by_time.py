"""Legs that take more or less by when they begin: from departure to arrival and back, in O(1).

Both maps are non-decreasing and each other's inverse in whole seconds; ``engine.legs`` has the two
laws. So "arrives by the latest start" stays an exact test of whether a stop fits, as with windows.
Where no leg goes by the time of day the flag is None and none of this is compiled.
"""

import numpy as np

from doorstep.engine.search.jit import inline, piece
from doorstep.engine.search.layout import CLOCK, Ints, Model, Numbers
from doorstep.engine.search.links import plain
from doorstep.engine.search.rules.travel import place_after, place_before, table_of


@inline
def arrive(model: Model, before: int, after: int, route: int, leaves: int) -> int:
    """Return the arrival at ``after`` when leaving ``before`` at an instant; both may be depots.

    O(1), and for each slice that ends on the way.
    """
    clock, row = _leg_of(model, before, after, route)
    at = _slice_at(model, clock, leaves)
    arrival = leaves + plain(model.takes[row + at])
    if arrival > model.clock[clock, at + 1]:
        return _cross(model.takes, model.clock, model.waits, clock, row, at, arrival)
    return arrival


@inline
def latest(model: Model, before: int, after: int, route: int, arrival: int) -> int:
    """Return the latest departure from ``before`` that is at ``after`` by an instant."""
    clock, row = _leg_of(model, before, after, route)
    at = _slice_at(model, clock, arrival)
    leaves = arrival - plain(model.takes[row + at])
    if at > 0 and leaves < model.clock[clock, at]:
        return _cross_back(model.takes, model.clock, model.waits, clock, row, at, arrival)
    return leaves


@inline
def _leg_of(model: Model, before: int, after: int, route: int) -> tuple[int, int]:
    """Return the clock of the route's vehicle, and where the leg's row of slices begins."""
    clock = 0 if model.profiles is None else model.car[route, CLOCK]
    leg = place_before(model, before, route) * model.places + place_after(model, after, route)
    return clock, (table_of(model, route) + leg) * model.slices


@inline
def _slice_at(model: Model, clock: int, time_s: int) -> int:
    """Return the slice that holds at an instant."""
    step = min(max(time_s, 0) >> model.step, model.slice_of.shape[1] - 1)
    at = model.slice_of[clock, step]
    while model.clock[clock, at + 1] <= time_s:
        at += 1
    return at


@piece
def _cross(
    takes: Numbers, clocks: Ints, waits: Ints, clock: int, row: int, at: int, arrival: int
) -> int:
    """Return the arrival of who is under way as slice ``at`` ends."""
    takes_s = np.int64(takes[row + at])
    while clocks[clock, at + 1] < arrival:
        at += 1
        begins = clocks[clock, at]
        next_s = np.int64(takes[row + at])
        if waits[clock]:
            arrival = min(arrival, begins + next_s)
        else:
            arrival = begins + ((arrival - begins) * next_s + takes_s - 1) // takes_s
            takes_s = next_s
    return arrival


@piece
def _cross_back(
    takes: Numbers, clocks: Ints, waits: Ints, clock: int, row: int, at: int, arrival: int
) -> int:
    """Return the latest departure of who leaves before slice ``at`` begins."""
    takes_s = np.int64(takes[row + at])
    until = arrival
    while at > 0 and until - takes_s < clocks[clock, at]:
        begins = clocks[clock, at]
        at -= 1
        before_s = np.int64(takes[row + at])
        if not waits[clock]:
            until = begins + (until - begins) * before_s // takes_s
        takes_s = before_s
    return min(until - takes_s, clocks[clock, at + 1] - 1)
