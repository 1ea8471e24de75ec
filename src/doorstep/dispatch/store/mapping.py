"""From rows to routes and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from doorstep.dispatch.model import (
    Attempt,
    DispatchedRoute,
    DispatchedStop,
    FailReason,
    Fix,
    HandedTo,
    Outcome,
    PinVerdict,
    Proof,
    RouteCosts,
    RouteDepot,
    RouteLoad,
    RouteStatus,
    StopStatus,
)
from doorstep.dispatch.store.tables import AttemptRow, RouteRow, StopRow
from doorstep.kernel import Money, Point, TimeWindow
from doorstep.planning import keep_breaks, read_kept_breaks


def write_route(row: RouteRow, route: DispatchedRoute) -> None:
    """Fill a new row."""
    for name in (
        "plan_id",
        "service_on",
        "vehicle_id",
        "vehicle",
        "driver_id",
        "driver",
        "color",
        "start_at",
        "end_at",
        "distance_m",
        "cost_minor",
        "geometry",
        "released_at",
    ):
        setattr(row, name, getattr(route, name))
    row.breaks = keep_breaks(route.breaks)
    row.currency = route.costs.currency
    row.fixed_cost_minor = route.costs.fixed_minor
    row.cost_per_km_minor = route.costs.per_km_minor
    row.cost_per_hour_minor = route.costs.per_hour_minor
    row.weight_g = route.load.weight_g
    row.volume_cm3 = route.load.volume_cm3
    row.capacity_g = route.load.capacity_g
    row.capacity_cm3 = route.load.capacity_cm3
    row.depot = route.depot.name
    row.depot_lat = route.depot.location.lat
    row.depot_lon = route.depot.location.lon
    for name, value in route_progress(route).items():
        setattr(row, name, value)


def route_progress(route: DispatchedRoute) -> dict[str, Any]:
    """Return the columns of what has happened; what was planned stays as it is."""
    return {
        "status": route.status.value,
        "started_at": route.started_at,
        "finished_at": route.finished_at,
    }


def write_stop(row: StopRow, stop: DispatchedStop) -> None:
    """Fill a new row."""
    for name in (
        "sequence",
        "shipment_id",
        "reference",
        "recipient",
        "phone",
        "address",
        "arrival_at",
        "service_start_at",
        "departure_at",
        "parcels",
        "note",
    ):
        setattr(row, name, getattr(stop, name))
    row.lat = stop.location.lat
    row.lon = stop.location.lon
    row.cod_minor = stop.cod.amount_minor if stop.cod else None
    row.cod_currency = stop.cod.currency if stop.cod else None
    row.windows = [[one.early_at.isoformat(), one.late_at.isoformat()] for one in stop.windows]
    for name, value in stop_progress(stop).items():
        setattr(row, name, value)


def stop_progress(stop: DispatchedStop) -> dict[str, Any]:
    """Return the columns of what has happened; what was planned stays as it is."""
    proved: dict[str, Any] = {}
    if stop.proof is not None:
        proved = {
            "photos": list(stop.proof.photos),
            "signature": stop.proof.signature,
            "recipient_name": stop.proof.recipient_name,
        }
    return {
        "status": stop.status.value,
        "arrived_at": stop.arrived_at,
        "completed_at": stop.completed_at,
        "reason": stop.reason and stop.reason.value,
        "disputed": stop.disputed,
        **proved,
    }


def to_route(row: RouteRow, stops: Sequence[StopRow] | None = None) -> DispatchedRoute:
    """Return the route that the row holds, with its stops or those given."""
    return DispatchedRoute(
        id=row.id,
        plan_id=row.plan_id,
        service_on=row.service_on,
        vehicle_id=row.vehicle_id,
        vehicle=row.vehicle,
        driver_id=row.driver_id,
        driver=row.driver,
        color=row.color,
        start_at=row.start_at,
        end_at=row.end_at,
        distance_m=row.distance_m,
        cost_minor=row.cost_minor,
        costs=RouteCosts(
            row.currency, row.fixed_cost_minor, row.cost_per_km_minor, row.cost_per_hour_minor
        ),
        load=RouteLoad(row.weight_g, row.volume_cm3, row.capacity_g, row.capacity_cm3),
        depot=RouteDepot(row.depot, Point(row.depot_lat, row.depot_lon)),
        geometry=row.geometry,
        released_at=row.released_at,
        stops=tuple(to_stop(one) for one in (row.stops if stops is None else stops)),
        status=RouteStatus(row.status),
        started_at=row.started_at,
        finished_at=row.finished_at,
        breaks=read_kept_breaks(row.breaks),
    )


def to_stop(row: StopRow) -> DispatchedStop:
    """Return the stop that the row holds."""
    proof = None
    if row.photos is not None:
        proof = Proof(tuple(row.photos), row.signature, row.recipient_name or "")
    return DispatchedStop(
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
        windows=tuple(
            TimeWindow(datetime.fromisoformat(early), datetime.fromisoformat(late))
            for early, late in row.windows
        ),
        parcels=row.parcels,
        note=row.note,
        status=StopStatus(row.status),
        arrived_at=row.arrived_at,
        completed_at=row.completed_at,
        reason=FailReason(row.reason) if row.reason else None,
        proof=proof,
        disputed=row.disputed,
        cod=Money(row.cod_minor, row.cod_currency)
        if row.cod_minor is not None and row.cod_currency
        else None,
    )


def to_attempt(row: AttemptRow) -> Attempt:
    """Return the attempt that the row holds."""
    position = None
    if row.lat is not None and row.lon is not None:
        position = Fix(Point(row.lat, row.lon), row.accuracy_m)
    return Attempt(
        id=row.id,
        route_id=row.route_id,
        stop_id=row.stop_id,
        shipment_id=row.shipment_id,
        command_id=row.command_id,
        outcome=Outcome(row.outcome),
        happened_at=row.happened_at,
        completed_at=row.completed_at,
        recorded_at=row.recorded_at,
        proof=Proof(
            tuple(row.photos),
            row.signature,
            row.recipient_name,
            tuple(row.scans),
            tuple(tuple((x, y, ms) for x, y, ms in stroke) for stroke in row.strokes),
            row.age_checked,
            handed_to=HandedTo(row.handed_to),
        ),
        reason=FailReason(row.reason) if row.reason else None,
        note=row.note,
        position=position,
        distance_m=row.distance_m,
        disputed=row.disputed,
        pin=PinVerdict(row.pin),
    )
