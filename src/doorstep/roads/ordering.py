"""The order in which states are removed, which decides how good a hierarchy is."""

import numpy as np

from doorstep.roads.graph import FloatArray, Graph, IntArray
from doorstep.roads.states import States

try:
    from routingkit_cch import compute_order_inertial
except ImportError:
    HAS_ORDER = False
else:
    HAS_ORDER = True


def compute_order(graph: Graph, states: States) -> IntArray:
    """Return the states in the order of their removal, by inertial flow.

    Directed streets are ordered by the streets they are directions of, so that both directions
    come one after the other: what separates a city is a set of streets, whichever way they are
    travelled, and half as many things are quicker to order.

    Raises
    ------
    RuntimeError
        The wheel ``routingkit_cch`` is missing.
    """
    if not HAS_ORDER:
        message = "routingkit_cch is not installed, so no order can be computed"
        raise RuntimeError(message)
    if not states.turn:
        return _inertial(states.tail, states.head, graph.node_lat, graph.node_lon)
    edge = states.state_direction // 2
    used, street = np.unique(edge, return_inverse=True)
    a, b = street[states.tail], street[states.head]
    pairs = np.unique(np.minimum(a, b).astype(np.int64) * len(used) + np.maximum(a, b))
    middle_lat = (graph.node_lat[graph.edge_tail] + graph.node_lat[graph.edge_head])[used] / 2
    middle_lon = (graph.node_lon[graph.edge_tail] + graph.node_lon[graph.edge_head])[used] / 2
    order = _inertial(
        (pairs // len(used)).astype(np.int32),
        (pairs % len(used)).astype(np.int32),
        middle_lat,
        middle_lon,
    )
    rank = np.empty(len(used), dtype=np.int32)
    rank[order] = np.arange(len(used), dtype=np.int32)
    return np.argsort(rank[street], kind="stable").astype(np.int32)


def _inertial(tail: IntArray, head: IntArray, lat: FloatArray, lon: FloatArray) -> IntArray:
    found = compute_order_inertial(
        len(lat), tail.tolist(), head.tolist(), lat.tolist(), lon.tolist()
    )
    return np.asarray(found, dtype=np.int32)
