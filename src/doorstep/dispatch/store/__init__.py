"""Keep released routes and what drivers report; find them again."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, lazyload

from doorstep.dispatch.evidence.device_keys import Algorithm
from doorstep.dispatch.evidence.manifest import Device, KeptFile
from doorstep.dispatch.model import ACTIVE, Attempt, DispatchedRoute, RouteStatus
from doorstep.dispatch.store.mapping import (
    route_progress,
    stop_progress,
    to_attempt,
    to_route,
    write_route,
    write_stop,
)
from doorstep.dispatch.store.tables import (
    AttemptRow,
    CommandRow,
    DeviceRow,
    FileRow,
    RouteRow,
    SealRow,
    StopRow,
)
from doorstep.plumbing.db import add_rows, change_many


def add_route(session: Session, tenant_id: str, route: DispatchedRoute) -> None:
    """Keep a newly released route."""
    row = RouteRow(tenant_id=tenant_id, id=route.id, stops=[])
    write_route(row, route)
    for stop in route.stops:
        stop_row = StopRow(tenant_id=tenant_id, id=stop.id)
        write_stop(stop_row, stop)
        row.stops.append(stop_row)
    session.add(row)
    session.flush()


class Progress:
    """What has happened on routes, kept until ``write``; what was planned stays as it is."""

    def __init__(self) -> None:
        self._routes: dict[str, dict[str, Any]] = {}
        self._stops: dict[str, dict[str, Any]] = {}

    def note(self, before: DispatchedRoute, after: DispatchedRoute) -> None:
        """Note what has happened since ``before``."""
        progress = route_progress(after)
        if progress != route_progress(before):
            self._routes[after.id] = progress
        for known, stop in zip(before.stops, after.stops, strict=True):
            if stop is not known and stop != known:
                self._stops[stop.id] = stop_progress(stop)

    def write(self, session: Session) -> None:
        """Write what was noted since the last time."""
        change_many(session, RouteRow, list(self._routes.items()))
        change_many(session, StopRow, list(self._stops.items()))
        self._routes.clear()
        self._stops.clear()


def save_progress(session: Session, before: DispatchedRoute, after: DispatchedRoute) -> None:
    """Write what has happened since ``before``; what was planned stays as it is."""
    progress = Progress()
    progress.note(before, after)
    progress.write(session)


def list_routes(session: Session, service_on: date) -> list[DispatchedRoute]:
    """Return the day's routes, recalled ones left out, by vehicle."""
    rows = session.scalars(
        select(RouteRow)
        .where(RouteRow.service_on == service_on, RouteRow.status != RouteStatus.RECALLED.value)
        .order_by(RouteRow.vehicle, RouteRow.id)
    )
    return [to_route(row) for row in rows]


def list_routes_of_plan(session: Session, plan_id: str) -> list[DispatchedRoute]:
    """Return the plan's routes that were not recalled."""
    rows = session.scalars(
        select(RouteRow)
        .where(RouteRow.plan_id == plan_id, RouteRow.status != RouteStatus.RECALLED.value)
        .order_by(RouteRow.id)
    )
    return [to_route(row) for row in rows]


def list_routes_of_driver(
    session: Session, driver_id: str, since_on: date
) -> list[DispatchedRoute]:
    """Return the driver's routes from ``since_on`` on that were not recalled, by day."""
    return _list_open(session, since_on, RouteRow.driver_id == driver_id)


def list_routes_of_vehicle(
    session: Session, vehicle_id: str, since_on: date
) -> list[DispatchedRoute]:
    """Return the vehicle's routes from ``since_on`` on that were not recalled, by day."""
    return _list_open(session, since_on, RouteRow.vehicle_id == vehicle_id)


def list_open_days(session: Session, since_on: date) -> list[date]:
    """Return the service dates from ``since_on`` on with routes that are not finished."""
    days = session.scalars(
        select(RouteRow.service_on)
        .where(
            RouteRow.service_on >= since_on,
            RouteRow.status.in_([status.value for status in ACTIVE]),
        )
        .distinct()
        .order_by(RouteRow.service_on)
    )
    return list(days)


def _list_open(
    session: Session, since_on: date, whose: ColumnElement[bool]
) -> list[DispatchedRoute]:
    rows = session.scalars(
        select(RouteRow)
        .where(
            whose,
            RouteRow.service_on >= since_on,
            RouteRow.status != RouteStatus.RECALLED.value,
        )
        .order_by(RouteRow.service_on, RouteRow.released_at)
    )
    return [to_route(row) for row in rows]


def list_duties(
    session: Session, driver_ids: Collection[str], since_on: date
) -> dict[str, list[tuple[datetime, datetime | None]]]:
    """Return from when until when each driver drove the routes from ``since_on`` on."""
    rows = session.execute(
        select(RouteRow.driver_id, RouteRow.started_at, RouteRow.finished_at).where(
            RouteRow.driver_id.in_(sorted(driver_ids)),
            RouteRow.service_on >= since_on,
            RouteRow.status != RouteStatus.RECALLED.value,
        )
    )
    duties: dict[str, list[tuple[datetime, datetime | None]]] = {}
    for driver_id, started_at, ended_at in rows:
        if started_at is not None:
            duties.setdefault(driver_id, []).append((started_at, ended_at))
    return duties


def find_route(session: Session, route_id: str) -> DispatchedRoute | None:
    """Return the route or none."""
    row = session.scalars(select(RouteRow).where(RouteRow.id == route_id)).first()
    return to_route(row) if row else None


def list_routes_to_change(
    session: Session, wanted: Sequence[tuple[str, str | None]]
) -> dict[str, DispatchedRoute]:
    """Return those of the routes that are there, and keep others from changing them meanwhile.

    Parameters
    ----------
    wanted
        Routes, each with the stop that is asked for or none. Of a route that is under way no
        other stops are read, unless it is asked for without one.
    """
    query = select(RouteRow).where(RouteRow.id.in_(sorted({id_ for id_, _ in wanted})))
    query = query.options(lazyload(RouteRow.stops)).with_for_update()
    rows = {row.id: row for row in session.scalars(query)}
    whole = {id_ for id_, stop_id in wanted if stop_id is None and id_ in rows}
    whole |= {row.id for row in rows.values() if row.status != RouteStatus.STARTED.value}
    some = {stop_id for id_, stop_id in wanted if stop_id and id_ in rows and id_ not in whole}
    found: dict[str, StopRow] = {}
    for column, values in ((StopRow.route_id, whole), (StopRow.id, some)):
        if values:
            stops_of = select(StopRow).where(column.in_(sorted(values)))
            found |= {stop.id: stop for stop in session.scalars(stops_of)}
    stops: dict[str, list[StopRow]] = {id_: [] for id_ in rows}
    for stop in sorted(found.values(), key=lambda one: one.sequence):
        # A report may name a route and a stop that is on another one.
        if stop.route_id in stops:
            stops[stop.route_id].append(stop)
    return {id_: to_route(row, stops[id_]) for id_, row in rows.items()}


def find_route_of_shipment(session: Session, shipment_id: str) -> DispatchedRoute | None:
    """Return the newest route that carries the shipment and was not recalled, or none."""
    row = session.scalars(
        select(RouteRow)
        .join(StopRow, StopRow.route_id == RouteRow.id)
        .where(StopRow.shipment_id == shipment_id, RouteRow.status != RouteStatus.RECALLED.value)
        .order_by(RouteRow.released_at.desc(), RouteRow.id.desc())
        .limit(1)
    ).first()
    return to_route(row) if row else None


def find_route_of_stop(session: Session, stop_id: str) -> DispatchedRoute | None:
    """Return the route that a stop is on, or none."""
    query = select(RouteRow).join(StopRow, StopRow.route_id == RouteRow.id)
    row = session.scalars(query.where(StopRow.id == stop_id)).first()
    return to_route(row) if row else None


def add_attempts(session: Session, tenant_id: str, attempts: Sequence[Attempt]) -> None:
    """Keep attempts."""
    add_rows(
        session,
        AttemptRow,
        [
            {
                "tenant_id": tenant_id,
                "id": attempt.id,
                "route_id": attempt.route_id,
                "stop_id": attempt.stop_id,
                "shipment_id": attempt.shipment_id,
                "command_id": attempt.command_id,
                "outcome": attempt.outcome.value,
                "reason": attempt.reason and attempt.reason.value,
                "note": attempt.note,
                "happened_at": attempt.happened_at,
                "completed_at": attempt.completed_at,
                "recorded_at": attempt.recorded_at,
                "photos": list(attempt.proof.photos),
                "signature": attempt.proof.signature,
                "recipient_name": attempt.proof.recipient_name,
                "scans": list(attempt.proof.scans),
                "strokes": attempt.proof.strokes,
                "age_checked": attempt.proof.age_checked,
                "handed_to": attempt.proof.handed_to.value,
                "pin": attempt.pin.value,
                "lat": attempt.position and attempt.position.point.lat,
                "lon": attempt.position and attempt.position.point.lon,
                "accuracy_m": attempt.position and attempt.position.accuracy_m,
                "distance_m": attempt.distance_m,
                "disputed": attempt.disputed,
            }
            for attempt in attempts
        ],
    )


def find_digest(session: Session, driver_id: str, command_id: str) -> str | None:
    """Return the digest of the driver's applied command, or none when it was never applied."""
    return session.scalars(
        select(CommandRow.digest).where(
            CommandRow.driver_id == driver_id, CommandRow.command_id == command_id
        )
    ).first()


def list_digests(session: Session, command_ids: Collection[str]) -> dict[tuple[str, str], str]:
    """Return the digests of those of the commands that were applied, by driver and command."""
    rows = session.execute(
        select(CommandRow.driver_id, CommandRow.command_id, CommandRow.digest).where(
            CommandRow.command_id.in_(sorted(command_ids))
        )
    )
    return {(driver_id, command_id): digest for driver_id, command_id, digest in rows}


def add_commands(session: Session, commands: Sequence[dict[str, Any]]) -> None:
    """Remember applied commands."""
    add_rows(session, CommandRow, commands)


def find_file(session: Session, sha256: str) -> FileRow | None:
    """Return what is known about the file, or none."""
    return session.scalars(select(FileRow).where(FileRow.sha256 == sha256)).first()


def list_known_files(session: Session, names: Sequence[str]) -> dict[str, KeptFile]:
    """Return those of the named files that were uploaded, by their names."""
    if not names:
        return {}
    rows = session.scalars(select(FileRow).where(FileRow.sha256.in_(names)))
    return {
        row.sha256: KeptFile(
            row.sha256,
            row.media_type,
            row.size,
            row.shown_sha256,
            row.shown_media_type,
            row.shown_size,
        )
        for row in rows
    }


def add_files(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Keep what is known about uploaded files."""
    add_rows(session, FileRow, rows)


def list_attempts_at_stop(session: Session, stop_id: str) -> list[Attempt]:
    """Return the attempts at a stop in the order in which they were recorded."""
    rows = session.scalars(
        select(AttemptRow)
        .where(AttemptRow.stop_id == stop_id)
        .order_by(AttemptRow.recorded_at, AttemptRow.id)
    )
    return [to_attempt(row) for row in rows]


def add_seals(session: Session, seals: Sequence[dict[str, str]]) -> None:
    """Keep the evidence of attempts."""
    add_rows(session, SealRow, seals)


def find_seal(session: Session, attempt_id: str) -> SealRow | None:
    """Return the evidence of an attempt, or none."""
    return session.scalars(select(SealRow).where(SealRow.attempt_id == attempt_id)).first()


def find_device(session: Session, device_id: str) -> Device | None:
    """Return a registered device, or none."""
    return list_devices(session, {device_id}).get(device_id)


def list_devices(session: Session, device_ids: Collection[str]) -> dict[str, Device]:
    """Return those of the devices that are registered, by their ids."""
    if not device_ids:
        return {}
    rows = session.scalars(select(DeviceRow).where(DeviceRow.id.in_(sorted(device_ids))))
    return {
        row.id: Device(
            row.id, row.driver_id, Algorithm(row.algorithm), row.public_key, row.registered_at
        )
        for row in rows
    }


def add_device(session: Session, tenant_id: str, device: Device) -> None:
    """Keep a device's public key."""
    session.add(
        DeviceRow(
            tenant_id=tenant_id,
            id=device.id,
            driver_id=device.driver_id,
            algorithm=device.algorithm.value,
            public_key=device.public_key,
            registered_at=device.registered_at,
        )
    )
    session.flush()


def list_used_sequences(
    session: Session, numbers: Collection[tuple[str, int]]
) -> set[tuple[str, int]]:
    """Return those of the devices' numbers that reports which were applied have."""
    if not numbers:
        return set()
    # Not as pairs: for those SQLite reads through all that the company has.
    rows = session.execute(
        select(CommandRow.device_id, CommandRow.device_sequence).where(
            CommandRow.device_id.in_(sorted({device_id for device_id, _ in numbers})),
            CommandRow.device_sequence.in_(sorted({sequence for _, sequence in numbers})),
        )
    )
    return {(device_id, sequence) for device_id, sequence in rows if device_id and sequence}


def count_reports(session: Session) -> list[tuple[str, str, int, int]]:
    """Return each device, its driver, its highest number, and how many reports it has made."""
    rows = session.execute(
        select(
            CommandRow.device_id,
            func.min(CommandRow.driver_id),
            func.max(CommandRow.device_sequence),
            func.count(),
        )
        .where(CommandRow.device_id.is_not(None))
        .group_by(CommandRow.device_id)
        .order_by(CommandRow.device_id)
    )
    return [
        (device_id or "", driver_id, last or 0, count)
        for device_id, driver_id, last, count in rows
    ]


def list_sequences(session: Session, device_id: str) -> list[int]:
    """Return the numbers of the device's applied reports."""
    rows = session.scalars(
        select(CommandRow.device_sequence).where(CommandRow.device_id == device_id)
    )
    return [number for number in rows if number is not None]
