"""How long and how far a vehicle may be out, and what being back after its shift costs.

A route ends no earlier than the times along it allow, and a segment says when that is: its
earliest start, at which it takes least, and how long it takes then.
"""

from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import (
    HEAD_EARLY,
    HEAD_S,
    MOST_M,
    MOST_S,
    OVER_FROM,
    PER_OVER,
    Model,
    Plan,
)
from doorstep.engine.search.rules.duration import Segment


@inline
def is_too_far(model: Model, route: int, metres: int) -> bool:
    """Tell whether the route's vehicle may not go so far."""
    if model.limited is None:
        return False
    return metres > model.car[route, MOST_M]


@inline
def is_too_long(model: Model, route: int, seconds: int) -> bool:
    """Tell whether the route's vehicle may not be out for so long."""
    if model.limited is None:
        return False
    return seconds > model.car[route, MOST_S]


@inline
def price_overtime(model: Model, route: int, whole: Segment) -> int:
    """Return what it costs that the route, as a whole, ends after the shift."""
    if model.limited is None:
        return 0
    late_s = whole[0] + whole[1] - model.car[route, OVER_FROM]
    return model.car[route, PER_OVER] * max(0, late_s)


@inline
def whole_of(model: Model, plan: Plan, route: int) -> Segment:
    """Return a used route as it is now, from its departure to its return."""
    row = plan.segment[model.nodes + route]
    return (row[HEAD_S], row[HEAD_EARLY], 0)
