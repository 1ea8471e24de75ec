"""Time windows as maps: from arrival to start of service, and from the end of time backwards.

Both maps are non-decreasing, which is all that the rest of the search asks of them: a stop fits
between two others exactly when the earliest departure before it, carried through it, is not
above the latest start after it.
"""

from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import EARLY, FIRST_WINDOW, LAST_WINDOW, LATE, NEVER, Model


@inline
def earliest_start(model: Model, node: int, arrival: int) -> int:
    """Return when service starts after arriving at ``arrival``, NEVER when all windows are over.

    O(windows).
    """
    if model.choices is None:
        if arrival > model.stop[node, LATE]:
            return NEVER
        return max(arrival, model.stop[node, EARLY])
    for row in range(model.stop[node, FIRST_WINDOW], model.stop[node, LAST_WINDOW]):
        if arrival <= model.window[row, 1]:
            return max(arrival, model.window[row, 0])
    return NEVER


@inline
def latest_start(model: Model, node: int, until: int) -> int:
    """Return the latest start of service up to ``until``, -NEVER when none is open by then.

    O(windows).
    """
    if model.choices is None:
        if until < model.stop[node, EARLY]:
            return -NEVER
        return min(until, model.stop[node, LATE])
    for row in range(model.stop[node, LAST_WINDOW] - 1, model.stop[node, FIRST_WINDOW] - 1, -1):
        if model.window[row, 0] <= until:
            return min(until, model.window[row, 1])
    return -NEVER


@inline
def window_open_at(model: Model, node: int, start: int) -> tuple[int, int]:
    """Return the window in which service at ``start`` falls; the only one when there is one."""
    if model.choices is None:
        return model.stop[node, EARLY], model.stop[node, LATE]
    for row in range(model.stop[node, FIRST_WINDOW], model.stop[node, LAST_WINDOW]):
        if start <= model.window[row, 1]:
            return model.window[row, 0], model.window[row, 1]
    return start, start
