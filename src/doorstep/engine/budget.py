"""How long a search may go on, and who is told how it goes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from doorstep.engine.solution import Progress

REPORT_INTERVAL_S = 0.2
"""At most five reports a second: a screen needs no more, and each costs a lock somewhere."""

ASK_INTERVAL_S = 0.02
"""How often the caller is asked whether to stop; asking may cost it a system call."""


COMPILING_S = 2.0
"""Reading the compiled search back takes less than this, compiling it more."""

SHARES = 100
"""Temperatures in a search bounded by iterations."""

LONGEST_CHUNK = 1000
"""Most iterations between two questions to the caller in a search bounded by iterations."""

FEWEST_ITERATIONS = 1000
"""Made even after the time is over: on a busy machine a second may pass before the first."""


class Budget:
    """Time, iterations and the caller's wish, whichever ends first.

    Parameters
    ----------
    seconds
        Wall time from now on; longer where `FEWEST_ITERATIONS` take longer.
    iterations
        Most iterations, or no bound.
    on_progress
        Told of the best so far, at most five times a second.
    should_stop
        Asked about every 20 ms; True ends the search with the best so far.
    """

    def __init__(
        self,
        seconds: float,
        iterations: int | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self._started_s = time.perf_counter()
        self.seconds = seconds
        self.iterations = iterations
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._next_ask_s = 0.0
        self._next_report_s = 0.0
        self._stopped = False

    @property
    def elapsed_s(self) -> float:
        """Return the seconds since the budget was made."""
        return time.perf_counter() - self._started_s

    def is_spent(self, iterations: int) -> bool:
        """Tell whether to stop after ``iterations`` iterations."""
        if self.is_stopped() or (self.iterations is not None and iterations >= self.iterations):
            return True
        return iterations >= FEWEST_ITERATIONS and self.elapsed_s >= self.seconds

    @property
    def is_watched(self) -> bool:
        """Tell whether anybody is told how it goes, or asked whether to stop."""
        return self._on_progress is not None or self._should_stop is not None

    @contextmanager
    def excusing(self) -> Iterator[None]:
        """Add what happens inside to the time, if it is so long that it must be compiling.

        That happens once on a machine; the caller gets the search that was paid for.
        """
        began_s = time.perf_counter()
        yield
        spent_s = time.perf_counter() - began_s
        if spent_s > COMPILING_S:
            self.seconds += spent_s

    def progress(self, iterations: int) -> float:
        """Return how much of the budget is spent, from 0 to 1 (or above).

        By iterations where they are bounded, so that the same search repeats itself.
        """
        if self.iterations is not None:
            return iterations / max(1, self.iterations)
        return self.elapsed_s / max(1e-9, self.seconds)

    def most_iterations(self, wanted: int, iterations: int) -> int:
        """Return how many of the ``wanted`` iterations may be made after ``iterations``.

        Where iterations are bounded, a fixed share of them, so that no clock has a say.
        """
        if self.iterations is None:
            return wanted
        return max(1, min(self.iterations // SHARES, LONGEST_CHUNK, self.iterations - iterations))

    def is_stopped(self) -> bool:
        """Tell whether the caller wishes to stop, whatever time is left."""
        if not self._stopped and self._should_stop is not None:
            elapsed_s = self.elapsed_s
            if elapsed_s >= self._next_ask_s:
                self._next_ask_s = elapsed_s + ASK_INTERVAL_S
                self._stopped = self._should_stop()
        return self._stopped

    def wants_report(self) -> bool:
        """Tell whether a report is due, so that nobody counts routes for nothing."""
        return self._on_progress is not None and self.elapsed_s >= self._next_report_s

    def report(
        self,
        *,
        route_cost: int,
        lost_prizes: int,
        routes: int,
        unassigned: int,
        iterations: int,
        message: str = "",
    ) -> None:
        """Tell the caller the best so far."""
        if self._on_progress is None:
            return
        elapsed_s = self.elapsed_s
        self._next_report_s = elapsed_s + REPORT_INTERVAL_S
        self._on_progress(
            Progress(
                elapsed_s=elapsed_s,
                cost=route_cost + lost_prizes,
                route_cost=route_cost,
                routes=routes,
                unassigned=unassigned,
                iterations=iterations,
                message=message,
            )
        )
