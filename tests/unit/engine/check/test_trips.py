"""Planted visits to the depot."""

from dataclasses import replace

from doorstep.engine import Problem, check, evaluate
from worlds.problems import draw, van


def _town() -> Problem:
    town = draw("D . a . b", [replace(van(), max_trips=2, capacity=(1,))])
    first, second = town.shipments
    return replace(town, shipments=(first, second))


def _judge(problem: Problem, sequence: list[int]) -> list[tuple[str, str]]:
    found = check(problem, evaluate(problem, [(0, sequence)]))
    return [(one.rule, one.sentence) for one in found]


def test_one_visit_more_than_allowed_is_reported() -> None:
    reload = _town().activities.reload

    assert _judge(_town(), [reload, 0, reload, 1]) == [
        ("trips", "vehicle 'van 1' makes 3 trips of at most 2")
    ]


def test_a_reload_empties_and_fills_the_vehicle() -> None:
    reload = _town().activities.reload

    # two kilograms do not fit at once, one after the other they do
    assert _judge(_town(), [0, reload, 1]) == []
    assert _judge(_town(), [0, 1]) == [("capacity", "vehicle 'van 1' carries kg 2 of at most 1")]
