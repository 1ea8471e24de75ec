"""What a route costs, or that it breaks a rule: all rules put together."""

from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import DEPARTS, HUGE, Model, Work
from doorstep.engine.rich.rules.bonds import keeps_bonds
from doorstep.engine.rich.rules.departure import price_best_times
from doorstep.engine.rich.rules.legs import read_legs
from doorstep.engine.rich.rules.loads import has_room
from doorstep.engine.rich.rules.prices import price_places


@piece
def price_route(model: Model, work: Work, car: int, length: int) -> int:
    """Return the cost of the first ``length`` activities of ``work.trial``, HUGE if not allowed.

    The same as ``schedule.evaluate_route``, and ``schedule.is_feasible``. An empty route costs
    nothing. O(length x (windows + dimensions + breaks squared)).
    """
    if length == 0:
        return 0
    if not keeps_bonds(model, work, car, length) or not has_room(model, work, car, length):
        return HUGE
    if not read_legs(model, work, car, length):
        return HUGE
    cost = price_best_times(model, work, car, length, work.tally[DEPARTS])
    return HUGE if cost >= HUGE else cost + price_places(model, work, car, length)
