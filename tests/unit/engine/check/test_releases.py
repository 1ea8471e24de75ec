"""Planted departures before the goods are there."""

from dataclasses import replace

from doorstep.engine import Problem, Solution, check, evaluate
from worlds.problems import at, draw, van


def _town() -> Problem:
    town = draw("D . a . b", [van()])
    first, second = town.shipments
    return replace(town, shipments=(replace(first, release=at("09:00")), second))


def test_a_trip_that_leaves_without_its_goods_is_reported() -> None:
    solution = evaluate(_town(), [(0, [0])])
    route = replace(solution.routes[0], start=at("08:50"))
    early = Solution((route,), solution.unassigned, solution.cost)

    assert [one.sentence for one in check(_town(), early) if one.rule == "releases"] == [
        "'a' is at the depot 600 s after its trip leaves"
    ]


def test_a_trip_waits_for_its_goods() -> None:
    solution = evaluate(_town(), [(0, [0])])

    assert (solution.routes[0].start, check(_town(), solution)) == (at("09:00"), [])
