"""``doorstep verify``: whether everything that must hold in a data folder does."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from doorstep.bootstrap import open_snapshot, open_stopped
from doorstep.bootstrap import verify as verify_installation
from doorstep.plumbing.invariants import Verdict
from doorstep.plumbing.ownership import FolderInUseError
from doorstep.plumbing.settings import Settings

_MOST_SHOWN = 5


def verify(
    *,
    data: Annotated[Path, typer.Option(metavar="DIR", help="The data folder.")] = Path("var"),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Check an installation, also while it serves; exit code 0 when all is well, 1 when not."""
    settings = Settings(data_dir=data)
    try:
        with open_stopped(settings) as installation:
            verdicts = verify_installation(installation)
    except FolderInUseError:
        verdicts = _verify_serving(settings)
    violated = [one for one in verdicts if one.violations]
    if as_json:
        report = {"ok": not violated, "invariants": [_as_json(one) for one in verdicts]}
        typer.echo(json.dumps(report, indent=2))
    else:
        _print(verdicts)
    raise typer.Exit(1 if violated else 0)


def _verify_serving(settings: Settings) -> list[Verdict]:
    """Look at one moment of a serving installation; at a second one where something is wrong.

    The databases are of one moment, the pictures beside them are not: one whose time was over
    may go in between. What is wrong in earnest is wrong a moment later as well.
    """
    with open_snapshot(settings) as installation:
        verdicts = verify_installation(installation)
    wrong = {one.name for one in verdicts if one.violations}
    if not wrong:
        return verdicts
    with open_snapshot(settings) as installation:
        again = verify_installation(installation)
    return [one if one.name in wrong else replace(one, violations=()) for one in again]


def _as_json(verdict: Verdict) -> dict[str, object]:
    return {"status": "violated" if verdict.violations else "ok", **asdict(verdict)}


def _print(verdicts: Sequence[Verdict]) -> None:
    console = Console(highlight=False)
    for verdict in verdicts:
        mark = "[bold red]violated[/]" if verdict.violations else "[green]ok      [/]"
        console.print(f"{mark}  {verdict.sentence} ({verdict.name})", soft_wrap=True)
        for sentence in verdict.violations[:_MOST_SHOWN]:
            console.print(f"          {sentence}", markup=False, soft_wrap=True)
        more = len(verdict.violations) - _MOST_SHOWN
        if more > 0:
            console.print(f"          And {more} more; --json lists them all.")
        if verdict.violations:
            console.print(f"          {verdict.action}", markup=False, soft_wrap=True)
    violated = sum(bool(one.violations) for one in verdicts)
    console.print(f"\n{len(verdicts)} invariants, {violated} violated.")
