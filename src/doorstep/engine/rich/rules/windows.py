"""Windows: the earliest and the latest start that one of several allows."""

from doorstep.engine.rich.jit import inline
from doorstep.engine.rich.layout import NEVER, Model


@inline
def earliest_in(model: Model, first: int, last: int, time_s: int) -> int:
    """Return the earliest start from ``time_s`` on in sorted windows, NEVER when all are over."""
    if first == last:
        return time_s
    best = NEVER
    for row in range(first, last):
        if time_s <= model.window[row, 1]:
            best = min(best, max(time_s, model.window[row, 0]))
    return best


@inline
def latest_in(model: Model, first: int, last: int, time_s: int) -> int:
    """Return the latest start up to ``time_s`` in windows, -NEVER when none is open by then."""
    if first == last:
        return time_s
    best = -NEVER
    for row in range(first, last):
        if model.window[row, 0] <= time_s:
            best = max(best, min(time_s, model.window[row, 1]))
    return best
