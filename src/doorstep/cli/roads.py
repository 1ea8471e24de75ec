"""``doorstep roads``: what a stopped installation can do for its streets."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from doorstep import tracking
from doorstep.bootstrap import NoRegionError, Regions, open_company
from doorstep.plumbing import auth
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
    settings = Settings(data_dir=data)
    with (
        open_company(settings, tenant, to_change=True) as (installation, tenant_id),
        ExitStack() as held,
    ):
        kit, positions = installation.kit, installation.positions
        regions = Regions(settings, kit, held, positions)
        with kit.read(tenant_id) as unit:
            name = auth.get_company(unit).region
        if not name:
            message = "There are no streets to teach: no region is chosen yet."
            raise NoRegionError(message)
        regions.open(name)
        learned = tracking.learn(kit, regions.region, positions, tenant_id)
    sentence = f"Routes learned from: {learned.routes}. Pieces of street: {learned.seen}."
    Console(highlight=False).print(sentence)
