"""Planted rides that take too long."""

from dataclasses import replace

from doorstep.engine import Pickup, Problem, Window, check, evaluate
from worlds.problems import at, draw, van


def _town() -> Problem:
    town = draw("D . a . b", [van()])
    first, second = town.shipments
    return replace(town, shipments=(replace(first, pickup=Pickup(2), max_ride_s=119), second))


def _judge(problem: Problem, sequence: list[int]) -> list[tuple[str, str]]:
    found = check(problem, evaluate(problem, [(0, sequence)]))
    return [(one.rule, one.sentence) for one in found]


def test_goods_that_ride_too_long_are_reported() -> None:
    # from b to a are two cells
    assert _judge(_town(), [2, 0]) == [
        ("rides", "'a' is on board for 120 s, at most 119 s are allowed")
    ]


def test_a_pick_up_waits_so_that_the_ride_is_short_enough() -> None:
    town = _town()
    late = replace(town.shipments[0], max_ride_s=130, windows=(Window(at("12:00"), at("12:30")),))
    waits = replace(town, shipments=(late, town.shipments[1]))
    solution = evaluate(waits, [(0, [2, 0])])

    assert check(waits, solution) == []
    # there from 12:00 on; leaving as late as it can, the goods ride for their two minutes
    assert [stop.departure for stop in solution.routes[0].stops] == [at("11:58"), at("12:00")]
