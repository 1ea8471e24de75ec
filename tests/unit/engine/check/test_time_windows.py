"""Planted services outside the windows."""

from doorstep.engine import Violation, check, evaluate
from worlds.problems import at, draw, during


def test_service_after_the_last_window_is_reported() -> None:
    problem = draw("D . . a", windows={"a": [during("08:00", "08:01"), during("08:01", "08:02")]})

    assert check(problem, evaluate(problem, [(0, [0])])) == [
        Violation(
            "time_windows",
            0,
            0,
            f"service of 'a' starts at {at('08:03')} s, outside its windows",
        )
    ]


def test_both_ends_of_a_window_are_inside() -> None:
    problem = draw("D . . a", windows={"a": [during("08:03", "08:03")]})

    assert check(problem, evaluate(problem, [(0, [0])])) == []
