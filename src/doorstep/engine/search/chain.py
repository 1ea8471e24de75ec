"""Changing routes: link two nodes, put one in, and bring the times along the route up to date."""

from doorstep.engine.search.jit import inline
from doorstep.engine.search.journal import touch, touch_route
from doorstep.engine.search.layout import (
    HEAD_EARLY,
    HEAD_LATE,
    HEAD_S,
    LATEST,
    LEAVE,
    METRES,
    NEXT,
    NEXT_M,
    NEXT_S,
    PREV,
    PREV_M,
    ROUTE,
    SERVICE,
    STOPS,
    TAIL_EARLY,
    TAIL_LATE,
    TAIL_S,
    Model,
    Plan,
)
from doorstep.engine.search.rules.capacity import change_room
from doorstep.engine.search.rules.duration import head_of, join, stop_segment, tail_of
from doorstep.engine.search.rules.travel import metres_between, seconds_between
from doorstep.engine.search.rules.windows import earliest_start, latest_start


@inline
def link(model: Model, plan: Plan, before: int, after: int, route: int) -> None:
    """Make ``after`` follow ``before``; both have been touched. The route's metres stay."""
    node = plan.node
    metres = metres_between(model, before, after, route)
    node[before, NEXT] = after
    node[after, PREV] = before
    node[before, NEXT_M] = metres
    node[after, PREV_M] = metres
    if model.timed is not None:
        node[before, NEXT_S] = seconds_between(model, before, after, route)


@inline
def insert(model: Model, plan: Plan, node: int, before: int, route: int) -> None:
    """Put ``node`` behind ``before`` into the route."""
    after = plan.node[before, NEXT]
    touch(model, plan, before)
    touch(model, plan, after)
    touch(model, plan, node)
    touch_route(model, plan, route)
    sums = plan.sums[route]
    sums[METRES] -= plan.node[before, NEXT_M]
    plan.node[node, ROUTE] = route
    link(model, plan, before, node, route)
    link(model, plan, node, after, route)
    sums[METRES] += plan.node[node, PREV_M] + plan.node[node, NEXT_M]
    sums[STOPS] += 1
    change_room(model, plan, node, route, -1)
    if model.timed is not None:
        update_forward(model, plan, node, 1)
        update_backward(model, plan, node, 1)


@inline
def update_forward(model: Model, plan: Plan, node: int, at_least: int) -> None:
    """Bring departures from ``node`` on up to date.

    Ends where nothing changes any more, after at least the first ``at_least`` nodes.
    """
    nodes = plan.node
    before = nodes[node, PREV]
    time_s = nodes[before, LEAVE] + nodes[before, NEXT_S]
    left = at_least
    while node < model.nodes:
        start = earliest_start(model, node, time_s)
        time_s = start + model.stop[node, SERVICE]
        is_same = time_s == nodes[node, LEAVE]
        if model.paid_time is not None:
            alone = stop_segment(model, node, start)
            head = join(head_of(model, plan, before), nodes[before, NEXT_S], alone)
            old = head_of(model, plan, node)
            is_same = is_same and head[0] == old[0] and head[1] == old[1] and head[2] == old[2]
        if is_same and left <= 0:
            return
        left -= 1
        touch(model, plan, node)
        nodes[node, LEAVE] = time_s
        if model.paid_time is not None:
            segment = plan.segment[node]
            segment[HEAD_S], segment[HEAD_EARLY], segment[HEAD_LATE] = head
        time_s += nodes[node, NEXT_S]
        before = node
        node = nodes[node, NEXT]
    if model.paid_time is not None:
        close_route(model, plan, node)


@inline
def close_route(model: Model, plan: Plan, depot: int) -> None:
    """Bring the segment of the whole route, kept at its depot, up to date."""
    touch(model, plan, depot)
    last = plan.node[depot, PREV]
    home = tail_of(model, plan, depot)
    whole = join(head_of(model, plan, last), plan.node[last, NEXT_S], home)
    segment = plan.segment[depot]
    segment[HEAD_S], segment[HEAD_EARLY], segment[HEAD_LATE] = whole


@inline
def update_backward(model: Model, plan: Plan, node: int, at_least: int) -> None:
    """Bring latest starts from ``node`` back to the first stop up to date, as above."""
    nodes = plan.node
    after = nodes[node, NEXT]
    time_s = nodes[after, LATEST]
    left = at_least
    while node < model.nodes:
        travel = nodes[node, NEXT_S]
        time_s = latest_start(model, node, time_s - travel - model.stop[node, SERVICE])
        is_same = time_s == nodes[node, LATEST]
        if model.paid_time is not None:
            alone = stop_segment(model, node, time_s)
            tail = join(alone, travel, tail_of(model, plan, after))
            old = tail_of(model, plan, node)
            is_same = is_same and tail[0] == old[0] and tail[1] == old[1] and tail[2] == old[2]
        if is_same and left <= 0:
            return
        left -= 1
        touch(model, plan, node)
        nodes[node, LATEST] = time_s
        if model.paid_time is not None:
            segment = plan.segment[node]
            segment[TAIL_S], segment[TAIL_EARLY], segment[TAIL_LATE] = tail
        after = node
        node = nodes[node, PREV]
