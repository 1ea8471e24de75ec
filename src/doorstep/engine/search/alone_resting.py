"""What a route with one shipment alone costs, where its driver has breaks."""

from doorstep.engine.search.jit import entry
from doorstep.engine.search.layout import (
    BREAKS,
    FAR,
    FIXED,
    HUGE,
    KIND,
    OVER_FROM,
    PER_M,
    PER_OVER,
    PER_S,
    Model,
    Plan,
)
from doorstep.engine.search.rules.breaks import whole_through
from doorstep.engine.search.rules.by_time import arrive
from doorstep.engine.search.rules.limits import is_too_long
from doorstep.engine.search.rules.travel import metres_between, seconds_between


@entry
def price_alone_resting(model: Model, plan: Plan) -> None:
    """Replace in ``alone`` what is without breaks, HUGE where these leave no time.

    ``plan`` has no stops yet. By time, breaks make it longer by as much as they would if legs
    took what they take at the start. O(kinds x nodes).
    """
    known = -1
    for route in range(model.routes):
        car = model.car[route]
        if car[KIND] <= known:
            continue
        known = car[KIND]
        if car[BREAKS] == 0:
            continue
        depot = model.nodes + route
        for node in range(model.nodes):
            alone = model.alone[known, node]
            if alone >= HUGE:
                continue
            to_s = seconds_between(model, depot, node, route)
            from_s = seconds_between(model, node, depot, route)
            if model.by_time is not None:
                leaves = plan.node[depot].leave
                to_s = arrive(model, depot, node, route, leaves) - leaves
            whole = whole_through(model, plan, depot, node, depot, route, to_s, from_s)
            if whole[0] >= FAR or is_too_long(model, route, whole[0]):
                model.alone[known, node] = HUGE
                continue
            paid_s = whole[0] - whole[2]
            if model.by_time is not None:
                paid_s -= to_s + model.stop[node].service + from_s
                model.alone[known, node] = alone + car[PER_S] * max(0, paid_s)
                continue
            metres = metres_between(model, depot, node, route)
            metres += metres_between(model, node, depot, route)
            cost = car[FIXED] + car[PER_M] * metres + car[PER_S] * paid_s
            if model.limited is not None:
                late_s = whole[0] + whole[1] - car[OVER_FROM]
                cost += car[PER_OVER] * max(0, late_s)
            model.alone[known, node] = cost
