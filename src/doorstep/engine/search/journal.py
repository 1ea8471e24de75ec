"""What was touched in an iteration, so that it can be taken back or copied to the best."""

from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import (
    ABSENT,
    ABSENT_AT,
    ABSENT_LIST,
    BEST,
    BEST_NEXT,
    CHANGED,
    CHANGED_LIST,
    CURRENT,
    DELTA,
    DIRTY,
    DIRTY_FLAG,
    DIRTY_LIST,
    FREE_FIRST,
    FREE_NEXT,
    KIND,
    LOOSE,
    LOOSE_LIST,
    NODE_LIST,
    NODE_TOUCHED,
    PICKED,
    ROUTE_TOUCHED,
    SEGMENT_FIELDS,
    STOPS,
    TOUCHED,
    USED,
    WANTED,
    Model,
    Plan,
)
from doorstep.engine.search.links import route_of


@inline
def touch(model: Model, plan: Plan, node: int) -> None:
    """Save a node, once an iteration, before it is changed."""
    tally = plan.tally
    if plan.lists[NODE_TOUCHED, node] == 0:
        plan.lists[NODE_TOUCHED, node] = 1
        at = tally[TOUCHED]
        plan.lists[NODE_LIST, at] = node
        saved = model.nodes + model.routes + at
        plan.node[saved] = plan.node[node]
        if model.paid_time is not None:
            for field in range(SEGMENT_FIELDS):
                plan.segment[saved, field] = plan.segment[node, field]
        if model.resting is not None:
            for field in range(plan.rests.shape[1]):
                plan.rests[saved, field] = plan.rests[node, field]
        tally[TOUCHED] = at + 1


@inline
def touch_route(model: Model, plan: Plan, route: int) -> None:
    """Save a route, once an iteration, before it is changed."""
    tally = plan.tally
    if plan.lists[ROUTE_TOUCHED, route] == 0:
        plan.lists[ROUTE_TOUCHED, route] = 1
        at = tally[CHANGED]
        plan.lists[CHANGED_LIST, at] = route
        for field in range(plan.sums.shape[1]):
            plan.sums[model.routes + 1 + at, field] = plan.sums[route, field]
        tally[CHANGED] = at + 1


@inline
def begin(plan: Plan) -> None:
    """Begin an iteration."""
    tally = plan.tally
    tally[TOUCHED] = 0
    tally[CHANGED] = 0
    tally[LOOSE] = 0
    tally[PICKED] = 0
    tally[DELTA] = 0
    tally[WANTED] = -1


@inline
def take_free(model: Model, plan: Plan, route: int) -> None:
    """Take an unused vehicle, the first of the list of its kind, out of that list.

    A vehicle used when the iteration began is in no list, even if it has no stop any more.
    """
    kind = model.car[route, KIND]
    if plan.lists[FREE_FIRST, kind] == route:
        plan.lists[FREE_FIRST, kind] = plan.lists[FREE_NEXT, route]


@inline
def _give_free(model: Model, plan: Plan, route: int) -> None:
    kind = model.car[route, KIND]
    plan.lists[FREE_NEXT, route] = plan.lists[FREE_FIRST, kind]
    plan.lists[FREE_FIRST, kind] = route


@inline
def keep(model: Model, plan: Plan) -> None:
    """Make this iteration's changes the current plan, and the best if it is."""
    tally = plan.tally
    tally[CURRENT] += tally[DELTA]
    for at in range(tally[CHANGED]):
        route = plan.lists[CHANGED_LIST, at]
        plan.lists[ROUTE_TOUCHED, route] = 0
        if plan.sums[model.routes + 1 + at, STOPS] > 0:
            tally[USED] -= 1
        if plan.sums[route, STOPS] > 0:
            tally[USED] += 1
        else:
            _give_free(model, plan, route)
    _list_absent(model, plan)
    for at in range(tally[TOUCHED]):
        node = plan.lists[NODE_LIST, at]
        plan.lists[NODE_TOUCHED, node] = 0
        if plan.lists[DIRTY_FLAG, node] == 0:
            plan.lists[DIRTY_FLAG, node] = 1
            plan.lists[DIRTY_LIST, tally[DIRTY]] = node
            tally[DIRTY] += 1
    if tally[CURRENT] < tally[BEST]:
        copy_best(plan)


@inline
def copy_best(plan: Plan) -> None:
    """Remember the current plan as the best, in O(nodes changed since the last)."""
    tally = plan.tally
    tally[BEST] = tally[CURRENT]
    for at in range(tally[DIRTY]):
        node = plan.lists[DIRTY_LIST, at]
        plan.lists[DIRTY_FLAG, node] = 0
        plan.lists[BEST_NEXT, node] = plan.node[node].after
    tally[DIRTY] = 0


@inline
def _list_absent(model: Model, plan: Plan) -> None:
    """Bring the list of shipments not served up to date with those that were loose."""
    tally = plan.tally
    for at in range(tally[LOOSE]):
        node = plan.lists[LOOSE_LIST, at]
        is_absent = route_of(plan.node, node) == model.routes
        place = plan.lists[ABSENT_AT, node]
        if is_absent and place < 0:
            plan.lists[ABSENT_LIST, tally[ABSENT]] = node
            plan.lists[ABSENT_AT, node] = tally[ABSENT]
            tally[ABSENT] += 1
        elif not is_absent and place >= 0:
            tally[ABSENT] -= 1
            last = plan.lists[ABSENT_LIST, tally[ABSENT]]
            plan.lists[ABSENT_LIST, place] = last
            plan.lists[ABSENT_AT, last] = place
            plan.lists[ABSENT_AT, node] = -1


@inline
def undo(model: Model, plan: Plan) -> None:
    """Take this iteration's changes back."""
    tally = plan.tally
    for at in range(tally[TOUCHED]):
        node = plan.lists[NODE_LIST, at]
        saved = model.nodes + model.routes + at
        plan.node[node] = plan.node[saved]
        plan.lists[NODE_TOUCHED, node] = 0
        if model.paid_time is not None:
            for field in range(SEGMENT_FIELDS):
                plan.segment[node, field] = plan.segment[saved, field]
        if model.resting is not None:
            for field in range(plan.rests.shape[1]):
                plan.rests[node, field] = plan.rests[saved, field]
    for at in range(tally[CHANGED]):
        route = plan.lists[CHANGED_LIST, at]
        plan.lists[ROUTE_TOUCHED, route] = 0
        for field in range(plan.sums.shape[1]):
            plan.sums[route, field] = plan.sums[model.routes + 1 + at, field]
        if plan.sums[route, STOPS] == 0:
            _give_free(model, plan, route)
