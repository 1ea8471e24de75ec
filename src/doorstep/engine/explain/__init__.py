"""Why a plan is as it is: what would make the rest fit, how much slack, what it costs.

For each shipment left out, single changes are looked for one kind a file; each is measured at
every place of the plan at once, and the best of its kind must convince the independent checker
before it is offered. To add a kind, add a file and its function to ``FINDERS``.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from doorstep.engine.explain import another_vehicle, capacity, fit, max_stops, shift_end, skills
from doorstep.engine.explain.cost_parts import break_down
from doorstep.engine.explain.model import Change, CostParts, Explanation, Relaxation
from doorstep.engine.explain.places import Places, list_places
from doorstep.engine.explain.proof import prove
from doorstep.engine.explain.relax import relax
from doorstep.engine.explain.slack import list_slack_s
from doorstep.engine.explain.trial import Trial, try_everywhere
from doorstep.engine.explain.window import find_earlier, find_later
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

__all__ = [
    "FINDERS",
    "MOST_OFFERS",
    "MOST_SHIPMENTS",
    "Change",
    "CostParts",
    "Explanation",
    "Relaxation",
    "explain",
    "relax",
]

MOST_OFFERS = 3
"""How many relaxations are offered for one shipment."""

MOST_SHIPMENTS = 400
"""How many of the shipments left out are looked at."""

FINDERS: tuple[Callable[[Trial], Iterator[Relaxation]], ...] = (
    find_later,
    find_earlier,
    shift_end.find,
    max_stops.find,
    capacity.find,
    skills.find,
    another_vehicle.find,
)
"""One for each kind of change, the smallest change first."""

_TRIES = 3
_ORDER = {change: rank for rank, change in enumerate(Change)}


def explain(
    problem: Problem,
    solution: Solution,
    *,
    most_shipments: int = MOST_SHIPMENTS,
    most_offers: int = MOST_OFFERS,
) -> Explanation:
    """Return what would make each shipment left out fit, the slack of each stop, the cost's parts.

    Of each kind of change the smallest over all vehicles and places is offered, of equal ones
    that whose legs add least; of the kinds, those that cost least are offered, of equal ones
    the smaller change, in the order of ``Change``. A shipment that fits as it is needs nothing,
    or a higher prize, and no other change is looked for. Two changes at once are never offered,
    nor is moving other stops, nor anything for a paired shipment: no relaxation does not mean
    that nothing would help.

    O(shipments left out x places x windows), and for each offer O(stops squared) to prove it.

    Parameters
    ----------
    problem, solution
        A plan and what it was made for; a route that breaks a rule offers no place.
    most_shipments
        Of more that are left out, those with the highest prizes are looked at; shipments without
        a prize come before all others.
    most_offers
        For each shipment.
    """
    sequences = {
        route.vehicle: route.list_activities(problem.activities) for route in solution.routes
    }
    costs = {route.vehicle: route.cost for route in solution.routes}
    left_out = sorted(
        (left.shipment for left in solution.unassigned),
        key=lambda index: _urgency(problem, index),
    )
    places = list_places(problem, sequences)
    looked_at = sorted(left_out[:most_shipments])
    return Explanation(
        relaxations={
            index: _list_offers(places, costs, index)[:most_offers] for index in looked_at
        },
        skipped=tuple(sorted(left_out[most_shipments:])),
        slack_s=tuple(list_slack_s(problem, route) for route in solution.routes),
        cost=break_down(problem, solution),
    )


def _urgency(problem: Problem, shipment: int) -> tuple[bool, int, int]:
    prize = problem.shipments[shipment].prize
    return (prize is not None, -(prize or 0), shipment)


def _list_offers(places: Places, costs: dict[int, int], shipment: int) -> tuple[Relaxation, ...]:
    wanted = places.problem.shipments[shipment]
    if not len(places.vehicle) or wanted.pickup is not None:
        return ()
    trial = try_everywhere(places, shipment)
    if offer := _prove_first(places, costs, fit.find(trial)):
        return (offer,)
    offers = [_prove_first(places, costs, finder(trial)) for finder in FINDERS]
    found = [offer for offer in offers if offer is not None]
    found.sort(key=lambda offer: (offer.added_cost, _ORDER[offer.change]))
    return tuple(found)


def _prove_first(
    places: Places, costs: dict[int, int], candidates: Iterator[Relaxation]
) -> Relaxation | None:
    """Return the first of a few candidates that holds, with its cost."""
    for candidate in islice(candidates, _TRIES):
        is_new = candidate.change is Change.VEHICLE
        stops = [] if is_new else places.sequences.get(candidate.vehicle, [])
        cost = costs[candidate.vehicle] if stops else 0
        if proven := prove(places.problem, stops, cost, candidate):
            return proven
    return None
