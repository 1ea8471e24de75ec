"""Keep released routes and what drivers report; find them again."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from doorstep.dispatch.model import Attempt, DispatchedRoute, RouteStatus
from doorstep.dispatch.store.mapping import (
    to_route,
    write_route,
    write_route_progress,
    write_stop,
    write_stop_progress,
)
from doorstep.dispatch.store.tables import AttemptRow, CommandRow, FileRow, RouteRow, StopRow


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


def save_progress(session: Session, route: DispatchedRoute) -> None:
    """Write what has happened on the route; what was planned stays as it is."""
    row = session.scalars(select(RouteRow).where(RouteRow.id == route.id)).one()
    write_route_progress(row, route)
    stops = {stop.id: stop for stop in route.stops}
    for stop_row in row.stops:
        write_stop_progress(stop_row, stops[stop_row.id])
    session.flush()


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
    rows = session.scalars(
        select(RouteRow)
        .where(
            RouteRow.driver_id == driver_id,
            RouteRow.service_on >= since_on,
            RouteRow.status != RouteStatus.RECALLED.value,
        )
        .order_by(RouteRow.service_on, RouteRow.released_at)
    )
    return [to_route(row) for row in rows]


def list_duty(
    session: Session, driver_id: str, since_on: date
) -> list[tuple[datetime, datetime | None]]:
    """Return from when until when the driver drove the routes from ``since_on`` on."""
    rows = session.execute(
        select(RouteRow.started_at, RouteRow.finished_at).where(
            RouteRow.driver_id == driver_id,
            RouteRow.service_on >= since_on,
            RouteRow.status != RouteStatus.RECALLED.value,
        )
    )
    return [(started_at, ended_at) for started_at, ended_at in rows if started_at is not None]


def find_route(
    session: Session, route_id: str, *, to_change: bool = False
) -> DispatchedRoute | None:
    """Return the route or none; ``to_change`` keeps others from changing it meanwhile."""
    query = select(RouteRow).where(RouteRow.id == route_id)
    row = session.scalars(query.with_for_update() if to_change else query).first()
    return to_route(row) if row else None


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


def add_attempt(session: Session, tenant_id: str, attempt: Attempt) -> None:
    """Keep an attempt."""
    fix = attempt.position
    session.add(
        AttemptRow(
            tenant_id=tenant_id,
            id=attempt.id,
            route_id=attempt.route_id,
            stop_id=attempt.stop_id,
            shipment_id=attempt.shipment_id,
            command_id=attempt.command_id,
            outcome=attempt.outcome.value,
            reason=attempt.reason and attempt.reason.value,
            note=attempt.note,
            happened_at=attempt.happened_at,
            completed_at=attempt.completed_at,
            recorded_at=attempt.recorded_at,
            photos=list(attempt.proof.photos),
            signature=attempt.proof.signature,
            recipient_name=attempt.proof.recipient_name,
            lat=fix and fix.point.lat,
            lon=fix and fix.point.lon,
            accuracy_m=fix and fix.accuracy_m,
            distance_m=attempt.distance_m,
            disputed=attempt.disputed,
        )
    )
    session.flush()


def find_digest(session: Session, driver_id: str, command_id: str) -> str | None:
    """Return the digest of the driver's applied command, or none when it was never applied."""
    return session.scalars(
        select(CommandRow.digest).where(
            CommandRow.driver_id == driver_id, CommandRow.command_id == command_id
        )
    ).first()


def add_command(session: Session, row: CommandRow) -> None:
    """Remember an applied command."""
    session.add(row)
    session.flush()


def find_file(session: Session, sha256: str) -> FileRow | None:
    """Return what is known about the file, or none."""
    return session.scalars(select(FileRow).where(FileRow.sha256 == sha256)).first()


def list_known_files(session: Session, names: Sequence[str]) -> set[str]:
    """Return which of the named files were uploaded."""
    return set(session.scalars(select(FileRow.sha256).where(FileRow.sha256.in_(names))))


def add_file(session: Session, row: FileRow) -> None:
    """Keep what is known about an uploaded file."""
    session.add(row)
    session.flush()
