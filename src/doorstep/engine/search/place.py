"""The cheapest place for a shipment among those near it, each tried in O(1)."""

import numpy as np

from doorstep.engine.search.chance import draw
from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import (
    CODE,
    EARLY,
    HUGE,
    LATE,
    LATEST,
    LEAVE,
    NEAR_M,
    NEAR_S,
    NEXT,
    NEXT_M,
    PREV,
    PREV_M,
    ROUTE,
    SECONDS,
    SERVICE,
    Model,
    Plan,
)
from doorstep.engine.search.rules.capacity import has_room
from doorstep.engine.search.rules.cost import price_per_m, price_per_s
from doorstep.engine.search.rules.duration import head_of, join, stop_segment, tail_of
from doorstep.engine.search.rules.skills import may_serve
from doorstep.engine.search.rules.travel import place_after, place_before, table_of
from doorstep.engine.search.rules.windows import earliest_start

_HALF = np.uint64(32)


@inline
def best_place(model: Model, plan: Plan, node: int, blink: np.uint64) -> tuple[int, int, int]:
    """Return what the cheapest place adds, the node before it and the route; -1 when none.

    A place that would be the best so far is passed over with the chance of ``blink`` / 2**32.
    O(near).
    """
    if model.symmetric is not None:
        return _best_symmetric(model, plan, node, blink)
    best, best_before, best_route = HUGE, -1, -1
    for at in range(model.near.shape[1]):
        code = model.near[node, at, CODE]
        other = code >> 1
        route = plan.node[other, ROUTE]
        if not has_room(model, plan, node, route) or not may_serve(model, node, route):
            continue
        if code & 1 == 0:
            before, cost = _try_after(model, plan, node, at, other, route, best)
        else:
            before, cost = _try_before(model, plan, node, at, other, route, best)
        if cost < best and draw(plan.bits) >> _HALF >= blink:
            best, best_before, best_route = cost, before, route
    return best, best_before, best_route


@inline
def _try_after(
    model: Model, plan: Plan, node: int, at: int, other: int, route: int, best: int
) -> tuple[int, int]:
    """Return the node before, and what it adds to put ``node`` behind the near ``other``."""
    nodes = plan.node
    table = table_of(model, route)
    row = table + node * model.places
    if model.profiles is None:
        to_m = model.near[node, at, NEAR_M]
        if (
            model.timed is not None
            and nodes[other, LEAVE] + model.near[node, at, NEAR_S] > model.stop[node, LATE]
        ):
            return other, HUGE
    else:
        to_m = model.travel[model.metres_back + row + other]
    per_m = price_per_m(model, route)
    old_m = nodes[other, NEXT_M]
    if per_m * (to_m - old_m) >= best:
        return other, HUGE
    after = nodes[other, NEXT]
    there = place_after(model, after, route)
    cost = per_m * (to_m + model.travel[model.metres + row + there] - old_m)
    if model.timed is None or cost >= best:
        return other, cost
    to_s = (
        model.travel[model.seconds_back + row + other]
        if model.profiles is not None
        else model.near[node, at, NEAR_S]
    )
    from_s = model.travel[model.seconds + row + there]
    start = earliest_start(model, node, nodes[other, LEAVE] + to_s)
    if start + model.stop[node, SERVICE] + from_s > nodes[after, LATEST]:
        return other, HUGE
    if model.paid_time is not None:
        cost += _added_time(model, plan, node, other, after, route, to_s, from_s, start)
    return other, cost


@inline
def _try_before(
    model: Model, plan: Plan, node: int, at: int, other: int, route: int, best: int
) -> tuple[int, int]:
    """Return the node before, and what it adds to put ``node`` in front of the near ``other``."""
    nodes = plan.node
    table = table_of(model, route)
    row = table + node * model.places
    before = nodes[other, PREV]
    if model.profiles is None:
        from_m = model.near[node, at, NEAR_M]
        earliest = model.stop[node, EARLY] + model.stop[node, SERVICE]
        if (
            model.timed is not None
            and earliest + model.near[node, at, NEAR_S] > nodes[other, LATEST]
        ):
            return before, HUGE
    else:
        from_m = model.travel[model.metres + row + other]
    per_m = price_per_m(model, route)
    old_m = nodes[other, PREV_M]
    if per_m * (from_m - old_m) >= best:
        return before, HUGE
    here = place_before(model, before, route)
    cost = per_m * (model.travel[model.metres_back + row + here] + from_m - old_m)
    if model.timed is None or cost >= best:
        return before, cost
    to_s = model.travel[model.seconds_back + row + here]
    from_s = (
        model.travel[model.seconds + row + other]
        if model.profiles is not None
        else model.near[node, at, NEAR_S]
    )
    start = earliest_start(model, node, nodes[before, LEAVE] + to_s)
    if start + model.stop[node, SERVICE] + from_s > nodes[other, LATEST]:
        return before, HUGE
    if model.paid_time is not None:
        cost += _added_time(model, plan, node, before, other, route, to_s, from_s, start)
    return before, cost


@inline
def _added_time(
    model: Model,
    plan: Plan,
    node: int,
    before: int,
    after: int,
    route: int,
    to_s: int,
    from_s: int,
    start: int,
) -> int:
    """Return what the change of the route's duration costs."""
    head = join(head_of(model, plan, before), to_s, stop_segment(model, node, start))
    whole = join(head, from_s, tail_of(model, plan, after))
    return price_per_s(model, route) * (whole[0] - plan.sums[route, SECONDS])


@inline
def _best_symmetric(model: Model, plan: Plan, node: int, blink: np.uint64) -> tuple[int, int, int]:
    """As ``best_place``, both sides of each near node at once.

    The leg on the other side is at least as long as the one to the near node unless that side
    was nearer, and then it is tried from there: so twice the near leg bounds what is added.
    """
    nodes = plan.node
    row = node * model.places
    per_m = price_per_m(model, 0)
    best, best_before, best_route = HUGE, -1, -1
    for at in range(model.near.shape[1]):
        other = model.near[node, at, CODE]
        route = plan.node[other, ROUTE]
        if not has_room(model, plan, node, route):
            continue
        near_m = model.near[node, at, NEAR_M]
        for side in range(2):
            neighbour = nodes[other, NEXT] if side == 0 else nodes[other, PREV]
            old_m = nodes[other, NEXT_M] if side == 0 else nodes[other, PREV_M]
            is_depot = neighbour >= model.nodes
            if per_m * (2 * near_m - old_m) >= best and not is_depot:
                continue
            far_m = model.travel[model.metres + row + place_after(model, neighbour, route)]
            cost = per_m * (near_m + far_m - old_m)
            if cost < best and draw(plan.bits) >> _HALF >= blink:
                best, best_route = cost, route
                best_before = other if side == 0 else neighbour
    return best, best_before, best_route
