"""Customizable contraction hierarchy: prepared once, then every matrix is quick.

The costs of one profile are filled into a topology triangle by triangle. A shortest path then
climbs from both ends to a common ancestor in the elimination tree, so the costs to all ancestors
(some hundred in a city) are all a place needs to know about the network.
"""

import numpy as np

from doorstep.roads.compiled import compiled
from doorstep.roads.costs import NO_PATH
from doorstep.roads.graph import BoolArray, IntArray, LongArray
from doorstep.roads.path import Path, Rows
from doorstep.roads.states import States
from doorstep.roads.topology import Topology
from doorstep.roads.unpacking import unpack

_BELOW = -1
"""Instead of a depth: the round trip runs through lower states only."""


class HierarchySearch:
    """Answers for one profile from a hierarchy.

    Parameters
    ----------
    states
        What the topology was built for.
    topology
        What is joined to what.
    slots
        ``topology.slots(states)``.
    cost
        Packed cost of each arc of the states, ``NO_PATH`` where closed, int64, shape (arcs,).
    """

    def __init__(
        self, states: States, topology: Topology, slots: IntArray, cost: LongArray
    ) -> None:
        self._states = states
        self._topology = topology
        self._cost = cost
        self._up = np.full(len(topology.head), NO_PATH, dtype=np.int64)
        self._down = self._up.copy()
        self._loop = np.empty(states.count, dtype=np.int64)
        self.met = 0
        """How many pairs of rows have been met so far."""
        into, arcs = topology.into
        _fill(self._up, self._down, slots, cost)
        _customise(
            topology.offset,
            topology.head_depth,
            into,
            arcs,
            topology.tail,
            self._up,
            self._down,
            self._loop,
            topology.width,
        )

    def costs(self, rows: Rows, count: int, fresh: BoolArray | None = None) -> LongArray:
        """Return the least cost from every place to every other, ``NO_PATH`` where none.

        O(places squared times depth of the elimination tree), after O(depth squared) for each row;
        where few places are fresh, O(places times fresh ones times depth).
        """
        topology = self._topology
        rank = topology.rank[rows.state]
        lowest = _lowest(rows.offset, rank, topology.depth)
        merged = _merged(rows.place, lowest, topology.parent, topology.depth)
        order = np.argsort(topology.position[lowest], kind="stable")
        leave = self._labels(rows, rank, rows.leave, lowest, merged, is_up=True)
        reach = self._labels(rows, rank, rows.reach, lowest, merged, is_up=False)
        shared = _shared(lowest[order], topology.parent, topology.depth)
        costs = np.full((count, count), NO_PATH, dtype=np.int64)
        asked = np.ones(count, dtype=np.bool_) if fresh is None else fresh
        depth = topology.depth[lowest[order]]
        self.met += _table(leave, reach, shared, depth, order, rows.place, merged, asked, costs)
        return costs

    def links(self, start: int, end: int) -> int:
        """Return the least cost from a state to another, or on a round trip to itself."""
        return self._meet(start, end)[0]

    def path(self, start: int, end: int, *, is_round: bool = False) -> Path | None:
        """Return the best way from a state to another, or none.

        Parameters
        ----------
        start, end
            States.
        is_round
            From a state to itself: go round instead of staying.
        """
        if start == end and not is_round:
            return Path(0, np.empty(0, dtype=np.int32))
        cost, meeting = self._meet(start, end)
        if cost >= NO_PATH:
            return None
        topology, states = self._topology, self._states
        into, into_arcs = topology.into
        arcs = unpack(
            topology.rank[start],
            topology.rank[end],
            meeting,
            cost,
            topology.offset,
            topology.head,
            topology.head_depth,
            topology.depth,
            into,
            into_arcs,
            topology.tail,
            self._up,
            self._down,
            topology.state,
            states.offset,
            states.head,
            self._cost,
        )
        return Path(cost, arcs)

    def _labels(
        self,
        rows: Rows,
        rank: IntArray,
        cost: LongArray,
        lowest: IntArray,
        merged: IntArray,
        *,
        is_up: bool,
    ) -> LongArray:
        topology = self._topology
        labels = np.empty((len(lowest), topology.width), dtype=np.int64)
        _label(
            rows.place,
            rows.offset,
            rank,
            cost,
            lowest,
            merged,
            topology.offset,
            topology.head,
            topology.head_depth,
            topology.depth,
            self._up if is_up else self._down,
            labels,
        )
        return labels

    def _label_one(self, rank: IntArray, *, is_up: bool) -> LongArray:
        """Return the costs between one rank and its ancestors, by their depth."""
        zero = np.zeros(1, dtype=np.int64)
        alone = Rows(zero.astype(np.int32), np.array([0, 1]), rank, zero, zero)
        none = np.zeros(1, dtype=np.int32)
        label: LongArray = self._labels(alone, rank, zero, rank, none, is_up=is_up)[0]
        return label

    def _meet(self, start: int, end: int) -> tuple[int, int]:
        topology = self._topology
        a, b = topology.rank[[start]], topology.rank[[end]]
        leave, reach = self._label_one(a, is_up=True), self._label_one(b, is_up=False)
        return _meet(a[0], b[0], leave, reach, topology.parent, topology.depth, self._loop[a[0]])


@compiled
def _fill(up: LongArray, down: LongArray, slots: IntArray, cost: LongArray) -> None:
    for arc in range(len(slots)):
        slot = slots[arc]
        if slot < 0:
            down[-1 - slot] = min(down[-1 - slot], cost[arc])
        elif slot < len(up):
            up[slot] = min(up[slot], cost[arc])


@compiled
def _customise(  # noqa: PLR0913, PLR0917 - a kernel takes arrays
    offset: LongArray,
    head_depth: IntArray,
    into: LongArray,
    into_arcs: IntArray,
    tail: IntArray,
    up: LongArray,
    down: LongArray,
    loop: LongArray,
    width: int,
) -> None:
    """Give each rank what its lower neighbours have, lowest first.

    Neighbours above are told apart by their depth: all of them are on one way to the root.
    """
    up_at = np.full(width, NO_PATH, dtype=np.int64)
    down_at = np.full(width, NO_PATH, dtype=np.int64)
    for rank in range(len(offset) - 1):
        for arc in range(offset[rank], offset[rank + 1]):
            up_at[head_depth[arc]] = up[arc]
            down_at[head_depth[arc]] = down[arc]
        round_trip = NO_PATH
        for i in range(into[rank], into[rank + 1]):
            below = into_arcs[i]
            climb, descend = up[below], down[below]
            if climb >= NO_PATH and descend >= NO_PATH:
                continue
            round_trip = min(round_trip, climb + descend)
            for arc in range(below + 1, offset[tail[below] + 1]):
                at = head_depth[arc]
                up_at[at] = min(up_at[at], descend + up[arc])
                down_at[at] = min(down_at[at], climb + down[arc])
        loop[rank] = round_trip
        for arc in range(offset[rank], offset[rank + 1]):
            up[arc] = up_at[head_depth[arc]]
            down[arc] = down_at[head_depth[arc]]


@compiled
def _lowest(offset: LongArray, rank: IntArray, depth: IntArray) -> IntArray:
    lowest = np.empty(len(offset) - 1, dtype=np.int32)
    for row in range(len(lowest)):
        best = rank[offset[row]]
        for item in range(offset[row] + 1, offset[row + 1]):
            if depth[rank[item]] > depth[best]:
                best = rank[item]
        lowest[row] = best
    return lowest


@compiled
def _merged(place: IntArray, lowest: IntArray, parent: IntArray, depth: IntArray) -> IntArray:
    """Return for each row how many ancestors all rows of its place have in common."""
    merged = np.zeros(len(lowest), dtype=np.int32)
    first = 0
    while first < len(lowest):
        last = first + 1
        common = lowest[first]
        while last < len(lowest) and place[last] == place[first]:
            a, b = common, lowest[last]
            while a != b and a >= 0 and b >= 0:
                if a < b:
                    a = parent[a]
                else:
                    b = parent[b]
            common = a if a == b else -1
            last += 1
        if common >= 0:
            merged[first:last] = depth[common] + 1
        first = last
    return merged


@compiled
def _label(  # noqa: C901, PLR0912, PLR0913, PLR0917 - a kernel takes arrays
    place: IntArray,
    rows: LongArray,
    rank: IntArray,
    cost: LongArray,
    lowest: IntArray,
    merged: IntArray,
    offset: LongArray,
    head: IntArray,
    head_depth: IntArray,
    depth: IntArray,
    weights: LongArray,
    labels: LongArray,
) -> None:
    """Fill in the cost from each row to all ancestors, by their depth.

    Each row climbs alone to where all rows of its place meet. From there on the place climbs
    once, and what it finds is all its rows'.
    """
    first = 0
    while first < len(lowest):
        last = first + 1
        while last < len(lowest) and place[last] == place[first]:
            last += 1
        both = merged[first]
        at = -1
        for row in range(first, last):
            label = labels[row]
            at = lowest[row]
            label[: depth[at] + 1] = NO_PATH
            for item in range(rows[row], rows[row + 1]):
                spot = depth[rank[item]]
                label[spot] = min(label[spot], cost[item])
            while at >= 0 and depth[at] >= both:
                here = label[depth[at]]
                start, stop = offset[at], offset[at + 1]
                if here < NO_PATH:
                    for arc in range(start, stop):
                        if weights[arc] < NO_PATH:
                            above = head_depth[arc]
                            label[above] = min(label[above], here + weights[arc])
                at = head[start] if start < stop else -1
        if both > 0:
            label = labels[first]
            for row in range(first + 1, last):
                for spot in range(both):
                    label[spot] = min(label[spot], labels[row, spot])
            while at >= 0:
                here = label[depth[at]]
                start, stop = offset[at], offset[at + 1]
                if here < NO_PATH:
                    for arc in range(start, stop):
                        if weights[arc] < NO_PATH:
                            above = head_depth[arc]
                            label[above] = min(label[above], here + weights[arc])
                at = head[start] if start < stop else -1
            for row in range(first + 1, last):
                labels[row, :both] = label[:both]
        first = last


@compiled
def _shared(lowest: IntArray, parent: IntArray, depth: IntArray) -> IntArray:
    """Return how many ancestors, itself included, each row shares with the next one."""
    shared = np.zeros(len(lowest), dtype=np.int32)
    for row in range(len(lowest) - 1):
        a, b = lowest[row], lowest[row + 1]
        while a != b and a >= 0 and b >= 0:
            if a < b:
                a = parent[a]
            else:
                b = parent[b]
        if a == b and a >= 0:
            shared[row] = depth[a] + 1
    return shared


@compiled
def _table(  # noqa: PLR0913, PLR0917 - a kernel takes arrays
    leave: LongArray,
    reach: LongArray,
    shared: IntArray,
    depth: IntArray,
    order: LongArray,
    place: IntArray,
    merged: IntArray,
    fresh: BoolArray,
    costs: LongArray,
) -> int:
    """Meet all rows with all others: rows are sorted so that neighbours share ancestors.

    Rows of two places that meet no lower than where the rows of each have met already all say
    the same, so the first of each speaks for all. Returns how many pairs were met.
    """
    count = len(order)
    done = 0
    # By the order in which they are met.
    owner = place[order]
    met = merged[order]
    speaks = np.empty(count, dtype=np.bool_)
    for i in range(count):
        row = order[i]
        speaks[i] = row == 0 or place[row - 1] != place[row]
    for i in range(count):
        label = leave[order[i]]
        out = costs[owner[i]]
        for side in range(2):
            common = depth[i] + 1
            j = i if side else i - 1
            while 0 <= j < count:
                if side and j > i:
                    common = min(common, shared[j - 1])
                elif not side:
                    common = min(common, shared[j])
                is_said = common <= met[i] and common <= met[j] and not (speaks[i] and speaks[j])
                if not is_said and (fresh[owner[i]] or fresh[owner[j]]):
                    done += 1
                    other = reach[order[j]]
                    best = NO_PATH
                    for at in range(common):
                        best = min(best, label[at] + other[at])
                    # The street behind a place counts below zero, also where there is no path.
                    if best < NO_PATH // 2:
                        out[owner[j]] = min(out[owner[j]], best)
                j += 1 if side else -1
    return done


@compiled
def _meet(
    start: int,
    end: int,
    leave: LongArray,
    reach: LongArray,
    parent: IntArray,
    depth: IntArray,
    loop: int,
) -> tuple[int, int]:
    """Return the least cost and the depth of the highest state on the way."""
    a, b = start, end
    while a != b and a >= 0 and b >= 0:
        if a < b:
            a = parent[a]
        else:
            b = parent[b]
    best, where = NO_PATH, 0
    if a != b or a < 0:
        return best, where
    common = depth[a] + 1
    if start == end:
        best, where = loop, _BELOW
        common -= 1
    for at in range(common):
        if leave[at] + reach[at] < best:
            best, where = leave[at] + reach[at], at
    return min(best, NO_PATH), where
