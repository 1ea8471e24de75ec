"""Loads: what a route carries in each dimension is at most what its vehicle may."""

from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import ROOM, Model, Plan


@inline
def has_room(model: Model, plan: Plan, node: int, route: int) -> bool:
    """Tell whether the route can carry one more; False for the route of those not served."""
    if plan.sums[route, ROOM] < model.load[node, 0]:
        return False
    if model.loads is not None:
        for load in range(1, model.load.shape[1]):
            if plan.sums[route, ROOM + load] < model.load[node, load]:
                return False
    return True


@inline
def change_room(model: Model, plan: Plan, node: int, route: int, sign: int) -> None:
    """Give the route the room of a node (1), or take it (-1)."""
    plan.sums[route, ROOM] += sign * model.load[node, 0]
    if model.loads is not None:
        for load in range(1, model.load.shape[1]):
            plan.sums[route, ROOM + load] += sign * model.load[node, load]
