"""Planted missing and doubled shipments, vehicles and stops."""

from dataclasses import replace

from doorstep.engine import Route, Solution, Violation, check, evaluate
from worlds.problems import OK_SMALL, draw, ok_small, van

RULE = "each_shipment_once"


def test_a_shipment_that_is_nowhere_is_reported() -> None:
    problem = ok_small()
    good = evaluate(problem, [(0, [0, 1, 3])])

    assert check(problem, replace(good, unassigned=())) == [
        Violation(RULE, None, 2, "shipment 'c' is in the solution 0 times")
    ]


def test_a_shipment_served_and_left_out_is_reported() -> None:
    problem = ok_small()
    good = evaluate(problem, [(0, [0, 1])])
    other = evaluate(problem, [(0, [1])])

    assert check(problem, replace(good, unassigned=other.unassigned)) == [
        Violation(RULE, None, 0, "shipment 'a' is in the solution 2 times")
    ]


def test_a_vehicle_that_drives_twice_is_reported() -> None:
    problem = draw(OK_SMALL, [van("van 1"), van("van 2")])
    good = evaluate(problem, [(0, [0, 1]), (1, [2, 3])])
    doubled = tuple(replace(route, vehicle=0) for route in good.routes)

    assert check(problem, replace(good, routes=doubled)) == [
        Violation(RULE, 0, None, "vehicle 'van 1' drives 2 routes"),
        Violation(RULE, 1, None, "vehicle 'van 1' drives 2 routes"),
    ]


def test_a_route_without_stops_is_reported() -> None:
    problem = replace(ok_small(), shipments=())
    idle = Route(vehicle=0, start=8 * 3600, stops=(), end=8 * 3600, distance_m=0, cost=1000)

    assert check(problem, Solution((idle,), (), 1000)) == [
        Violation(RULE, 0, None, "the route has no stops")
    ]
