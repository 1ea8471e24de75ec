"""What finished routes teach about streets, each trip on its own: a job of the night.

The job may run any number of times: a route counts once, in the transaction that keeps its
lessons.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from doorstep import dispatch, fleet, roads, speeds
from doorstep.dispatch import DispatchedRoute, RouteStatus
from doorstep.kernel import Point
from doorstep.plumbing import auth
from doorstep.plumbing.db import Database
from doorstep.plumbing.invariants import tenant_ids_of
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit, Unit
from doorstep.roads.sources import Region
from doorstep.tracking import store
from doorstep.tracking.model import Position

LEARN_JOB = "tracking.learn"
_NIGHT_HOURS = range(2, 5)
_DAYS = 7
"""Reports of a route may come in so late."""
_LEAST_POSITIONS = 5
_WORST_M = 50.0
_ROUTES_AT_ONCE = 20

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Learned:
    """How many routes were learned from, and how many pieces of street that was about."""

    routes: int
    seen: int


@dataclass(frozen=True, slots=True)
class _Trip:
    start: Point
    end: Point
    departed_at: datetime
    arrived_at: datetime


def install(kit: Kit, region: Region, positions: Database) -> None:
    """Have what drivers did taught to the roads by this process when the job comes up."""
    kit.work.handle(LEARN_JOB, partial(_run, kit, region, positions))


def enqueue_learning(kit: Kit, tenant_id: str) -> None:
    """Ask for the lessons of a company's routes; made in the background, also after a crash."""
    with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
        kit.work.enqueue(unit.session, LEARN_JOB, {"tenant_id": tenant_id})


def enqueue_at_night(kit: Kit, asked: dict[str, date]) -> int:
    """Ask for the lessons of each company in whose place it is night; return for how many.

    Parameters
    ----------
    asked
        For which night each company was asked for already; kept up to date here. Asking once more
        after a start does no harm.
    """
    count = 0
    for tenant_id in tenant_ids_of(kit.database):
        with kit.read(tenant_id) as unit:
            local = unit.now().astimezone(ZoneInfo(auth.get_company(unit).timezone))
        if local.hour in _NIGHT_HOURS and asked.get(tenant_id) != local.date():
            enqueue_learning(kit, tenant_id)
            asked[tenant_id] = local.date()
            count += 1
    return count


def learn(kit: Kit, region: Region, positions: Database, tenant_id: str) -> Learned:
    """Learn from the routes that were finished in the last days, and not learned from so far."""
    routes = seen = 0
    teachers: dict[str, roads.Teacher] = {}
    with kit.read(tenant_id) as unit:
        zone: tzinfo = ZoneInfo(auth.get_company(unit).timezone)
        today = dispatch.today_of(unit)
        days = [today - timedelta(days=back) for back in range(_DAYS, -1, -1)]
        done = [
            route
            for day in days
            for route in dispatch.list_routes(unit, day)
            if route.status is RouteStatus.FINISHED
        ]
        fresh = speeds.list_unlearned(unit, [route.id for route in done])
        profiles = _profiles(unit)
    waiting = [route for route in done if route.id in fresh]
    for first in range(0, len(waiting), _ROUTES_AT_ONCE):
        taught = []
        for route in waiting[first : first + _ROUTES_AT_ONCE]:
            profile = profiles.get(route.vehicle_id, "")
            if profile not in region.network.profiles:
                continue
            if profile not in teachers:
                view = region.network.view(profile)
                teachers[profile] = roads.Teacher(region.network.graph, view)
            fixes = _positions_of(positions, tenant_id, route)
            lessons = _lessons(teachers[profile], route, fixes, zone)
            seen += len(lessons.street)
            taught.append(speeds.Taught(route.id, route.service_on, profile, lessons))
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            routes += speeds.record(unit, taught)
    return Learned(routes, seen)


def _run(kit: Kit, region: Region, positions: Database, payload: dict[str, Any]) -> None:
    tenant_id = str(payload["tenant_id"])
    learned = learn(kit, region, positions, tenant_id)
    _log.info("learned from %s routes of %s", learned.routes, tenant_id)


def _profiles(unit: Unit) -> dict[str, str]:
    """Return the travel profile of each vehicle there is or was."""
    _, _, retired = fleet.list_retired(unit)
    return {one.id: one.vehicle.profile for one in (*retired, *fleet.load(unit).vehicles)}


def _positions_of(positions: Database, tenant_id: str, route: DispatchedRoute) -> list[Position]:
    """Return where the route's driver was while under way."""
    if route.started_at is None or route.finished_at is None:
        return []
    with positions.read(None) as session:
        found = store.list_between(
            session, tenant_id, route.driver_id, route.started_at, route.finished_at
        )
    return [one for one in found if (one.accuracy_m or 0.0) <= _WORST_M]


def _trips(route: DispatchedRoute) -> Iterator[_Trip]:
    """Yield the trips from leaving one place to arriving at the next, as reported."""
    driven = sorted(
        (stop for stop in route.stops if stop.completed_at is not None),
        key=lambda stop: stop.completed_at or route.start_at,
    )
    if not driven or route.started_at is None:
        return
    first = driven[0]
    if first.arrived_at is not None:
        yield _Trip(route.depot.location, first.location, route.started_at, first.arrived_at)
    for before, after in pairwise(driven):
        if before.completed_at is not None and after.arrived_at is not None:
            yield _Trip(before.location, after.location, before.completed_at, after.arrived_at)


def _lessons(
    teacher: roads.Teacher, route: DispatchedRoute, fixes: list[Position], zone: tzinfo
) -> roads.Lessons:
    """Return what the trips of a route say; those with few positions by their time alone."""
    found = roads.Lessons.nothing()
    for trip in _trips(route):
        if trip.arrived_at <= trip.departed_at:
            continue
        some = [one for one in fixes if trip.departed_at <= one.fixed_at <= trip.arrived_at]
        if len(some) >= _LEAST_POSITIONS:
            drive = roads.Drive(
                [roads.Position(one.point, one.heading_deg) for one in some],
                [one.fixed_at for one in some],
                zone,
            )
            found += teacher.observe(drive)
        else:
            found += teacher.observe_trip(
                trip.start, trip.end, trip.departed_at, trip.arrived_at, zone
            )
    return found
