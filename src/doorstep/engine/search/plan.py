"""The search's plan: made empty, read back as routes."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from doorstep.engine.search.alone_resting import price_alone_resting
from doorstep.engine.search.anneal import anneal
from doorstep.engine.search.chance import make_bits
from doorstep.engine.search.layout import (
    ABSENT,
    ABSENT_AT,
    ABSENT_LIST,
    BEFORE,
    BEST,
    BEST_NEXT,
    COUNTERS,
    CURRENT,
    DIRTY,
    DIRTY_FLAG,
    DUE,
    DUE_EARLY,
    DUE_LATE,
    FAR,
    FREE_FIRST,
    FREE_NEXT,
    KIND,
    LISTS,
    LONG_M,
    READY,
    REST_FIELDS,
    ROOM,
    SEGMENT_FIELDS,
    WAITING,
    WAITING_LIST,
    Ints,
    Plan,
    Tuning,
    node_type,
)
from doorstep.engine.search.model import Translation

Sequences: TypeAlias = Mapping[int, Sequence[int]]
"""Shipment indices by vehicle index."""


def make_plan(translation: Translation, seed: int) -> Plan:
    """Return a plan in which nobody is served. O(nodes + routes)."""
    model = translation.model
    size = model.nodes + model.routes
    plan = Plan(
        node=np.zeros(2 * size, node_type(model.travel.dtype)).view(np.recarray),
        segment=np.zeros(
            (1 if model.paid_time is None else 2 * size, SEGMENT_FIELDS), dtype=np.int64
        ),
        rests=np.zeros(
            (
                0 if model.resting is None else 2 * size,
                REST_FIELDS * translation.breaks.due.shape[1],
            ),
            dtype=np.int64,
        ),
        sums=np.zeros((2 * (model.routes + 1), ROOM + model.load.shape[1]), dtype=np.int64),
        lists=np.zeros((LISTS, size + 1), dtype=np.int32),
        key=np.zeros(model.nodes + 1, dtype=np.int64),
        tally=np.zeros(COUNTERS, dtype=np.int64),
        bits=make_bits(seed),
    )
    clear(translation, plan)
    if model.resting is not None:
        price_alone_resting(model, plan)
    return plan


def wait_for(translation: Translation, plan: Plan, sequences: Sequences) -> None:
    """Empty the plan, and let the stops of ``sequences`` wait for their places in it.

    The rest is absent. The sequences must be feasible; the first calls of ``anneal`` load them.
    """
    model = translation.model
    node_of = {shipment: node for node, shipment in enumerate(translation.shipments)}
    route_of = {vehicle: route for route, vehicle in enumerate(translation.vehicles)}
    clear(translation, plan, [route_of[vehicle] for vehicle in sequences])
    waiting: list[int] = []
    for vehicle, stops in sequences.items():
        before = model.nodes + route_of[vehicle]
        for stop in stops:
            node = node_of[stop]
            plan.lists[BEFORE, node] = before
            waiting.append(node)
            before = node
    plan.lists[WAITING_LIST, : len(waiting)] = waiting[::-1]
    plan.tally[WAITING] = len(waiting)


def clear(translation: Translation, plan: Plan, first_free: Sequence[int] = ()) -> None:
    """Take everybody out of all routes; chance goes on.

    Parameters
    ----------
    first_free
        Routes that are used next, in this order.
    """
    model = translation.model
    size = model.nodes + model.routes
    depots = np.arange(model.nodes, size)
    plan.node[:] = np.zeros((), plan.node.dtype)
    plan.node["route"][: model.nodes] = model.routes
    plan.node["before"][depots] = depots
    plan.node["after"][depots] = depots
    plan.node["route"][depots] = depots - model.nodes
    plan.node["leave"][depots] = translation.shifts[:, 0]
    plan.node["latest"][depots] = translation.shifts[:, 1]
    plan.segment[:] = 0
    if model.resting is not None:
        _let_rest(translation, plan, depots)
    plan.sums[:] = 0
    plan.sums[: model.routes, ROOM:] = translation.capacity
    plan.sums[model.routes, ROOM:] = -1
    plan.lists[BEFORE] = -1
    later = sorted(set(range(model.routes)) - set(first_free))
    list_free(translation, plan, np.array([*first_free, *later]))
    plan.lists[ABSENT_LIST, : model.nodes] = np.arange(model.nodes)
    plan.lists[ABSENT_AT, : model.nodes] = np.arange(model.nodes)
    plan.lists[DIRTY_FLAG] = 0
    plan.lists[BEST_NEXT, :size] = plan.node["after"][:size]
    plan.tally[:] = 0
    plan.tally[ABSENT] = model.nodes
    plan.tally[LONG_M] = FAR
    plan.tally[CURRENT] = plan.tally[BEST] = model.prize.sum()


def _let_rest(translation: Translation, plan: Plan, depots: Ints) -> None:
    """Say of depots that nobody has rested before leaving, and until when one must be back."""
    plan.rests[:] = 0
    due = translation.breaks.due
    for taken in range(due.shape[1]):
        at = taken * REST_FIELDS
        plan.rests[depots, at + READY] = translation.model.never
        plan.rests[depots, at + DUE] = plan.rests[depots, at + DUE_LATE] = due[:, taken]
        plan.rests[depots, at + DUE_EARLY] = translation.shifts[:, 0]


def list_free(translation: Translation, plan: Plan, order: Ints) -> None:
    """Make the routes of ``order``, which have no stops, the unused ones."""
    for kind in range(translation.model.kinds):
        routes = order[translation.model.car[order, KIND] == kind]
        plan.lists[FREE_FIRST, kind] = routes[0] if len(routes) else -1
        plan.lists[FREE_NEXT, routes] = [*routes[1:], -1][: len(routes)]


def load(translation: Translation, plan: Plan, sequences: Sequences) -> None:
    """Make the plan drive ``sequences``, which are feasible; it is the best then."""
    wait_for(translation, plan, sequences)
    sure = Tuning(1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
    anneal(translation.model, plan, sure, 0.0, int(plan.tally[WAITING]))
    mark_best(plan)


def mark_best(plan: Plan) -> None:
    """Make the current plan the best, whatever it costs, and let everybody go anywhere."""
    size = len(plan.node) // 2
    plan.lists[BEFORE] = -1
    plan.lists[DIRTY_FLAG] = 0
    plan.lists[BEST_NEXT, :size] = plan.node["after"][:size]
    plan.tally[DIRTY] = 0
    plan.tally[BEST] = plan.tally[CURRENT]


def read_best(translation: Translation, plan: Plan) -> dict[int, list[int]]:
    """Return the best plan: shipment indices by vehicle index."""
    return _follow(translation, plan.lists[BEST_NEXT].tolist())


def read_current(translation: Translation, plan: Plan) -> dict[int, list[int]]:
    """Return the current plan: shipment indices by vehicle index."""
    return _follow(translation, plan.node["after"].tolist())


def _follow(translation: Translation, follows: list[int]) -> dict[int, list[int]]:
    model = translation.model
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
