"""Planted vehicles that may not go where they go."""

from dataclasses import replace

from doorstep.engine import Problem, Reason, Violation, check, evaluate, explain, solve
from worlds.problems import OK_SMALL, draw, van


def _zone(*vehicles: str) -> Problem:
    """Door b is in a zone without diesel; each vehicle has the skills in its name."""
    cars = [
        replace(van(name), skills=frozenset(name.split()), fixed_cost=1000 * number)
        for number, name in enumerate(vehicles)
    ]
    town = draw(OK_SMALL, cars)
    shipments = tuple(
        replace(one, forbidden_skills=frozenset({"diesel", "petrol"})) if one.name == "b" else one
        for one in town.shipments
    )
    return replace(town, shipments=shipments)


def test_a_vehicle_with_what_is_forbidden_is_reported() -> None:
    zone = _zone("diesel crane")

    assert check(zone, evaluate(zone, [(0, [0, 1])])) == [
        Violation("forbidden_skills", 0, 1, "vehicle 'diesel crane' has diesel, forbidden for 'b'")
    ]


def test_the_dearer_vehicle_goes_where_the_cheaper_one_may_not() -> None:
    zone = _zone("diesel", "electric")

    solution = solve(zone, seconds=60, iterations=50)

    assert check(zone, solution) == []
    assert [route.shipments for route in solution.routes if route.vehicle == 0] == []
    assert [set(route.shipments) for route in solution.routes] == [{0, 1, 2, 3}]


def test_where_no_vehicle_may_go_the_reason_is_its_skills() -> None:
    zone = _zone("diesel")

    solution = solve(zone, seconds=60, iterations=50)

    assert [(left.shipment, left.reason) for left in solution.unassigned] == [(1, Reason.SKILLS)]
    assert explain(zone, solution).relaxations[1] == ()
