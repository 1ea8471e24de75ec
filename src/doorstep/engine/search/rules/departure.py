"""When routes leave, where legs take more or less by when they begin and time is paid for.

Each route has a departure, and each of its nodes the departure from it that follows. What a place
adds is judged with the legs as they then are. What a changed route costs is worked out anew at
several departures: the one it had, the extremes, and about one for each slice between that can be
better.
"""

from doorstep.engine.search.jit import inline, piece
from doorstep.engine.search.journal import touch
from doorstep.engine.search.layout import DEPARTS, Model, Plan
from doorstep.engine.search.links import after, before
from doorstep.engine.search.rules.by_time import arrive, latest
from doorstep.engine.search.rules.windows import earliest_start, latest_start

MOST_DEPARTURES = 64
"""How many departures of a route are compared at most, about one a slice."""


@inline
def is_late(model: Model, plan: Plan, one: int, other: int, route: int) -> bool:
    """Tell whether ``other`` cannot follow ``one`` in time; an unused vehicle stays."""
    if one >= model.nodes and other >= model.nodes:
        return False
    nodes = plan.node
    return arrive(model, one, other, route, nodes[one].leave) > nodes[other].latest


@inline
def usual_departure(model: Model, plan: Plan, node: int) -> int:
    """Return when the route now leaves a node; never before or after it can."""
    nodes = plan.node
    if node >= model.nodes:
        return max(nodes[node].leave, plan.segment[node, DEPARTS])
    late = nodes[node].latest + model.stop[node].service
    return max(nodes[node].leave, min(plan.segment[node, DEPARTS], late))


@inline
def usual_seconds(model: Model, plan: Plan, one: int, other: int, route: int) -> int:
    """Return what the leg from one node to another then takes; an unused vehicle stays."""
    if one >= model.nodes and other >= model.nodes:
        return 0
    leaves = usual_departure(model, plan, one)
    return arrive(model, one, other, route, leaves) - leaves


@inline
def follow(model: Model, plan: Plan, one: int, other: int, route: int) -> int:
    """Return when the route leaves ``other``, a stop, if it comes from ``one``."""
    arrival = arrive(model, one, other, route, usual_departure(model, plan, one))
    start = earliest_start(model, other, arrival)
    if start >= model.never:
        start = model.stop[other].late
    return start + model.stop[other].service


@piece
def choose_departure(model: Model, plan: Plan, route: int) -> int:
    """Return about how long the route takes at best, and write when it then leaves.

    Nobody overtakes: leaving later ends no sooner. So a departure after which the route takes
    much longer than at best rules out those that follow, as many seconds as it takes longer.
    O(stops x slices between the extremes).
    """
    depot = model.nodes + route
    first = after(plan.node, depot)
    early = _leave_later(model, plan, route, _return(model, plan, route, plan.node[depot].leave))
    late = latest(model, depot, first, route, plan.node[first].latest)
    start = early
    best = _return(model, plan, route, early) - early
    usual = plan.segment[depot, DEPARTS]
    if early < usual < late:
        end = _return(model, plan, route, usual)
        leaves = _leave_later(model, plan, route, end)
        if end - leaves < best:
            best, start = end - leaves, leaves
    count = max(1, min(MOST_DEPARTURES, (late - early) // model.slice_s + 1))
    step = (late - early) // count + 1
    instant = early
    while instant < late:
        # who leaves up to ``worse`` later ends no sooner, and is no better than the best
        instant = min(late, instant + step)
        end = _return(model, plan, route, instant)
        worse = end - instant - best
        if worse < step:
            leaves = _leave_later(model, plan, route, end)
            if end - leaves < best:
                best, start = end - leaves, leaves
            instant = max(instant, leaves)
        else:
            instant += worse - step
    touch(model, plan, depot)
    plan.segment[depot, DEPARTS] = start
    return best


@piece
def _return(model: Model, plan: Plan, route: int, leaves: int) -> int:
    """Return when a route that leaves at an instant is over."""
    depot = model.nodes + route
    node, time_s = depot, leaves
    while True:
        follower = after(plan.node, node)
        time_s = arrive(model, node, follower, route, time_s)
        node = follower
        if node >= model.nodes:
            return time_s
        time_s = earliest_start(model, node, time_s) + model.stop[node].service


@piece
def _leave_later(model: Model, plan: Plan, route: int, end: int) -> int:
    """Return the latest departure of a route that is over by ``end``."""
    depot = model.nodes + route
    follower, until = depot, end
    node = before(plan.node, depot)
    while node < model.nodes:
        leaves = latest(model, node, follower, route, until)
        until = latest_start(model, node, leaves - model.stop[node].service)
        follower = node
        node = before(plan.node, node)
    return latest(model, depot, follower, route, until)
