"""The cheapest place for a shipment among those near it, each tried in O(1).

Most places are ruled out by what is at hand: the leg to the near node, and that node's record.
Places are sorted by
nearness: the rest is passed over where even splitting a long leg would not pay. That leaves out
legs to and from depots, which are longer than any; those of the routes just changed are tried.

Where the way back is as long, a leg of m metres to the near node means a detour of at least 2 m
less the leg it splits, unless the node on the other side is nearer still: and then the same place
is tried from that side. A leg to or from a depot has no other side to be tried from.
"""

import numpy as np

from doorstep.engine.search.chance import draw
from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import (
    CHANGED,
    CHANGED_LIST,
    FAR,
    HEAD_S,
    HUGE,
    LONG_M,
    METRES,
    NEVER_PAYS,
    ROOM,
    STOPS,
    Model,
    Plan,
)
from doorstep.engine.search.links import after, before, plain, route_of
from doorstep.engine.search.rules.breaks import unpaid_of, whole_between, whole_through
from doorstep.engine.search.rules.by_time import arrive
from doorstep.engine.search.rules.capacity import has_room
from doorstep.engine.search.rules.cost import price_per_m, price_per_s
from doorstep.engine.search.rules.departure import usual_departure
from doorstep.engine.search.rules.duration import head_of, join, stop_segment, tail_of
from doorstep.engine.search.rules.limits import (
    is_too_far,
    is_too_long,
    price_overtime,
    whole_of,
)
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
    best, behind = _best_after(model, plan, node, blink)
    best, behind = _best_before(model, plan, node, blink, best, behind)
    if plan.tally[LONG_M] < FAR:
        best, behind = _best_at_ends(model, plan, node, blink, best, behind)
    if behind < 0:
        return best, -1, -1
    return best, behind, route_of(plan.node, behind)


@inline
def _best_after(model: Model, plan: Plan, node: int, blink: np.uint64) -> tuple[int, int]:
    """Return what the cheapest place after a near node adds, and that node; -1 when none.

    Tests are joined before the branch: each alone is a coin toss to the processor.
    """
    late, least = model.stop[node].late, model.load[node, 0]
    per_m = price_per_m(model, 0)
    least_per_m, long_m = model.least_per_m, plan.tally[LONG_M]
    best, behind = HUGE, -1
    for at in range(model.stop[node].turn):
        leg = model.near[node, at]
        if least_per_m * ((leg.metres << model.detour) - long_m) >= best:
            break
        other = plain(leg.other)
        there = plan.node[other]
        route = plain(there.route)
        is_in_vain = plan.sums[route, ROOM] < least
        if model.profiles is None:
            detour = 0 if there.after >= model.nodes else model.detour
            least_m = (leg.metres << detour) - there.next_m
            is_in_vain |= _price(model, route, per_m) * least_m >= best
            if model.timed is not None:
                is_in_vain |= there.leave + leg.seconds > late
        if is_in_vain:
            continue
        cost = _cost_after(model, plan, node, at, other, route, best)
        if cost < best and draw(plan.bits) >> _HALF >= blink:
            best, behind = cost, other
    return best, behind


@inline
def _best_before(
    model: Model, plan: Plan, node: int, blink: np.uint64, best: int, behind: int
) -> tuple[int, int]:
    """As ``_best_after``, before a near node; ``best`` and ``behind`` are the best so far."""
    stop = model.stop[node]
    ready, least = stop.early + stop.service, model.load[node, 0]
    per_m = price_per_m(model, 0)
    least_per_m, long_m = model.least_per_m, plan.tally[LONG_M]
    for at in range(stop.turn, stop.near):
        leg = model.near[node, at]
        if least_per_m * ((leg.metres << model.detour) - long_m) >= best:
            break
        other = plain(leg.other)
        there = plan.node[other]
        route = plain(there.route)
        is_in_vain = plan.sums[route, ROOM] < least
        if model.profiles is None:
            detour = 0 if there.before >= model.nodes else model.detour
            least_m = (leg.metres << detour) - there.before_m
            is_in_vain |= _price(model, route, per_m) * least_m >= best
            if model.timed is not None:
                is_in_vain |= ready + leg.seconds > there.latest
        if is_in_vain:
            continue
        cost = _cost_before(model, plan, node, at, other, route, best)
        if cost < best and draw(plan.bits) >> _HALF >= blink:
            best, behind = cost, plain(there.before)
    return best, behind


@inline
def _best_at_ends(
    model: Model, plan: Plan, node: int, blink: np.uint64, best: int, behind: int
) -> tuple[int, int]:
    """As ``_best_after``, first and last in the routes that this iteration changed."""
    for at in range(plan.tally[CHANGED]):
        route = plain(plan.lists[CHANGED_LIST, at])
        if plan.sums[route, STOPS] == 0 or not has_room(model, plan, node, route):
            continue
        depot = model.nodes + route
        for side in range(2):
            leader = depot if side == 0 else before(plan.node, depot)
            cost = _cost_behind(model, plan, node, leader, route, best)
            if cost < best and draw(plan.bits) >> _HALF >= blink:
                best, behind = cost, leader
    return best, behind


@inline
def _price(model: Model, route: int, per_m: int) -> int:
    """Return what a metre costs on the route; ``per_m`` where all vehicles are alike."""
    return per_m if model.mixed is None else price_per_m(model, route)


@inline
def _cost_after(
    model: Model, plan: Plan, node: int, at: int, other: int, route: int, best: int
) -> int:
    """Return what it adds to put ``node`` after ``other``, HUGE where it does not fit."""
    if not has_room(model, plan, node, route) or not may_serve(model, node, route):
        return HUGE
    nodes = plan.node
    leg = model.near[node, at]
    follower = after(nodes, other)
    row = table_of(model, route) + node * model.places
    to_m, to_s = leg.metres, leg.seconds
    if model.profiles is not None:
        to_m = model.travel[model.metres_back + row + other]
    there = row + place_after(model, follower, route)
    added_m = to_m + model.travel[model.metres + there] - nodes[other].next_m
    cost = price_per_m(model, route) * added_m
    if model.timed is None or cost >= best:
        return cost
    if is_too_far(model, route, plan.sums[route, METRES] + added_m):
        return HUGE
    if model.profiles is not None:
        to_s = model.travel[model.seconds_back + row + other]
    from_s = model.travel[model.seconds + there]
    start = earliest_start(model, node, nodes[other].leave + to_s)
    if start + model.stop[node].service + from_s > nodes[follower].latest:
        return HUGE
    metre_cost = cost
    if not _waits_for_clock(model):
        cost += _added_time(model, plan, node, other, follower, route, to_s, from_s, start)
    if model.by_time is not None and cost < best:
        return metre_cost + _cost_by_time(model, plan, node, other, follower, route)
    return cost


@inline
def _cost_before(
    model: Model, plan: Plan, node: int, at: int, other: int, route: int, best: int
) -> int:
    """Return what it adds to put ``node`` before ``other``, HUGE where it does not fit."""
    if not has_room(model, plan, node, route) or not may_serve(model, node, route):
        return HUGE
    nodes = plan.node
    leg = model.near[node, at]
    leader = before(nodes, other)
    row = table_of(model, route) + node * model.places
    from_m, from_s = leg.metres, leg.seconds
    if model.profiles is not None:
        from_m = model.travel[model.metres + row + other]
    here = row + place_before(model, leader, route)
    added_m = model.travel[model.metres_back + here] + from_m - nodes[other].before_m
    cost = price_per_m(model, route) * added_m
    if model.timed is None or cost >= best:
        return cost
    if is_too_far(model, route, plan.sums[route, METRES] + added_m):
        return HUGE
    if model.profiles is not None:
        from_s = model.travel[model.seconds + row + other]
    to_s = model.travel[model.seconds_back + here]
    start = earliest_start(model, node, nodes[leader].leave + to_s)
    if start + model.stop[node].service + from_s > nodes[other].latest:
        return HUGE
    metre_cost = cost
    if not _waits_for_clock(model):
        cost += _added_time(model, plan, node, leader, other, route, to_s, from_s, start)
    if model.by_time is not None and cost < best:
        return metre_cost + _cost_by_time(model, plan, node, leader, other, route)
    return cost


@inline
def _waits_for_clock(model: Model) -> bool:
    """Tell whether time is priced only once it is known how long legs take then."""
    return model.resting is not None and model.by_time is not None


@inline
def _cost_behind(model: Model, plan: Plan, node: int, leader: int, route: int, best: int) -> int:
    """Return what it adds to put ``node`` behind ``leader``, HUGE where it does not fit.

    For vehicles with the same table of travel, and not by time.
    """
    if not may_serve(model, node, route):
        return HUGE
    nodes = plan.node
    follower = after(nodes, leader)
    row = node * model.places
    here = row + place_before(model, leader, route)
    there = row + place_after(model, follower, route)
    added_m = model.travel[model.metres_back + here] + model.travel[model.metres + there]
    added_m -= nodes[leader].next_m
    cost = price_per_m(model, route) * added_m
    if model.timed is None or cost >= best:
        return cost
    if is_too_far(model, route, plan.sums[route, METRES] + added_m):
        return HUGE
    to_s = model.travel[model.seconds_back + here]
    from_s = model.travel[model.seconds + there]
    start = earliest_start(model, node, nodes[leader].leave + to_s)
    if start + model.stop[node].service + from_s > nodes[follower].latest:
        return HUGE
    if not _waits_for_clock(model):
        cost += _added_time(model, plan, node, leader, follower, route, to_s, from_s, start)
    return cost


@inline
def _added_time(
    model: Model,
    plan: Plan,
    node: int,
    leader: int,
    follower: int,
    route: int,
    to_s: int,
    from_s: int,
    start: int,
) -> int:
    """Return what the change of the route's duration costs, NEVER_PAYS where it is too long."""
    if model.resting is not None:
        return _added_resting(model, plan, node, leader, follower, route, to_s, from_s)
    if model.paid_time is None:
        return 0
    head = join(head_of(model, plan, leader), to_s, stop_segment(model, node, start))
    whole = join(head, from_s, tail_of(model, plan, follower))
    now_s = plan.segment[model.nodes + route, HEAD_S]
    if model.by_time is not None:
        tail = tail_of(model, plan, follower)
        now_s = join(head_of(model, plan, leader), plan.node[leader].next_s, tail)[0]
    added = price_per_s(model, route) * (whole[0] - now_s)
    if model.limited is not None:
        if is_too_long(model, route, whole[0]):
            return NEVER_PAYS
        added += price_overtime(model, route, whole)
        added -= price_overtime(model, route, whole_of(model, plan, route))
    return added


@inline
def _added_resting(
    model: Model,
    plan: Plan,
    node: int,
    leader: int,
    follower: int,
    route: int,
    to_s: int,
    from_s: int,
) -> int:
    """As ``_added_time``, with breaks; NEVER_PAYS where these leave no time for it too."""
    whole = whole_through(model, plan, leader, node, follower, route, to_s, from_s)
    if whole[0] >= FAR or is_too_long(model, route, whole[0]):
        return NEVER_PAYS
    if model.paid_time is None:
        return 0
    now_s = plan.segment[model.nodes + route, HEAD_S] - unpaid_of(model, plan, route)
    if model.by_time is not None:
        travel = plain(plan.node[leader].next_s)
        now = whole_between(model, plan, leader, follower, route, travel)
        now_s = now[0] - now[2]
    added = price_per_s(model, route) * (whole[0] - whole[2] - now_s)
    added += price_overtime(model, route, whole)
    return added - price_overtime(model, route, whole_of(model, plan, route))


@inline
def _cost_by_time(
    model: Model, plan: Plan, node: int, leader: int, follower: int, route: int
) -> int:
    """Return what the time costs that it adds, HUGE where it is late, by when each leg begins."""
    nodes, service = plan.node, model.stop[node].service
    ready = plain(nodes[leader].leave)
    arrival = arrive(model, leader, node, route, ready)
    start = earliest_start(model, node, arrival)
    back = arrive(model, node, follower, route, start + service)
    if back > nodes[follower].latest:
        return HUGE
    if model.paid_time is None:
        return 0
    to_s, from_s = arrival - ready, back - start - service
    leaves = usual_departure(model, plan, leader)
    if leaves != ready:
        arrival = arrive(model, leader, node, route, leaves)
        to_s = arrival - leaves
        leaves = max(arrival, start) + service
        from_s = arrive(model, node, follower, route, leaves) - leaves
    return _added_time(model, plan, node, leader, follower, route, to_s, from_s, start)


@inline
def _best_symmetric(model: Model, plan: Plan, node: int, blink: np.uint64) -> tuple[int, int, int]:
    """As ``best_place``, both sides of each near node at once."""
    nodes = plan.node
    row = model.metres + node * model.places
    per_m = price_per_m(model, 0)
    least, long_m = model.load[node, 0], plan.tally[LONG_M]
    best, best_behind = HUGE, -1
    for at in range(model.near.shape[1]):
        leg = model.near[node, at]
        if per_m * (2 * leg.metres - long_m) >= best:
            break
        other = plain(leg.other)
        there = plan.node[other]
        split_m = per_m * (2 * leg.metres - there.next_m)
        is_after = (split_m < best) | (there.after >= model.nodes)
        split_m = per_m * (2 * leg.metres - there.before_m)
        is_before = (split_m < best) | (there.before >= model.nodes)
        has_place = (is_after | is_before) & (plan.sums[plain(there.route), ROOM] >= least)
        if not has_place:
            continue
        if is_after:
            far_m = model.travel[row + place_after(model, plain(there.after), 0)]
            cost = per_m * (leg.metres + far_m - nodes[other].next_m)
            if cost < best and draw(plan.bits) >> _HALF >= blink:
                best, best_behind = cost, other
        if is_before:
            leader = before(nodes, other)
            far_m = model.travel[row + place_after(model, leader, 0)]
            cost = per_m * (leg.metres + far_m - nodes[other].before_m)
            if cost < best and draw(plan.bits) >> _HALF >= blink:
                best, best_behind = cost, leader
    if long_m < FAR:
        best, best_behind = _best_at_ends(model, plan, node, blink, best, best_behind)
    if best_behind < 0:
        return best, -1, -1
    return best, best_behind, route_of(nodes, best_behind)
