"""Dijkstra's algorithm: the same answers without a hierarchy, more slowly."""

import heapq

import numpy as np

from doorstep.roads.compiled import compiled
from doorstep.roads.costs import NO_PATH
from doorstep.roads.graph import BoolArray, IntArray, LongArray
from doorstep.roads.path import Path, Rows
from doorstep.roads.states import States
from doorstep.roads.tables import reduce_rows


class DijkstraSearch:
    """Answers for one profile straight from the arcs.

    Parameters
    ----------
    states
        What is searched.
    cost
        Packed cost of each arc, ``NO_PATH`` where closed, int64, shape (arcs,).
    """

    def __init__(self, states: States, cost: LongArray) -> None:
        self._states = states
        self._cost = cost

    def costs(self, rows: Rows, count: int, fresh: BoolArray | None = None) -> LongArray:
        """Return the least cost from every place to every other, ``NO_PATH`` where none.

        O(rows times states log states); one search finds all a row reaches, so all is answered.
        """
        del fresh
        size = len(rows.place)
        costs = np.full((size, size), NO_PATH, dtype=np.int64)
        for row in range(size):
            span = slice(rows.offset[row], rows.offset[row + 1])
            found, _ = self.costs_from(rows.state[span], rows.leave[span])
            total = np.where(found < NO_PATH, found, NO_PATH)[rows.state] + rows.reach
            costs[row] = np.minimum(np.minimum.reduceat(total, rows.offset[:-1]), NO_PATH)
        return reduce_rows(costs, rows.place, count)

    def costs_from(
        self, states: IntArray, costs: LongArray, limit: int = NO_PATH
    ) -> tuple[LongArray, IntArray]:
        """Return the least cost to every state, and the arc it is reached by.

        Parameters
        ----------
        states, costs
            Where the search begins, and what it costs to be there.
        limit
            Farther than this the search does not look.

        Returns
        -------
        tuple
            Costs, right up to the limit, ``NO_PATH`` where not reached; arcs, -1 where none.
        """
        return _search(self._states.offset, self._states.head, self._cost, states, costs, limit)

    def links(self, start: int, end: int) -> int:
        """Return the least cost from a state to another, or on a round trip to itself."""
        return self._reach(start, end)[0]

    def path(self, start: int, end: int, *, is_round: bool = False) -> Path | None:
        """Return the best way from a state to another, or none."""
        if start == end and not is_round:
            return Path(0, np.empty(0, dtype=np.int32))
        cost, arcs = self._reach(start, end)
        return None if cost >= NO_PATH else Path(cost, np.array(arcs, dtype=np.int32))

    def _reach(self, start: int, end: int) -> tuple[int, list[int]]:
        states = self._states
        exits = np.arange(states.offset[start], states.offset[start + 1])
        exits = exits[self._cost[exits] < NO_PATH]
        if not len(exits):
            return NO_PATH, []
        found, by = self.costs_from(states.head[exits], self._cost[exits])
        arcs: list[int] = []
        at = end
        if found[end] >= NO_PATH:
            return NO_PATH, []
        while by[at] >= 0:
            arcs.append(int(by[at]))
            at = int(states.tail[by[at]])
        first = exits[(states.head[exits] == at) & (self._cost[exits] == found[at])][0]
        return int(found[end]), [int(first), *reversed(arcs)]


@compiled
def _search(
    offset: LongArray,
    head: IntArray,
    cost: LongArray,
    states: IntArray,
    costs: LongArray,
    limit: int,
) -> tuple[LongArray, IntArray]:
    found = np.full(len(offset) - 1, NO_PATH, dtype=np.int64)
    by = np.full(len(offset) - 1, -1, dtype=np.int32)
    queue = [(np.int64(0), np.int32(0)) for _ in range(0)]
    for i in range(len(states)):
        if costs[i] < found[states[i]]:
            found[states[i]] = costs[i]
            heapq.heappush(queue, (costs[i], states[i]))
    while len(queue) > 0:
        so_far, state = heapq.heappop(queue)
        if so_far > limit:
            break
        if so_far > found[state]:
            continue
        for arc in range(offset[state], offset[state + 1]):
            total = so_far + cost[arc]
            if cost[arc] < NO_PATH and total < found[head[arc]]:
                found[head[arc]] = total
                by[head[arc]] = np.int32(arc)
                heapq.heappush(queue, (total, head[arc]))
    return found, by
