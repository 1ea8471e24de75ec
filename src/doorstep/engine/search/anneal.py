"""The search's inner loop: change the plan, keep the change or take it back [1]_.

How much dearer a change may be is drawn before it is made, so that recreating ends as soon as it
costs more than that: most changes are refused, and most of those early.

References
----------
.. [1] Christiaens and Vanden Berghe (2020), Slack induction by string removals,
   doi:10.1287/trsc.2019.0914, algorithm 1.
"""

import math

from doorstep.engine.search.chance import draw_unit
from doorstep.engine.search.jit import entry, inline
from doorstep.engine.search.journal import begin, keep, touch, undo
from doorstep.engine.search.layout import (
    DELTA,
    HUGE,
    LOOSE,
    LOOSE_LIST,
    WAITING,
    WAITING_LIST,
    Model,
    Plan,
    Tuning,
)
from doorstep.engine.search.links import plain
from doorstep.engine.search.measure import measure, measure_ruin, settle_changed
from doorstep.engine.search.recreate import recreate
from doorstep.engine.search.ruin import ruin
from doorstep.engine.search.tails import exchange_tails
from doorstep.engine.search.trade import TRADES, trade

BROKEN = HUGE // 4
"""More than any change costs but one that breaks a route; see ``rules.cost``."""


@entry
def anneal(model: Model, plan: Plan, tuning: Tuning, heat: float, iterations: int) -> None:
    """Make ``iterations`` changes at one temperature, in cost; first serve who waits."""
    for _ in range(iterations):
        begin(plan)
        is_waiting = plan.tally[WAITING] > 0
        allowed = 0.0
        is_exchange = not is_waiting and draw_unit(plan.bits) < tuning.tails_share
        if is_exchange:
            if not exchange_tails(model, plan, tuning, heat):
                continue
        else:
            _loosen(model, plan, tuning, is_waiting)
            allowed = -heat * math.log(draw_unit(plan.bits) + 1e-300)
            most = HUGE
            if not is_waiting and model.by_time is None:
                most = plain(allowed) - measure_ruin(model, plan)
            if not recreate(model, plan, tuning, most):
                undo(model, plan)
                continue
        measure(model, plan)
        delta = plan.tally[DELTA]
        is_sure = (is_waiting or is_exchange or delta <= 0) and delta < BROKEN
        if is_sure or delta < allowed:
            if model.by_time is not None:
                settle_changed(model, plan)
            keep(model, plan)
        else:
            undo(model, plan)


@inline
def _loosen(model: Model, plan: Plan, tuning: Tuning, is_waiting: bool) -> None:  # noqa: FBT001
    """List what is to be put back: the next that waits, or what a ruin takes out."""
    if is_waiting:
        _take_waiting(model, plan)
    elif model.mixed is not None and draw_unit(plan.bits) < TRADES:
        trade(model, plan)
    else:
        ruin(model, plan, tuning)


@inline
def _take_waiting(model: Model, plan: Plan) -> None:
    """Take the next shipment of a first plan: alone, so that nothing else changes."""
    plan.tally[WAITING] -= 1
    node = plan.lists[WAITING_LIST, plan.tally[WAITING]]
    touch(model, plan, node)
    plan.lists[LOOSE_LIST, 0] = node
    plan.tally[LOOSE] = 1
