"""Planted stops beyond the most."""

from dataclasses import replace

from doorstep.engine import Violation, check, evaluate
from worlds.problems import OK_SMALL, draw, van


def test_one_stop_too_many_is_reported() -> None:
    problem = draw(OK_SMALL, [replace(van(), max_stops=1)])

    assert check(problem, evaluate(problem, [(0, [0, 1])])) == [
        Violation("max_stops", 0, None, "vehicle 'van 1' makes 2 stops of at most 1")
    ]


def test_as_many_stops_as_allowed_are_fine() -> None:
    problem = draw(OK_SMALL, [replace(van(), max_stops=2)])

    assert check(problem, evaluate(problem, [(0, [0, 1])])) == []
