import multiprocessing
import time
from typing import Any

import pytest

from doorstep.plumbing import compute
from doorstep.plumbing.compute import ComputeError
from worlds.computing import count_up, die, fail


def _ignore(_message: Any) -> None:
    pass


def _never() -> bool:
    return False


def test_progress_and_the_answer_come_back() -> None:
    heard: list[int] = []
    answer = compute.run(count_up, 3, on_message=heard.append, should_stop=_never)
    assert (heard, answer) == ([1, 2, 3], 3)


def test_computing_stops_when_asked_and_keeps_what_it_has() -> None:
    heard: list[int] = []
    answer = compute.run(
        count_up, 10**9, on_message=heard.append, should_stop=lambda: len(heard) > 5
    )
    assert 5 < answer < 10**9


def test_an_answer_is_kept_when_the_wish_to_stop_comes_too_late() -> None:
    def wish_too_late() -> bool:
        while multiprocessing.active_children():
            time.sleep(0.01)
        return True

    answer = compute.run(count_up, 3, on_message=_ignore, should_stop=wish_too_late)
    assert answer == 3


def test_an_error_in_the_process_is_told_in_its_own_words() -> None:
    with pytest.raises(ComputeError, match="ValueError: no such street"):
        compute.run(fail, "no such street", on_message=_ignore, should_stop=_never)


def test_a_process_that_dies_is_noticed() -> None:
    with pytest.raises(ComputeError, match="exit code 3"):
        compute.run(die, None, on_message=_ignore, should_stop=_never)
