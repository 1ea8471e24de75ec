"""The routes and stops of plans, and what they leave out."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from doorstep.kernel import Point, TimeWindow
from doorstep.planning.model import Fix
from doorstep.planning.rests import keep_breaks, read_kept_breaks
from doorstep.planning.store.tables import PlanRouteRow, PlanStopRow, PlanUnassignedRow
from doorstep.planning.stored import StoredRoute, StoredStop, StoredUnassigned


def add_routes(
    session: Session, tenant_id: str, plan_id: str, routes: Sequence[StoredRoute]
) -> None:
    """Add a plan's routes with their stops."""
    for ordinal, route in enumerate(routes):
        session.add(_to_route_row(tenant_id, plan_id, ordinal, route))
    session.flush()
    session.add_all(
        _to_stop_row(tenant_id, plan_id, route.id, stop)
        for route in routes
        for stop in route.stops
    )
    session.flush()


def add_unassigned(
    session: Session, tenant_id: str, plan_id: str, unassigned: Sequence[StoredUnassigned]
) -> None:
    """Add what a plan leaves out."""
    session.add_all(
        PlanUnassignedRow(
            tenant_id=tenant_id,
            plan_id=plan_id,
            ordinal=ordinal,
            shipment_id=left.shipment_id,
            reference=left.reference,
            recipient=left.recipient,
            address=left.address,
            lat=left.location.lat,
            lon=left.location.lon,
            reason=left.reason,
            sentence=left.sentence,
            action=left.action,
            fixes=[asdict(fix) for fix in left.fixes],
        )
        for ordinal, left in enumerate(unassigned)
    )
    session.flush()


def list_routes(session: Session, plan_id: str) -> tuple[StoredRoute, ...]:
    """Return a plan's routes with their stops in order."""
    stops: dict[str, list[StoredStop]] = {}
    for stop in session.scalars(
        select(PlanStopRow).where(PlanStopRow.plan_id == plan_id).order_by(PlanStopRow.sequence)
    ):
        stops.setdefault(stop.route_id, []).append(_to_stop(stop))
    routes = session.scalars(
        select(PlanRouteRow).where(PlanRouteRow.plan_id == plan_id).order_by(PlanRouteRow.ordinal)
    )
    return tuple(_to_route(route, stops.get(route.id, [])) for route in routes)


def list_unassigned(session: Session, plan_id: str) -> tuple[StoredUnassigned, ...]:
    """Return what a plan leaves out."""
    rows = session.scalars(
        select(PlanUnassignedRow)
        .where(PlanUnassignedRow.plan_id == plan_id)
        .order_by(PlanUnassignedRow.ordinal)
    )
    return tuple(
        StoredUnassigned(
            shipment_id=row.shipment_id,
            reference=row.reference,
            recipient=row.recipient,
            address=row.address,
            location=Point(row.lat, row.lon),
            reason=row.reason,
            sentence=row.sentence,
            action=row.action,
            fixes=tuple(Fix(**fix) for fix in row.fixes),
        )
        for row in rows
    )


def _to_route_row(tenant_id: str, plan_id: str, ordinal: int, route: StoredRoute) -> PlanRouteRow:
    return PlanRouteRow(
        id=route.id,
        tenant_id=tenant_id,
        plan_id=plan_id,
        ordinal=ordinal,
        vehicle_id=route.vehicle_id,
        vehicle=route.vehicle,
        driver_id=route.driver_id,
        driver=route.driver,
        color=route.color,
        depot_id=route.depot_id,
        depot=route.depot,
        depot_address=route.depot_address,
        depot_lat=route.depot_location.lat,
        depot_lon=route.depot_location.lon,
        start_at=route.start_at,
        end_at=route.end_at,
        distance_m=route.distance_m,
        cost_minor=route.cost_minor,
        weight_g=route.weight_g,
        volume_cm3=route.volume_cm3,
        capacity_g=route.capacity_g,
        capacity_cm3=route.capacity_cm3,
        geometry=route.geometry,
        breaks=keep_breaks(route.breaks),
        co2e_g=route.co2e_g,
        co2e_cost_minor=route.co2e_cost_minor,
        extra_visits=route.extra_visits,
        extra_visits_cost_minor=route.extra_visits_cost_minor,
    )


def _to_route(row: PlanRouteRow, stops: Sequence[StoredStop]) -> StoredRoute:
    return StoredRoute(
        id=row.id,
        vehicle_id=row.vehicle_id,
        vehicle=row.vehicle,
        driver_id=row.driver_id,
        driver=row.driver,
        color=row.color,
        depot_id=row.depot_id,
        depot=row.depot,
        depot_address=row.depot_address,
        depot_location=Point(row.depot_lat, row.depot_lon),
        start_at=row.start_at,
        end_at=row.end_at,
        distance_m=row.distance_m,
        cost_minor=row.cost_minor,
        weight_g=row.weight_g,
        volume_cm3=row.volume_cm3,
        capacity_g=row.capacity_g,
        capacity_cm3=row.capacity_cm3,
        geometry=row.geometry,
        stops=tuple(stops),
        breaks=read_kept_breaks(row.breaks),
        co2e_g=row.co2e_g,
        co2e_cost_minor=row.co2e_cost_minor,
        extra_visits=row.extra_visits,
        extra_visits_cost_minor=row.extra_visits_cost_minor,
    )


def _to_stop_row(tenant_id: str, plan_id: str, route_id: str, stop: StoredStop) -> PlanStopRow:
    return PlanStopRow(
        id=stop.id,
        tenant_id=tenant_id,
        plan_id=plan_id,
        route_id=route_id,
        sequence=stop.sequence,
        shipment_id=stop.shipment_id,
        reference=stop.reference,
        recipient=stop.recipient,
        phone=stop.phone,
        address=stop.address,
        lat=stop.location.lat,
        lon=stop.location.lon,
        arrival_at=stop.arrival_at,
        service_start_at=stop.service_start_at,
        departure_at=stop.departure_at,
        windows=[[one.early_at.isoformat(), one.late_at.isoformat()] for one in stop.windows],
        parcels=stop.parcels,
        weight_g=stop.weight_g,
        volume_cm3=stop.volume_cm3,
        service_s=stop.service_s,
        note=stop.note,
        slack_s=stop.slack_s,
        tracking_token=stop.tracking_token,
        kind=stop.kind,
    )


def _to_stop(row: PlanStopRow) -> StoredStop:
    windows = (
        TimeWindow(datetime.fromisoformat(early), datetime.fromisoformat(late))
        for early, late in row.windows
    )
    return StoredStop(
        id=row.id,
        sequence=row.sequence,
        shipment_id=row.shipment_id,
        reference=row.reference,
        recipient=row.recipient,
        phone=row.phone,
        address=row.address,
        location=Point(row.lat, row.lon),
        arrival_at=row.arrival_at,
        service_start_at=row.service_start_at,
        departure_at=row.departure_at,
        windows=tuple(windows),
        parcels=row.parcels,
        weight_g=row.weight_g,
        volume_cm3=row.volume_cm3,
        service_s=row.service_s,
        note=row.note,
        slack_s=row.slack_s,
        tracking_token=row.tracking_token,
        kind=row.kind,
    )
