"""Solutions in words."""

from dataclasses import replace

from doorstep.engine import Reason, Solution, Unassigned, Window, describe, evaluate
from worlds.problems import draw, ok_small, van


def test_routes_come_first_and_then_what_is_left_out() -> None:
    problem = draw("D . a . b")
    solution = evaluate(problem, [(0, [0])])
    solution = Solution(solution.routes, (Unassigned(1, Reason.FLEET_FULL),), solution.cost)

    assert describe(problem, solution) == (
        "van 1: D 08:00 > a 08:02 > D 08:04\nunassigned: b FLEET_FULL"
    )


def test_seconds_are_shown_where_they_are_not_zero() -> None:
    town = draw("D . a", windows={"a": [Window(8 * 3600 + 150, 9 * 3600)]})

    # a opens at 08:02:30
    assert describe(town, evaluate(town, [(0, [0])])) == (
        "van 1: D 08:00:30 > a 08:02:30 > D 08:04:30"
    )


def test_times_before_the_horizon_have_a_sign() -> None:
    night = replace(van(), shift=Window(-3600, 3600))
    town = draw("D . a", [night])

    assert describe(town, evaluate(town, [(0, [0])])) == "van 1: D -01:00 > a -00:58 > D -00:56"


def test_an_empty_solution_has_no_words() -> None:
    assert describe(ok_small(), Solution((), (), 0)) == ""
