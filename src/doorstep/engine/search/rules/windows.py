"""Time windows as maps: from arrival to start of service, and from the end of time backwards.

Both maps are non-decreasing, which is all that the rest of the search asks of them: a stop fits
between two others exactly when the earliest departure before it, carried through it, is not
above the latest start after it.
"""

from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import Model


@inline
def earliest_start(model: Model, node: int, arrival: int) -> int:
    """Return when service starts after arriving at ``arrival``, never when all windows are over.

    O(windows).
    """
    stop = model.stop[node]
    if model.choices is None:
        if arrival > stop.late:
            return model.never
        return max(arrival, stop.early)
    for row in range(stop.first_window, stop.last_window):
        if arrival <= model.window[row, 1]:
            return max(arrival, model.window[row, 0])
    return model.never


@inline
def latest_start(model: Model, node: int, until: int) -> int:
    """Return the latest start of service up to ``until``, -never when none is open by then.

    O(windows).
    """
    stop = model.stop[node]
    if model.choices is None:
        if until < stop.early:
            return -model.never
        return min(until, stop.late)
    for back in range(stop.last_window - stop.first_window):
        row = stop.last_window - 1 - back
        if model.window[row, 0] <= until:
            return min(until, model.window[row, 1])
    return -model.never


@inline
def window_open_at(model: Model, node: int, start: int) -> tuple[int, int]:
    """Return the window in which service at ``start`` falls; the only one when there is one."""
    stop = model.stop[node]
    if model.choices is None:
        return stop.early, stop.late
    for row in range(stop.first_window, stop.last_window):
        if start <= model.window[row, 1]:
            return model.window[row, 0], model.window[row, 1]
    return start, start
