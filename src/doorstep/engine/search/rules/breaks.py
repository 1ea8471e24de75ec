"""Breaks by the clock: on which legs to take them, known along each route by how many are taken.

A break is taken on a leg or in the wait at its end, begins in one of its windows, and moves the
arrival by its length. So for each number of breaks taken there is an earliest departure from a
node (READY) and a latest start at it (DUE): non-decreasing maps, as windows are. A stop fits
between two others exactly when, for some numbers of breaks before, on and behind its legs, the
arrival is not above what is then due.

With no break taken READY is the node's ``leave``, with all taken DUE is its ``latest``. These know
nothing of breaks, so what they rule out needs no closer look. Beside each there is a segment (see
``duration``) with the breaks where they were placed for it: a leg of t seconds with a break that
may begin from a to b is driven, and then the break begins from a to b + t.

Of two placements that are as early the schedule takes the earlier break, and as few breaks as may
be; so does this. Where no driver has breaks the flag is None and none of this is compiled.
"""

from typing import TypeAlias

from doorstep.engine.search.jit import inline, piece
from doorstep.engine.search.journal import touch
from doorstep.engine.search.layout import (
    BREAK,
    BREAKS,
    DUE,
    DUE_EARLY,
    DUE_LATE,
    DUE_S,
    DUE_UNPAID,
    FAR,
    FIRST_REST_WINDOW,
    HEAD_EARLY,
    HEAD_LATE,
    HEAD_S,
    IS_BROKEN,
    LAST_REST_WINDOW,
    READY,
    READY_EARLY,
    READY_LATE,
    READY_S,
    REST_FIELDS,
    REST_S,
    UNPAID,
    UNPAID_SUM,
    Ints,
    Model,
    Plan,
)
from doorstep.engine.search.links import before, plain
from doorstep.engine.search.rules.by_time import arrive, latest
from doorstep.engine.search.rules.duration import (
    Segment,
    head_of,
    join,
    stop_segment,
    tail_of,
)
from doorstep.engine.search.rules.windows import earliest_start, latest_start

Whole: TypeAlias = tuple[int, int, int]
"""A route: its seconds, its earliest start at which it takes so long, and its unpaid seconds."""


@inline
def ready_at(plan: Plan, node: int, taken: int) -> int:
    """Return the earliest departure from a node with so many breaks taken, never when none is."""
    if taken == 0:
        return plain(plan.node[node].leave)
    return plan.rests[node, (taken - 1) * REST_FIELDS + READY]


@inline
def due_at(plan: Plan, node: int, taken: int, count: int) -> int:
    """Return the latest start at a node with so many of ``count`` breaks taken before it."""
    if taken == count:
        return plain(plan.node[node].latest)
    return plan.rests[node, taken * REST_FIELDS + DUE]


@inline
def _head_at(model: Model, plan: Plan, node: int, taken: int) -> Segment:
    if taken == 0:
        return head_of(model, plan, node)
    at = (taken - 1) * REST_FIELDS
    row = plan.rests[node]
    return (row[at + READY_S], row[at + READY_EARLY], row[at + READY_LATE])


@inline
def _tail_at(model: Model, plan: Plan, node: int, taken: int, count: int) -> Segment:
    if taken == count:
        return tail_of(model, plan, node)
    at = taken * REST_FIELDS
    row = plan.rests[node]
    return (row[at + DUE_S], row[at + DUE_EARLY], row[at + DUE_LATE])


@inline
def _is_at(segment: Segment, row: Ints, at: int) -> bool:
    """Tell whether a row has the segment from a column on."""
    return segment[0] == row[at] and segment[1] == row[at + 1] and segment[2] == row[at + 2]


@inline
def _unpaid_before(model: Model, first: int, taken: int) -> int:
    """Return what is unpaid of the first so many breaks."""
    if taken == 0:
        return 0
    return model.rest[first + taken - 1, UNPAID_SUM]


@inline
def _unpaid(model: Model, plan: Plan, follower: int, first: int, taken: int, count: int) -> int:
    """Return what is unpaid of a route with ``taken`` breaks before ``follower``."""
    unpaid_s = _unpaid_before(model, first, taken)
    if taken < count:
        unpaid_s += plan.rests[follower, taken * REST_FIELDS + DUE_UNPAID]
    return unpaid_s


@inline
def _begin(model: Model, row: int, time_s: int) -> tuple[int, int, int]:
    """Return when a break begins from an instant on, never when it cannot, and in which window."""
    for window in range(model.rest[row, FIRST_REST_WINDOW], model.rest[row, LAST_REST_WINDOW]):
        late = model.rest_window[window, 1]
        if time_s <= late:
            early = model.rest_window[window, 0]
            return max(time_s, early), early, late
    return model.never, 0, 0


@inline
def _begin_by(model: Model, row: int, until: int) -> tuple[int, int, int]:
    """Return when a break begins at the latest up to an instant, -never when it cannot."""
    first, last = model.rest[row, FIRST_REST_WINDOW], model.rest[row, LAST_REST_WINDOW]
    for back in range(last - first):
        early = model.rest_window[last - 1 - back, 0]
        if early <= until:
            late = model.rest_window[last - 1 - back, 1]
            return min(until, late), early, late
    return -model.never, 0, 0


@inline
def reach(
    model: Model,
    one: int,
    other: int,
    route: int,
    leaves: int,
    seconds: int,
    rows: tuple[int, int],
) -> int:
    """Return the arrival after a leg with some breaks on it, never when one cannot be there."""
    over, paused_s = leaves, 0
    for row in range(rows[0], rows[1]):
        begins, _, _ = _begin(model, row, over)
        if begins >= model.never:
            return model.never
        over = begins + model.rest[row, REST_S]
        paused_s += model.rest[row, REST_S]
    drives_until = leaves + seconds
    if model.by_time is not None:
        drives_until = arrive(model, one, other, route, leaves)
    return max(over, drives_until + paused_s)


@inline
def _leave_by(
    model: Model,
    one: int,
    other: int,
    route: int,
    arrival: int,
    seconds: int,
    rows: tuple[int, int],
) -> int:
    """Return the latest departure that ``reach`` brings there by an instant, or -never."""
    until, paused_s = arrival, 0
    for back in range(rows[1] - rows[0]):
        row = rows[1] - 1 - back
        until, _, _ = _begin_by(model, row, until - model.rest[row, REST_S])
        if until <= -model.never:
            return -model.never
        paused_s += model.rest[row, REST_S]
    if model.by_time is not None:
        return min(until, latest(model, one, other, route, arrival - paused_s))
    return min(until, arrival - paused_s - seconds)


@inline
def _cross(
    model: Model, head: Segment, seconds: int, leaves: int, rows: tuple[int, int]
) -> Segment:
    """Return a head with the leg behind it, and with the breaks on that if it leaves then."""
    head = (head[0] + seconds, head[1], head[2])
    over = leaves
    for row in range(rows[0], rows[1]):
        begins, early, late = _begin(model, row, over)
        lasts_s = model.rest[row, REST_S]
        head = join(head, 0, (lasts_s, early, late + seconds))
        over = begins + lasts_s
    return head


@inline
def _cross_back(
    model: Model, tail: Segment, seconds: int, arrival: int, rows: tuple[int, int]
) -> Segment:
    """Return a tail with the breaks on the leg before it, when that ends at ``arrival``."""
    until = arrival
    for back in range(rows[1] - rows[0]):
        row = rows[1] - 1 - back
        lasts_s = model.rest[row, REST_S]
        until, early, late = _begin_by(model, row, until - lasts_s)
        tail = join((lasts_s, early, late + seconds), 0, tail)
    return tail


@inline
def _arrive_with(
    model: Model, plan: Plan, last: int, node: int, route: int, taken: int
) -> tuple[int, int]:
    """Return the earliest arrival with so many breaks taken, and how many were before the leg.

    Of equal ones the earlier break; -1 when so many cannot be taken.
    """
    first, seconds = model.car[route, BREAK], plain(plan.node[last].next_s)
    arrival, fewer = model.never, -1
    for were in range(taken + 1):
        leaves = ready_at(plan, last, were)
        if leaves >= model.never:
            break
        rows = (first + were, first + taken)
        reached = reach(model, last, node, route, leaves, seconds, rows)
        if reached < model.never and reached <= arrival:
            arrival, fewer = reached, were
    return arrival, fewer


@inline
def _head_with(model: Model, plan: Plan, last: int, route: int, fewer: int, taken: int) -> Segment:
    """Return the head up to the end of the leg after ``last``, and with its breaks."""
    first, seconds = model.car[route, BREAK], plain(plan.node[last].next_s)
    leaves = ready_at(plan, last, fewer)
    rows = (first + fewer, first + taken)
    return _cross(model, _head_at(model, plan, last, fewer), seconds, leaves, rows)


@piece
def carry_forward(model: Model, plan: Plan, last: int, node: int, route: int) -> bool:
    """Bring what is known of breaks up to ``node`` up to date; tell whether it was already."""
    is_same = True
    for taken in range(1, model.car[route, BREAKS] + 1):
        arrival, fewer = _arrive_with(model, plan, last, node, route, taken)
        start = model.never if fewer < 0 else earliest_start(model, node, arrival)
        ready, head = model.never, (0, 0, 0)
        if start < model.never:
            ready = start + model.stop[node].service
            if model.paid_time is not None:
                head = _head_with(model, plan, last, route, fewer, taken)
                head = join(head, 0, stop_segment(model, node, start))
        at = (taken - 1) * REST_FIELDS
        row = plan.rests[node]
        is_known = ready == row[at + READY]
        if model.paid_time is not None:
            is_known = is_known and _is_at(head, row, at + READY_S)
        if not is_known:
            is_same = False
            touch(model, plan, node)
            row[at + READY] = ready
            if model.paid_time is not None:
                row[at + READY_S], row[at + READY_EARLY], row[at + READY_LATE] = head
    return is_same


@inline
def _leave_with(
    model: Model, plan: Plan, node: int, follower: int, route: int, taken: int
) -> tuple[int, int]:
    """Return the latest departure with so many breaks taken, and how many are after the leg.

    -1 when what is left of them cannot be taken.
    """
    first, count = model.car[route, BREAK], model.car[route, BREAKS]
    seconds = plain(plan.node[node].next_s)
    leaves, more = -model.never, -1
    for are in range(taken, count + 1):
        until = due_at(plan, follower, are, count)
        if until <= -model.never:
            continue
        rows = (first + taken, first + are)
        left = _leave_by(model, node, follower, route, until, seconds, rows)
        if left > leaves:
            leaves, more = left, are
    return leaves, more


@inline
def _tail_with(
    model: Model, plan: Plan, node: int, follower: int, route: int, taken: int, more: int
) -> Segment:
    """Return the tail from the leg before ``follower`` on, without the leg, with its breaks."""
    first, count = model.car[route, BREAK], model.car[route, BREAKS]
    seconds = plain(plan.node[node].next_s)
    until = due_at(plan, follower, more, count)
    tail = _tail_at(model, plan, follower, more, count)
    return _cross_back(model, tail, seconds, until, (first + taken, first + more))


@piece
def carry_backward(model: Model, plan: Plan, node: int, follower: int, route: int) -> bool:
    """Bring what is known of breaks from ``node`` on up to date; tell whether it was already."""
    first, count = model.car[route, BREAK], model.car[route, BREAKS]
    is_same = True
    for taken in range(count):
        leaves, more = _leave_with(model, plan, node, follower, route, taken)
        due, tail, unpaid_s = -model.never, (0, 0, 0), 0
        if more >= 0:
            due = latest_start(model, node, leaves - model.stop[node].service)
        if model.paid_time is not None and due > -model.never:
            tail = _tail_with(model, plan, node, follower, route, taken, more)
            tail = join(stop_segment(model, node, due), plain(plan.node[node].next_s), tail)
            unpaid_s = _unpaid(model, plan, follower, first, more, count)
            unpaid_s -= _unpaid_before(model, first, taken)
        at = taken * REST_FIELDS
        row = plan.rests[node]
        is_known = due == row[at + DUE]
        if model.paid_time is not None:
            is_known = is_known and _is_at(tail, row, at + DUE_S)
            is_known = is_known and unpaid_s == row[at + DUE_UNPAID]
        if not is_known:
            is_same = False
            touch(model, plan, node)
            row[at + DUE] = due
            if model.paid_time is not None:
                row[at + DUE_S], row[at + DUE_EARLY], row[at + DUE_LATE] = tail
                row[at + DUE_UNPAID] = unpaid_s
    return is_same


@piece
def close_resting(model: Model, plan: Plan, depot: int) -> None:
    """Write the whole route at its depot, as the schedule takes its breaks, or that it cannot."""
    route = depot - model.nodes
    first, count = model.car[route, BREAK], model.car[route, BREAKS]
    last = before(plan.node, depot)
    is_broken, whole, unpaid_s = 1, (FAR, 0, 0), 0
    for taken in range(count + 1):
        end, fewer = _arrive_with(model, plan, last, depot, route, taken)
        if fewer >= 0 and end <= due_at(plan, depot, taken, count):
            is_broken = 0
            if model.paid_time is not None:
                head = _head_with(model, plan, last, route, fewer, taken)
                whole = join(head, 0, _tail_at(model, plan, depot, taken, count))
                unpaid_s = _unpaid(model, plan, depot, first, taken, count)
            break
    plan.rests[depot, IS_BROKEN] = is_broken
    if model.paid_time is not None:
        segment = plan.segment[depot]
        segment[HEAD_S], segment[HEAD_EARLY], segment[HEAD_LATE] = whole
        plan.rests[depot, UNPAID] = unpaid_s


@inline
def _finish(
    model: Model,
    plan: Plan,
    one: int,
    follower: int,
    route: int,
    seconds: int,
    leaves: int,
    taken: int,
    head: Segment,
    best: Whole,
) -> Whole:
    """Return the better of ``best`` and the route that goes from a head to ``follower``."""
    first, count = model.car[route, BREAK], model.car[route, BREAKS]
    for more in range(taken, count + 1):
        rows = (first + taken, first + more)
        arrival = reach(model, one, follower, route, leaves, seconds, rows)
        if arrival >= model.never:
            break
        if arrival <= due_at(plan, follower, more, count):
            if model.paid_time is None:
                return (0, 0, 0)
            tail = _tail_at(model, plan, follower, more, count)
            whole = join(_cross(model, head, seconds, leaves, rows), 0, tail)
            unpaid_s = _unpaid(model, plan, follower, first, more, count)
            if whole[0] - unpaid_s < best[0] - best[2]:
                best = (whole[0], whole[1], unpaid_s)
    return best


@piece
def whole_through(
    model: Model,
    plan: Plan,
    leader: int,
    node: int,
    follower: int,
    route: int,
    to_s: int,
    from_s: int,
) -> Whole:
    """Return the route with ``node`` between two others, of FAR seconds where it does not fit.

    Of all ways to place breaks on the two legs, the one of which least is paid.
    """
    first, count = model.car[route, BREAK], model.car[route, BREAKS]
    best = (FAR, 0, 0)
    for taken in range(count + 1):
        leaves = ready_at(plan, leader, taken)
        if leaves >= model.never:
            break
        for more in range(taken, count + 1):
            rows = (first + taken, first + more)
            arrival = reach(model, leader, node, route, leaves, to_s, rows)
            if arrival >= model.never:
                break
            start = earliest_start(model, node, arrival)
            if start >= model.never:
                break
            head = (0, 0, 0)
            if model.paid_time is not None:
                head = _cross(model, _head_at(model, plan, leader, taken), to_s, leaves, rows)
                head = join(head, 0, stop_segment(model, node, start))
            goes = start + model.stop[node].service
            best = _finish(model, plan, node, follower, route, from_s, goes, more, head, best)
    return best


@piece
def whole_between(
    model: Model, plan: Plan, leader: int, follower: int, route: int, seconds: int
) -> Whole:
    """As ``whole_through``, of the route in which ``follower`` is next after ``leader``."""
    best = (FAR, 0, 0)
    for taken in range(model.car[route, BREAKS] + 1):
        leaves = ready_at(plan, leader, taken)
        if leaves >= model.never:
            break
        head = (0, 0, 0)
        if model.paid_time is not None:
            head = _head_at(model, plan, leader, taken)
        best = _finish(model, plan, leader, follower, route, seconds, leaves, taken, head, best)
    return best


@inline
def unpaid_of(model: Model, plan: Plan, route: int) -> int:
    """Return how long the route's unpaid breaks are."""
    if model.resting is None:
        return 0
    return plan.rests[model.nodes + route, UNPAID]
