"""Places that share a street: the ways between them that a table of rows cannot tell.

A place lies behind the beginning of its street by what it takes to get there. Between two places
of one street that is the way itself when the second is farther on. When it is not, a table would
take it for a way of negative cost, and the true one leads round and back to the same street.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from doorstep.roads.costs import NO_PATH
from doorstep.roads.graph import BoolArray, IntArray, LongArray
from doorstep.roads.path import Rows, Search
from doorstep.roads.places import Places
from doorstep.roads.states import States


def correct_shared(
    costs: LongArray, places: Places, rows: Rows, states: States, search: Search
) -> None:
    """Put the true costs between places of one street, or of one junction, into a table."""
    if not states.turn:
        np.minimum(costs, places.direct(), out=costs)
        return
    links: dict[tuple[int, int], int] = {}
    for group in _groups(places.node, places.found & (places.node >= 0)):
        costs[np.ix_(group, group)] = 0
    for group in _groups(places.edge, places.found & (places.node < 0)):
        for i in group:
            for j in group:
                costs[i, j] = _best(rows, i, j, search, links)


def item_pairs(rows: Rows, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the items by which one place may be left and another reached."""
    first = np.searchsorted(rows.place, [start, start + 1, end, end + 1])
    leaving = range(rows.offset[first[0]], rows.offset[first[1]])
    reaching = range(rows.offset[first[2]], rows.offset[first[3]])
    for a in leaving:
        for b in reaching:
            if rows.leave[a] < NO_PATH and rows.reach[b] < NO_PATH:
                yield a, b


def is_on_the_way(rows: Rows, a: int, b: int) -> bool:
    """Tell whether an item is reached from another without leaving their common state."""
    return bool(rows.state[a] == rows.state[b] and rows.leave[a] + rows.reach[b] >= 0)


def _groups(keys: IntArray, counted: BoolArray) -> Iterator[list[int]]:
    """Yield the places with equal keys, where there are several."""
    groups: dict[int, list[int]] = defaultdict(list)
    for place in np.flatnonzero(counted).tolist():
        groups[int(keys[place])].append(place)
    yield from (group for group in groups.values() if len(group) > 1)


def _best(
    rows: Rows, start: int, end: int, search: Search, links: dict[tuple[int, int], int]
) -> int:
    best = NO_PATH
    for a, b in item_pairs(rows, start, end):
        ends = int(rows.leave[a] + rows.reach[b])
        if not is_on_the_way(rows, a, b):
            key = int(rows.state[a]), int(rows.state[b])
            if key not in links:
                links[key] = search.links(*key)
            if links[key] >= NO_PATH:
                continue
            ends += links[key]
        best = min(best, ends)
    return best
