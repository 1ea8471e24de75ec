"""What all views of a network share."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from doorstep.kernel import Point
from doorstep.roads.bearings import edge_bearings
from doorstep.roads.costs import ENTRY, NO_PATH, pack_cost
from doorstep.roads.dijkstra import DijkstraSearch
from doorstep.roads.graph import (
    CLOSED,
    NODE_BASED,
    BoolArray,
    FloatArray,
    Graph,
    IntArray,
    LongArray,
    Turns,
)
from doorstep.roads.hierarchy import HierarchySearch
from doorstep.roads.ordering import HAS_ORDER, compute_order
from doorstep.roads.path import Search
from doorstep.roads.snapping import Snap, SnapIndex
from doorstep.roads.states import States, junction_states, turn_states
from doorstep.roads.topology import Topology, build_topology


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """What is prepared once for a graph.

    Parameters
    ----------
    junctions
        For profiles that turns do not concern, none when there is no such profile.
    turns
        For the others, likewise.
    """

    junctions: Topology | None
    turns: Topology | None


def build_hierarchy(graph: Graph) -> Hierarchy | None:
    """Return the contraction hierarchy of all profiles, or none when its wheel is missing."""
    if not HAS_ORDER:
        return None
    row = _turn_rows(graph)
    junctions = turns = None
    if (row == NODE_BASED).any():
        junctions = _build(graph, junction_states(graph))
    if graph.turns is not None and (row != NODE_BASED).any():
        turns = _build(graph, turn_states(graph.turns))
    return Hierarchy(junctions, turns)


class Ground:
    """A graph with what profiles and times of day have in common, each made on first use.

    Parameters
    ----------
    graph
        The network.
    hierarchy
        From ``build_hierarchy``, or none.
    """

    def __init__(self, graph: Graph, hierarchy: Hierarchy | None) -> None:
        self.graph = graph
        self.hierarchy = hierarchy
        self._turn_row = _turn_rows(graph)
        self._snapping: dict[int, SnapIndex] = {}
        self._snapped: tuple[tuple[object, ...], list[Snap | None]] | None = None
        self._turn_costs: dict[int, LongArray] = {}
        self._slots: dict[bool, IntArray] = {}

    @cached_property
    def bearings(self) -> FloatArray:
        """Return where directed edges point, see ``edge_bearings``."""
        return edge_bearings(self.graph)

    def states(self, row: int) -> States:
        """Return what the profile of a row searches."""
        return self._junctions if self._turn_row[row] == NODE_BASED else self._turns

    def usable(self, row: int) -> BoolArray:
        """Return the edges that the profile of a row may be snapped to."""
        graph = self.graph
        usable: BoolArray = (graph.forward_ms[row] != CLOSED) | (graph.backward_ms[row] != CLOSED)
        mine = graph.hours.row == row
        usable[graph.hours.edge[mine]] = True
        return usable

    def snap(
        self, row: int, points: tuple[Point, ...], max_snap_m: float, is_open: BoolArray | None
    ) -> list[Snap | None]:
        """Return the nearest place for each point on a profile's streets that are open.

        The hours of a day ask for the same points again and again, so the last answer is kept.
        """
        key = row, points, max_snap_m, None if is_open is None else is_open.tobytes()
        kept = self._snapped
        if kept is None or kept[0] != key:
            kept = key, self.snapping(row).snap(points, max_snap_m, is_open)
            self._snapped = kept
        return list(kept[1])

    def snapping(self, row: int) -> SnapIndex:
        """Return the index of the streets of a row's profile."""
        if row not in self._snapping:
            self._snapping[row] = SnapIndex(self.graph, self.usable(row))
        return self._snapping[row]

    def turn_costs(self, row: int, lifted: IntArray) -> LongArray | None:
        """Return what each arc costs on top of the time of its street, none for nothing.

        ``lifted`` are the turns that are not forbidden, see ``EdgeTimes``.
        """
        turns = self.graph.turns
        number = int(self._turn_row[row])
        if turns is None or number == NODE_BASED:
            return None
        if row not in self._turn_costs:
            self._turn_costs[row] = self._price_turns(turns, row, turns.ms[number])
        if not lifted.size:
            return self._turn_costs[row]
        ms = turns.ms[number].copy()
        ms[turns.ruled_turn[lifted]] = turns.ruled_ms[lifted]
        return self._price_turns(turns, row, ms)

    def _price_turns(self, turns: Turns, row: int, turn_ms: IntArray) -> LongArray:
        ms = turn_ms.astype(np.int64)
        inside = self.graph.ends_only[row][turns.state // 2]
        enters = inside[turns.head] & ~inside[turns.tail]
        cost = pack_cost(ms, np.zeros(1, dtype=np.int64)) + np.where(enters, ENTRY, 0)
        return np.where(ms == CLOSED, NO_PATH, cost)

    def make_search(self, row: int, arc_cost: LongArray) -> Search:
        """Return a search with these costs, by the hierarchy when there is one."""
        states = self.states(row)
        if self.hierarchy is None:
            return DijkstraSearch(states, arc_cost)
        topology = self.hierarchy.turns if states.turn else self.hierarchy.junctions
        if topology is None:
            return DijkstraSearch(states, arc_cost)
        if states.turn not in self._slots:
            self._slots[states.turn] = topology.slots(states)
        return HierarchySearch(states, topology, self._slots[states.turn], arc_cost)

    @cached_property
    def _junctions(self) -> States:
        return junction_states(self.graph)

    @cached_property
    def _turns(self) -> States:
        if self.graph.turns is None:
            message = "the graph has no turns"
            raise ValueError(message)
        return turn_states(self.graph.turns)


def _turn_rows(graph: Graph) -> IntArray:
    if graph.turns is None:
        return np.full(len(graph.profiles), NODE_BASED, dtype=np.int32)
    return graph.turns.row


def _build(graph: Graph, states: States) -> Topology:
    tail, head = states.tail, states.head
    if states.turn:
        # One place may join both directions of a street, so those must be neighbours.
        a, b = states.kin
        tail, head = np.concatenate([tail, a]), np.concatenate([head, b])
    return build_topology(compute_order(graph, states), tail, head)
