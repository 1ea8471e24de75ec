"""Exchange the tails of two routes (2-opt*), join two routes, or split one, at random [1]_.

Tried under the same annealing as ruin and recreate, which moves strings but seldom whole tails.
Only routes of vehicles that are alike take part, so that what lies before and after the cut
keeps its cost.

References
----------
.. [1] Potvin and Rousseau (1995), doi:10.1057/jors.1995.204.
"""

import math

from doorstep.engine.search.chain import close_route, link, update_backward, update_forward
from doorstep.engine.search.chance import draw_below, draw_unit
from doorstep.engine.search.jit import inline
from doorstep.engine.search.journal import take_free, touch, touch_route
from doorstep.engine.search.layout import (
    FAR,
    FIXED,
    FREE_FIRST,
    HUGE,
    KIND,
    METRES,
    NEVER_PAYS,
    ROOM,
    SECONDS,
    STOPS,
    Model,
    Plan,
    Tuning,
)
from doorstep.engine.search.links import after, before, plain, route_of
from doorstep.engine.search.rules.breaks import unpaid_of, whole_between
from doorstep.engine.search.rules.capacity import change_room
from doorstep.engine.search.rules.cost import price_per_m, price_per_s
from doorstep.engine.search.rules.departure import is_late, usual_seconds
from doorstep.engine.search.rules.duration import Segment, head_of, join, tail_of
from doorstep.engine.search.rules.limits import (
    is_too_far,
    is_too_long,
    price_overtime,
    whole_of,
)
from doorstep.engine.search.rules.travel import metres_between, seconds_between

TRIES = 4
"""Exchanges tried before the iteration gives up."""

PASSED = 0.3
"""Chance to pass over a better place to split a route."""


@inline
def exchange_tails(model: Model, plan: Plan, tuning: Tuning, heat: float) -> bool:
    """Exchange tails once, if a random try is accepted at this temperature; tell whether."""
    for _ in range(TRIES):
        last, first = _choose(model, plan, tuning)
        if last < 0:
            continue
        route, other = route_of(plan.node, last), route_of(plan.node, first)
        if first >= model.nodes:
            other = first - model.nodes
        added = _added_cost(model, plan, last, first, route, other)
        if added >= HUGE:
            continue
        if added > 0 and added >= -heat * math.log(draw_unit(plan.bits) + 1e-300):
            continue
        if _is_feasible(model, plan, last, first, route, other):
            _exchange(model, plan, last, first, route, other)
            return True
    return False


@inline
def _choose(model: Model, plan: Plan, tuning: Tuning) -> tuple[int, int]:
    """Return who will be last of one head and first of the other's tail; -1 when none.

    The second is the depot of an unused vehicle when a route is to be split.
    """
    nodes = plan.node
    node = draw_below(plan.bits, model.nodes)
    route = route_of(nodes, node)
    if route == model.routes:
        return -1, -1
    if draw_unit(plan.bits) < tuning.splits_share:
        free = plan.lists[FREE_FIRST, model.car[route, KIND]]
        last = _find_split(model, plan, route)
        return (-1, -1) if free < 0 else (last, model.nodes + free)
    last, first = _draw_near(model, plan, node)
    other = route_of(nodes, first)
    route = route_of(nodes, last)
    if model.routes in (route, other) or route == other:
        return -1, -1
    if model.mixed is not None and model.car[route, KIND] != model.car[other, KIND]:
        return -1, -1
    return last, first


@inline
def _find_split(model: Model, plan: Plan, route: int) -> int:
    """Return the stop after which the way home and out again is short; -1 when there is but one.

    Shorter ones are passed over with a chance of PASSED.
    """
    nodes = plan.node
    depot = model.nodes + route
    node = after(nodes, depot)
    follower = after(nodes, node)
    best, last = HUGE, -1
    while follower < model.nodes:
        added_m = metres_between(model, node, depot, route) - nodes[node].next_m
        added_m += metres_between(model, depot, follower, route)
        if added_m < best and draw_unit(plan.bits) >= PASSED:
            best, last = added_m, node
        node = follower
        follower = after(nodes, node)
    return last


@inline
def _draw_near(model: Model, plan: Plan, node: int) -> tuple[int, int]:
    """Return ``node`` and one near it, in the order of driving; twice itself if none is."""
    stop = model.stop[node]
    if stop.near == 0:
        return node, node
    at = draw_below(plan.bits, stop.near)
    other = plain(model.near[node, at].other)
    return (other, node) if at < stop.turn else (node, other)


@inline
def _added_cost(model: Model, plan: Plan, last: int, first: int, route: int, other: int) -> int:
    """Return what the exchange adds; HUGE when the times forbid it. O(1)."""
    nodes = plan.node
    follower = after(nodes, last)
    is_split = first >= model.nodes
    leader = first if is_split else before(nodes, first)
    new_m = metres_between(model, last, first, route)
    new_m += metres_between(model, leader, follower, other)
    old_m = nodes[last].next_m + (0 if is_split else nodes[first].before_m)
    added = price_per_m(model, route) * (new_m - old_m)
    if is_split:
        added += model.car[other, FIXED]
    elif leader >= model.nodes and follower >= model.nodes:
        added -= model.car[other, FIXED]
    if model.timed is not None:
        added += _added_time(model, plan, last, first, route, other)
    return added


@inline
def _added_time(model: Model, plan: Plan, last: int, first: int, route: int, other: int) -> int:
    """Return what the time costs that both new routes add; NEVER_PAYS when it is too long."""
    nodes = plan.node
    follower = after(nodes, last)
    is_split = first >= model.nodes
    leader = first if is_split else before(nodes, first)
    to_first = _seconds_to(model, plan, last, first, route)
    to_after = _seconds_to(model, plan, leader, follower, other)
    if to_first < 0 or to_after < 0:
        return NEVER_PAYS
    if model.resting is not None:
        return _added_resting(model, plan, last, first, to_first, to_after)
    if model.paid_time is None:
        return 0
    one = join(head_of(model, plan, last), to_first, tail_of(model, plan, first))
    two = join(head_of(model, plan, leader), to_after, tail_of(model, plan, follower))
    if leader >= model.nodes and follower >= model.nodes:
        two = (0, 0, 0)
    return _priced(model, plan, route, other, is_split, one, two)


@inline
def _added_resting(
    model: Model, plan: Plan, last: int, first: int, to_first: int, to_after: int
) -> int:
    """As ``_added_time``, with breaks; NEVER_PAYS when these leave no time for it too."""
    nodes = plan.node
    is_split = first >= model.nodes
    route = route_of(nodes, last)
    other = first - model.nodes if is_split else route_of(nodes, first)
    follower = after(nodes, last)
    leader = first if is_split else before(nodes, first)
    one = whole_between(model, plan, last, first, route, to_first)
    two = (0, 0, 0)
    if leader < model.nodes or follower < model.nodes:
        two = whole_between(model, plan, leader, follower, other, to_after)
    if one[0] >= FAR or two[0] >= FAR:
        return NEVER_PAYS
    if model.paid_time is None:
        return 0
    unpaid_s = one[2] + two[2] - unpaid_of(model, plan, route)
    if not is_split:
        unpaid_s -= unpaid_of(model, plan, other)
    added = _priced(model, plan, route, other, is_split, one, two)
    return added - price_per_s(model, route) * unpaid_s


@inline
def _priced(
    model: Model,
    plan: Plan,
    route: int,
    other: int,
    is_split: bool,  # noqa: FBT001  # compiled functions take no keywords
    one: Segment,
    two: Segment,
) -> int:
    """Return what it adds that two routes take the times of ``one`` and ``two``."""
    if is_too_long(model, route, one[0]) or is_too_long(model, other, two[0]):
        return NEVER_PAYS
    old_s = plan.sums[route, SECONDS] + (0 if is_split else plan.sums[other, SECONDS])
    added = price_per_s(model, route) * (one[0] + two[0] - old_s)
    if model.limited is not None:
        added += price_overtime(model, route, one) + price_overtime(model, other, two)
        added -= price_overtime(model, route, whole_of(model, plan, route))
        if not is_split:
            added -= price_overtime(model, other, whole_of(model, plan, other))
    return added


@inline
def _seconds_to(model: Model, plan: Plan, one: int, follower: int, route: int) -> int:
    """Return what the leg takes, -1 where that is too late for ``follower``."""
    seconds = seconds_between(model, one, follower, route)
    if plan.node[one].leave + seconds > plan.node[follower].latest:
        return -1
    if model.by_time is not None:
        if is_late(model, plan, one, follower, route):
            return -1
        return usual_seconds(model, plan, one, follower, route)
    return seconds


@inline
def _is_feasible(model: Model, plan: Plan, last: int, first: int, route: int, other: int) -> bool:
    """Tell whether both new routes can carry their loads and go as far. O(stops of the heads)."""
    dimensions = 1 if model.loads is None else model.load.shape[1]
    for load in range(dimensions):
        moved = _load_up_to(model, plan, last, load)
        if first < model.nodes:
            moved -= _load_up_to(model, plan, before(plan.node, first), load)
        if plan.sums[other, ROOM + load] < moved or plan.sums[route, ROOM + load] < -moved:
            return False
    return model.limited is None or _is_near(model, plan, last, first, route, other)


@inline
def _is_near(model: Model, plan: Plan, last: int, first: int, route: int, other: int) -> bool:
    """Tell whether neither new route goes too far. O(stops of the heads)."""
    nodes, sums = plan.node, plan.sums
    leader = first if first >= model.nodes else before(nodes, first)
    follower = after(nodes, last)
    head_m, other_head_m = _metres_up_to(model, plan, last), _metres_up_to(model, plan, leader)
    tail_m = sums[route, METRES] - head_m - nodes[last].next_m
    other_tail_m = sums[other, METRES] - other_head_m - nodes[leader].next_m
    new_m = head_m + metres_between(model, last, first, route) + other_tail_m
    other_new_m = other_head_m + metres_between(model, leader, follower, other) + tail_m
    return not (is_too_far(model, route, new_m) or is_too_far(model, other, other_new_m))


@inline
def _metres_up_to(model: Model, plan: Plan, node: int) -> int:
    total = 0
    while node < model.nodes:
        total += plan.node[node].before_m
        node = before(plan.node, node)
    return total


@inline
def _load_up_to(model: Model, plan: Plan, node: int, load: int) -> int:
    total = 0
    while node < model.nodes:
        total += model.load[node, load]
        node = before(plan.node, node)
    return total


@inline
def _exchange(model: Model, plan: Plan, last: int, first: int, route: int, other: int) -> None:
    """Let ``first`` and what follows it follow ``last``, and the other way round."""
    nodes = plan.node
    depot, other_depot = model.nodes + route, model.nodes + other
    is_split = first >= model.nodes
    if is_split:
        take_free(model, plan, other)
    leader = other_depot if is_split else before(nodes, first)
    follower = after(nodes, last)
    end, other_end = before(nodes, depot), before(nodes, other_depot)
    touch_route(model, plan, route)
    touch_route(model, plan, other)
    touch(model, plan, depot)
    touch(model, plan, other_depot)
    touch(model, plan, last)
    touch(model, plan, leader)
    plan.sums[route, METRES] -= nodes[last].next_m
    plan.sums[other, METRES] -= nodes[leader].next_m
    _move(model, plan, follower, route, other)
    _move(model, plan, first, other, route)
    link(model, plan, last, depot if is_split else first, route)
    link(model, plan, leader, other_depot if follower >= model.nodes else follower, other)
    plan.sums[route, METRES] += nodes[last].next_m
    plan.sums[other, METRES] += nodes[leader].next_m
    if not is_split:
        _close(plan, other_end, depot)
    if follower < model.nodes:
        _close(plan, end, other_depot)
    if model.timed is not None:
        update_backward(model, plan, last, 0)
        update_backward(model, plan, leader, 0)
        update_forward(model, plan, after(nodes, last), 0)
        update_forward(model, plan, after(nodes, leader), 0)
        if model.paid_time is not None or model.resting is not None:
            close_route(model, plan, depot)
            close_route(model, plan, other_depot)


@inline
def _close(plan: Plan, end: int, depot: int) -> None:
    """Let the depot follow ``end``, which keeps its leg home."""
    nodes = plan.node
    nodes[end].after = depot
    nodes[depot].before = end
    nodes[depot].before_m = nodes[end].next_m


@inline
def _move(model: Model, plan: Plan, node: int, source: int, target: int) -> None:
    """Give ``node`` and what follows it, up to the depot, to another route."""
    nodes = plan.node
    while node < model.nodes:
        touch(model, plan, node)
        nodes[node].route = target
        change_room(model, plan, node, source, 1)
        change_room(model, plan, node, target, -1)
        plan.sums[source, STOPS] -= 1
        plan.sums[target, STOPS] += 1
        plan.sums[source, METRES] -= nodes[node].next_m
        plan.sums[target, METRES] += nodes[node].next_m
        node = after(nodes, node)
