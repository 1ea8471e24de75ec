"""Places on edges, and how each joins the states around it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doorstep.roads.costs import NO_PATH, part_costs
from doorstep.roads.graph import BoolArray, FloatArray, Graph, IntArray, LongArray
from doorstep.roads.path import Rows
from doorstep.roads.snapping import Side, Snap
from doorstep.roads.states import States


@dataclass(frozen=True, slots=True)
class Places:
    """Snapped points of one profile, all arrays of shape (places,).

    Parameters
    ----------
    found
        Whether the point has a place at all.
    edge, fraction
        Where it is; zero where not found.
    node
        The junction it is at, -1 between two.
    ahead, back
        Packed cost of the whole edge in each direction, ``NO_PATH`` where closed.
    ahead_to, back_to
        Packed cost from the tail ahead to the place, and from the head back to it.
    serves_ahead, serves_back
        Whether the place may be stopped at in that direction.
    """

    found: BoolArray
    edge: IntArray
    fraction: FloatArray
    node: IntArray
    ahead: LongArray
    back: LongArray
    ahead_to: LongArray
    back_to: LongArray
    serves_ahead: BoolArray
    serves_back: BoolArray

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


def place_all(
    graph: Graph, direction_cost: LongArray, snaps: Sequence[Snap | None], near_side: BoolArray
) -> Places:
    """Return the places of snapped points; what was not snapped is joined to nothing.

    Parameters
    ----------
    graph
        The network.
    direction_cost
        From ``direction_costs``.
    snaps
        Points on streets.
    near_side
        Edges where a place on one side is stopped at on that side only, shape (edges,).
    """
    found = np.array([snap is not None for snap in snaps], dtype=np.bool_)
    edge = np.array([snap.edge if snap else 0 for snap in snaps], dtype=np.int32)
    fraction = np.array([snap.fraction if snap else 0.0 for snap in snaps], dtype=np.float64)
    side = np.array([snap.side if snap else Side.ON for snap in snaps], dtype=np.int32)
    node = np.where(fraction == 0.0, graph.edge_tail[edge], np.int32(-1))
    node = np.where(fraction == 1.0, graph.edge_head[edge], node).astype(np.int32)
    ahead, back = direction_cost[2 * edge], direction_cost[2 * edge + 1]
    both = (ahead < NO_PATH) & (back < NO_PATH)
    is_picky = near_side[edge] & both & (side != Side.ON)
    beside_ahead = Side.LEFT if graph.left_hand else Side.RIGHT
    return Places(
        found=found,
        edge=edge,
        fraction=fraction,
        node=node,
        ahead=ahead,
        back=back,
        ahead_to=part_costs(ahead, fraction),
        back_to=part_costs(back, 1.0 - fraction),
        serves_ahead=~is_picky | (side == beside_ahead),
        serves_back=~is_picky | (side != beside_ahead),
    )


class _RowList:
    """Rows while they are collected."""

    def __init__(self) -> None:
        self._place: list[int] = []
        self._offset = [0]
        self._state: list[int] = []
        self._leave: list[int] = []
        self._reach: list[int] = []

    def add(self, state: int, leave: int, reach: int) -> None:
        """Append an item to the row that is being made."""
        self._state.append(state)
        self._leave.append(leave)
        self._reach.append(reach)

    def close(self, place: int) -> None:
        """End the row, if it has anything in it."""
        if len(self._state) > self._offset[-1]:
            self._place.append(place)
            self._offset.append(len(self._state))

    def rows(self) -> Rows:
        """Return the rows."""
        return Rows(
            np.array(self._place, dtype=np.int32),
            np.array(self._offset, dtype=np.int64),
            np.array(self._state, dtype=np.int32),
            np.array(self._leave, dtype=np.int64),
            np.array(self._reach, dtype=np.int64),
        )


def junction_rows(graph: Graph, places: Places) -> Rows:
    """Return how places join the junctions at the ends of their edges.

    A place at a junction is that junction, also against a one-way street.
    """
    rows = _RowList()
    tail, head = graph.edge_tail[places.edge].tolist(), graph.edge_head[places.edge].tolist()
    on = _rest(places.ahead, places.ahead_to).tolist()
    off = _rest(places.back, places.back_to).tolist()
    ahead_to, back_to = places.ahead_to.tolist(), places.back_to.tolist()
    node = places.node.tolist()
    for place in np.flatnonzero(places.found).tolist():
        if node[place] >= 0:
            rows.add(node[place], 0, 0)
        else:
            rows.add(tail[place], off[place], ahead_to[place])
            rows.add(head[place], on[place], back_to[place])
        rows.close(place)
    return rows.rows()


def turn_rows(graph: Graph, states: States, direction_cost: LongArray, places: Places) -> Rows:
    """Return how places join the directed edges they are on.

    A place at a junction is on all edges that meet there.
    """
    rows = _RowList()
    for place in np.flatnonzero(places.found).tolist():
        node = int(places.node[place])
        if node >= 0:
            for edge in graph.edges_at(node).tolist():
                for way in (2 * edge, 2 * edge + 1):
                    cost = int(direction_cost[way])
                    begins = int(graph.edge_head[edge] if way % 2 else graph.edge_tail[edge])
                    ends = int(graph.edge_tail[edge] if way % 2 else graph.edge_head[edge])
                    leave = 0 if begins == node else NO_PATH
                    _add(rows, states, way, cost, leave, cost if ends == node else NO_PATH)
                rows.close(place)
            continue
        edge = int(places.edge[place])
        if places.serves_ahead[place]:
            reach = int(places.ahead_to[place])
            _add(rows, states, 2 * edge, int(places.ahead[place]), -reach, reach)
        if places.serves_back[place]:
            reach = int(places.back_to[place])
            _add(rows, states, 2 * edge + 1, int(places.back[place]), -reach, reach)
        rows.close(place)
    return rows.rows()


def _add(rows: _RowList, states: States, way: int, cost: int, leave: int, reach: int) -> None:
    """Join a place to the states of a directed edge: it begins on the first, ends on any."""
    if cost < NO_PATH:
        for number, state in enumerate(states.states_of(way).tolist()):
            rows.add(state, NO_PATH if number else leave, reach)


def _rest(whole: LongArray, part: LongArray) -> LongArray:
    return np.where(whole >= NO_PATH, NO_PATH, whole - part)
