"""Places on edges, and how each joins the two junctions of its edge."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doorstep.roads.costs import NO_PATH, Ends, edge_costs, part_costs
from doorstep.roads.graph import BoolArray, FloatArray, Graph, IntArray, LongArray
from doorstep.roads.snapping import Snap


@dataclass(frozen=True, slots=True)
class Places:
    """Snapped points of one profile, all arrays of shape (places,).

    Parameters
    ----------
    found
        Whether the point has a place at all.
    edge, fraction
        Where it is; zero where not found.
    tail, head
        Junctions of that edge.
    ahead, back
        Packed cost of the whole edge in each direction.
    ahead_to, back_to
        Packed cost from the tail ahead to the place, and from the head back to it.
    """

    found: BoolArray
    edge: IntArray
    fraction: FloatArray
    tail: IntArray
    head: IntArray
    ahead: LongArray
    back: LongArray
    ahead_to: LongArray
    back_to: LongArray

    def departures(self) -> Ends:
        """Return the ways out: on to the head, back to the tail."""
        on = _rest(self.ahead, self.ahead_to)
        off = _rest(self.back, self.back_to)
        return self._ends((self.head, self.tail), (on, off), at_first=1.0)

    def arrivals(self) -> Ends:
        """Return the ways in: from the tail, from the head."""
        return self._ends((self.tail, self.head), (self.ahead_to, self.back_to), at_first=0.0)

    def direct(self) -> LongArray:
        """Return costs between places of one edge without leaving it, shape (places, places)."""
        same = (self.edge[:, None] == self.edge) & self.found[:, None] & self.found
        earlier = self.fraction[:, None] <= self.fraction
        costs = np.full(same.shape, NO_PATH, dtype=np.int64)
        for is_open, right_way, reached in (
            (self.ahead < NO_PATH, earlier, self.ahead_to),
            (self.back < NO_PATH, earlier.T, self.back_to),
        ):
            usable = same & right_way & is_open[:, None]
            between = reached[None, :] - reached[:, None]
            np.minimum(costs, np.where(usable, between, NO_PATH), out=costs)
        return costs

    def pair(self, start: int, end: int) -> "Places":
        """Return two of the places, for a leg from one to the other."""
        return Places(*(getattr(self, name)[[start, end]] for name in Places.__dataclass_fields__))

    def _ends(
        self, nodes: tuple[IntArray, IntArray], costs: tuple[LongArray, LongArray], at_first: float
    ) -> Ends:
        """Join both sides; a place at a junction is that junction, also against a one-way."""
        cost = np.stack(costs, axis=1)
        cost[self.fraction == at_first, 0] = 0
        cost[self.fraction == 1.0 - at_first, 1] = 0
        cost[~self.found] = NO_PATH
        return Ends(np.stack(nodes, axis=1), cost)


def place_all(graph: Graph, row: int, snaps: Sequence[Snap | None]) -> Places:
    """Return the places of snapped points; what was not snapped is joined to nothing."""
    found = np.array([snap is not None for snap in snaps], dtype=np.bool_)
    edge = np.array([snap.edge if snap else 0 for snap in snaps], dtype=np.int32)
    fraction = np.array([snap.fraction if snap else 0.0 for snap in snaps], dtype=np.float64)
    ahead, back = (costs[edge] for costs in edge_costs(graph, row))
    return Places(
        found=found,
        edge=edge,
        fraction=fraction,
        tail=graph.edge_tail[edge],
        head=graph.edge_head[edge],
        ahead=ahead,
        back=back,
        ahead_to=part_costs(ahead, fraction),
        back_to=part_costs(back, 1.0 - fraction),
    )


def _rest(whole: LongArray, part: LongArray) -> LongArray:
    return np.where(whole >= NO_PATH, NO_PATH, whole - part)
