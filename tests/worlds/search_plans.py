"""What a plan of the search holds, read node by node."""

from doorstep.engine.search.layout import Plan
from doorstep.engine.search.model import Translation


def stops_of(translation: Translation, plan: Plan, route: int) -> list[int]:
    """Return the nodes of a route in their order, each linked to the next both ways."""
    nodes = translation.model.nodes
    stops = []
    node = int(plan.node[nodes + route].after)
    while node < nodes:
        stops.append(node)
        assert plan.node[int(plan.node[node].after)].before == node
        node = int(plan.node[node].after)
    return stops
