"""Who is near whom, in cost and time: where to put a shipment, what to take out together [1]_.

To drive from one stop to another costs its leg, and something for the wait or the lateness that
the two windows make unavoidable.

References
----------
.. [1] Vidal, Crainic, Gendreau and Prins (2013), doi:10.1016/j.cor.2012.07.018, section 4.2.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from doorstep.engine.search.jit import allocating_entry, inline
from doorstep.engine.search.layout import Numbers, Records

WAIT_WEIGHT = 0.2
"""What an unavoidable second of waiting counts, in seconds of driving."""

IMPOSSIBLE = 1e30


class Tables(NamedTuple):
    """One kind of vehicle's travel tables with what a leg costs it.

    Parameters
    ----------
    travel, metres, metres_back, seconds, seconds_back, places
        As in ``Model``; the first profile's tables are read.
    per_m, per_s, per_wait_s
        Prices of a metre, a second of driving and a second of waiting.
    """

    travel: Numbers
    metres: int
    metres_back: int
    seconds: int
    seconds_back: int
    places: int
    per_m: float
    per_s: float
    per_wait_s: float


@allocating_entry
def list_near(
    stop: Records,
    tables: Tables,
    near: Records,
    around: npt.NDArray[np.uint32],
    both_sides: bool,  # noqa: FBT001  # compiled functions take no keywords
) -> None:
    """Fill ``near`` and ``around`` as ``Model`` has them. O(nodes squared).

    With ``both_sides``, ``near`` gets places before nodes as well as after them; without, only
    those after, for their nodes.
    """
    nodes = len(stop)
    near_scores = np.empty(near.shape[1])
    codes = np.empty(near.shape[1], np.uint32)
    around_scores = np.empty(around.shape[1])
    for node in range(nodes):
        near_scores[:] = np.inf
        around_scores[:] = np.inf
        codes[:] = 0
        for other in range(nodes):
            if other == node:
                continue
            after = _succession(stop, tables, other, node, node)
            before = _succession(stop, tables, node, other, node)
            best = min(after, before)
            _push(around_scores, around[node], best, other)
            if both_sides:
                _push(near_scores, codes, after, 2 * other)
                _push(near_scores, codes, before, 2 * other + 1)
            else:
                _push(near_scores, codes, best, 2 * other)
        _look_up(stop, tables, near, codes, near_scores, node)


@inline
def _look_up(
    stop: Records,
    tables: Tables,
    near: Records,
    codes: npt.NDArray[np.uint32],
    scores: npt.NDArray[np.float64],
    node: int,
) -> None:
    """Write the places with their legs: those after others, then those before others."""
    row = node * tables.places
    to = 0
    for side in range(2):
        for at in range(len(codes)):
            code = np.int64(codes[at])
            if code & 1 != side or scores[at] >= IMPOSSIBLE:
                continue
            leg = row + (code >> 1)
            near[node, to].other = code >> 1
            if side == 0:
                near[node, to].metres = tables.travel[tables.metres_back + leg]
                near[node, to].seconds = tables.travel[tables.seconds_back + leg]
            else:
                near[node, to].metres = tables.travel[tables.metres + leg]
                near[node, to].seconds = tables.travel[tables.seconds + leg]
            to += 1
        if side == 0:
            stop[node].turn = to
    stop[node].near = to


@inline
def _succession(stop: Records, tables: Tables, before: int, after: int, node: int) -> float:
    """Return what it costs to drive from one to the other, IMPOSSIBLE when always too late.

    ``node`` is one of the two; its row of the tables is read.
    """
    places = tables.places
    if node == before:
        metres = tables.travel[tables.metres + node * places + after]
        seconds = tables.travel[tables.seconds + node * places + after]
    else:
        metres = tables.travel[tables.metres_back + node * places + before]
        seconds = tables.travel[tables.seconds_back + node * places + before]
    ready = stop[before].early + stop[before].service + seconds
    if ready > stop[after].late:
        return IMPOSSIBLE
    latest = stop[before].late + stop[before].service + seconds
    wait = max(0, stop[after].early - latest)
    leg = tables.per_m * metres + tables.per_s * seconds
    return leg + tables.per_wait_s * WAIT_WEIGHT * wait


@inline
def _push(
    scores: npt.NDArray[np.float64], codes: npt.NDArray[np.uint32], score: float, code: int
) -> None:
    """Put a code into a sorted list of fixed length, if its score is low enough."""
    at = len(scores) - 1
    if at < 0 or score >= scores[at]:
        return
    while at > 0 and scores[at - 1] > score:
        scores[at] = scores[at - 1]
        codes[at] = codes[at - 1]
        at -= 1
    scores[at] = score
    codes[at] = code
