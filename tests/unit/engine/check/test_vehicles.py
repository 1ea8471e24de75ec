"""Planted vehicles that may not serve."""

from dataclasses import replace

from doorstep.engine import Problem, check, evaluate
from worlds.problems import draw, van


def _town() -> Problem:
    town = draw("D . a . b", [van("van 1"), van("van 2")])
    first, second = town.shipments
    return replace(town, shipments=(replace(first, vehicles=frozenset({1})), second))


def _judge(problem: Problem, sequence: list[int]) -> list[tuple[str, str]]:
    found = check(problem, evaluate(problem, [(0, sequence)]))
    return [(one.rule, one.sentence) for one in found]


def test_a_vehicle_that_is_not_among_those_allowed_is_reported() -> None:
    assert _judge(_town(), [0, 1]) == [("vehicles", "vehicle 'van 1' may not serve 'a'")]


def test_an_allowed_vehicle_is_fine() -> None:
    assert check(_town(), evaluate(_town(), [(1, [0, 1])])) == []
