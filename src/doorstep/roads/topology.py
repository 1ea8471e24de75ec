"""What joins what in a customizable contraction hierarchy; the costs come later.

States are removed in a given order; whatever ran through one is kept as a shortcut between its
neighbours. Which shortcuts are needed depends on the order alone, so one topology serves all
profiles and all times of day [1]_.

References
----------
.. [1] Dibbelt, Strasser and Wagner (2016), "Customizable contraction hierarchies",
   doi:10.1145/2886843.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from doorstep.roads.compiled import compiled
from doorstep.roads.graph import IntArray, LongArray
from doorstep.roads.states import States


@dataclass(frozen=True)
class Topology:
    """Which state is joined to which higher one; states are called by their rank here.

    Parameters
    ----------
    rank
        Rank of each state, 0 is removed first, int32, shape (states,).
    offset
        Where the upward arcs of each rank begin, int64, shape (states + 1,).
    head
        Upper end of each upward arc, ascending for each rank, int32, shape (arcs,).
    depth
        Steps to the root of the elimination tree, int32, shape (states,).
    """

    rank: IntArray
    offset: LongArray
    head: IntArray
    depth: IntArray

    @property
    def width(self) -> int:
        """Return the most states on a way up to a root."""
        return int(self.depth.max(initial=0)) + 1

    @cached_property
    def state(self) -> IntArray:
        """Return the state of each rank, int32, shape (states,)."""
        order = np.empty_like(self.rank)
        order[self.rank] = np.arange(len(self.rank), dtype=np.int32)
        return order

    @cached_property
    def tail(self) -> IntArray:
        """Return the lower end of each upward arc, int32, shape (arcs,)."""
        sizes = np.diff(self.offset)
        return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)

    @cached_property
    def head_depth(self) -> IntArray:
        """Return the depth of each arc's upper end, int32, shape (arcs,)."""
        return self.depth[self.head]

    @cached_property
    def into(self) -> tuple[LongArray, IntArray]:
        """Return where each rank's arcs from below begin, and the arcs, lowest first."""
        return _reverse(self.offset, self.head)

    @cached_property
    def parent(self) -> IntArray:
        """Return the lowest higher neighbour of each rank, -1 at a root."""
        return _parents(self.offset, self.head)

    @cached_property
    def position(self) -> IntArray:
        """Return the place of each rank in a walk over the elimination tree, parents first."""
        return _walk(self.parent)

    def slots(self, states: States) -> IntArray:
        """Return for each arc of the states the upward arc it lies on.

        Travelled downwards it is given as ``-1 - arc``. An arc from a state to itself is on none;
        it is given as the number of upward arcs.
        """
        return _slots(self.rank, self.offset, self.head, states.tail, states.head)


def build_topology(order: IntArray, tail: IntArray, head: IntArray) -> Topology:
    """Return what is joined after all shortcuts are in; linear in their number.

    Parameters
    ----------
    order
        States in the order of removal, int32, shape (states,).
    tail, head
        Ends of the arcs, direction does not matter, int32, shape (arcs,).
    """
    size = len(order)
    rank = np.empty(size, dtype=np.int32)
    rank[order] = np.arange(size, dtype=np.int32)
    low = np.minimum(rank[tail], rank[head]).astype(np.int64)
    high = np.maximum(rank[tail], rank[head]).astype(np.int64)
    pairs = np.unique((low * size + high)[low != high])
    starts = np.searchsorted(pairs // max(size, 1), np.arange(size + 1))
    offset, heads, depth = _eliminate(starts, (pairs % max(size, 1)).astype(np.int32))
    return Topology(rank, offset, heads, depth)


@compiled
def _eliminate(  # noqa: C901 - a kernel is one function
    starts: LongArray, above: IntArray
) -> tuple[LongArray, IntArray, IntArray]:
    """Join the neighbours of each rank in turn: its lowest neighbour inherits all others."""
    size = len(starts) - 1
    offset = np.zeros(size + 1, dtype=np.int64)
    heads = np.empty(max(16, 4 * len(above)), dtype=np.int32)
    seen = np.full(size, -1, dtype=np.int32)
    child = np.full(size, -1, dtype=np.int32)
    sibling = np.full(size, -1, dtype=np.int32)
    parent = np.full(size, -1, dtype=np.int32)
    used = 0
    for low in range(size):
        first = used
        most = used + starts[low + 1] - starts[low]
        heir = child[low]
        while heir >= 0:
            most += offset[heir + 1] - offset[heir]
            heir = sibling[heir]
        if most > len(heads):
            larger = np.empty(2 * most, dtype=np.int32)
            larger[:used] = heads[:used]
            heads = larger
        for k in range(starts[low], starts[low + 1]):
            if seen[above[k]] != low:
                seen[above[k]] = low
                heads[used] = above[k]
                used += 1
        heir = child[low]
        while heir >= 0:
            for k in range(offset[heir] + 1, offset[heir + 1]):
                if seen[heads[k]] != low:
                    seen[heads[k]] = low
                    heads[used] = heads[k]
                    used += 1
            heir = sibling[heir]
        offset[low + 1] = used
        if used > first:
            heads[first:used] = np.sort(heads[first:used])
            parent[low] = heads[first]
            sibling[low] = child[heads[first]]
            child[heads[first]] = low
    depth = np.zeros(size, dtype=np.int32)
    for low in range(size - 1, -1, -1):
        if parent[low] >= 0:
            depth[low] = depth[parent[low]] + 1
    return offset, heads[:used].copy(), depth


@compiled
def _reverse(offset: LongArray, head: IntArray) -> tuple[LongArray, IntArray]:
    size = len(offset) - 1
    into = np.zeros(size + 1, dtype=np.int64)
    for arc in range(len(head)):
        into[head[arc] + 1] += 1
    for rank in range(size):
        into[rank + 1] += into[rank]
    arcs = np.empty(len(head), dtype=np.int32)
    filled = into[:-1].copy()
    for arc in range(len(head)):
        arcs[filled[head[arc]]] = arc
        filled[head[arc]] += 1
    return into, arcs


@compiled
def _parents(offset: LongArray, head: IntArray) -> IntArray:
    parent = np.full(len(offset) - 1, -1, dtype=np.int32)
    for rank in range(len(parent)):
        if offset[rank] < offset[rank + 1]:
            parent[rank] = head[offset[rank]]
    return parent


@compiled
def _walk(parent: IntArray) -> IntArray:
    count = len(parent)
    size = np.ones(count, dtype=np.int32)
    for rank in range(count):
        if parent[rank] >= 0:
            size[parent[rank]] += size[rank]
    position = np.zeros(count, dtype=np.int32)
    free = np.zeros(count, dtype=np.int32)
    roots = 0
    for rank in range(count - 1, -1, -1):
        if parent[rank] < 0:
            position[rank] = roots
            roots += size[rank]
        else:
            position[rank] = free[parent[rank]]
            free[parent[rank]] += size[rank]
        free[rank] = position[rank] + 1
    return position


@compiled
def _slots(
    rank: IntArray, offset: LongArray, head: IntArray, tails: IntArray, heads: IntArray
) -> IntArray:
    slots = np.empty(len(tails), dtype=np.int32)
    for arc in range(len(tails)):
        a, b = rank[tails[arc]], rank[heads[arc]]
        if a == b:
            slots[arc] = len(head)
            continue
        low, high = min(a, b), max(a, b)
        found = offset[low] + np.searchsorted(head[offset[low] : offset[low + 1]], high)
        slots[arc] = found if a < b else -1 - found
    return slots
