"""From costs between rows to the matrix between places."""

import numpy as np

from doorstep.roads.compiled import compiled
from doorstep.roads.costs import NO_PATH, cost_dm, cost_ms
from doorstep.roads.graph import FloatArray, IntArray, LongArray
from doorstep.roads.route import NO_CONNECTION, Matrix


def reduce_rows(costs: LongArray, place: IntArray, count: int) -> LongArray:
    """Return the least cost between any rows of two places, ``NO_PATH`` where one has none.

    Parameters
    ----------
    costs
        Between rows, int64, shape (rows, rows).
    place
        Whose each row is, ascending, int32, shape (rows,).
    count
        Number of places.
    """
    if len(place) == count and (np.diff(place) == 1).all():
        return costs
    least = np.full((count, count), NO_PATH, dtype=np.int64)
    if len(place):
        kept, starts = np.unique(place, return_index=True)
        some = np.minimum.reduceat(np.minimum.reduceat(costs, starts, 0), starts, 1)
        least[np.ix_(kept, kept)] = some
    return least


def to_matrix(costs: LongArray) -> Matrix:
    """Return the seconds and metres of packed costs."""
    seconds = np.empty(costs.shape, dtype=np.int32)
    metres = np.empty(costs.shape, dtype=np.int32)
    _split(costs, seconds, metres)
    return Matrix(seconds, metres)


def to_seconds(costs: LongArray) -> FloatArray:
    """Return the seconds of packed costs to the millisecond, ``NO_CONNECTION`` where none."""
    return np.where(costs >= NO_PATH, NO_CONNECTION, cost_ms(costs) / 1000)


def round_seconds(cost: int) -> int:
    """Return the seconds of a packed cost, rounded up."""
    return -(-int(cost_ms(np.array(cost))) // 1000)


def round_metres(cost: int) -> int:
    """Return the metres of a packed cost."""
    return (int(cost_dm(np.array(cost))) + 5) // 10


@compiled
def _split(costs: LongArray, seconds: IntArray, metres: IntArray) -> None:
    for i in range(costs.shape[0]):
        for j in range(costs.shape[1]):
            cost = costs[i, j]
            if cost >= NO_PATH:
                seconds[i, j] = NO_CONNECTION
                metres[i, j] = NO_CONNECTION
            else:
                seconds[i, j] = (((cost >> 23) & ((1 << 28) - 1)) + 999) // 1000
                metres[i, j] = ((cost & ((1 << 23) - 1)) + 5) // 10
