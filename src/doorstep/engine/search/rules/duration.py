"""How long a route takes at best, where it is paid by the second: segments joined in O(1) [1]_.

A segment of a route is (seconds, early, late): it takes at least ``seconds``, and takes exactly
that when it starts from ``early`` to ``late``. Only feasible segments are ever joined, so there is
no time warp. With several windows at a stop, the one that ends the route earliest counts; the
true duration may be shorter, never longer.

References
----------
.. [1] Vidal, Crainic, Gendreau and Prins (2013), doi:10.1016/j.cor.2012.07.018.
"""

from typing import TypeAlias

from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import (
    HEAD_EARLY,
    HEAD_LATE,
    HEAD_S,
    TAIL_EARLY,
    TAIL_LATE,
    TAIL_S,
    Model,
    Plan,
)
from doorstep.engine.search.rules.windows import window_open_at

Segment: TypeAlias = tuple[int, int, int]


@inline
def join(first: Segment, travel: int, second: Segment) -> Segment:
    """Return the segment that drives ``second`` after ``first``."""
    apart = first[0] + travel
    wait = max(0, second[1] - apart - first[2])
    return (
        apart + second[0] + wait,
        max(second[1] - apart, first[1]) - wait,
        min(second[2] - apart, first[2]),
    )


@inline
def stop_segment(model: Model, node: int, start: int) -> Segment:
    """Return the segment of a stop alone, in the window in which ``start`` falls."""
    early, late = window_open_at(model, node, start)
    return (model.stop[node].service, early, late)


@inline
def head_of(model: Model, plan: Plan, node: int) -> Segment:
    """Return the route up to and with ``node``; of a depot, the departure."""
    if node >= model.nodes:
        return (0, plan.node[node].leave, plan.node[node].latest)
    row = plan.segment[node]
    return (row[HEAD_S], row[HEAD_EARLY], row[HEAD_LATE])


@inline
def tail_of(model: Model, plan: Plan, node: int) -> Segment:
    """Return the route from ``node`` on; of a depot, the return."""
    if node >= model.nodes:
        return (0, plan.node[node].leave, plan.node[node].latest)
    row = plan.segment[node]
    return (row[TAIL_S], row[TAIL_EARLY], row[TAIL_LATE])
