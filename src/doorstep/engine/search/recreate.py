"""Recreate: put loose shipments back one by one where they cost least, with blinks [1]_.

References
----------
.. [1] Christiaens and Vanden Berghe (2020), Slack induction by string removals,
   doi:10.1287/trsc.2019.0914, section 5.3.
"""

import numpy as np

from doorstep.engine.search.chain import insert
from doorstep.engine.search.chance import draw, draw_below, draw_unit
from doorstep.engine.search.jit import inline
from doorstep.engine.search.journal import take_free, touch_route
from doorstep.engine.search.layout import (
    ABSENT,
    BEFORE,
    CHANGED,
    CHANGED_LIST,
    FREE_FIRST,
    HUGE,
    KIND,
    LOOSE,
    LOOSE_LIST,
    PICKED,
    START,
    STOPS,
    WANTED,
    Model,
    Plan,
    Tuning,
)
from doorstep.engine.search.links import plain, route_of
from doorstep.engine.search.place import best_place
from doorstep.engine.search.ruin import MOST_PICKED

MOST_KINDS = 16
"""Most kinds of unused vehicles that one shipment is tried on."""

ANY_KIND = 0.3
"""Share of openings tried on a random kind, not the one that is cheapest for the shipment alone:
a larger vehicle pays only once others have joined. Not in the first plan, nor while somebody is
not served: there the fleet is scarce."""


@inline
def recreate(model: Model, plan: Plan, tuning: Tuning, most: int) -> bool:
    """Put back what is loose, where it costs less than leaving it out; tell if that pays.

    Gives up with False as soon as that costs more than ``most``: who comes later makes a plan
    cheaper only where a detour saves way.
    """
    _sort(model, plan)
    discount = 1.0
    if draw_unit(plan.bits) < tuning.discount_share:
        discount = draw_unit(plan.bits)
    if plan.tally[PICKED] > MOST_PICKED:
        discount = 0.0  # gathered for a vehicle of their own
    blink = np.uint64(tuning.blink * 4294967296.0)
    for at in range(plan.tally[LOOSE]):
        node = plan.lists[LOOSE_LIST, at]
        before = plan.lists[BEFORE, node]
        if before >= 0:
            cost, route = -1, route_of(plan.node, before)  # below any prize
            added = 0
        else:
            cost, before, route = best_place(model, plan, node, blink)
            added = cost
            opening_cost, opening = _best_opening(model, plan, node, blink)
            if opening >= 0 and opening_cost * discount < cost:
                # with a discount a vehicle goes out for whom alone it would not: others may join
                cost, added = plain(opening_cost * discount), opening_cost
                before, route = model.nodes + opening, opening
        is_left_out = route < 0 or cost >= model.prize[node]
        most -= model.prize[node] if is_left_out else added
        if most < 0:
            return False
        if is_left_out:
            continue
        if plan.sums[route, STOPS] == 0:
            discount = 1.0
            take_free(model, plan, route)
        touch_route(model, plan, route)
        insert(model, plan, node, before, route)
    return True


@inline
def _best_opening(model: Model, plan: Plan, node: int, blink: np.uint64) -> tuple[int, int]:
    """Return what a route with the shipment alone costs, and whose; -1 when nobody's."""
    best, route = HUGE, -1
    for at in range(plan.tally[CHANGED]):
        changed = plan.lists[CHANGED_LIST, at]
        if plan.sums[changed, STOPS] == 0:
            cost = model.alone[model.car[changed, KIND], node]
            if cost < best:
                best, route = cost, changed
    if model.mixed is None:
        if plan.lists[FREE_FIRST, 0] >= 0 and model.alone[0, node] < best:
            return model.alone[0, node], plan.lists[FREE_FIRST, 0]
        return best, route
    wanted = plan.tally[WANTED]
    if wanted >= 0 and plan.lists[FREE_FIRST, wanted] >= 0 and model.alone[wanted, node] < best:
        return model.alone[wanted, node], plan.lists[FREE_FIRST, wanted]
    if blink > 0 and plan.tally[ABSENT] == 0 and draw_unit(plan.bits) < ANY_KIND:
        return _any_opening(model, plan, node)
    kinds = min(model.kinds, MOST_KINDS)
    first = 0 if kinds == model.kinds else draw_below(plan.bits, model.kinds)
    for step in range(kinds):
        kind = (first + step) % model.kinds
        cost = model.alone[kind, node]
        if plan.lists[FREE_FIRST, kind] >= 0 and cost < best:
            best, route = cost, plan.lists[FREE_FIRST, kind]
    return best, route


@inline
def _any_opening(model: Model, plan: Plan, node: int) -> tuple[int, int]:
    """Return what a route of some kind with the shipment alone costs, and whose."""
    kind = draw_below(plan.bits, model.kinds)
    route = plan.lists[FREE_FIRST, kind]
    cost = model.alone[kind, node]
    if route < 0 or cost >= HUGE:
        return HUGE, -1
    return cost, route


@inline
def _sort(model: Model, plan: Plan) -> None:
    """Sort what is loose: at random, or by load, distance, or time window."""
    loose, key = plan.lists[LOOSE_LIST], plan.key
    count = plan.tally[LOOSE]
    way = draw_below(plan.bits, 11 if model.timed is None else 17)
    home = model.car[0, START]
    for at in range(count):
        node = loose[at]
        stop = model.stop[node]
        if way < 4:
            key[at] = np.int64(draw(plan.bits) >> np.uint64(33))
        elif way < 8:
            key[at] = -model.load[node, 0]
        elif way < 10:
            key[at] = -model.travel[model.metres + node * model.places + home]
        elif way < 11:
            key[at] = model.travel[model.metres + node * model.places + home]
        elif way < 13:
            key[at] = stop.late - stop.early
        elif way < 15:
            key[at] = stop.early
        else:
            key[at] = -stop.late
    for at in range(1, count):
        value, node = key[at], loose[at]
        to = at - 1
        while to >= 0 and key[to] > value:
            key[to + 1] = key[to]
            loose[to + 1] = loose[to]
            to -= 1
        key[to + 1] = value
        loose[to + 1] = node
