"""Travel cost as one integer: milliseconds first, decimetres to break ties.

Comparing two costs compares times and, between equal times, lengths. So the fastest path, and
the shortest of several equally fast ones, comes out of any shortest-path search with both of its
numbers, and every search finds the same two. Sums stay exact up to 149 hours and 838 km, also in
the doubles of scipy.
"""

from dataclasses import dataclass

import numpy as np

from doorstep.roads.graph import CLOSED, BoolArray, FloatArray, Graph, IntArray, LongArray

_LENGTH_BITS = 23
NO_PATH = 1 << 60
"""The cost where there is no path; two of them can be added without overflow."""


def pack_cost(ms: LongArray, dm: LongArray) -> LongArray:
    """Return one cost for milliseconds and decimetres, int64, of their common shape."""
    packed: LongArray = (ms.astype(np.int64) << _LENGTH_BITS) + dm
    return packed


def cost_ms(cost: LongArray) -> LongArray:
    """Return the milliseconds of a cost."""
    milliseconds: LongArray = cost >> _LENGTH_BITS
    return milliseconds


def cost_dm(cost: LongArray) -> LongArray:
    """Return the decimetres of a cost."""
    decimetres: LongArray = cost & ((1 << _LENGTH_BITS) - 1)
    return decimetres


@dataclass(frozen=True, slots=True)
class Arcs:
    """The one-way connections of one profile, at most one from a junction to another.

    Parameters
    ----------
    tail, head
        Junctions, int32, shape (arcs,).
    cost
        Packed, int64, shape (arcs,).
    edge
        The edge it runs on, int32, shape (arcs,).
    is_forward
        Whether it runs from the edge's tail to its head, shape (arcs,).
    """

    tail: IntArray
    head: IntArray
    cost: LongArray
    edge: IntArray
    is_forward: BoolArray


def edge_costs(graph: Graph, row: int) -> tuple[LongArray, LongArray]:
    """Return the packed costs ahead and back of every edge, ``NO_PATH`` where closed."""
    dm = np.rint(graph.edge_length_m * 10).astype(np.int64)
    ahead_ms = graph.forward_ms[row].astype(np.int64)
    back_ms = graph.backward_ms[row].astype(np.int64)
    ahead = np.where(ahead_ms == CLOSED, NO_PATH, pack_cost(ahead_ms, dm))
    back = np.where(back_ms == CLOSED, NO_PATH, pack_cost(back_ms, dm))
    return ahead, back


def profile_arcs(graph: Graph, row: int) -> Arcs:
    """Return the arcs of a profile: of parallel edges the cheapest, loops left out."""
    ahead, back = edge_costs(graph, row)
    edges = np.arange(graph.edge_count, dtype=np.int32)
    tail = np.concatenate([graph.edge_tail, graph.edge_head])
    head = np.concatenate([graph.edge_head, graph.edge_tail])
    cost = np.concatenate([ahead, back])
    edge = np.concatenate([edges, edges])
    is_forward = np.repeat([True, False], graph.edge_count)
    usable = np.flatnonzero((cost < NO_PATH) & (tail != head))
    usable = usable[np.lexsort((edge[usable], cost[usable], head[usable], tail[usable]))]
    pair = tail[usable].astype(np.int64) * graph.node_count + head[usable]
    kept = usable[np.unique(pair, return_index=True)[1]]
    return Arcs(tail[kept], head[kept], cost[kept], edge[kept], is_forward[kept])


@dataclass(frozen=True, slots=True)
class Ends:
    """How places join the junctions around them: two ways out, or two ways in.

    Parameters
    ----------
    node
        Junctions, int32, shape (places, 2).
    cost
        Packed cost between place and junction, ``NO_PATH`` where closed, int64,
        shape (places, 2).
    """

    node: IntArray
    cost: LongArray


def part_costs(cost: LongArray, fraction: FloatArray) -> LongArray:
    """Return the cost of the first ``fraction`` of edges, at most their whole cost.

    Both parts of a cost are rounded on their own, so that the first part and what is left of
    the whole always add up to the whole.
    """
    ms = np.rint(cost_ms(cost) * fraction).astype(np.int64)
    dm = np.rint(cost_dm(cost) * fraction).astype(np.int64)
    return np.where(cost >= NO_PATH, NO_PATH, pack_cost(ms, dm))
