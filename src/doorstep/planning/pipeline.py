"""``doorstep plan``: from the files of a day to the files of its plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from doorstep import disruptions, engine, fleet, orders
from doorstep.kernel import Clock
from doorstep.planning.errors import MissingFileError, UnusableRoadsError
from doorstep.planning.files import (
    to_geojson,
    to_html,
    to_json,
    to_manifest,
    to_rejected_csv,
    to_stops_csv,
)
from doorstep.planning.files.atomic import write_files
from doorstep.planning.files.streets import bounds_of, list_streets
from doorstep.planning.make import make_plan
from doorstep.planning.model import Plan
from doorstep.planning.travel import measure_travel
from doorstep.roads.sources import Region, RoadFileError, load_region

REJECTED = "rejected.csv"
"""Holds the rows that could not be planned."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """The files to plan from and into, and how.

    Parameters
    ----------
    orders_path, fleet_path, roads_path
        What is read.
    out_dir, cache_dir
        Where results, and what a second run need not compute again, are written.
    service_on
        The day, or none for today in the fleet's time zone.
    is_strict
        Whether a single wrong row stops everything.
    disruptions_path
        GeoJSON of what is different on the roads for a time, or none.
    with_traffic
        Whether the peaks of the day count.
    profiles_dir
        A folder with further travel profiles, or none.
    road_server_url
        Who measures travel in place of the region's own search; empty: nobody.
    """

    orders_path: Path
    fleet_path: Path
    roads_path: Path
    out_dir: Path
    cache_dir: Path
    seconds: float = 30
    seed: int = 1
    service_on: date | None = None
    is_strict: bool = False
    disruptions_path: Path | None = None
    with_traffic: bool = False
    profiles_dir: Path | None = None
    road_server_url: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told how it goes, while it goes.

    Parameters
    ----------
    on_step
        Told what is done next, a sentence.
    on_fleet
        Told of the fleet once it is read.
    on_orders
        Told of the orders once they are read, with the rows that were rejected.
    on_progress
        Told of the best plan so far.
    should_stop
        Asked often; once true, the best plan so far is written.
    """

    on_step: Callable[[str], None]
    on_fleet: Callable[[fleet.Fleet], None]
    on_orders: Callable[[orders.OrdersFile], None]
    on_progress: Callable[[engine.Progress], None]
    should_stop: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What came out.

    Parameters
    ----------
    plan
        The plan, or none when no row was good enough to plan.
    written
        The files, in the order they were written.
    travel_from_cache
        Whether the travel times were there from an earlier run.
    """

    plan: Plan | None
    found: orders.OrdersFile
    written: tuple[Path, ...]
    travel_from_cache: bool


def plan_files(request: PlanRequest, clock: Clock, audience: Audience) -> PlanReport:
    """Plan a day from files and write the results, whole or not at all.

    Raises
    ------
    MissingFileError, UnreadableOrdersError, InvalidFleetError, UnusableRoadsError
        An input cannot be used; all findings are listed.
    RejectedOrdersError
        A row is wrong and the request is strict.
    UnreadableGeoJsonError, InvalidDisruptionError
        The file of disruptions cannot be used.
    RoadServerFailedError
        The road server that is to be asked does not answer.
    BrokenPlanError
        The plan breaks a rule: an error of Doorstep. Nothing is written.
    """
    given = (request.orders_path, request.fleet_path, request.disruptions_path)
    inputs = {path: _read(path) for path in given if path is not None}
    _prepare_folder(request.out_dir)
    audience.on_step("Reading the roads")
    region = _load_region(request)
    crew = fleet.read_toml(
        inputs[request.fleet_path],
        profiles=region.profiles,
        find_address=region.addresses.find,
    )
    audience.on_fleet(crew)
    known: list[disruptions.Disruption] = []
    if request.disruptions_path is not None:
        known = disruptions.read_file(inputs[request.disruptions_path], region.network.graph)
    service_on = request.service_on or clock.now().astimezone(ZoneInfo(crew.timezone)).date()
    crew = crew.working_on(service_on)
    audience.on_step("Reading the orders")
    found = orders.read_csv(
        inputs[request.orders_path],
        timezone=crew.timezone,
        service_on=service_on,
        area=orders.Area(region.network.bounds, region.addresses.find),
    )
    audience.on_orders(found)
    if found.rejected and request.is_strict:
        message = "Rows are wrong, so nothing was planned."
        raise orders.RejectedOrdersError(message, findings=found.findings)
    if not found.shipments:
        return PlanReport(None, found, _write(request, found, {}), travel_from_cache=False)
    audience.on_step(f"Measuring travel between {len(found.shipments)} shipments and the depots")
    travel = measure_travel(
        found.shipments,
        crew,
        region,
        request.cache_dir,
        service_on,
        known,
        with_traffic=request.with_traffic,
    )
    audience.on_step("Searching for the best routes")
    search = partial(
        engine.solve,
        seconds=request.seconds,
        seed=request.seed,
        on_progress=audience.on_progress,
        should_stop=audience.should_stop,
    )
    plan = make_plan(found.shipments, crew, travel, service_on, search)
    audience.on_step("Writing the plan")
    written = _write(request, found, _contents(plan, region))
    return PlanReport(plan, found, written, travel.from_cache)


def _contents(plan: Plan, region: Region) -> dict[str, bytes | None]:
    places = [stop.location for route in plan.routes for stop in route.stops]
    places += [route.depot.location for route in plan.routes]
    places += [left.location for left in plan.unassigned]
    streets = list_streets(region.network.graph, bounds_of(places))
    return {
        "plan.json": to_json(plan).encode(),
        "routes.geojson": to_geojson(plan).encode(),
        "stops.csv": to_stops_csv(plan),
        "manifest.pdf": to_manifest(plan) if plan.routes else None,
        "plan.html": to_html(plan, streets).encode(),
    }


def _write(
    request: PlanRequest, found: orders.OrdersFile, contents: dict[str, bytes | None]
) -> tuple[Path, ...]:
    """Write the files; those of an earlier run that would now be wrong go away."""
    rejected = to_rejected_csv(found) if found.rejected else None
    everything = {**contents, REJECTED: rejected}
    write_files(request.out_dir, everything)
    return tuple(request.out_dir / name for name, content in everything.items() if content)


def _load_region(request: PlanRequest) -> Region:
    try:
        region = load_region(request.roads_path, request.cache_dir, profiles=request.profiles_dir)
        region.ask_server(request.road_server_url)
    except RoadFileError as error:
        raise UnusableRoadsError(error.sentence, action=error.action) from error
    return region


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise MissingFileError(message) from error


def _prepare_folder(folder: Path) -> None:
    """Find out before the search, not after it, that nothing can be written."""
    try:
        write_files(folder, {".doorstep-probe": b""})
        write_files(folder, {".doorstep-probe": None})
    except OSError as error:
        message = f"{folder} cannot be written to: {error.strerror}."
        raise MissingFileError(message, action="Name another folder with --out.") from error


def describe_rejected(rows: Sequence[orders.RejectedRow]) -> list[str]:
    """Return one line of text for each fault of each row."""
    return [
        f"line {finding.line}"
        + (f", {finding.column}" if finding.column else "")
        + (f" {finding.value!r}" if finding.value else "")
        + f": {finding.reason} {finding.fix}"
        for row in rows
        for finding in row.findings
    ]
