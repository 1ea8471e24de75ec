"""What it would cost to serve more shipments in a plan, and in which windows they still fit."""

from collections.abc import Iterable, Sequence

from doorstep.engine.parts import Window
from doorstep.engine.places import AnyPositions, Place
from doorstep.engine.positions import list_positions
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution


def open_plan(problem: Problem, plan: Solution) -> AnyPositions:
    """Return every place in the routes of ``plan``, to be asked for many shipments.

    O(stops); with rarer rules (``rules.list_rules``) a search is compiled once on a machine.
    """
    sequences = {route.vehicle: route.list_activities(problem.activities) for route in plan.routes}
    return list_positions(problem, sequences)


def insertions(
    problem: Problem,
    plan: Solution | AnyPositions,
    shipments: Iterable[int],
    windows: Sequence[Window] = (),
) -> dict[int, tuple[Place | None, ...]]:
    """Return the cheapest place for each shipment in each window; none where it does not fit.

    Every place that is returned can be driven: the route with the shipment in it, in that window,
    breaks no rule, and costs ``added_cost`` more. Each shipment is asked for alone. Of the places
    in plans with rarer rules only the likeliest of each route are tried, so a cheaper one may be
    missed there, and seldom a dear one; elsewhere all are.

    Parameters
    ----------
    plan
        Routes as they are now. Asked again and again, it is best opened once: ``open_plan``.
    shipments
        Indices of shipments of the problem that the plan does not serve.
    windows
        To be tried, each alone, instead of the shipment's own. Empty: its own, all at once.
    """
    positions = open_plan(problem, plan) if isinstance(plan, Solution) else plan
    return {
        shipment: positions.find_in_windows(shipment, windows)
        if windows
        else (positions.find_best(shipment),)
        for shipment in shipments
    }
