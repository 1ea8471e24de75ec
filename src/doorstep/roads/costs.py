"""Travel cost as one integer: milliseconds first, decimetres to break ties.

Comparing two costs compares times and, between equal times, lengths. So the fastest path, and
the shortest of several equally fast ones, comes out of any shortest-path search with both of its
numbers, and every search finds the same two. Sums stay exact up to 74 hours and 838 km.

Above the milliseconds a cost counts how often a way enters ground that may be used at the ends
of a trip only, such as a private road: a way that enters less often always costs less, however
long it is. So such ground is entered once, to get to a place on it, and crossed only where there
is no other way at all.
"""

import numpy as np

from doorstep.roads.graph import CLOSED, FloatArray, IntArray, LongArray

_LENGTH_BITS = 23
_TIME_BITS = 28
NO_PATH = 1 << 60
"""The cost where there is no path; two of them can be added without overflow."""

ENTRY = 1 << (_LENGTH_BITS + _TIME_BITS)
"""The cost of entering ground that is for the ends of a trip."""


def pack_cost(ms: LongArray, dm: LongArray) -> LongArray:
    """Return one cost for milliseconds and decimetres, int64, of their common shape."""
    packed: LongArray = (ms.astype(np.int64) << _LENGTH_BITS) + dm
    return packed


def cost_ms(cost: LongArray) -> LongArray:
    """Return the milliseconds of a cost."""
    milliseconds: LongArray = (cost >> _LENGTH_BITS) & ((1 << _TIME_BITS) - 1)
    return milliseconds


def cost_dm(cost: LongArray) -> LongArray:
    """Return the decimetres of a cost."""
    decimetres: LongArray = cost & ((1 << _LENGTH_BITS) - 1)
    return decimetres


def direction_costs(
    forward_ms: IntArray, backward_ms: IntArray, length_m: FloatArray
) -> LongArray:
    """Return the packed cost of every edge ahead (2 x edge) and back (2 x edge + 1).

    Parameters
    ----------
    forward_ms, backward_ms
        Times, ``CLOSED`` where not allowed, int32, shape (edges,).
    length_m
        Lengths, float64, shape (edges,).

    Returns
    -------
    LongArray
        ``NO_PATH`` where closed, shape (2 x edges,).
    """
    dm = np.repeat(np.rint(length_m * 10).astype(np.int64), 2)
    ms = np.column_stack([forward_ms, backward_ms]).ravel().astype(np.int64)
    return np.where(ms == CLOSED, NO_PATH, pack_cost(ms, dm))


def part_costs(cost: LongArray, fraction: FloatArray) -> LongArray:
    """Return the cost of the first ``fraction`` of edges, at most their whole cost.

    Both parts of a cost are rounded on their own, so that the first part and what is left of
    the whole always add up to the whole.
    """
    ms = np.rint(cost_ms(cost) * fraction).astype(np.int64)
    dm = np.rint(cost_dm(cost) * fraction).astype(np.int64)
    return np.where(cost >= NO_PATH, NO_PATH, pack_cost(ms, dm))
