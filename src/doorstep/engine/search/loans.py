"""While it is hot, every route costs less; what it is lent is paid back as the search cools.

Joining two routes saves a way home at once. Splitting one pays only when the stops of both have
been sorted out, and until then it costs a whole way out and back. So a hot search joins routes and
does not split them again: where routes are long it ended with too few of them, with more time even
fewer, and what annealing then could do was put stops in order on routes that were too long.
"""

import numpy as np

from doorstep.engine.search.layout import (
    BEST,
    COST,
    CURRENT,
    FIXED,
    HUGE,
    STOPS,
    USED,
    Model,
    Plan,
)
from doorstep.engine.search.plan import mark_best

LENT = 6.0
"""What a route is lent when the search begins, in temperatures; found by measuring."""

PAID_BACK = 0.7
"""Share of the search after which nothing is lent any more."""


def loan_at(share: float, heat: float) -> int:
    """Return what is lent after a share of the search, in costs of the model, as ``heat`` is."""
    return round(LENT * heat * max(0.0, 1 - share / PAID_BACK))


class Loan:
    """What each route of a plan is lent; the best plan goes on being told by what plans cost."""

    def __init__(self, model: Model, plan: Plan) -> None:
        self._model = model
        self._plan = plan
        self._lent = 0
        self._best = 0

    def lend(self, amount: int) -> None:
        """Let each route cost ``amount`` less than without; the best is kept from the search."""
        self.mark()
        model, plan = self._model, self._plan
        more = amount - self._lent
        self._lent = amount
        if more:
            model.car[:, FIXED] -= more
            np.subtract(model.alone, more, out=model.alone, where=model.alone < HUGE)
            used = plan.sums[: model.routes, STOPS] > 0
            plan.sums[: model.routes, COST] -= more * used
            plan.tally[CURRENT] -= more * plan.tally[USED]
        if amount:
            self._best = int(plan.tally[BEST])
            plan.tally[BEST] = -HUGE

    def mark(self) -> None:
        """Make the plan the best if it is, by what it costs without the loan."""
        if not self._lent:
            return
        tally = self._plan.tally
        cost = int(tally[CURRENT]) + self._lent * int(tally[USED])
        tally[BEST] = self._best
        if cost < self._best:
            mark_best(self._plan)
            self._best = tally[BEST] = cost
