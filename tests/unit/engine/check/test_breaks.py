"""Planted breaks at the wrong time, and none at all."""

from dataclasses import replace

from doorstep.engine import Break, Problem, Solution, Stop, check, evaluate
from worlds.problems import at, draw, during, van


def _town() -> Problem:
    town = draw("D . a . b", [replace(van(), breaks=(Break((during("12:00", "12:30"),), 1800),))])
    first, second = town.shipments
    return replace(
        town,
        shipments=(
            replace(first, windows=(during("11:00", "11:50"),)),
            replace(second, windows=(during("13:30", "14:00"),)),
        ),
    )


def test_a_break_in_its_window_is_fine() -> None:
    solution = evaluate(_town(), [(0, [0, 1])])

    assert check(_town(), solution) == []
    assert [stop.kind.value for stop in solution.routes[0].stops] == [
        "delivery",
        "break",
        "delivery",
    ]


def _without_breaks(solution: Solution) -> Solution:
    route = solution.routes[0]
    stops: tuple[Stop, ...] = tuple(stop for stop in route.stops if stop.shipment is not None)
    return replace(solution, routes=(replace(route, stops=stops),))


def test_a_missing_break_is_reported() -> None:
    found = check(_town(), _without_breaks(evaluate(_town(), [(0, [0, 1])])))

    assert [one.sentence for one in found if one.rule == "breaks"] == [
        "vehicle 'van 1' takes 0 breaks, which are not those due of its 1 in their windows"
    ]


def test_a_break_outside_its_window_is_reported() -> None:
    solution = evaluate(_town(), [(0, [0, 1])])
    first, rest, last = solution.routes[0].stops
    later = replace(rest, service_start=at("12:31"), departure=at("13:01"))
    moved = replace(solution.routes[0], stops=(first, later, last))

    found = check(_town(), replace(solution, routes=(moved,)))

    assert {one.rule for one in found} >= {"breaks"}


def test_a_route_that_is_over_by_then_needs_none() -> None:
    solution = evaluate(_town(), [(0, [0])])

    assert check(_town(), solution) == []
    assert [stop.kind.value for stop in solution.routes[0].stops] == ["delivery"]
