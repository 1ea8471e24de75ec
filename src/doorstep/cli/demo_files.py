"""``doorstep demo-files``: made-up orders and a fleet, to try ``doorstep plan`` with."""

import shutil
import sys
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from doorstep.cli.plan import default_cache
from doorstep.demo.orders import generate_csv
from doorstep.kernel import SystemClock
from doorstep.roads.sources import load_region

_TIMEZONE = "Europe/Helsinki"
_DATA = files("doorstep.demo") / "data"


def demo_files(
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files are written.")],
    orders: Annotated[int, typer.Option(min=1, max=5000, help="How many shipments.")] = 300,
    seed: Annotated[int, typer.Option(min=0, help="Same seed and date, same files.")] = 1,
    day: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="The service date; today if not given."),
    ] = None,
) -> None:
    """Write a day of made-up orders and a fleet of eight vans for the demo city, Helsinki."""
    console = Console(highlight=False)
    service_on = (day or SystemClock().now().astimezone(ZoneInfo(_TIMEZONE))).date()
    out.mkdir(parents=True, exist_ok=True)
    orders_file, fleet_file, city = (
        out / name for name in ("orders.csv", "fleet.toml", "helsinki.osm.pbf")
    )
    city.write_bytes((_DATA / city.name).read_bytes())
    region = load_region(city, default_cache())
    orders_file.write_bytes(generate_csv(region, orders, seed, service_on))
    fleet_file.write_bytes((_DATA / "fleet.toml").read_bytes())
    console.print(
        f"{orders_file}, {fleet_file} and {city} are written. Plan it with:\n",
        markup=False,
        soft_wrap=True,
    )
    # What is pasted back works, also where the program is not on the path.
    program = "doorstep" if shutil.which("doorstep") else sys.argv[0]
    console.print(
        f"{program} plan {orders_file} --fleet {fleet_file} --roads {city} "
        f"--date {service_on} --out {out / 'plan'}",
        markup=False,
        soft_wrap=True,
    )
    console.print("\nThe map is © OpenStreetMap contributors, ODbL 1.0.")
