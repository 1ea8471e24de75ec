"""How a search goes, while it goes: a line that changes, or plain lines in a log."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from doorstep.engine import Progress
from doorstep.fleet import Fleet
from doorstep.kernel import Money

_MILLI = 1000
# A log of plain lines gets one as often as this.
_LINE_EVERY_S = 5.0


class Display:
    """Prints steps, warnings and the best plan so far on standard error.

    Parameters
    ----------
    console
        Where to.
    seconds
        How long the search may take.
    is_quiet
        Whether only warnings are printed.
    """

    def __init__(self, console: Console, seconds: float, *, is_quiet: bool) -> None:
        self._console = console
        self._seconds = seconds
        self._is_quiet = is_quiet
        self._currency = "EUR"
        self._live: Live | None = None
        self._next_line_s = 0.0
        self._begun_s = time.perf_counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end_live()

    def step(self, sentence: str) -> None:
        """Say what is done next, with the seconds since the beginning."""
        self._end_live()
        if not self._is_quiet:
            elapsed_s = time.perf_counter() - self._begun_s
            self._console.print(f"[dim]{elapsed_s:6.1f} s[/]  ", end="")
            self._console.print(sentence, markup=False, soft_wrap=True)

    def fleet(self, crew: Fleet) -> None:
        """Learn the currency of the costs to come."""
        self._currency = crew.currency

    def warn(self, sentence: str) -> None:
        """Say something that must be seen even when quiet."""
        self._console.print(sentence, style="yellow", markup=False, soft_wrap=True)

    def progress(self, best: Progress) -> None:
        """Show the best plan so far."""
        if self._is_quiet:
            return
        if not self._console.is_terminal:
            if best.elapsed_s >= self._next_line_s:
                self._next_line_s = best.elapsed_s + _LINE_EVERY_S
                line = f"          {self._sentence(best)}"
                self._console.print(line, markup=False, soft_wrap=True)
            return
        if self._live is None:
            self._live = Live(console=self._console, transient=True, refresh_per_second=8)
            self._live.start()
        self._live.update(self._panel(best))

    def _sentence(self, best: Progress) -> str:
        if best.message:
            return f"{best.elapsed_s:5.1f} s  {best.message}"
        unassigned = f", {best.unassigned} unassigned" if best.unassigned else ""
        return f"{best.elapsed_s:5.1f} s  {self._cost(best)}, {_routes(best)}{unassigned}"

    def _panel(self, best: Progress) -> Group:
        if best.message:
            return Group(Text(f"         {best.elapsed_s:.0f} s  {best.message}", style="dim"))
        done = min(best.elapsed_s, self._seconds)
        bar = Table.grid(padding=(0, 2))
        bar.add_row(
            "       ",
            ProgressBar(total=self._seconds, completed=done, width=32),
            f"{best.elapsed_s:.1f} of {self._seconds:g} s",
            Text(self._cost(best), style="bold"),
            _routes(best),
            Text(f"{best.unassigned} unassigned", style="yellow" if best.unassigned else "green"),
        )
        return Group(bar, Text("         Ctrl-C keeps the best plan so far", style="dim"))

    def _cost(self, best: Progress) -> str:
        return str(Money(round(best.route_cost / _MILLI), self._currency))

    def _end_live(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None


def _routes(best: Progress) -> str:
    return f"{best.routes} route{'' if best.routes == 1 else 's'}"
