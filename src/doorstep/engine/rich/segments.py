"""Parts of a route with the least time they take, joined in O(1) [1]_.

A segment is (seconds, early, late): it takes at least ``seconds``, and takes exactly that when it
starts from ``early`` to ``late``. Later than that it cannot start; earlier it waits. Only segments
that are allowed are ever joined, so there is no time warp.

References
----------
.. [1] Vidal, Crainic, Gendreau and Prins (2013), doi:10.1016/j.cor.2012.07.018.
"""

from typing import TypeAlias

from doorstep.engine.rich.jit import inline
from doorstep.engine.rich.layout import NEVER, WINDOW, WINDOW_END, Model

Segment: TypeAlias = tuple[int, int, int]


@inline
def append(head: Segment, leg: int, stay: int, early: int, late: int) -> Segment:
    """Return a segment with one more stop, open from ``early`` to ``late``."""
    apart = head[0] + leg
    wait = max(0, early - apart - head[2])
    return apart + stay + wait, max(early - apart, head[1]) - wait, min(late - apart, head[2])


@inline
def close(head: Segment, leg: int, tail_s: int, tail_early: int) -> tuple[int, int]:
    """Return how long a route takes at least, and its earliest end."""
    apart = head[0] + leg
    wait = max(0, tail_early - apart - head[2])
    seconds = apart + tail_s + wait
    return seconds, max(tail_early - apart, head[1]) - wait + seconds


@inline
def opens(model: Model, number: int) -> int:
    """Return when an activity's first window opens."""
    row = model.activity[number, WINDOW]
    return -NEVER if row == model.activity[number, WINDOW_END] else model.window[row, 0]


@inline
def closes(model: Model, number: int) -> int:
    """Return when an activity's first window closes."""
    row = model.activity[number, WINDOW]
    return NEVER if row == model.activity[number, WINDOW_END] else model.window[row, 1]


@inline
def last_closing(model: Model, number: int) -> int:
    """Return when the last window of an activity closes."""
    closing = -NEVER
    for row in range(model.activity[number, WINDOW], model.activity[number, WINDOW_END]):
        closing = max(closing, model.window[row, 1])
    return NEVER if closing == -NEVER else closing
