"""How a running search is shown."""

import io

import pytest
from rich.console import Console

from doorstep.cli.plan_progress import Display
from doorstep.engine import Progress


def shown(*, is_terminal: bool, is_quiet: bool = False, unassigned: int = 0) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=is_terminal, width=110, highlight=False)
    with Display(console, 30, is_quiet=is_quiet) as display:
        display.step("Searching [1]")
        for elapsed_s in (0.1, 2.0, 5.2):
            prizes = 1_000_000_000 * unassigned
            display.progress(
                Progress(elapsed_s, 12_345_678 + prizes, 12_345_678, 1, unassigned, 10)
            )
        display.warn("Row 3 is wrong")
    return out.getvalue()


def test_a_log_gets_a_plain_line_every_five_seconds() -> None:
    lines = shown(is_terminal=False).splitlines()
    # 12,345,678 thousandths of a cent are 123.46 EUR; the line at 2.0 s is left out.
    assert lines[0].endswith("Searching [1]")
    assert [line.split() for line in lines[1:3]] == [
        ["0.1", "s", "123.46", "EUR,", "1", "route"],
        ["5.2", "s", "123.46", "EUR,", "1", "route"],
    ]


def test_a_terminal_shows_the_best_so_far_and_how_to_stop() -> None:
    text = shown(is_terminal=True)
    assert "5.2 of 30 s" in text
    assert "123.46 EUR" in text
    assert "Ctrl-C keeps the best plan so far" in text


@pytest.mark.parametrize("is_terminal", [True, False])
def test_before_there_is_a_plan_it_says_what_goes_on(*, is_terminal: bool) -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=is_terminal, width=110, highlight=False)
    with Display(console, 30, is_quiet=False) as display:
        display.progress(Progress(7.0, 5, 0, 0, 4, 0, "preparing the search"))
    assert "preparing the search" in out.getvalue()
    assert "unassigned" not in out.getvalue()


def test_the_prizes_of_what_is_left_out_are_not_shown_as_a_cost() -> None:
    text = shown(is_terminal=False, unassigned=2)
    assert "123.46 EUR, 1 route, 2 unassigned" in text


def test_quiet_prints_warnings_only() -> None:
    assert shown(is_terminal=False, is_quiet=True) == "Row 3 is wrong\n"
