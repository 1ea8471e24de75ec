"""Planted second alternatives."""

from dataclasses import replace

from doorstep.engine import Problem, check, evaluate
from worlds.problems import draw, van


def _town() -> Problem:
    town = draw("D . a . b", [van()])
    first, second = town.shipments
    return replace(
        town, shipments=(replace(first, choice="parcel"), replace(second, choice="parcel"))
    )


def _judge(problem: Problem, sequence: list[int]) -> list[tuple[str, str]]:
    found = check(problem, evaluate(problem, [(0, sequence)]))
    return [(one.rule, one.sentence) for one in found]


def test_two_alternatives_of_one_choice_are_reported() -> None:
    assert _judge(_town(), [0, 1]) == [
        ("choices", "of choice 'parcel' more than one is served: 'a', 'b'")
    ]


def test_one_alternative_is_fine_and_the_other_costs_no_prize() -> None:
    assert _judge(_town(), [1]) == []
