"""``doorstep events``: the journal as others read it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from doorstep.bootstrap import export_events
from doorstep.plumbing.settings import Settings


class Format(StrEnum):
    """In which form events are written."""

    CLOUDEVENTS = "cloudevents"
    EPCIS = "epcis"


events = typer.Typer(no_args_is_help=True, help="Export the journal.")


@events.callback()
def _group() -> None:
    pass


@events.command()
def export(
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")],
    data: Annotated[Path, typer.Option(metavar="DIR", help="The data folder.")] = Path("var"),
    form: Annotated[
        Format,
        typer.Option("--format", help="CloudEvents, one on a line, or a GS1 EPCIS 2.0 document."),
    ] = Format.CLOUDEVENTS,
    tenant: Annotated[
        str, typer.Option(metavar="ID", help="Which company; needed where there are several.")
    ] = "",
) -> None:
    """Write a stopped installation's events, oldest first."""
    with out.open("w", encoding="utf-8") as file:
        count = export_events(Settings(data_dir=data), tenant, form.value, file)
    Console(highlight=False).print(f"{out} is written: {count} events.", soft_wrap=True)
