"""Release a plan to the drivers and take it back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from doorstep import fleet, orders, planning
from doorstep.dispatch import store
from doorstep.dispatch.errors import (
    DriverMissingError,
    NothingToReleaseError,
    PlanAlreadyReleasedError,
    PlanNotReadyError,
    PlanNotReleasedError,
    RouteStartedError,
    ShipmentsChangedError,
    VehicleBusyError,
)
from doorstep.dispatch.model import (
    ACTIVE,
    DispatchedRoute,
    DispatchedStop,
    RouteCosts,
    RouteDepot,
    RouteLoad,
    RouteStatus,
)
from doorstep.fleet import Vehicle
from doorstep.orders import ShipmentStatus
from doorstep.planning import PlanStatus, StoredPlan, StoredRoute
from doorstep.plumbing.problem import Finding
from doorstep.plumbing.unit import Unit


def release_plan(unit: Unit, plan_id: str) -> tuple[DispatchedRoute, ...]:
    """Freeze the plan's routes, hand them to their drivers and return them.

    Raises
    ------
    PlanNotReadyError, PlanAlreadyReleasedError, NothingToReleaseError
        The plan's state does not allow it.
    ShipmentsChangedError
        Some of its shipments are no longer pending.
    DriverMissingError, VehicleBusyError
        Nobody can drive one of its routes.
    """
    plan = planning.get_plan(unit, plan_id)
    _check_state(plan)
    _check_shipments(unit, plan)
    _check_drivers(unit, plan)
    routes = _freeze(unit, plan)
    for route in routes:
        store.add_route(unit.session, unit.tenant_id, route)
    orders.change_status(unit, _shipment_ids(routes), ShipmentStatus.PLANNED)
    planning.mark(unit, plan.id, PlanStatus.RELEASED)
    _tell_released(unit, plan, routes)
    return routes


def recall_plan(unit: Unit, plan_id: str) -> None:
    """Take a released plan back, as long as no driver has started.

    Raises
    ------
    PlanNotReleasedError
        It is not with the drivers.
    RouteStartedError
        A driver is on the road already.
    """
    plan = planning.get_plan(unit, plan_id)
    routes = store.list_routes_of_plan(unit.session, plan.id)
    if not routes:
        message = "No route of this plan is with a driver."
        raise PlanNotReleasedError(message)
    started = [route.vehicle for route in routes if route.status is not RouteStatus.RELEASED]
    if started:
        message = f"Already on the road: {', '.join(started)}."
        raise RouteStartedError(message)
    for route in routes:
        store.save_progress(unit.session, route, replace(route, status=RouteStatus.RECALLED))
    planned = orders.get_shipments(unit, _shipment_ids(routes))
    back = [one.id for one in planned if one.status is ShipmentStatus.PLANNED]
    orders.change_status(unit, back, ShipmentStatus.PENDING)
    planning.mark(unit, plan.id, PlanStatus.READY)
    about = {"service_on": plan.service_on.isoformat(), "plan_id": plan.id}
    for route in routes:
        mine = {"route_id": route.id, "driver_id": route.driver_id}
        unit.emit("route.recalled", route.id, about | mine)
    ids = [route.id for route in routes]
    unit.emit("plan.recalled", plan.id, about | {"route_ids": ids})


def _check_state(plan: StoredPlan) -> None:
    if plan.status is PlanStatus.RELEASED:
        message = "This plan was released before."
        raise PlanAlreadyReleasedError(message)
    if plan.status is not PlanStatus.READY:
        message = f"This plan is {plan.status.value}."
        raise PlanNotReadyError(message)
    if not plan.routes:
        message = "Every shipment of this plan is unassigned."
        raise NothingToReleaseError(message)


def _check_shipments(unit: Unit, plan: StoredPlan) -> None:
    wanted = {stop.shipment_id: stop.reference for route in plan.routes for stop in route.stops}
    pending = {
        one.id
        for one in orders.get_shipments(unit, sorted(wanted))
        if one.status is ShipmentStatus.PENDING
    }
    gone = sorted(reference for id_, reference in wanted.items() if id_ not in pending)
    if gone:
        message = f"{len(gone)} shipments of this plan are no longer pending."
        findings = [
            Finding(
                value=reference,
                reason=f"Shipment {reference} is no longer pending.",
                fix="Plan the day again.",
            )
            for reference in gone
        ]
        raise ShipmentsChangedError(message, findings=findings)


def _check_drivers(unit: Unit, plan: StoredPlan) -> None:
    alone = [route.vehicle for route in plan.routes if route.driver_id is None]
    if alone:
        message = f"Nobody drives {', '.join(alone)}."
        raise DriverMissingError(message)
    active = [
        route
        for route in store.list_routes(unit.session, plan.service_on)
        if route.status in ACTIVE
    ]
    vehicles = {route.vehicle_id for route in active}
    drivers = {route.driver_id for route in active}
    busy = []
    for route in plan.routes:
        if route.vehicle_id in vehicles or route.driver_id in drivers:
            busy.append(route.vehicle)
        vehicles.add(route.vehicle_id)
        drivers.add(route.driver_id or "")
    if busy:
        message = f"Already with another route on this day: {', '.join(busy)}."
        raise VehicleBusyError(message)


def _freeze(unit: Unit, plan: StoredPlan) -> tuple[DispatchedRoute, ...]:
    vehicles = {one.id: one.vehicle for one in fleet.load(unit).vehicles}
    return tuple(
        _freeze_route(unit, plan, route, vehicles.get(route.vehicle_id)) for route in plan.routes
    )


def _freeze_route(
    unit: Unit, plan: StoredPlan, route: StoredRoute, vehicle: Vehicle | None
) -> DispatchedRoute:
    costs = RouteCosts(plan.currency)
    if vehicle is not None:
        costs = RouteCosts(
            plan.currency,
            vehicle.fixed_cost_minor,
            vehicle.cost_per_km_minor,
            vehicle.cost_per_hour_minor,
        )
    shipments = orders.get_shipments(unit, [stop.shipment_id for stop in route.stops])
    cod = {one.id: one.shipment.cod for one in shipments}
    return DispatchedRoute(
        id=unit.new_id(),
        plan_id=plan.id,
        service_on=plan.service_on,
        vehicle_id=route.vehicle_id,
        vehicle=route.vehicle,
        driver_id=route.driver_id or "",
        driver=route.driver,
        color=route.color,
        start_at=route.start_at,
        end_at=route.end_at,
        distance_m=route.distance_m,
        cost_minor=route.cost_minor,
        costs=costs,
        load=RouteLoad(route.weight_g, route.volume_cm3, route.capacity_g, route.capacity_cm3),
        depot=RouteDepot(route.depot, route.depot_location),
        geometry=route.geometry,
        released_at=unit.now(),
        breaks=route.breaks,
        stops=tuple(
            DispatchedStop(
                id=unit.new_id(),
                sequence=stop.sequence,
                shipment_id=stop.shipment_id,
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
                note=stop.note,
                cod=cod[stop.shipment_id],
            )
            for stop in route.stops
        ),
    )


def _shipment_ids(routes: Sequence[DispatchedRoute]) -> list[str]:
    return [stop.shipment_id for route in routes for stop in route.stops]


def _tell_released(unit: Unit, plan: StoredPlan, routes: Sequence[DispatchedRoute]) -> None:
    for route in routes:
        unit.emit("route.released", route.id, _about(route))
    unit.emit(
        "plan.released",
        plan.id,
        {
            "service_on": plan.service_on.isoformat(),
            "plan_id": plan.id,
            "route_ids": [route.id for route in routes],
            "stops": sum(len(route.stops) for route in routes),
            "unassigned": len(plan.unassigned),
        },
    )


def _about(route: DispatchedRoute) -> dict[str, Any]:
    """Say everything that numbers are made of; no names and no addresses of people."""
    return {
        "service_on": route.service_on.isoformat(),
        "plan_id": route.plan_id,
        "route_id": route.id,
        "vehicle_id": route.vehicle_id,
        "vehicle": route.vehicle,
        "driver_id": route.driver_id,
        "start_at": route.start_at.isoformat(),
        "end_at": route.end_at.isoformat(),
        "distance_m": route.distance_m,
        "cost_minor": route.cost_minor,
        "currency": route.costs.currency,
        "fixed_cost_minor": route.costs.fixed_minor,
        "cost_per_km_minor": route.costs.per_km_minor,
        "cost_per_hour_minor": route.costs.per_hour_minor,
        "stops": [
            {
                "stop_id": stop.id,
                "shipment_id": stop.shipment_id,
                "sequence": stop.sequence,
                "planned_arrival_at": stop.arrival_at.isoformat(),
                "windows": [
                    {"early_at": one.early_at.isoformat(), "late_at": one.late_at.isoformat()}
                    for one in stop.windows
                ],
            }
            for stop in route.stops
        ],
    }
