"""While the search is compiled, its caller is still told and asked."""

from threading import Event, current_thread

import pytest

from doorstep.engine import Progress, solve
from doorstep.engine.budget import Budget
from doorstep.engine.search.background import while_asking
from doorstep.engine.search.driver import PREPARING
from worlds.problems import ok_small


def test_with_nobody_to_ask_it_is_done_at_once() -> None:
    assert while_asking(current_thread, Budget(60)) is current_thread()


def test_what_it_returns_is_returned() -> None:
    assert while_asking(lambda: 7, Budget(60, should_stop=lambda: False)) == 7


def test_a_wish_to_stop_is_heeded_before_it_is_done() -> None:
    is_over = Event()

    found = while_asking(is_over.wait, Budget(60, should_stop=lambda: True))

    assert found is None
    is_over.set()


def test_what_goes_wrong_is_raised_to_the_caller() -> None:
    def fail() -> None:
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        while_asking(fail, Budget(60, should_stop=lambda: False))


def test_the_caller_is_told_as_long_as_it_lasts() -> None:
    is_told = Event()

    found = while_asking(is_told.wait, Budget(60, on_progress=lambda _: None), is_told.set)

    assert found


def test_before_there_is_a_plan_everybody_is_unassigned_and_the_reason_is_said() -> None:
    told: list[Progress] = []

    solve(ok_small(), seconds=60, iterations=50, on_progress=told.append)

    first = [one for one in told if one.message]
    # how often depends on whether it must be compiled; what it says does not
    assert all(one.message == PREPARING for one in first)
    assert all((one.routes, one.unassigned) == (0, 4) for one in first)
    assert told[-1].message == ""
