"""Planted orders the wrong way round."""

from dataclasses import replace

from doorstep.engine import Problem, check, evaluate
from worlds.problems import draw, van


def _town() -> Problem:
    town = draw("D . a . b", [van()])
    first, second = town.shipments
    return replace(town, shipments=(replace(first, after=frozenset({1})), second))


def _judge(problem: Problem, sequence: list[int]) -> list[tuple[str, str]]:
    found = check(problem, evaluate(problem, [(0, sequence)]))
    return [(one.rule, one.sentence) for one in found]


def test_what_should_come_after_and_comes_before_is_reported() -> None:
    sentence = "'a' is not served after 'b' on the same route"

    assert _judge(_town(), [0, 1]) == [("order", sentence)]
    assert _judge(_town(), [0]) == [("order", sentence)]


def test_the_right_order_is_fine() -> None:
    assert _judge(_town(), [1, 0]) == []
    assert _judge(_town(), [1]) == []
