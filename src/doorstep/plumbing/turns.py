"""A lock that is given in the order in which it was asked for."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from doorstep.plumbing.problem import TooBusyError


class Turns:
    """Lets one at a time through, whoever asked first first.

    SQLite lets writers try again and again instead, and under load some never get through.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False

    @contextmanager
    def turn(self, patience_s: float) -> Iterator[None]:
        """Run the block alone.

        Raises
        ------
        TooBusyError
            It was not this one's turn within ``patience_s``.
        """
        self._take(patience_s)
        try:
            yield
        finally:
            self._give_on()

    def _take(self, patience_s: float) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(patience_s):
            return
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                message = f"Others have been writing for {patience_s:.0f} s."
                raise TooBusyError(message)
        # It was given on in the very last moment.

    def _give_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
