"""``doorstep serve``: a company of one's own, with its own data, city and real time."""

import os
import sqlite3
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from doorstep.bootstrap import (
    FirstStart,
    open_parts,
    open_region_of_company,
    prepare_company,
    require_own_folder,
)
from doorstep.cli.serving import Server, print_running, require_free_port
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.start import list_warnings


def serve(
    *,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The company's data folder.")
    ] = None,
    roads: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|URL|NAME",
            help="The city: an .osm.pbf file, its address, or a region that is there already.",
        ),
    ] = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; this machine only if not given.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; 8000 if not given.")
    ] = None,
) -> None:
    """Run Doorstep for a company of your own; the first start prints a link to set it up."""
    chosen = {"data_dir": data, "host": host, "port": port}
    given = {name: value for name, value in chosen.items() if value is not None}
    settings = Settings().model_copy(update=given)
    require_own_folder(settings)
    require_free_port(settings)
    for warning in list_warnings(
        sqlite=None if settings.database_url else sqlite3.sqlite_version_info,
        user_id=os.geteuid(),
        host=settings.host,
        public_url=settings.public_url,
    ):
        typer.echo(f"{typer.style('Warning.', fg='yellow', bold=True)} {warning}")
    with ExitStack() as stack:
        typer.echo("Opening the data folder and the city", err=True)
        parts = stack.enter_context(open_parts(settings))
        first = prepare_company(parts)
        if roads is not None:
            # its display of progress takes 7 MB that a server without it would keep
            from doorstep.cli.region import watched  # noqa: PLC0415

            with watched() as watcher:
                open_region_of_company(parts, first.tenant_id, roads, watcher)
        else:
            open_region_of_company(parts, first.tenant_id)
        url = settings.public_url or f"http://{settings.host}:{settings.port}"
        Server(parts, None, lambda: _print(url, first)).run()


def _print(url: str, first: FirstStart) -> None:
    print_running(url)
    if first.owner_token:
        typer.echo(f"  Set up    {url}/#join={first.owner_token}")
        typer.echo(
            "  Open it to become the owner. It works once, for 24 hours; "
            "starting again makes a new one.\n"
        )
    else:
        typer.echo(f"  Console   {url}/")
        typer.echo(f"  Drivers   {url}/driver/\n")
