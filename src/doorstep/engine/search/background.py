"""Work that asks nobody in between, such as compiling, done while somebody else is still asked."""

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

from doorstep.engine.budget import Budget

T = TypeVar("T")

ASK_S = 0.02
"""How often the caller is asked whether to stop."""


class _Work(Generic[T]):
    """A call in a thread of its own, with what came of it."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._results: list[T] = []
        self._errors: list[BaseException] = []

    def run(self) -> None:
        try:
            self._results.append(self._call())
        except BaseException as error:  # noqa: BLE001  # raised again where it is waited for
            self._errors.append(error)

    def result(self) -> T:
        if self._errors:
            raise self._errors[0]
        return self._results[0]


def while_asking(
    call: Callable[[], T], budget: Budget, tell: Callable[[], None] | None = None
) -> T | None:
    """Return what ``call`` returns, or none as soon as the budget's owner wishes to stop.

    The call then goes on by itself, and what it returns is lost: compiled code is kept.

    Parameters
    ----------
    tell
        Called when a report is due.
    """
    if not budget.is_watched:
        return call()
    work = _Work(call)
    thread = Thread(target=work.run, name="engine", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(ASK_S)
        if budget.is_stopped():
            return None
        if tell is not None and thread.is_alive() and budget.wants_report():
            tell()
    return work.result()
