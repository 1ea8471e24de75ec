"""What an iteration's changes cost, worked out from what was touched."""

from doorstep.engine.search.chain import settle
from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import (
    ABSENT_AT,
    CHANGED,
    CHANGED_LIST,
    COST,
    DELTA,
    LOOSE,
    LOOSE_LIST,
    STOPS,
    Model,
    Plan,
)
from doorstep.engine.search.links import route_of
from doorstep.engine.search.rules.cost import price_route


@inline
def measure(model: Model, plan: Plan) -> None:
    """Work out what this iteration's changes cost, from the routes and shipments touched."""
    delta = 0
    for at in range(plan.tally[CHANGED]):
        route = plan.lists[CHANGED_LIST, at]
        price_route(model, plan, route)
        delta += plan.sums[route, COST] - plan.sums[model.routes + 1 + at, COST]
    for at in range(plan.tally[LOOSE]):
        node = plan.lists[LOOSE_LIST, at]
        was_absent = plan.lists[ABSENT_AT, node] >= 0
        is_absent = route_of(plan.node, node) == model.routes
        if is_absent and not was_absent:
            delta += model.prize[node]
        elif was_absent and not is_absent:
            delta -= model.prize[node]
    plan.tally[DELTA] = delta


@inline
def measure_ruin(model: Model, plan: Plan) -> int:
    """Return what a ruin saves, as a cost below 0: way, and the prizes lost already."""
    delta = 0
    for at in range(plan.tally[CHANGED]):
        route = plan.lists[CHANGED_LIST, at]
        price_route(model, plan, route)
        delta += plan.sums[route, COST] - plan.sums[model.routes + 1 + at, COST]
    for at in range(plan.tally[LOOSE]):
        node = plan.lists[LOOSE_LIST, at]
        if plan.lists[ABSENT_AT, node] >= 0:
            delta -= model.prize[node]
    return delta


@inline
def settle_changed(model: Model, plan: Plan) -> None:
    """Bring the departures along the routes touched in line with when these now leave."""
    for at in range(plan.tally[CHANGED]):
        route = plan.lists[CHANGED_LIST, at]
        if plan.sums[route, STOPS] > 0:
            settle(model, plan, route)
