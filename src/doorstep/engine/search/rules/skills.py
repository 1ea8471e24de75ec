"""Which vehicle may serve which shipment: skills, and whatever else depends on these two alone."""

from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import KIND, Model


@inline
def may_serve(model: Model, node: int, route: int) -> bool:
    """Tell whether the route's vehicle may serve the node."""
    if model.skilled is None:
        return True
    return model.allowed[model.car[route, KIND], node] != 0
