"""``doorstep roads``: what a stopped installation can do for its streets."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from doorstep.bootstrap import learn_speeds
from doorstep.plumbing.settings import Settings

roads = typer.Typer(no_args_is_help=True, help="Teach the roads what drives have shown.")


@roads.callback()
def group() -> None:
    """Keep ``learn`` a command of its own."""


@roads.command()
def learn(
    *,
    data: Annotated[Path, typer.Option(metavar="DIR", help="The data folder.")] = Path("var"),
    tenant: Annotated[
        str, typer.Option(metavar="ID", help="Which company, where there are several.")
    ] = "",
) -> None:
    """Learn how fast streets are from routes that were finished; a server does so every night."""
    learned = learn_speeds(Settings(data_dir=data), tenant)
    sentence = f"Learned from {learned.routes} routes: {learned.seen} pieces of street."
    Console(highlight=False).print(sentence)
