"""Ruin: take strings of stops that lie near each other out of several routes [1]_.

References
----------
.. [1] Christiaens and Vanden Berghe (2020), Slack induction by string removals,
   doi:10.1287/trsc.2019.0914, section 5.2.
"""

from doorstep.engine.search.chain import link, update_backward, update_forward
from doorstep.engine.search.chance import draw_below, draw_unit
from doorstep.engine.search.jit import inline
from doorstep.engine.search.journal import touch, touch_route
from doorstep.engine.search.layout import (
    ABSENT,
    ABSENT_LIST,
    LOOSE,
    LOOSE_LIST,
    METRES,
    NODE_TOUCHED,
    PICKED,
    ROUTE_TOUCHED,
    STOPS,
    USED,
    Model,
    Plan,
    Tuning,
)
from doorstep.engine.search.links import after, before, plain, route_of
from doorstep.engine.search.rules.capacity import change_room

MOST_PICKED = 8
"""Most shipments not served that are tried again in one iteration."""

GATHERED = 0.1
"""How often all of a neighbourhood are, for a vehicle that would go out for none of them alone."""


@inline
def ruin(model: Model, plan: Plan, tuning: Tuning) -> None:
    """Take strings out of the routes nearest to a random stop, and list what is loose."""
    tally = plan.tally
    mean_stops = (model.nodes - tally[ABSENT]) / max(tally[USED], 1)
    longest = min(tuning.longest_string, mean_stops)
    most_strings = 4.0 * tuning.removed / (1.0 + longest) - 1.0
    strings = int(draw_unit(plan.bits) * most_strings + 1.0)
    seed = draw_seed(model, plan)
    most = MOST_PICKED
    if tally[ABSENT] > MOST_PICKED and draw_unit(plan.bits) < GATHERED:
        most = model.nodes
    for at in range(-1, model.around.shape[1]):
        if strings == 0 and most == MOST_PICKED:
            break
        node = seed if at < 0 else plain(model.around[seed, at])
        route = route_of(plan.node, node)
        if route == model.routes:
            _pick(model, plan, node, most)
        elif strings > 0 and plan.lists[ROUTE_TOUCHED, route] == 0:
            _take_string(model, plan, tuning, node, longest)
            strings -= 1
    if tally[ABSENT] > 0:
        _pick(model, plan, plan.lists[ABSENT_LIST, draw_below(plan.bits, tally[ABSENT])], most)


@inline
def draw_seed(model: Model, plan: Plan) -> int:
    """Return a random shipment, half of the time one that is not served if there is any."""
    absent = plan.tally[ABSENT]
    if absent > 0 and draw_unit(plan.bits) < 0.5:
        return plan.lists[ABSENT_LIST, draw_below(plan.bits, absent)]
    return draw_below(plan.bits, model.nodes)


@inline
def _pick(model: Model, plan: Plan, node: int, most: int) -> None:
    """Try a shipment that is not served once more, up to so many."""
    tally = plan.tally
    if tally[PICKED] < most and plan.lists[NODE_TOUCHED, node] == 0:
        touch(model, plan, node)
        plan.lists[LOOSE_LIST, tally[LOOSE]] = node
        tally[LOOSE] += 1
        tally[PICKED] += 1


@inline
def _take_string(model: Model, plan: Plan, tuning: Tuning, node: int, longest: float) -> None:
    """Take a random string of stops around ``node`` out of its route."""
    route = route_of(plan.node, node)
    stops = plan.sums[route, STOPS]
    taken = min(int(draw_unit(plan.bits) * min(float(stops), longest) + 1.0), stops)
    kept = 0
    if 1 < taken < stops and draw_unit(plan.bits) < tuning.split_share:
        kept = 1
        while taken + kept < stops and draw_unit(plan.bits) < tuning.split_stop:
            kept += 1
    first_kept = 1 + draw_below(plan.bits, taken - 1) if kept > 0 else taken
    first = _find_first(model, plan, node, taken + kept)
    cut(model, plan, first, taken + kept, first_kept, first_kept + kept)


@inline
def _find_first(model: Model, plan: Plan, node: int, length: int) -> int:
    """Return the first of a random string of ``length`` stops that contains ``node``."""
    nodes = plan.node
    ahead, behind = 0, 0
    at = before(nodes, node)
    while at < model.nodes and ahead < length - 1:
        ahead += 1
        at = before(nodes, at)
    at = after(nodes, node)
    while at < model.nodes and behind < length - 1:
        behind += 1
        at = after(nodes, at)
    least = max(0, length - 1 - behind)
    first = node
    for _ in range(least + draw_below(plan.bits, ahead - least + 1)):
        first = before(nodes, first)
    return first


@inline
def cut(model: Model, plan: Plan, first: int, length: int, kept_from: int, kept_to: int) -> None:
    """Take ``length`` stops from ``first`` on out, but for those numbered from .. to."""
    nodes, tally = plan.node, plan.tally
    route = route_of(nodes, first)
    touch_route(model, plan, route)
    sums = plan.sums[route]
    sums[STOPS] -= length - (kept_to - kept_from)
    last = before(nodes, first)
    head = last
    touch(model, plan, head)
    at = first
    is_open = False
    for number in range(length):
        follower = after(nodes, at)
        touch(model, plan, at)
        if kept_from <= number < kept_to:
            if is_open:
                link(model, plan, last, at, route)
                sums[METRES] += nodes[at].before_m
                is_open = False
            last = at
        else:
            if not is_open:
                sums[METRES] -= nodes[at].before_m
                is_open = True
            sums[METRES] -= nodes[at].next_m
            nodes[at].route = model.routes
            change_room(model, plan, at, route, 1)
            plan.lists[LOOSE_LIST, tally[LOOSE]] = at
            tally[LOOSE] += 1
        at = follower
    touch(model, plan, at)
    if is_open:
        link(model, plan, last, at, route)
        sums[METRES] += nodes[at].before_m
    if model.timed is not None:
        at_least = kept_to - kept_from + 1
        update_backward(model, plan, last, at_least)
        update_forward(model, plan, after(nodes, head), at_least)
