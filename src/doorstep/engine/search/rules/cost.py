"""What a route costs: the vehicle, its metres and, where paid for, its seconds."""

from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import (
    COST,
    FIXED,
    HEAD_S,
    HUGE,
    IS_BROKEN,
    METRES,
    PER_M,
    PER_S,
    SECONDS,
    STOPS,
    Model,
    Plan,
)
from doorstep.engine.search.rules.breaks import unpaid_of
from doorstep.engine.search.rules.departure import choose_departure
from doorstep.engine.search.rules.limits import (
    is_too_far,
    is_too_long,
    price_overtime,
    whole_of,
)


@inline
def price_per_m(model: Model, route: int) -> int:
    """Return what a metre costs on the route."""
    if model.mixed is None:
        return model.car[0, PER_M]
    return model.car[route, PER_M]


@inline
def price_per_s(model: Model, route: int) -> int:
    """Return what a second costs on the route."""
    if model.mixed is None:
        return model.car[0, PER_S]
    return model.car[route, PER_S]


@inline
def price_route(model: Model, plan: Plan, route: int) -> None:
    """Bring the cost of a route up to date.

    Where the way past a stop is longer than by it, taking that out can break a limit or leave no
    time for a break: such a route costs more than any plan.
    """
    sums = plan.sums[route]
    if sums[STOPS] == 0:
        sums[COST] = 0
        return
    cost = model.car[route, FIXED] + price_per_m(model, route) * sums[METRES]
    if model.paid_time is not None:
        if model.by_time is not None:
            sums[SECONDS] = choose_departure(model, plan, route)
        else:
            sums[SECONDS] = plan.segment[model.nodes + route, HEAD_S]
        paid_s = sums[SECONDS] - unpaid_of(model, plan, route)
        cost += price_per_s(model, route) * paid_s
    if model.limited is not None:
        cost += price_overtime(model, route, whole_of(model, plan, route))
        if is_too_long(model, route, sums[SECONDS]) or is_too_far(model, route, sums[METRES]):
            cost = HUGE // 2
    if model.resting is not None and plan.rests[model.nodes + route, IS_BROKEN] != 0:
        cost = HUGE // 2
    sums[COST] = cost
