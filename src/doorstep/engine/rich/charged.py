"""What is carried along the route of an electric vehicle, so that a place is tried in O(1).

Where a battery is always charged until it is full, all that came before a station is forgotten
there but for the time. So a way to come to a stop is three numbers: metres, time and energy left.
And what lies behind a stop, with stations chosen, is a bound on each: energy for the way to the
next station, the latest arrival, and the latest one by what is left, since who comes with less
charges for longer. A few of both are carried along each route, none of which is beaten by another;
a stop fits between two of them or it does not, exactly, whatever the curves are.
"""

from typing import NamedTuple

import numpy as np

from doorstep.engine.problem import Problem
from doorstep.engine.rich.along import is_odd, leg_metres, leg_seconds
from doorstep.engine.rich.electric_layout import (
    AT,
    AT_START,
    CAPACITY,
    CURVE_NUMBER,
    IS_QUICK,
    RESERVE,
    TABLE,
    Electric,
)
from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import (
    END,
    HUGE,
    NEVER,
    ODD_STOPS,
    OVERTIME,
    SERVICE,
    SERVICE_PERCENT,
    SHIFT_EARLY,
    SHIFT_LATE,
    START,
    SUM_M,
    Ints,
    Model,
)
from doorstep.engine.rich.rules.charging import copy_row, seconds_up_to
from doorstep.engine.rich.rules.legs import place_of, scale
from doorstep.engine.rich.segments import closes, opens

MOST_AHEAD = 16
"""Most ways to come to a stop, and most ways to go on, that are carried."""

# Of a way to come to a stop: metres, when it leaves, and what is in the battery.
METRES, TIME, LEVEL = range(3)
AHEAD_FIELDS = 3

# Of a way to go on from the arrival at a stop: metres, the least energy, the latest arrival; and
# the station that comes first, what it takes to get there, and when it must be arrived at, less
# what it takes from empty to the level on arrival.
WAY_M, NEED, LATE, STATION, TAKES, CHARGED_BY = range(6)
BEHIND_FIELDS = 6

NO_STATION = -1

SPARE = 4
"""Where more than one of so many parts of the battery is to spare for all of the route, no station
is looked at: a new stop may still bring one along."""


class Charged(NamedTuple):
    """What is carried along, by slot and position.

    Parameters
    ----------
    ahead, ahead_count
        (slots, longest + 2, MOST_AHEAD + 1, AHEAD_FIELDS), the shortest first, and how many.
    behind, behind_count
        (slots, longest + 2, MOST_AHEAD + 1, BEHIND_FIELDS), the shortest first, and how many.
    soonest, last
        (slots, longest + 2): the earliest departure before each position, and the latest arrival.
    direct
        (longest + 2,): what the route takes up to each arrival, by way of no station.
    new
        (BEHIND_FIELDS,): room for one.
    """

    ahead: Ints
    ahead_count: Ints
    behind: Ints
    behind_count: Ints
    soonest: Ints
    last: Ints
    direct: Ints
    new: Ints


def make_charged(problem: Problem, longest: int) -> Charged | None:
    """Return room for what is carried, or None where no vehicle has a battery."""
    if all(car.battery is None for car in problem.vehicles):
        return None
    slots = 2 * len(problem.vehicles)
    return Charged(
        ahead=np.zeros((slots, longest + 2, MOST_AHEAD + 1, AHEAD_FIELDS), np.int64),
        ahead_count=np.zeros((slots, longest + 2), np.int64),
        behind=np.zeros((slots, longest + 2, MOST_AHEAD + 1, BEHIND_FIELDS), np.int64),
        behind_count=np.zeros((slots, longest + 2), np.int64),
        soonest=np.zeros((slots, longest + 2), np.int64),
        last=np.zeros((slots, longest + 2), np.int64),
        direct=np.zeros(longest + 2, np.int64),
        new=np.zeros(BEHIND_FIELDS, np.int64),
    )


@piece
def is_quick(electric: Electric | None, car: int, sums: Ints) -> bool:
    """Tell whether what is carried along a vehicle's route prices it."""
    if electric is None:
        return False
    return bool(electric.battery[car, IS_QUICK] != 0 and sums[ODD_STOPS] == 0)


@piece
def fits_quickly(
    model: Model, electric: Electric | None, car: int, number: int, sums: Ints
) -> bool:
    """Tell whether what is carried along a vehicle's route tells the places of a stop."""
    return is_quick(electric, car, sums) and is_odd(model, car, number) == 0


@piece
def carry_charged(
    model: Model,
    electric: Electric | None,
    charged: Charged | None,
    car: int,
    slot: int,
    sequence: Ints,
    length: int,
    sums: Ints,
) -> bool:
    """Write the ways to come to each stop and to go on from it; tell whether there is one.

    The metres of the shortest become the route's. O(length x stations).
    """
    if electric is None or charged is None:
        return True
    _add_up(model, electric, charged, car, sequence, length)
    shortest = _go(model, electric, charged, car, slot, sequence, length)
    if shortest >= HUGE:
        return False
    _come_back(model, electric, charged, car, slot, sequence, length)
    for position in range(length + 1):
        charged.soonest[slot, position] = NEVER
        for row in range(charged.ahead_count[slot, position]):
            time = charged.ahead[slot, position, row, TIME]
            charged.soonest[slot, position] = min(charged.soonest[slot, position], time)
        charged.last[slot, position] = -NEVER
        for row in range(charged.behind_count[slot, position]):
            one = charged.behind[slot, position, row]
            latest = one[LATE]
            if one[STATION] >= 0:
                left = electric.battery[car, CAPACITY] - one[TAKES]
                longest = seconds_up_to(electric, one[STATION], left)
                latest = min(latest, one[CHARGED_BY] + longest)
            charged.last[slot, position] = max(charged.last[slot, position], latest)
    sums[SUM_M] = shortest
    return True


@piece
def _add_up(
    model: Model, electric: Electric, charged: Charged, car: int, sequence: Ints, length: int
) -> None:
    """Write what the route takes up to each arrival."""
    here, taken, table = model.car[car, START], 0, electric.battery[car, TABLE]
    for position in range(length + 1):
        there = model.car[car, END]
        if position < length:
            there = place_of(model, car, sequence[position])
        taken += electric.energy[table, here, there]
        charged.direct[position] = taken
        here = there


@piece
def _go(
    model: Model,
    electric: Electric,
    charged: Charged,
    car: int,
    slot: int,
    sequence: Ints,
    length: int,
) -> int:
    ahead, counts = charged.ahead[slot], charged.ahead_count[slot]
    first = ahead[0, 0]
    first[METRES], first[TIME] = 0, model.car[car, SHIFT_EARLY]
    first[LEVEL] = electric.battery[car, AT_START]
    counts[0] = 1
    here = model.car[car, START]
    shortest = HUGE
    battery = electric.battery[car]
    spare = battery[RESERVE] + battery[CAPACITY] // SPARE
    for position in range(length + 1):
        ahead_takes = charged.direct[length]
        if position > 0:
            ahead_takes -= charged.direct[position - 1]
        is_end = position == length
        number = -1 if is_end else sequence[position]
        there = model.car[car, END] if is_end else place_of(model, car, number)
        early, late, stay = -NEVER, model.car[car, SHIFT_LATE] + model.car[car, OVERTIME], 0
        if not is_end:
            early, late = opens(model, number), closes(model, number)
            stay = scale(model.activity[number, SERVICE], model.car[car, SERVICE_PERCENT])
        counts[position + 1] = 0
        for row in range(counts[position]):
            was = ahead[position, row]
            ways = electric.between.shape[3] if was[LEVEL] - ahead_takes < spare else 0
            for way in range(-1, ways):
                metres, time, level = pass_leg(
                    model, electric, car, (was[METRES], was[TIME], was[LEVEL]), here, there, way
                )
                if metres == LAST:
                    break
                if metres >= HUGE or time > late:
                    continue
                if is_end:
                    shortest = min(shortest, metres)
                else:
                    time = max(time, early) + stay
                    _keep_ahead(ahead[position + 1], counts, position + 1, metres, time, level)
        if not is_end and counts[position + 1] == 0:
            return HUGE
        here = there
    return shortest


LAST = -1
"""Instead of metres: there are no further stations."""


@piece
def pass_leg(
    model: Model,
    electric: Electric,
    car: int,
    state: tuple[int, int, int],
    here: int,
    there: int,
    way: int,
) -> tuple[int, int, int]:
    """Return metres, time and level after a leg, by way of its station number ``way`` if not -1.

    Metres HUGE: that is not possible. ``LAST``: there is no such station.
    """
    metres, time, level = state
    battery = electric.battery[car]
    if way >= 0:
        station = electric.between[battery[TABLE], here, there, way]
        if station < 0:
            return LAST, time, level
        at = electric.station[station, AT]
        seconds = leg_seconds(model, car, here, at)
        level -= electric.energy[battery[TABLE], here, at]
        if seconds < 0 or level < battery[RESERVE]:
            return HUGE, time, level
        metres += leg_metres(model, car, here, at)
        time += seconds
        time += seconds_up_to(electric, station, battery[CAPACITY])
        time -= seconds_up_to(electric, station, level)
        level = battery[CAPACITY]
        here = at
    seconds = leg_seconds(model, car, here, there)
    level -= electric.energy[battery[TABLE], here, there]
    if seconds < 0 or level < battery[RESERVE] + electric.onward[battery[TABLE], there]:
        return HUGE, time, level
    return metres + leg_metres(model, car, here, there), time + seconds, level


@piece
def _keep_ahead(
    rows: Ints, counts: Ints, position: int, metres: int, time: int, level: int
) -> None:
    """Keep a way to come to a stop unless another is as short, as early and has as much left."""
    kept = counts[position]
    for row in range(kept):
        one = rows[row]
        if one[METRES] <= metres and one[TIME] <= time and one[LEVEL] >= level:
            return
    to = 0
    for row in range(kept):
        one = rows[row]
        if one[METRES] < metres or one[TIME] < time or one[LEVEL] > level:
            if to < row:
                copy_row(rows[to], rows[row])
            to += 1
    at = to
    while at > 0 and rows[at - 1, METRES] > metres:
        copy_row(rows[at], rows[at - 1])
        at -= 1
    rows[at, METRES], rows[at, TIME], rows[at, LEVEL] = metres, time, level
    counts[position] = min(to + 1, MOST_AHEAD)


@piece
def _come_back(
    model: Model,
    electric: Electric,
    charged: Charged,
    car: int,
    slot: int,
    sequence: Ints,
    length: int,
) -> None:
    behind, counts = charged.behind[slot], charged.behind_count[slot]
    new, battery = charged.new, electric.battery[car]
    last = behind[length, 0]
    last[WAY_M], last[NEED], last[STATION] = 0, battery[RESERVE], NO_STATION
    last[LATE] = model.car[car, SHIFT_LATE] + model.car[car, OVERTIME]
    last[TAKES] = last[CHARGED_BY] = 0
    counts[length] = 1
    there = model.car[car, END]
    for position in range(length - 1, -1, -1):
        number = sequence[position]
        here = place_of(model, car, number)
        counts[position] = 0
        left = battery[AT_START] - charged.direct[position + 1] - battery[CAPACITY] // SPARE
        for row in range(counts[position + 1]):
            ways = electric.between.shape[3] if left < behind[position + 1, row, NEED] else 0
            for way in range(-1, ways):
                if way >= 0 and electric.between[battery[TABLE], here, there, way] < 0:
                    break
                copy_row(new, behind[position + 1, row])
                if _go_before(model, electric, car, new, here, there, way) and _serve_before(
                    model, electric, car, new, number
                ):
                    _keep_behind(electric, behind[position], counts, position, new)
        there = here


@piece
def _go_before(
    model: Model, electric: Electric, car: int, new: Ints, here: int, there: int, way: int
) -> bool:
    """Put a leg before a way to go on, by way of a station if ``way`` is not -1."""
    battery, table = electric.battery[car], electric.battery[car, TABLE]
    at = here
    if way >= 0:
        at = electric.station[electric.between[table, here, there, way], AT]
    seconds, takes = leg_seconds(model, car, at, there), electric.energy[table, at, there]
    if seconds < 0:
        return False
    new[WAY_M] += leg_metres(model, car, at, there)
    new[NEED] += takes
    new[LATE] -= seconds
    new[TAKES] += takes
    new[CHARGED_BY] -= seconds
    if new[NEED] > battery[CAPACITY]:
        return False
    if way < 0:
        return True
    station = electric.between[table, here, there, way]
    seconds, takes = leg_seconds(model, car, here, at), electric.energy[table, here, at]
    if seconds < 0:
        return False
    leaves = new[LATE]  # with a full battery
    if new[STATION] >= 0:
        left = battery[CAPACITY] - new[TAKES]
        leaves = min(leaves, new[CHARGED_BY] + seconds_up_to(electric, new[STATION], left))
    new[WAY_M] += leg_metres(model, car, here, at)
    new[NEED], new[LATE] = battery[RESERVE] + takes, NEVER
    new[STATION], new[TAKES] = station, takes
    new[CHARGED_BY] = leaves - seconds_up_to(electric, station, battery[CAPACITY]) - seconds
    return True


@piece
def _serve_before(model: Model, electric: Electric, car: int, new: Ints, number: int) -> bool:
    """Put a stop before a way to go on; tell whether it is possible at all."""
    early, late = opens(model, number), closes(model, number)
    stay = scale(model.activity[number, SERVICE], model.car[car, SERVICE_PERCENT])
    capacity = electric.battery[car, CAPACITY]
    if early + stay > new[LATE]:
        return False
    if new[STATION] >= 0:
        lacks = early + stay - new[CHARGED_BY]
        if lacks > 0:  # who waits for the window must not have to charge for too long
            low, high = 0, capacity
            if seconds_up_to(electric, new[STATION], high) < lacks:
                return False
            while low < high:
                middle = (low + high) // 2
                if seconds_up_to(electric, new[STATION], middle) >= lacks:
                    high = middle
                else:
                    low = middle + 1
            new[NEED] = max(new[NEED], new[TAKES] + low)
            if new[NEED] > capacity:
                return False
        new[CHARGED_BY] -= stay
    new[LATE] = min(late, new[LATE] - stay)
    return True


@piece
def _keep_behind(electric: Electric, rows: Ints, counts: Ints, position: int, new: Ints) -> None:
    """Keep a way to go on unless another allows as much and is as short."""
    kept = counts[position]
    for row in range(kept):
        if _allows_as_much(electric, rows[row], new):
            return
    to = 0
    for row in range(kept):
        if not _allows_as_much(electric, new, rows[row]):
            if to < row:
                copy_row(rows[to], rows[row])
            to += 1
    at = to
    while at > 0 and rows[at - 1, WAY_M] > new[WAY_M]:
        copy_row(rows[at], rows[at - 1])
        at -= 1
    copy_row(rows[at], new)
    counts[position] = min(to + 1, MOST_AHEAD)


@piece
def _allows_as_much(electric: Electric, one: Ints, other: Ints) -> bool:
    if one[WAY_M] > other[WAY_M] or one[NEED] > other[NEED] or one[LATE] < other[LATE]:
        return False
    if one[STATION] < 0:
        return True
    if other[STATION] < 0:
        return False
    curve = electric.station[one[STATION], CURVE_NUMBER]
    return bool(
        curve == electric.station[other[STATION], CURVE_NUMBER]
        and one[TAKES] <= other[TAKES]
        and one[CHARGED_BY] >= other[CHARGED_BY]
    )
