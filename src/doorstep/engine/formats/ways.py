"""The quickest ways from many places of a graph: Dijkstra's algorithm [1]_ on a binary heap.

Compiled and kept on disk by Numba. The ways from one place are given up as soon as all wanted
places are reached.

References
----------
.. [1] Dijkstra (1959), doi:10.1007/BF01386390.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_PER_NODE = 2
"""Children of a node of the heap."""


def measure_ways(first: Ints, heads: Ints, seconds: Floats, places: Ints) -> Floats:
    """Return the least seconds between all places, infinite where there is no way.

    O(places x edges log(edges)).

    Parameters
    ----------
    first, heads, seconds
        The edges out of vertex ``v`` are those from ``first[v]`` up to ``first[v + 1]``: where
        each leads to and what it takes, from 0 on.
    places
        Vertices, of which several may be the same.

    Returns
    -------
    float64, shape (places, places), [from, to].
    """
    away = np.empty((len(places), len(places)))
    wanted = np.zeros(len(first) - 1, np.bool_)
    wanted[places] = True
    best = np.empty(len(first) - 1)
    keys, nodes = np.empty(len(heads) + 1), np.empty(len(heads) + 1, np.int64)
    _measure(first, heads, seconds, places, wanted, best, keys, nodes, away)
    return away


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[misc, untyped-decorator, unused-ignore]
def _measure(  # noqa: PLR0913, PLR0917, compiled: what it works in is handed in
    first: Ints,
    heads: Ints,
    seconds: Floats,
    places: Ints,
    wanted: npt.NDArray[np.bool_],
    best: Floats,
    keys: Floats,
    nodes: Ints,
    away: Floats,
) -> None:
    """Fill ``away``; the rest is room to work in. A vertex may be in the heap several times."""
    missing = 0
    for vertex in range(len(wanted)):
        missing += wanted[vertex]
    for row in range(len(places)):
        best[:] = np.inf
        best[places[row]] = 0.0
        keys[0], nodes[0] = 0.0, places[row]
        size, open_places = 1, missing
        while size > 0 and open_places > 0:
            here, seconds_here = nodes[0], keys[0]
            size -= 1
            _sink(keys, nodes, size, keys[size], nodes[size])
            if seconds_here > best[here]:
                continue
            open_places -= wanted[here]
            for edge in range(first[here], first[here + 1]):
                there, reached = heads[edge], seconds_here + seconds[edge]
                if reached < best[there]:
                    best[there] = reached
                    _rise(keys, nodes, size, reached, there)
                    size += 1
        for column in range(len(places)):
            away[row, column] = best[places[column]]


@njit(cache=True, nogil=True)  # type: ignore[misc, untyped-decorator, unused-ignore]
def _rise(keys: Floats, nodes: Ints, at: int, key: float, node: int) -> None:
    """Put an entry at the end of the heap, and before those that are later."""
    while at > 0:
        above = (at - 1) // _PER_NODE
        if keys[above] <= key:
            break
        keys[at], nodes[at] = keys[above], nodes[above]
        at = above
    keys[at], nodes[at] = key, node


@njit(cache=True, nogil=True)  # type: ignore[misc, untyped-decorator, unused-ignore]
def _sink(keys: Floats, nodes: Ints, size: int, key: float, node: int) -> None:
    """Put an entry at the top of a heap of ``size`` entries, and behind those that are earlier."""
    at = 0
    below = 1
    while below < size:
        if below + 1 < size and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[at], nodes[at] = keys[below], nodes[below]
        at, below = below, _PER_NODE * below + 1
    keys[at], nodes[at] = key, node
