"""Leave out vertices of a graph without changing how quick its ways are.

A vertex that nobody starts or ends at is replaced by streets past it, each as long as the two it
stands for: the first step of contraction hierarchies [1]_, without asking for witnesses. Most
vertices of a road graph are bends and corners; what is left is a tenth of it.

References
----------
.. [1] Geisberger, Sanders, Schultes and Vetter (2012), doi:10.1287/trsc.1110.0401.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

MOST_STREETS = (1, 2, 4, 6, 9, 12, 16)
"""By how many streets a vertex may be replaced, round by round."""


@dataclass(frozen=True, slots=True)
class Core:
    """What is left of a graph.

    Parameters
    ----------
    first, heads, seconds
        The edges out of vertex ``v`` are those from ``first[v]`` up to ``first[v + 1]``: where
        each leads to, and what it takes in each slice of the day: float64, (slices, edges).
    places
        The wanted vertices, by their new numbers.
    """

    first: Ints
    heads: Ints
    seconds: Floats
    places: Ints


def contract(tails: Ints, heads: Ints, seconds: Floats, places: Ints) -> Core:
    """Return the graph without most vertices that are not among ``places``.

    O(edges x streets by which a vertex is replaced x slices).

    Parameters
    ----------
    tails, heads, seconds
        Of each edge; seconds float64, (edges, slices).
    """
    out: dict[int, dict[int, Floats]] = {}
    into: dict[int, set[int]] = {}
    for tail, head, takes in zip(tails.tolist(), heads.tolist(), seconds, strict=True):
        _add(out, into, tail, head, takes)
    wanted = set(places.tolist())
    for most in MOST_STREETS:
        for vertex in list(out.keys() | into.keys()):
            if vertex not in wanted:
                _pass_by(out, into, vertex, most)
    return _number(out, into.keys() | wanted, places, seconds.shape[1])


def _add(
    out: dict[int, dict[int, Floats]],
    into: dict[int, set[int]],
    tail: int,
    head: int,
    takes: Floats,
) -> None:
    if tail == head:
        return
    streets = out.setdefault(tail, {})
    known = streets.get(head)
    streets[head] = takes if known is None else np.minimum(known, takes)
    into.setdefault(head, set()).add(tail)


def _pass_by(
    out: dict[int, dict[int, Floats]], into: dict[int, set[int]], vertex: int, most: int
) -> None:
    """Replace a vertex by streets past it, unless they would be too many."""
    before, after = into.get(vertex, set()), out.get(vertex, {})
    if len(before) * len(after) - len(before & after.keys()) > most:
        return
    for tail in before:
        takes = out[tail].pop(vertex)
        for head, more in after.items():
            _add(out, into, tail, head, takes + more)
    for head in after:
        into[head].discard(vertex)
    out.pop(vertex, None)
    into.pop(vertex, None)


def _number(
    out: dict[int, dict[int, Floats]], kept: Collection[int], places: Ints, slices: int
) -> Core:
    number = {vertex: new for new, vertex in enumerate(sorted(out.keys() | set(kept)))}
    first, heads, seconds = [0], list[int](), list[Floats]()
    for vertex in number:
        streets = out.get(vertex, {})
        heads += [number[head] for head in streets]
        seconds += streets.values()
        first.append(len(heads))
    table = np.array(seconds, np.float64).reshape(len(heads), slices)
    return Core(
        first=np.array(first, np.int64),
        heads=np.array(heads, np.int64),
        seconds=np.ascontiguousarray(table.T),
        places=np.array([number[place] for place in places.tolist()], np.int64),
    )
