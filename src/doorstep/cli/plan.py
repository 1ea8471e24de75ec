"""``doorstep plan``: a day's routes from files, into files."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from doorstep import orders, planning
from doorstep.cli.plan_display import print_plan
from doorstep.cli.plan_progress import Display
from doorstep.cli.stopping import stop_on_interrupt
from doorstep.kernel import SystemClock
from doorstep.plumbing.settings import Settings

EXIT_BAD_INPUT = 2
EXIT_NOTHING_PLANNED = 3


def plan(  # noqa: PLR0913, one argument for each option of the command line
    *,
    orders_file: Annotated[
        Path, typer.Argument(metavar="ORDERS.csv", help="The shipments of the day.")
    ],
    fleet_file: Annotated[
        Path, typer.Option("--fleet", metavar="FLEET.toml", help="Depots, vehicles, shifts.")
    ],
    roads_file: Annotated[
        Path, typer.Option("--roads", metavar="CITY.osm.pbf", help="An OpenStreetMap extract.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the plan is written.")],
    seconds: Annotated[float, typer.Option(min=0.1, max=86_400, help="How long to search.")] = 30,
    day: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="The service date; today if not given."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Plan nothing while a row is wrong.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of the search's random choices.")] = 1,
    disruptions_file: Annotated[
        Path | None,
        typer.Option(
            "--disruptions", metavar="FILE.geojson", help="Closures and slow zones, by time."
        ),
    ] = None,
    traffic: Annotated[
        bool, typer.Option("--traffic", help="Count the peak hours of working days.")
    ] = False,
    profiles: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Travel profiles of your own, one TOML file each."),
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keeps roads and travel times.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only what is wrong.")
    ] = False,
) -> None:
    """Plan a day's routes from files; docs/guides/files.md explains them."""
    request = planning.PlanRequest(
        orders_path=orders_file,
        fleet_path=fleet_file,
        roads_path=roads_file,
        out_dir=out,
        cache_dir=cache or default_cache(),
        seconds=seconds,
        seed=seed,
        service_on=_to_date(day),
        is_strict=strict,
        disruptions_path=disruptions_file,
        with_traffic=traffic,
        profiles_dir=profiles,
        road_server_url=Settings().road_server_url,
    )
    errors = Console(stderr=True, highlight=False)
    with stop_on_interrupt() as stopping, Display(errors, seconds, is_quiet=quiet) as display:
        audience = planning.Audience(
            on_step=display.step,
            on_fleet=display.fleet,
            on_orders=lambda found: _print_orders(display, found),
            on_progress=display.progress,
            should_stop=stopping.is_set,
        )
        report = planning.plan_files(request, SystemClock(), audience)
    if stopping.is_set() and report.plan is not None:
        errors.print("Stopped early: this is the best plan found so far.", style="yellow")
    if not quiet:
        print_plan(Console(highlight=False), report)
    _exit(report, errors)


def _exit(report: planning.PlanReport, errors: Console) -> None:
    if report.plan is None:
        errors.print("No row of the orders file can be planned.", style="red")
        raise typer.Exit(EXIT_BAD_INPUT)
    if not report.plan.routes:
        errors.print("Nothing could be planned: see the reason of each shipment.", style="red")
        raise typer.Exit(EXIT_NOTHING_PLANNED)


def _print_orders(display: Display, found: orders.OrdersFile) -> None:
    for notice in found.notices:
        display.warn(notice)
    if found.rejected:
        rows = len(found.rejected)
        display.warn(f"{rows} {'row is' if rows == 1 else 'rows are'} wrong:")
        for line in planning.describe_rejected(found.rejected):
            display.warn(f"  {line}")


def _to_date(day: datetime | None) -> date | None:
    return None if day is None else day.date()


def default_cache() -> Path:
    """Return the folder of the user in which roads and travel times are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "doorstep"
