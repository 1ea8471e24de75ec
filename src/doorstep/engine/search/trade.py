"""Trade vehicles: empty a few neighbouring routes, and serve their stops by one kind of vehicle.

Where vehicles differ, strings alone never change how many of each kind go out: a larger vehicle
pays only once it has taken over several routes whole [1]_.

References
----------
.. [1] Penna, Subramanian and Ochi (2013), doi:10.1007/s10732-011-9186-y.
"""

from doorstep.engine.search.chance import draw_below
from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import ROUTE_TOUCHED, STOPS, WANTED, Model, Plan
from doorstep.engine.search.links import after, plain, route_of
from doorstep.engine.search.ruin import cut, draw_seed

TRADES = 0.05
"""Share of ruins that trade vehicles, where these differ."""

MOST_TRADED = 3
"""Most routes that are emptied in one trade."""


@inline
def trade(model: Model, plan: Plan) -> None:
    """Empty the routes nearest to a random stop, and draw the kind that is to open new ones."""
    plan.tally[WANTED] = draw_below(plan.bits, model.kinds)
    left = 1 + draw_below(plan.bits, MOST_TRADED)
    seed = draw_seed(model, plan)
    for at in range(-1, model.around.shape[1]):
        if left == 0:
            break
        node = seed if at < 0 else plain(model.around[seed, at])
        route = route_of(plan.node, node)
        if route == model.routes or plan.lists[ROUTE_TOUCHED, route] != 0:
            continue
        stops = plan.sums[route, STOPS]
        cut(model, plan, after(plan.node, model.nodes + route), stops, stops, stops)
        left -= 1
