"""Planted pairs that are torn apart."""

from dataclasses import replace

from doorstep.engine import Pickup, Problem, check, evaluate
from worlds.problems import draw, van


def _town() -> Problem:
    town = draw("D . a . b", [replace(van(), is_lifo=True)])
    first, second = town.shipments
    return replace(
        town, shipments=(replace(first, pickup=Pickup(2)), replace(second, pickup=Pickup(1)))
    )


def _judge(problem: Problem, sequence: list[int]) -> list[tuple[str, str]]:
    found = check(problem, evaluate(problem, [(0, sequence)]))
    return [(one.rule, one.sentence) for one in found]


# activities: 0 brings a, 1 brings b, 2 fetches a, 3 fetches b


def test_whole_pairs_are_fine() -> None:
    assert _judge(_town(), [2, 0, 3, 1]) == []
    assert _judge(_town(), [2, 3, 1, 0]) == []


def test_a_delivery_before_its_pick_up_is_reported() -> None:
    assert _judge(_town(), [0, 2]) == [
        ("pairs", "'a' is delivered without being picked up"),
        ("pairs", "'a' is picked up and never delivered"),
    ]


def test_what_was_picked_up_first_must_wait_where_last_in_is_first_out() -> None:
    assert _judge(_town(), [2, 3, 0, 1]) == [
        ("pairs", "'a' is delivered while something picked up later is on board")
    ]
