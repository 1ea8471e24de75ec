"""Planted stops that do something else."""

from dataclasses import replace

from doorstep.engine import Activity, Problem, check, evaluate
from worlds.problems import draw, van


def _town() -> Problem:
    town = draw("D . a . b", [van()])
    first, second = town.shipments
    return replace(town, shipments=(replace(first, kind=Activity.PICKUP), second))


def test_a_pick_up_that_is_told_as_a_delivery_is_reported() -> None:
    solution = evaluate(_town(), [(0, [0, 1])])
    first, second = solution.routes[0].stops
    told = replace(first, kind=Activity.DELIVERY)
    route = replace(solution.routes[0], stops=(told, second))

    found = check(_town(), replace(solution, routes=(route,)))

    assert [one.sentence for one in found] == [
        f"the stop at {first.arrival} s is a delivery, not a pickup"
    ]
