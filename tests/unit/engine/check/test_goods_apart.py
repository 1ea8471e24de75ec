"""Planted goods that may not ride together."""

from dataclasses import replace

from doorstep.engine import Problem, check, evaluate
from worlds.problems import draw, van


def _town() -> Problem:
    town = draw("D . a . b", [replace(van(), max_trips=2)])
    first, second = town.shipments
    return replace(
        town,
        shipments=(
            replace(first, goods=frozenset({"paint"})),
            replace(second, goods=frozenset({"food"}), not_with=frozenset({"paint"})),
        ),
    )


def _judge(problem: Problem, sequence: list[int]) -> list[tuple[str, str]]:
    found = check(problem, evaluate(problem, [(0, sequence)]))
    return [(one.rule, one.sentence) for one in found]


def test_goods_on_the_same_trip_are_reported() -> None:
    sentence = "'a' and 'b' may not ride together"

    assert _judge(_town(), [0, 1]) == [("goods_apart", sentence)]
    assert _judge(_town(), [1, 0]) == [("goods_apart", sentence)]


def test_goods_on_different_trips_are_fine() -> None:
    assert _judge(_town(), [0, _town().activities.reload, 1]) == []
