"""Pricing sequences made by hand."""

from dataclasses import replace

import pytest

from doorstep.engine import check, describe, evaluate
from worlds.problems import OK_SMALL, draw, ok_small, van


def test_given_routes_are_timed_and_the_rest_is_left_out() -> None:
    problem = ok_small()

    solution = evaluate(problem, [(0, [0, 1])])

    assert describe(problem, solution) == (
        "van 1: D 08:00 > a 08:03 > b 08:06 > D 08:12\nunassigned: c NOT_WORTH_IT, d NOT_WORTH_IT"
    )
    assert solution.cost == 1000 + 12 * 160
    assert check(problem, solution) == []


def test_what_is_left_out_costs_its_prize() -> None:
    problem = draw(OK_SMALL, prizes={"c": 7, "d": 8})

    assert evaluate(problem, [(0, [0, 1])]).cost == 1000 + 12 * 160 + 7 + 8


def test_routes_that_break_a_rule_are_priced_and_the_checker_says_so() -> None:
    problem = draw(OK_SMALL, [replace(van(), capacity=(3,))])

    solution = evaluate(problem, [(0, [0, 1, 3, 2])])

    assert solution.cost == 3560
    assert [found.sentence for found in check(problem, solution)] == [
        "vehicle 'van 1' carries kg 4 of at most 3"
    ]


def test_routes_without_stops_are_dropped() -> None:
    problem = replace(ok_small(), shipments=())

    assert evaluate(problem, [(0, [])]).routes == ()


def test_unknown_shipments_are_refused() -> None:
    with pytest.raises(IndexError):
        evaluate(ok_small(), [(0, [9])])
