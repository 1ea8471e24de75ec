"""Functions for a computing process; spawned, it can only import from here."""

import os

from doorstep.plumbing.compute import ShouldStop, Tell


def count_up(limit: int, tell: Tell, should_stop: ShouldStop) -> int:
    number = 0
    while number < limit and not should_stop():
        number += 1
        tell(number)
    return number


def fail(payload: str, _tell: Tell, _should_stop: ShouldStop) -> None:
    raise ValueError(payload)


def die(_payload: None, _tell: Tell, _should_stop: ShouldStop) -> None:
    os._exit(3)
