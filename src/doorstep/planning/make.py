"""From shipments and a fleet to a checked plan: what the files and the database share."""

from collections.abc import Callable, Sequence
from datetime import date

from doorstep import engine, fleet, orders
from doorstep.planning.by_hour import draw_by_hour, list_slices
from doorstep.planning.errors import BrokenPlanError
from doorstep.planning.model import Plan
from doorstep.planning.problem_mapping import build_problem, read_solution
from doorstep.planning.travel import Travel

Search = Callable[[engine.Problem], engine.Solution]
"""Finds routes: ``engine.solve`` with its budget, in this process or in one of its own."""


def make_plan(
    shipments: Sequence[orders.Shipment],
    crew: fleet.Fleet,
    travel: Travel,
    service_on: date,
    search: Search,
) -> Plan:
    """Search, have the answer judged by the independent checker, and return it as a plan.

    Raises
    ------
    BrokenPlanError
        The checker found a violation: an error of Doorstep.
    """
    shipments = travel.with_walks(shipments)
    slices = list_slices(travel, crew, service_on)
    problem = build_problem(shipments, crew, travel.matrices, service_on, slices)
    solution = search(problem)
    if violations := engine.check(problem, solution):
        raise BrokenPlanError(violations)
    explanation = engine.explain(problem, solution)
    plan = read_solution(solution, explanation, shipments, crew, service_on, travel.draw)
    return draw_by_hour(plan, crew, travel)
