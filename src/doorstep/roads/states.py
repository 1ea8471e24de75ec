"""What a search walks over: junctions, or streets with a direction where turns matter.

Where turns cost nothing a search goes from junction to junction. Where they do, it goes from one
directed street to the next, so that each arc is one turn and can have a cost or be forbidden. An
arc then leads from the beginning of a directed street to the beginning of the next, and costs the
time of the first street and of the turn at its end.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from doorstep.roads.graph import Graph, IntArray, LongArray, Turns


@dataclass(frozen=True)
class States:
    """States and the arcs between them, the same for all profiles that use them.

    Parameters
    ----------
    count
        Number of states.
    tail, head
        States an arc leads from and to, ordered by tail, int32, shape (arcs,).
    direction
        The directed edge whose time the arc costs: twice the edge's number, one more when
        travelled back; int32, shape (arcs,).
    turn
        Whether states are directed edges and arcs are turns.
    state_direction
        With turns, the directed edge of each state, else empty; int32, shape (states,). Several
        states may stand for one directed edge; the first is the one trips begin on, the others
        remember the streets before it.
    """

    count: int
    tail: IntArray
    head: IntArray
    direction: IntArray
    turn: bool
    state_direction: IntArray

    @cached_property
    def offset(self) -> LongArray:
        """Return where the arcs of each state begin, int64, shape (states + 1,)."""
        return np.searchsorted(self.tail, np.arange(self.count + 1)).astype(np.int64)

    @cached_property
    def of_direction(self) -> tuple[LongArray, IntArray]:
        """Return where the states of each directed edge begin, and the states."""
        order = np.argsort(self.state_direction, kind="stable").astype(np.int32)
        found = self.state_direction[order]
        most = int(found[-1]) + 3 if len(found) else 1
        return np.searchsorted(found, np.arange(most + 1)).astype(np.int64), order

    def states_of(self, direction: int) -> IntArray:
        """Return the states of a directed edge, the one trips begin on first."""
        starts, order = self.of_direction
        if direction + 1 >= len(starts):
            return order[:0]
        return order[starts[direction] : starts[direction + 1]]

    @cached_property
    def kin(self) -> tuple[IntArray, IntArray]:
        """Return pairs of states that one place may join: all of one edge, in either direction."""
        edge = self.state_direction // 2
        order = np.argsort(edge, kind="stable").astype(np.int32)
        pairs = []
        for step in range(1, max(1, int(np.bincount(edge).max(initial=0)))):
            same = edge[order[step:]] == edge[order[:-step]]
            pairs.append((order[:-step][same], order[step:][same]))
        empty = np.empty(0, dtype=np.int32)
        first = np.concatenate([empty, *(a for a, _ in pairs)])
        return first, np.concatenate([empty, *(b for _, b in pairs)])


def junction_states(graph: Graph) -> States:
    """Return junctions as states: an arc for each direction of each edge."""
    tail = np.column_stack([graph.edge_tail, graph.edge_head]).ravel()
    head = np.column_stack([graph.edge_head, graph.edge_tail]).ravel()
    order = np.argsort(tail, kind="stable")
    return States(
        count=graph.node_count,
        tail=tail[order],
        head=head[order],
        direction=order.astype(np.int32),
        turn=False,
        state_direction=np.empty(0, dtype=np.int32),
    )


def turn_states(turns: Turns) -> States:
    """Return directed edges as states: an arc for each turn."""
    return States(
        count=len(turns.state),
        tail=turns.tail,
        head=turns.head,
        direction=turns.state[turns.tail],
        turn=True,
        state_direction=turns.state,
    )
