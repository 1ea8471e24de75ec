"""Changing routes: link two nodes, put one in, and bring the times along the route up to date."""

from doorstep.engine.search.jit import inline
from doorstep.engine.search.journal import touch, touch_route
from doorstep.engine.search.layout import (
    DEPARTS,
    HEAD_EARLY,
    HEAD_LATE,
    HEAD_S,
    METRES,
    STOPS,
    TAIL_EARLY,
    TAIL_LATE,
    TAIL_S,
    Model,
    Plan,
)
from doorstep.engine.search.links import after, before, route_of
from doorstep.engine.search.rules.breaks import carry_backward, carry_forward, close_resting
from doorstep.engine.search.rules.by_time import arrive, latest
from doorstep.engine.search.rules.capacity import change_room
from doorstep.engine.search.rules.departure import follow, usual_seconds
from doorstep.engine.search.rules.duration import head_of, join, stop_segment, tail_of
from doorstep.engine.search.rules.travel import metres_between, seconds_between
from doorstep.engine.search.rules.windows import earliest_start, latest_start


@inline
def link(model: Model, plan: Plan, first: int, second: int, route: int) -> None:
    """Make ``second`` follow ``first``; both have been touched. The route's metres stay."""
    nodes = plan.node
    metres = metres_between(model, first, second, route)
    nodes[first].after = second
    nodes[second].before = first
    nodes[first].next_m = metres
    nodes[second].before_m = metres
    if model.timed is not None:
        if model.by_time is not None:
            nodes[first].next_s = usual_seconds(model, plan, first, second, route)
        else:
            nodes[first].next_s = seconds_between(model, first, second, route)


@inline
def insert(model: Model, plan: Plan, node: int, behind: int, route: int) -> None:
    """Put ``node`` behind ``behind`` into the route."""
    nodes = plan.node
    follower = after(nodes, behind)
    touch(model, plan, behind)
    touch(model, plan, follower)
    touch(model, plan, node)
    touch_route(model, plan, route)
    sums = plan.sums[route]
    sums[METRES] -= nodes[behind].next_m
    nodes[node].route = route
    if model.by_time is not None:
        if sums[STOPS] == 0:
            leaves = arrive(model, behind, node, route, nodes[behind].leave)
            leaves = latest(model, behind, node, route, earliest_start(model, node, leaves))
            plan.segment[behind, DEPARTS] = leaves
        plan.segment[node, DEPARTS] = follow(model, plan, behind, node, route)
    link(model, plan, behind, node, route)
    link(model, plan, node, follower, route)
    sums[METRES] += nodes[node].before_m + nodes[node].next_m
    sums[STOPS] += 1
    change_room(model, plan, node, route, -1)
    if model.timed is not None:
        update_backward(model, plan, node, 1)
        update_forward(model, plan, node, 1)


@inline
def update_forward(model: Model, plan: Plan, node: int, at_least: int) -> None:
    """Bring departures from ``node`` on up to date.

    Ends where nothing changes any more, after at least the first ``at_least`` nodes.
    """
    nodes = plan.node
    last = before(nodes, node)
    route = route_of(nodes, node)
    time_s = nodes[last].leave + nodes[last].next_s
    left = at_least
    while node < model.nodes:
        if model.by_time is not None:
            time_s = arrive(model, last, node, route, nodes[last].leave)
        start = earliest_start(model, node, time_s)
        time_s = start + model.stop[node].service
        is_same = time_s == nodes[node].leave
        if model.by_time is not None:
            departs = follow(model, plan, last, node, route)
            is_same = is_same and departs == plan.segment[node, DEPARTS]
        if model.paid_time is not None:
            alone = stop_segment(model, node, start)
            head = join(head_of(model, plan, last), nodes[last].next_s, alone)
            old = head_of(model, plan, node)
            is_same = is_same and head[0] == old[0] and head[1] == old[1] and head[2] == old[2]
        if model.resting is not None:
            is_same = carry_forward(model, plan, last, node, route) and is_same
        if is_same and left <= 0:
            return
        left -= 1
        touch(model, plan, node)
        nodes[node].leave = time_s
        if model.by_time is not None:
            plan.segment[node, DEPARTS] = departs
            follower = after(nodes, node)
            nodes[node].next_s = usual_seconds(model, plan, node, follower, route)
        if model.paid_time is not None:
            segment = plan.segment[node]
            segment[HEAD_S], segment[HEAD_EARLY], segment[HEAD_LATE] = head
        time_s += nodes[node].next_s
        last = node
        node = after(nodes, node)
    if model.paid_time is not None or model.resting is not None:
        close_route(model, plan, node)


@inline
def settle(model: Model, plan: Plan, route: int) -> None:
    """Bring the departures along a route in line with that from its depot."""
    depot = model.nodes + route
    stops = plan.sums[route, STOPS]
    first = after(plan.node, depot)
    touch(model, plan, depot)
    plan.node[depot].next_s = usual_seconds(model, plan, depot, first, route)
    update_forward(model, plan, first, stops)
    update_backward(model, plan, before(plan.node, depot), stops)


@inline
def close_route(model: Model, plan: Plan, depot: int) -> None:
    """Bring what is kept at its depot of a whole route up to date: its segment, and its breaks."""
    touch(model, plan, depot)
    if model.resting is not None:
        close_resting(model, plan, depot)
        return
    last = before(plan.node, depot)
    home = tail_of(model, plan, depot)
    whole = join(head_of(model, plan, last), plan.node[last].next_s, home)
    segment = plan.segment[depot]
    segment[HEAD_S], segment[HEAD_EARLY], segment[HEAD_LATE] = whole


@inline
def update_backward(model: Model, plan: Plan, node: int, at_least: int) -> None:
    """Bring latest starts from ``node`` back to the first stop up to date, as above."""
    nodes = plan.node
    follower = after(nodes, node)
    time_s = nodes[follower].latest + 0
    left = at_least
    route = route_of(nodes, node)
    while node < model.nodes:
        travel = nodes[node].next_s
        if model.by_time is not None:
            until = latest(model, node, follower, route, time_s)
            time_s = latest_start(model, node, until - model.stop[node].service)
        else:
            time_s = latest_start(model, node, time_s - travel - model.stop[node].service)
        is_same = time_s == nodes[node].latest
        if model.paid_time is not None:
            alone = stop_segment(model, node, time_s)
            tail = join(alone, travel, tail_of(model, plan, follower))
            old = tail_of(model, plan, node)
            is_same = is_same and tail[0] == old[0] and tail[1] == old[1] and tail[2] == old[2]
        if model.resting is not None:
            is_same = carry_backward(model, plan, node, follower, route) and is_same
        if is_same and left <= 0:
            return
        left -= 1
        touch(model, plan, node)
        nodes[node].latest = time_s
        if model.paid_time is not None:
            segment = plan.segment[node]
            segment[TAIL_S], segment[TAIL_EARLY], segment[TAIL_LATE] = tail
        follower = node
        node = before(nodes, node)
