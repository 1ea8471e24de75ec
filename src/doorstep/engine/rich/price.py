"""What a route costs, or that it breaks a rule: all rules put together."""

from doorstep.engine.rich.electric_layout import CAPACITY, ROWS, Charging, Electric
from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import DEPARTS, HUGE, SHIFT_EARLY, STAY, Model, Work
from doorstep.engine.rich.rules.bonds import keeps_bonds
from doorstep.engine.rich.rules.charged_route import write_charges
from doorstep.engine.rich.rules.charging import find_charges, lasts, released
from doorstep.engine.rich.rules.departure import price_best_times
from doorstep.engine.rich.rules.legs import read_legs
from doorstep.engine.rich.rules.loads import has_room
from doorstep.engine.rich.rules.prices import price_places


@piece
def price_route(model: Model, work: Work, car: int, length: int) -> int:
    """Return the cost of the first ``length`` activities of ``work.trial``, HUGE if not allowed.

    The same as ``schedule.evaluate_route``, and ``schedule.is_feasible``. An empty route costs
    nothing. O(length x (windows + dimensions + breaks squared)), and as ``charging`` says where
    the battery does not last.
    """
    if length == 0:
        return 0
    if not keeps_bonds(model, work, car, length) or not has_room(model, work, car, length):
        return HUGE
    if model.electric is not None:
        return _price_charged(model, model.electric, work, work.charging, car, length)
    return _price_driven(model, work, car, length)


@piece
def _price_driven(model: Model, work: Work, car: int, length: int) -> int:
    if not read_legs(model, work, car, length):
        return HUGE
    cost = price_best_times(model, work, car, length, work.tally[DEPARTS])
    return HUGE if cost >= HUGE else cost + price_places(model, work, car, length)


@piece
def _price_charged(
    model: Model,
    electric: Electric | None,
    work: Work,
    charging: Charging | None,
    car: int,
    length: int,
) -> int:
    """Return the least cost of the ways to charge that are known, if charging is needed."""
    if electric is None or charging is None:
        return HUGE
    order = charging.order
    for position in range(length):
        order[position] = work.trial[position]
    if electric.battery[car, CAPACITY] == 0 or lasts(model, electric, charging, car, length):
        return _price_driven(model, work, car, length)
    departs = max(model.car[car, SHIFT_EARLY], released(model, charging, 0, length))
    best = HUGE
    for row in range(find_charges(model, electric, charging, car, length, departs)):
        charged = write_charges(model, electric, charging, work, car, length, row)
        if not read_legs(model, work, car, charged):
            continue
        for at in range(charging.tally[ROWS]):
            work.time[STAY, charging.plan[at, 0]] = charging.plan[at, 2]
        cost = price_best_times(model, work, car, charged, work.tally[DEPARTS])
        if cost < HUGE:
            best = min(best, cost + price_places(model, work, car, charged))
    for position in range(length):
        work.trial[position] = order[position]
    return best
