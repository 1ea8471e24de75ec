"""Planted routes that are too long."""

from dataclasses import replace

from doorstep.engine import Problem, check, evaluate
from worlds.problems import draw, van


def _town() -> Problem:
    town = draw(
        "D . a . b", [replace(van(), max_duration_s=479, max_driving_s=420, max_distance_m=799)]
    )
    first, second = town.shipments
    return replace(town, shipments=(first, second))


def _judge(problem: Problem, sequence: list[int]) -> list[tuple[str, str]]:
    found = check(problem, evaluate(problem, [(0, sequence)]))
    return [(one.rule, one.sentence) for one in found]


def test_each_limit_that_is_passed_is_reported() -> None:
    # to b and back: eight cells, 480 s and 800 m
    assert _judge(_town(), [0, 1]) == [
        ("limits", "vehicle 'van 1' is out for 480 s of at most 479"),
        ("limits", "vehicle 'van 1' drives for 480 s of at most 420"),
        ("limits", "vehicle 'van 1' goes 800 m of at most 799"),
    ]


def test_a_shorter_route_is_fine() -> None:
    assert _judge(_town(), [0]) == []
