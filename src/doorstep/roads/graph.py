"""The street network as arrays: junctions, the edges between them, and who may use them."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from doorstep.kernel import Bounds

IntArray: TypeAlias = npt.NDArray[np.int32]
LongArray: TypeAlias = npt.NDArray[np.int64]
FloatArray: TypeAlias = npt.NDArray[np.float64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

CLOSED = -1
"""Stands in ``forward_ms`` and ``backward_ms`` where a profile may not travel."""


@dataclass(frozen=True, slots=True)
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

    @property
    def node_count(self) -> int:
        """Return how many junctions there are."""
        return len(self.node_lat)

    @property
    def edge_count(self) -> int:
        """Return how many edges there are."""
        return len(self.edge_tail)

    @property
    def bounds(self) -> Bounds:
        """Return the smallest box around all shapes."""
        return Bounds(
            float(self.shape_lat.min()),
            float(self.shape_lon.min()),
            float(self.shape_lat.max()),
            float(self.shape_lon.max()),
        )

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
        arcs = csr_array((np.ones(len(starts)), (starts, ends)), shape=(node_count, node_count))
        _, component = connected_components(arcs, directed=True, connection="strong")
        sizes = np.bincount(component)
        first = np.unique(component, return_index=True)[1]
        kept = min(range(len(sizes)), key=lambda c: (-sizes[c], first[c]))
        inside = (component[tail] == kept) & (component[head] == kept)
        forward_ms[row, ~inside] = CLOSED
        backward_ms[row, ~inside] = CLOSED
    return forward_ms, backward_ms
