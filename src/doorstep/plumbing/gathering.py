"""Questions that come at the same time are answered by one call on a thread of their own.

A question to the database costs a thread's change and a statement, whoever asks; asked together
they cost one of each. Nothing is remembered between calls, so each answer is as fresh as one that
was asked for alone.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from doorstep.plumbing.problem import TooBusyError

MOST_AT_ONCE = 200
MOST_WAITING = 4096

_Question = TypeVar("_Question")
_Answer = TypeVar("_Answer")


class Gathering(Generic[_Question, _Answer]):
    """Answers questions of event loops, those together that come at the same time.

    Parameters
    ----------
    answer_all
        Gives the answer to each question, in their order; runs on a thread.
    """

    def __init__(self, answer_all: Callable[[Sequence[_Question]], Sequence[_Answer]]) -> None:
        self._answer_all = answer_all
        self._thread = ThreadPoolExecutor(1, "doorstep-reader")
        self._lock = threading.Lock()
        self._waiting: list[tuple[_Question, asyncio.Future[_Answer]]] = []
        self._is_running = False

    async def ask(self, question: _Question) -> _Answer:
        """Return the answer.

        Raises
        ------
        TooBusyError
            So many wait already that this one would be answered too late.
        """
        future: asyncio.Future[_Answer] = asyncio.get_running_loop().create_future()
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                message = f"{MOST_WAITING} requests wait already."
                raise TooBusyError(message)
            self._waiting.append((question, future))
            start = not self._is_running
            self._is_running = True
        if start:
            self._thread.submit(self._run)
        return await future

    def close(self) -> None:
        """Answer what waits, then stop."""
        self._thread.shutdown()

    def _run(self) -> None:
        while True:
            with self._lock:
                asked = self._waiting[:MOST_AT_ONCE]
                del self._waiting[:MOST_AT_ONCE]
                if not asked:
                    self._is_running = False
                    return
            self._answer(asked)

    def _answer(self, asked: list[tuple[_Question, asyncio.Future[_Answer]]]) -> None:
        error: Exception | None = None
        answers: Sequence[_Answer | None] = [None] * len(asked)
        try:
            answers = self._answer_all([question for question, _ in asked])
        except Exception as raised:  # noqa: BLE001 -- those who asked must hear of it
            error = raised
        loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
        for (_, future), answer in zip(asked, answers, strict=True):
            loops.setdefault(future.get_loop(), []).append((future, answer))
        for loop, theirs in loops.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_resolve, theirs, error)


def _resolve(
    theirs: list[tuple["asyncio.Future[object]", object]], error: Exception | None
) -> None:
    for future, answer in theirs:
        if future.done():  # whoever asked has gone
            continue
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(answer)
