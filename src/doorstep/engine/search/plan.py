"""The search's plan: made empty, read back as routes."""

import numpy as np

from doorstep.engine.search.chance import make_bits
from doorstep.engine.search.layout import (
    ABSENT,
    ABSENT_AT,
    ABSENT_LIST,
    BEST,
    BEST_NEXT,
    COUNTERS,
    CURRENT,
    DIRTY_FLAG,
    FREE_FIRST,
    FREE_NEXT,
    ITERATION,
    KIND,
    LATEST,
    LEAVE,
    LISTS,
    NEXT,
    NODE_FIELDS,
    PREV,
    ROOM,
    ROUTE,
    SEGMENT_FIELDS,
    Plan,
)
from doorstep.engine.search.model import Translation


def make_plan(translation: Translation, seed: int) -> Plan:
    """Return a plan in which nobody is served. O(nodes + routes)."""
    model = translation.model
    size = model.nodes + model.routes
    plan = Plan(
        node=np.zeros((2 * size, NODE_FIELDS), dtype=np.int64),
        segment=np.zeros(
            (1 if model.paid_time is None else 2 * size, SEGMENT_FIELDS), dtype=np.int64
        ),
        tour=np.zeros((2 * (model.routes + 1), ROOM + model.load.shape[1]), dtype=np.int64),
        lists=np.zeros((LISTS, size + 1), dtype=np.int64),
        tally=np.zeros(COUNTERS, dtype=np.int64),
        bits=make_bits(seed),
    )
    clear(translation, plan)
    return plan


def clear(translation: Translation, plan: Plan) -> None:
    """Take everybody out of all routes; chance and the count of iterations go on."""
    model = translation.model
    size = model.nodes + model.routes
    depots = np.arange(model.nodes, size)
    plan.node[:] = 0
    plan.node[: model.nodes, ROUTE] = model.routes
    plan.node[depots, PREV] = depots
    plan.node[depots, NEXT] = depots
    plan.node[depots, ROUTE] = depots - model.nodes
    plan.node[depots, LEAVE] = translation.shifts[:, 0]
    plan.node[depots, LATEST] = translation.shifts[:, 1]
    plan.segment[:] = 0
    plan.tour[:] = 0
    plan.tour[: model.routes, ROOM:] = translation.capacity
    plan.tour[model.routes, ROOM:] = -1
    for kind in range(model.kinds):
        routes = np.flatnonzero(model.car[:, KIND] == kind)
        plan.lists[FREE_FIRST, kind] = routes[0]
        plan.lists[FREE_NEXT, routes] = [*routes[1:], -1]
    plan.lists[ABSENT_LIST, : model.nodes] = np.arange(model.nodes)
    plan.lists[ABSENT_AT, : model.nodes] = np.arange(model.nodes)
    plan.lists[DIRTY_FLAG] = 0
    plan.lists[BEST_NEXT, :size] = plan.node[:size, NEXT]
    iteration = plan.tally[ITERATION]
    plan.tally[:] = 0
    plan.tally[ITERATION] = iteration
    plan.tally[ABSENT] = model.nodes
    plan.tally[CURRENT] = plan.tally[BEST] = model.prize.sum()


def read_sequences(translation: Translation, plan: Plan) -> dict[int, list[int]]:
    """Return the best plan: shipment indices by vehicle index."""
    model = translation.model
    follows = plan.lists[BEST_NEXT].tolist()
    sequences: dict[int, list[int]] = {}
    for route, vehicle in enumerate(translation.vehicles):
        node = follows[model.nodes + route]
        stops = []
        while node < model.nodes:
            stops.append(translation.shipments[node])
            node = follows[node]
        if stops:
            sequences[vehicle] = stops
    return sequences
