"""Dijkstra's algorithm by scipy: the paths of routes, and the matrices without a hierarchy."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from doorstep.roads.costs import NO_PATH, Arcs, Ends
from doorstep.roads.graph import FloatArray, LongArray

_BLOCK_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Path:
    """The best way between two places.

    Parameters
    ----------
    cost
        Packed, partial edges at both ends included.
    way_out, way_in
        Which of the two departures and of the two arrivals is taken.
    edges
        Whole edges between, each with whether it is travelled from its tail to its head.
    """

    cost: int
    way_out: int
    way_in: int
    edges: tuple[tuple[int, bool], ...]


class DijkstraSearch:
    """Answers for one profile straight from its arcs.

    Parameters
    ----------
    node_count
        Number of junctions.
    arcs
        Of the profile.
    """

    def __init__(self, node_count: int, arcs: Arcs) -> None:
        self._size = node_count
        # Packed costs stay below 2**53, so doubles add and compare them exactly.
        self._matrix = csr_array(
            (arcs.cost.astype(np.float64), (arcs.tail, arcs.head)), shape=(node_count, node_count)
        )
        ends = zip(arcs.tail.tolist(), arcs.head.tolist(), strict=True)
        edges = zip(arcs.edge.tolist(), arcs.is_forward.tolist(), strict=True)
        self._edge_of: dict[tuple[int, int], tuple[int, bool]] = dict(
            zip(ends, edges, strict=True)
        )

    def costs(self, departures: Ends, arrivals: Ends) -> LongArray:
        """Return the least cost from every place to every other, ``NO_PATH`` where none.

        O(places times nodes log nodes).
        """
        sources, source_of = np.unique(departures.node, return_inverse=True)
        source_of = source_of.reshape(departures.node.shape)
        table = np.empty((len(sources), *arrivals.node.shape), dtype=np.int64)
        step = max(1, _BLOCK_BYTES // (8 * max(1, self._size)))
        for first in range(0, len(sources), step):
            some = dijkstra(self._matrix, indices=sources[first : first + step])
            table[first : first + step] = _to_costs(some[:, arrivals.node])
        costs = np.full((len(departures.node), len(arrivals.node)), NO_PATH, dtype=np.int64)
        for out in range(2):
            for into in range(2):
                total = table[source_of[:, out], :, into] + arrivals.cost[None, :, into]
                np.minimum(costs, total + departures.cost[:, out, None], out=costs)
        return costs

    def path(self, departures: Ends, arrivals: Ends, limit: int = NO_PATH) -> Path | None:
        """Return the best way from one place to another, or none.

        Parameters
        ----------
        departures, arrivals
            Of one place each.
        limit
            A cost known to be enough, so that the search need not look farther.
        """
        found, before = dijkstra(
            self._matrix, indices=departures.node[0], return_predecessors=True, limit=float(limit)
        )
        total = departures.cost[0][:, None] + _to_costs(found[:, arrivals.node[0]])
        total = total + arrivals.cost[0][None, :]
        out, into = divmod(int(np.argmin(total)), 2)
        if total[out, into] >= NO_PATH:
            return None
        node = int(arrivals.node[0, into])
        edges: list[tuple[int, bool]] = []
        while node != departures.node[0, out]:
            earlier = int(before[out, node])
            edges.append(self._edge_of[earlier, node])
            node = earlier
        return Path(int(total[out, into]), out, into, tuple(reversed(edges)))


def _to_costs(found: FloatArray) -> LongArray:
    return np.where(np.isinf(found), float(NO_PATH), found).astype(np.int64)
