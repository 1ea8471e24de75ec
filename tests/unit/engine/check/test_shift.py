"""Planted departures and returns outside the shift."""

from dataclasses import replace

from doorstep.engine import Violation, check, evaluate
from worlds.problems import OK_SMALL, draw, during, ok_small, van, with_vehicles


def test_a_return_after_the_shift_is_reported() -> None:
    # a and back takes six minutes
    problem = draw(OK_SMALL, [replace(van(), shift=during("08:00", "08:05"))])

    assert check(problem, evaluate(problem, [(0, [0])])) == [
        Violation("shift", 0, None, "vehicle 'van 1' returns 60 s late")
    ]


def test_a_departure_before_the_shift_is_reported() -> None:
    solution = evaluate(ok_small(), [(0, [0])])
    later = with_vehicles(ok_small(), replace(van(), shift=during("08:01", "18:00")))

    assert check(later, solution) == [
        Violation("shift", 0, None, "vehicle 'van 1' leaves 60 s early")
    ]
