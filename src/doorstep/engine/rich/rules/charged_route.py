"""A route with the charges that were found for it; see ``charging``."""

from doorstep.engine.rich.electric_layout import (
    FINAL,
    IS_FULL,
    LEVEL,
    ON_LEG,
    PAST,
    ROWS,
    STATION,
    Charging,
    Electric,
)
from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import Model, Work
from doorstep.engine.rich.rules.charging import least_level, seconds_up_to


@piece
def write_charges(
    model: Model,
    electric: Electric,
    charging: Charging,
    work: Work,
    car: int,
    length: int,
    row: int,
) -> int:
    """Write the route with the charges of a final label into ``work.trial``; return its length.

    How long each takes is in ``charging.plan``, by position.
    """
    one = charging.label[charging.tally[FINAL], row]
    plan, count = charging.plan, 0
    if one[STATION] >= 0:
        least = least_level(electric, car, one)
        count = _add_charge(
            electric, charging, car, count, (one[ON_LEG], one[STATION], one[LEVEL], least)
        )
    past = one[PAST]
    while past >= 0:
        was = charging.past[past]
        count = _add_charge(electric, charging, car, count, (was[1], was[2], was[3], was[4]))
        past = was[0]
    reload = len(model.load) - 1
    to, last = 0, count - 1
    for position in range(length + 1):
        while last >= 0 and plan[last, 0] == position:
            work.trial[to] = reload + 1 + plan[last, 1]
            plan[last, 0] = to
            to += 1
            last -= 1
        if position < length:
            work.trial[to] = charging.order[position]
            to += 1
    charging.tally[ROWS] = count
    return to


@piece
def _add_charge(
    electric: Electric, charging: Charging, car: int, count: int, charge: tuple[int, int, int, int]
) -> int:
    leg, station, came, level = charge
    if level <= came and not electric.battery[car, IS_FULL]:
        return count
    takes = seconds_up_to(electric, station, level) - seconds_up_to(electric, station, came)
    charging.plan[count, 0] = leg
    charging.plan[count, 1] = station
    charging.plan[count, 2] = takes
    return count + 1
