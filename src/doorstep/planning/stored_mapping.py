"""From a plan to the one that is kept, with identifiers, and back."""

from collections.abc import Callable, Iterable, Mapping

from doorstep.fleet import Depot, StoredFleet, StoredVehicle
from doorstep.orders import StoredShipment
from doorstep.planning.model import Plan, PlannedRoute, PlannedStop, UnassignedShipment
from doorstep.planning.stored import StoredPlan, StoredRoute, StoredStop, StoredUnassigned

NewId = Callable[[], str]


def to_stored_routes(
    plan: Plan, crew: StoredFleet, shipments: Iterable[StoredShipment], new_id: NewId
) -> tuple[StoredRoute, ...]:
    """Return a plan's routes with the identifiers of what they are made of."""
    vehicles = {stored.vehicle.name: stored for stored in crew.vehicles}
    by_reference = {stored.shipment.reference: stored for stored in shipments}
    return tuple(
        _to_stored_route(route, vehicles[route.vehicle], by_reference, new_id)
        for route in plan.routes
    )


def to_stored_unassigned(
    plan: Plan, shipments: Iterable[StoredShipment]
) -> tuple[StoredUnassigned, ...]:
    """Return what a plan leaves out with the identifiers of the shipments."""
    ids = {stored.shipment.reference: stored.id for stored in shipments}
    return tuple(
        StoredUnassigned(
            shipment_id=ids[left.reference],
            reference=left.reference,
            recipient=left.recipient,
            address=left.address,
            location=left.location,
            reason=left.reason,
            sentence=left.sentence,
            action=left.action,
            fixes=left.fixes,
        )
        for left in plan.unassigned
    )


def to_plan(stored: StoredPlan, timezone: str) -> Plan:
    """Return a kept plan as the one it was made from."""
    return Plan(
        service_on=stored.service_on,
        timezone=timezone,
        currency=stored.currency,
        routes=tuple(_to_route(route) for route in stored.routes),
        unassigned=tuple(
            UnassignedShipment(
                reference=left.reference,
                recipient=left.recipient,
                address=left.address,
                location=left.location,
                reason=left.reason,
                sentence=left.sentence,
                action=left.action,
                fixes=left.fixes,
            )
            for left in stored.unassigned
        ),
    )


def _to_stored_route(
    route: PlannedRoute,
    vehicle: StoredVehicle,
    shipments: Mapping[str, StoredShipment],
    new_id: NewId,
) -> StoredRoute:
    return StoredRoute(
        id=new_id(),
        vehicle_id=vehicle.id,
        vehicle=route.vehicle,
        driver_id=vehicle.driver.id if vehicle.driver else None,
        driver=route.driver,
        color=vehicle.color,
        depot_id=vehicle.depot_id,
        depot=route.depot.name,
        depot_address=route.depot.address,
        depot_location=route.depot.location,
        start_at=route.start_at,
        end_at=route.end_at,
        distance_m=route.distance_m,
        cost_minor=route.cost_minor,
        weight_g=route.weight_g,
        volume_cm3=route.volume_cm3,
        capacity_g=route.capacity_g,
        capacity_cm3=route.capacity_cm3,
        geometry=route.geometry,
        stops=tuple(
            _to_stored_stop(stop, shipments[stop.reference], new_id()) for stop in route.stops
        ),
        breaks=route.breaks,
        co2e_g=route.co2e_g,
        co2e_cost_minor=route.co2e_cost_minor,
        extra_visits=route.extra_visits,
        extra_visits_cost_minor=route.extra_visits_cost_minor,
    )


def _to_stored_stop(stop: PlannedStop, shipment: StoredShipment, stop_id: str) -> StoredStop:
    return StoredStop(
        id=stop_id,
        sequence=stop.sequence,
        shipment_id=shipment.id,
        reference=stop.reference,
        recipient=stop.recipient,
        phone=stop.phone,
        address=stop.address,
        location=stop.location,
        arrival_at=stop.arrival_at,
        service_start_at=stop.service_start_at,
        departure_at=stop.departure_at,
        windows=stop.windows,
        parcels=stop.parcels,
        weight_g=stop.weight_g,
        volume_cm3=stop.volume_cm3,
        service_s=shipment.shipment.service_s,
        note=stop.note,
        slack_s=stop.slack_s,
        tracking_token=shipment.tracking_token,
        kind=stop.kind,
    )


def _to_route(route: StoredRoute) -> PlannedRoute:
    return PlannedRoute(
        vehicle=route.vehicle,
        driver=route.driver,
        color=route.color,
        depot=Depot(route.depot, route.depot_location, route.depot_address),
        start_at=route.start_at,
        end_at=route.end_at,
        distance_m=route.distance_m,
        cost_minor=route.cost_minor,
        weight_g=route.weight_g,
        volume_cm3=route.volume_cm3,
        capacity_g=route.capacity_g,
        capacity_cm3=route.capacity_cm3,
        geometry=route.geometry,
        stops=tuple(_to_stop(stop) for stop in route.stops),
        breaks=route.breaks,
        co2e_g=route.co2e_g,
        co2e_cost_minor=route.co2e_cost_minor,
        extra_visits=route.extra_visits,
        extra_visits_cost_minor=route.extra_visits_cost_minor,
    )


def _to_stop(stop: StoredStop) -> PlannedStop:
    return PlannedStop(
        sequence=stop.sequence,
        reference=stop.reference,
        recipient=stop.recipient,
        phone=stop.phone,
        address=stop.address,
        location=stop.location,
        arrival_at=stop.arrival_at,
        service_start_at=stop.service_start_at,
        departure_at=stop.departure_at,
        windows=stop.windows,
        parcels=stop.parcels,
        weight_g=stop.weight_g,
        volume_cm3=stop.volume_cm3,
        note=stop.note,
        slack_s=stop.slack_s,
        kind=stop.kind,
    )
