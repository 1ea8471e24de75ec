"""Planted overloads."""

from dataclasses import replace

from doorstep.engine import Violation, check, evaluate
from worlds.problems import OK_SMALL, draw, van


def test_a_route_that_carries_too_much_is_reported() -> None:
    problem = draw(OK_SMALL, [replace(van(), capacity=(5,))], loads={"a": 3, "b": 3})

    assert check(problem, evaluate(problem, [(0, [0, 1])])) == [
        Violation("capacity", 0, None, "vehicle 'van 1' carries kg 6 of at most 5")
    ]


def test_a_full_vehicle_is_not_too_full() -> None:
    problem = draw(OK_SMALL, [replace(van(), capacity=(6,))], loads={"a": 3, "b": 3})

    assert check(problem, evaluate(problem, [(0, [0, 1])])) == []


def test_each_load_dimension_counts() -> None:
    problem = draw(OK_SMALL, [replace(van(), capacity=(9,))])
    wide = replace(
        problem,
        load_names=("kg", "litres"),
        vehicles=(replace(van(), capacity=(9, 1)),),
        shipments=tuple(replace(shipment, load=(1, 1)) for shipment in problem.shipments),
    )

    assert [found.sentence for found in check(wide, evaluate(wide, [(0, [0, 1])]))] == [
        "vehicle 'van 1' carries litres 2 of at most 1"
    ]
