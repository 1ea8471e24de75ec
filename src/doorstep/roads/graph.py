"""The street network as arrays: junctions, the edges between them, and who may use them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from doorstep.kernel import Bounds
from doorstep.roads.strong import strong_parts

IntArray: TypeAlias = npt.NDArray[np.int32]
LongArray: TypeAlias = npt.NDArray[np.int64]
FloatArray: TypeAlias = npt.NDArray[np.float64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

CLOSED = -1
"""Stands in ``forward_ms`` and ``backward_ms`` where a profile may not travel."""


NODE_BASED = -1
"""Stands in ``Turns.row`` for a profile that turns cost nothing."""


@dataclass(frozen=True)
class Turns:
    """From which directed edge one may turn into which, and what that costs.

    A directed edge has one state, and one more for each way of getting to it that forbids a turn
    farther on: there are restrictions that hold only for those who come through certain streets.

    Parameters
    ----------
    state
        The directed edge of each state, twice the edge's number, one more when travelled back;
        int32, shape (states,). Of several states of one directed edge the first is the one on
        which trips begin.
    tail, head
        States a turn leads from and to, ordered by tail, int32, shape (turns,).
    row
        Row of ``ms`` for each profile, ``NODE_BASED`` for those that turns do not concern;
        int32, shape (profiles,).
    ms
        What a turn costs in milliseconds, ``CLOSED`` where it is forbidden, int32, shape
        (rows, turns).
    ruled_turn, ruled_row, ruled_ms
        Turns that are forbidden at certain hours: ``ms`` has them ``CLOSED``, here is what they
        cost at other hours. int32, shape (rules,).
    ruled_when
        Those hours as tagged, index into ``whens``, int32, shape (rules,).
    whens
        Opening hours in OpenStreetMap's notation.
    unread
        Conditions that cannot be read, for people; their restrictions count as holding always.
    """

    state: IntArray
    tail: IntArray
    head: IntArray
    row: IntArray
    ms: IntArray
    ruled_turn: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    ruled_row: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    ruled_ms: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    ruled_when: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    whens: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hours:
    """Streets that are open, closed or slower to a profile at certain hours.

    ``forward_ms`` and ``backward_ms`` of the graph are those of all other hours.

    Parameters
    ----------
    edge, row
        Edge and profile's row, int32, shape (rules,).
    forward_ms, backward_ms
        Times during these hours, ``CLOSED`` where closed, int32, shape (rules,).
    when
        The hours as tagged, index into ``whens``, int32, shape (rules,).
    whens
        Opening hours in OpenStreetMap's notation: "Mo-Fr 06:00-10:00".
    unread
        Signs that cannot be read, for people. Of what a street is with and without such a sign
        the worse holds at all hours, and stands in the graph's times already.
    """

    edge: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    row: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    forward_ms: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    backward_ms: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    when: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    whens: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graph:
    """A street network, edges from junction to junction.

    An edge is one piece of street; both of its directions share it, so that a point beside a
    two-way street is snapped once and may leave either way.

    Parameters
    ----------
    node_lat, node_lon
        Junctions, WGS 84 degrees, float64, shape (nodes,).
    edge_tail, edge_head
        Junctions where an edge begins and ends, int32, shape (edges,).
    edge_length_m
        Length along the shape, metres, float64, shape (edges,).
    edge_class
        Index into ``classes``, int32, shape (edges,).
    edge_name
        Index into ``names``, int32, shape (edges,).
    shape_offset
        Where each edge's shape begins, int32, shape (edges + 1,).
    shape_lat, shape_lon
        Points of all shapes, both end junctions included, from tail to head.
    forward_ms, backward_ms
        Time from tail to head and from head to tail in milliseconds, ``CLOSED`` where not
        allowed, int32, shape (profiles, edges).
    classes, names, profiles
        What the indexes mean: highway classes, street names, travel profiles.
    edge_way
        OpenStreetMap's number of the way an edge is cut from, 0 where it is of our making,
        int64, shape (edges,).
    edge_roundabout
        Whether an edge is part of a roundabout, shape (edges,).
    ends_only
        Where a profile may go at the ends of a trip only, shape (profiles, edges).
    near_side
        Where a profile stops on the side of the street its customer is on, shape
        (profiles, edges).
    left_hand
        Whether traffic keeps left.
    turns
        Turns and their costs; without them every turn is free for everybody.
    hours
        What opens and closes in the course of a week.
    """

    node_lat: FloatArray
    node_lon: FloatArray
    edge_tail: IntArray
    edge_head: IntArray
    edge_length_m: FloatArray
    edge_class: IntArray
    edge_name: IntArray
    shape_offset: IntArray
    shape_lat: FloatArray
    shape_lon: FloatArray
    forward_ms: IntArray
    backward_ms: IntArray
    classes: tuple[str, ...]
    names: tuple[str, ...]
    profiles: tuple[str, ...]
    edge_way: LongArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    edge_roundabout: BoolArray = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    ends_only: BoolArray = field(default_factory=lambda: np.empty((0, 0), dtype=np.bool_))
    near_side: BoolArray = field(default_factory=lambda: np.empty((0, 0), dtype=np.bool_))
    left_hand: bool = False
    turns: Turns | None = None
    hours: Hours = field(default_factory=Hours)

    def __post_init__(self) -> None:
        """Let what was not said hold for no edge."""
        for name, shape, kind in (
            ("edge_way", (self.edge_count,), np.int64),
            ("edge_roundabout", (self.edge_count,), np.bool_),
            ("ends_only", self.forward_ms.shape, np.bool_),
            ("near_side", self.forward_ms.shape, np.bool_),
        ):
            if not getattr(self, name).size:
                object.__setattr__(self, name, np.zeros(shape, dtype=kind))

    @property
    def node_count(self) -> int:
        """Return how many junctions there are."""
        return len(self.node_lat)

    @property
    def edge_count(self) -> int:
        """Return how many edges there are."""
        return len(self.edge_tail)

    @property
    def unread_signs(self) -> tuple[str, ...]:
        """Return the signs whose conditions cannot be read, for people."""
        return (*self.hours.unread, *(self.turns.unread if self.turns else ()))

    @cached_property
    def bounds(self) -> Bounds:
        """The smallest box around all shapes; asked for with each order."""
        return Bounds(
            float(self.shape_lat.min()),
            float(self.shape_lon.min()),
            float(self.shape_lat.max()),
            float(self.shape_lon.max()),
        )

    @cached_property
    def _incidence(self) -> tuple[LongArray, IntArray]:
        ends = np.concatenate([self.edge_tail, self.edge_head])
        order = np.argsort(ends, kind="stable")
        starts = np.searchsorted(ends[order], np.arange(self.node_count + 1))
        return starts.astype(np.int64), (order % self.edge_count).astype(np.int32)

    def edges_at(self, node: int) -> IntArray:
        """Return the edges that begin or end at a junction, a loop twice."""
        starts, edges = self._incidence
        return edges[starts[node] : starts[node + 1]]

    def profile_index(self, profile: str) -> int:
        """Return the row of ``forward_ms`` for a profile.

        Raises
        ------
        ValueError
            There is no such profile.
        """
        if profile not in self.profiles:
            known = ", ".join(self.profiles)
            message = f"there is no travel profile {profile!r}; known are {known}"
            raise ValueError(message)
        return self.profiles.index(profile)


def worse_ms(one: IntArray, other: IntArray) -> IntArray:
    """Return the longer of two times, ``CLOSED`` where either is."""
    closed = (one == CLOSED) | (other == CLOSED)
    return np.where(closed, CLOSED, np.maximum(one, other)).astype(np.int32)


def keep_strong_components(
    node_count: int, tail: IntArray, head: IntArray, forward_ms: IntArray, backward_ms: IntArray
) -> tuple[IntArray, IntArray]:
    """Close, for each profile, what is outside its largest strongly connected component.

    What is left can be reached from everywhere and can reach everything, so that no stop is
    snapped to a street one cannot leave. Linear in nodes and edges. Of two components of the
    same size the one with the lowest junction stays.

    Parameters
    ----------
    node_count
        Number of junctions.
    tail, head
        Ends of the edges, int32, shape (edges,).
    forward_ms, backward_ms
        Times, ``CLOSED`` where not allowed, int32, shape (profiles, edges).
    """
    forward_ms, backward_ms = forward_ms.copy(), backward_ms.copy()
    for row in range(len(forward_ms)):
        ahead, back = forward_ms[row] != CLOSED, backward_ms[row] != CLOSED
        starts = np.concatenate([tail[ahead], head[back]])
        ends = np.concatenate([head[ahead], tail[back]])
        component = strong_parts(node_count, starts, ends)
        sizes = np.bincount(component)
        first = np.unique(component, return_index=True)[1]
        kept = min(range(len(sizes)), key=lambda c: (-sizes[c], first[c]))
        inside = (component[tail] == kept) & (component[head] == kept)
        forward_ms[row, ~inside] = CLOSED
        backward_ms[row, ~inside] = CLOSED
    return forward_ms, backward_ms
