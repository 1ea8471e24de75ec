"""Customizable contraction hierarchy: prepared once, then every matrix is quick.

Junctions are removed in a given order; whatever ran through one is kept as a shortcut between
its neighbours. Which shortcuts are needed depends on the order alone, so one topology serves all
profiles; their costs are filled in triangle by triangle [1]_. A shortest path then climbs from
both ends to a common ancestor in the elimination tree, so the costs to all ancestors (some
hundred in a city) are all a place needs to know about the network.

References
----------
.. [1] Dibbelt, Strasser and Wagner (2016), "Customizable contraction hierarchies",
   doi:10.1145/2886843.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from doorstep.roads.costs import NO_PATH, Arcs, Ends
from doorstep.roads.graph import Graph, IntArray, LongArray

try:
    from routingkit_cch import compute_order_inertial
except ImportError:
    HAS_ORDER = False
else:
    HAS_ORDER = True


@dataclass(frozen=True, slots=True)
class Topology:
    """Which junction is joined to which higher one; junctions are called by their rank here.

    Parameters
    ----------
    rank
        Rank of each junction of the graph, 0 is removed first, int32, shape (nodes,).
    offset
        Where the upward arcs of each rank begin, int64, shape (nodes + 1,).
    head
        Upper end of each upward arc, ascending for each rank, int32, shape (arcs,).
    depth
        Steps to the root of the elimination tree, int32, shape (nodes,).
    """

    rank: IntArray
    offset: LongArray
    head: IntArray
    depth: IntArray

    def find_arcs(self, low: LongArray, high: LongArray) -> LongArray:
        """Return the numbers of the upward arcs between ranks, O(log arcs) each."""
        size = len(self.rank)
        lows = np.repeat(np.arange(size, dtype=np.int64), np.diff(self.offset))
        return np.searchsorted(lows * size + self.head, low * np.int64(size) + high)


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """A topology with the costs of every profile.

    Parameters
    ----------
    topology
        What is joined to what.
    up, down
        Packed costs of each upward arc travelled up and down, int64, shape (profiles, arcs).
    """

    topology: Topology
    up: LongArray
    down: LongArray


def compute_order(graph: Graph) -> IntArray:
    """Return the junctions in the order of their removal, by inertial flow.

    Raises
    ------
    RuntimeError
        The wheel ``routingkit_cch`` is missing.
    """
    if not HAS_ORDER:
        message = "routingkit_cch is not installed, so no order can be computed"
        raise RuntimeError(message)
    order = compute_order_inertial(
        graph.node_count,
        graph.edge_tail.tolist(),
        graph.edge_head.tolist(),
        graph.node_lat.tolist(),
        graph.node_lon.tolist(),
    )
    return np.asarray(order, dtype=np.int32)


def build_topology(order: IntArray, tail: IntArray, head: IntArray) -> Topology:
    """Return what is joined after all shortcuts are in; linear in their number.

    Parameters
    ----------
    order
        Junctions in the order of removal, int32, shape (nodes,).
    tail, head
        Ends of the edges, direction does not matter, int32, shape (edges,).
    """
    size = len(order)
    rank = np.empty(size, dtype=np.int32)
    rank[order] = np.arange(size, dtype=np.int32)
    above: list[set[int]] = [set() for _ in range(size)]
    for a, b in zip(rank[tail].tolist(), rank[head].tolist(), strict=True):
        if a != b:
            above[min(a, b)].add(max(a, b))
    heads: list[list[int]] = []
    for neighbours in above:
        heads.append(sorted(neighbours))
        if neighbours:
            # The lowest neighbour inherits all others: they meet through this junction.
            above[heads[-1][0]].update(heads[-1][1:])
    depth = np.zeros(size, dtype=np.int32)
    for low in range(size - 1, -1, -1):
        if heads[low]:
            depth[low] = depth[heads[low][0]] + 1
    offset = np.zeros(size + 1, dtype=np.int64)
    offset[1:] = np.cumsum([len(h) for h in heads])
    flat = np.array([high for h in heads for high in h], dtype=np.int32)
    return Topology(rank, offset, flat, depth)


def customise(topology: Topology, arcs: Sequence[Arcs]) -> Hierarchy:
    """Return the hierarchy for the arcs of each profile; linear in triangles."""
    size = len(topology.head)
    up = np.full((len(arcs), size), NO_PATH, dtype=np.int64)
    down = up.copy()
    for row, one in enumerate(arcs):
        a = topology.rank[one.tail].astype(np.int64)
        b = topology.rank[one.head].astype(np.int64)
        found = topology.find_arcs(np.minimum(a, b), np.maximum(a, b))
        climbs = a < b
        np.minimum.at(up[row], found[climbs], one.cost[climbs])
        np.minimum.at(down[row], found[~climbs], one.cost[~climbs])
    degree = np.diff(topology.offset)
    level = _levels(topology)
    order = np.lexsort((degree, level))
    breaks = np.flatnonzero(np.diff(level[order]) | np.diff(degree[order])) + 1
    for first, last in pairwise([0, *breaks.tolist(), len(order)]):
        group = order[first:last]
        if degree[group[0]] > 1:
            _relax(topology, group, up, down)
    return Hierarchy(topology, up, down)


def _levels(topology: Topology) -> LongArray:
    """Return for each rank how many steps its deepest descendant is below it."""
    level = [0] * len(topology.rank)
    offset = topology.offset.tolist()
    for low in range(len(level)):
        if offset[low] < offset[low + 1]:
            parent = int(topology.head[offset[low]])
            level[parent] = max(level[parent], level[low] + 1)
    return np.array(level, dtype=np.int64)


def _relax(topology: Topology, lows: LongArray, up: LongArray, down: LongArray) -> None:
    """Pass the costs through junctions of one level and one degree on to the arcs above."""
    first = topology.offset[lows]
    degree = int(topology.offset[lows[0] + 1] - first[0])
    left, right = np.triu_indices(degree, 1)
    to_left = (first[:, None] + left).ravel()
    to_right = (first[:, None] + right).ravel()
    above = topology.find_arcs(
        topology.head[to_left].astype(np.int64), topology.head[to_right].astype(np.int64)
    )
    for row in range(len(up)):
        np.minimum.at(up[row], above, down[row, to_left] + up[row, to_right])
        np.minimum.at(down[row], above, down[row, to_right] + up[row, to_left])


class HierarchySearch:
    """Answers for one profile from a hierarchy."""

    def __init__(self, hierarchy: Hierarchy, row: int) -> None:
        self._topology = hierarchy.topology
        self._up = hierarchy.up[row]
        self._down = hierarchy.down[row]

    def costs(self, departures: Ends, arrivals: Ends) -> LongArray:
        """Return the least cost from every place to every other, ``NO_PATH`` where none.

        O(places squared times depth of the elimination tree), after O(depth squared) for each
        place.

        Parameters
        ----------
        departures, arrivals
            Ways out of the places one leaves and into the places one goes to. The two
            junctions of one place are the ends of one edge.
        """
        leave_path, leave = self._labels(departures, self._up, padding=-1)
        reach_path, reach = self._labels(arrivals, self._down, padding=-2)
        costs = np.full((len(leave), len(reach)), NO_PATH, dtype=np.int64)
        for place in range(len(leave)):
            used = int((leave_path[place] >= 0).sum())
            total = reach[:, :used] + leave[place, :used]
            shared = reach_path[:, :used] == leave_path[place, :used]
            costs[place] = np.where(shared, total, NO_PATH).min(axis=1, initial=NO_PATH)
        return costs

    def _labels(self, ends: Ends, weights: LongArray, padding: int) -> tuple[IntArray, LongArray]:
        """Return the ancestors of each place and the costs to them, both by depth."""
        ranks = self._topology.rank[ends.node]
        depth = self._topology.depth[ranks]
        deeper = np.argmax(depth, axis=1)
        width = int(depth.max(initial=0)) + 1
        paths = np.full((len(ranks), width), padding, dtype=np.int32)
        labels = np.full((len(ranks), width), NO_PATH, dtype=np.int64)
        known: dict[int, tuple[IntArray, LongArray]] = {}
        for place, pair in enumerate(ranks.tolist()):
            path = self._known(pair[deeper[place]], weights, known)[0]
            paths[place, : len(path)] = path
            for rank, cost in zip(pair, ends.cost[place].tolist(), strict=True):
                label = self._known(rank, weights, known)[1]
                part = labels[place, : len(label)]
                np.minimum(part, label + cost, out=part)
        return paths, labels

    def _known(
        self, rank: int, weights: LongArray, known: dict[int, tuple[IntArray, LongArray]]
    ) -> tuple[IntArray, LongArray]:
        """Return path and label of a rank, working down from what is already known."""
        waiting = [rank]
        offset, head = self._topology.offset, self._topology.head
        while offset[waiting[-1]] < offset[waiting[-1] + 1] and waiting[-1] not in known:
            waiting.append(int(head[offset[waiting[-1]]]))
        for low in reversed(waiting):
            if low in known:
                continue
            first, last = offset[low], offset[low + 1]
            parents = head[first:last].tolist()
            path = known[parents[0]][0] if parents else np.empty(0, dtype=np.int32)
            label = np.full(len(path) + 1, NO_PATH, dtype=np.int64)
            label[-1] = 0
            for high, weight in zip(parents, weights[first:last].tolist(), strict=True):
                above = known[high][1]
                part = label[: len(above)]
                np.minimum(part, above + weight, out=part)
            known[low] = (np.append(path, np.int32(low)), label)
        return known[rank]
