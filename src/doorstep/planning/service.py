"""Request plans, follow them and hand them on."""

from dataclasses import fields
from datetime import date

from doorstep import fleet, orders
from doorstep.fleet import StoredFleet
from doorstep.orders import StoredShipment
from doorstep.planning import store
from doorstep.planning.errors import (
    NoShipmentsError,
    NoVehiclesError,
    PlanInProgressError,
    PlanNotFoundError,
    PlanNotMadeError,
    PlanStatusError,
)
from doorstep.planning.model import Plan
from doorstep.planning.stored import IN_PROGRESS, PlanStatus, PlanSummary, StoredPlan
from doorstep.planning.stored_mapping import to_plan
from doorstep.plumbing.unit import Unit

RUN_JOB = "plan.run"
"""The background job that makes a plan; its payload names it in ``plan_id``."""

_MARKS = {
    PlanStatus.READY: {PlanStatus.RELEASED},
    PlanStatus.RELEASED: {PlanStatus.READY},
}


def request_plan(
    unit: Unit, service_on: date, seconds: int, *, with_traffic: bool = False
) -> StoredPlan:
    """Have the day's pending shipments planned in the background.

    Parameters
    ----------
    seconds
        How long the search may take.
    with_traffic
        Whether the plan goes by the peaks of the day.

    Raises
    ------
    PlanInProgressError
        A plan of this date is being made already.
    NoShipmentsError, NoVehiclesError
        There is nothing to plan, or nobody to drive.
    """
    if store.list_plans(unit.session, service_on, tuple(IN_PROGRESS)):
        raise PlanInProgressError(service_on)
    list_plannable(unit, service_on)
    crew = free_fleet(unit, service_on)
    plan = PlanSummary(
        id=unit.new_id(),
        service_on=service_on,
        status=PlanStatus.QUEUED,
        created_at=unit.now(),
        requested_by=unit.actor,
        seconds=seconds,
        stop_requested=False,
        progress=None,
        problem=None,
        currency=crew.fleet.currency,
        cost_minor=0,
        distance_m=0,
        duration_s=0,
        co2e_g=0,
        co2e_cost_minor=0,
        extra_visits=0,
        extra_visits_cost_minor=0,
    )
    store.add_plan(unit.session, unit.tenant_id, plan)
    unit.emit(
        "plan.requested",
        plan.id,
        {
            "service_on": service_on.isoformat(),
            "seconds": seconds,
            "with_traffic": with_traffic,
        },
    )
    unit.enqueue(RUN_JOB, {"plan_id": plan.id, "with_traffic": with_traffic})
    return get_plan(unit, plan.id)


def get_plan(unit: Unit, plan_id: str) -> StoredPlan:
    """Return a plan with its routes and what is unassigned.

    Raises
    ------
    PlanNotFoundError
        There is none with this id.
    """
    summary = get_summary(unit, plan_id)
    return StoredPlan(
        **{field.name: getattr(summary, field.name) for field in fields(PlanSummary)},
        routes=store.list_routes(unit.session, plan_id),
        unassigned=store.list_unassigned(unit.session, plan_id),
    )


def get_summary(unit: Unit, plan_id: str) -> PlanSummary:
    """Return a plan without its routes.

    Raises
    ------
    PlanNotFoundError
        There is none with this id.
    """
    summary = store.find_plan(unit.session, plan_id)
    if summary is None:
        message = "There is no plan with this id."
        raise PlanNotFoundError(message)
    return summary


def list_plans(unit: Unit, service_on: date) -> list[PlanSummary]:
    """Return the plans of a service date without their routes, newest first."""
    return store.list_plans(unit.session, service_on)


def stop_plan(unit: Unit, plan_id: str) -> StoredPlan:
    """Have the search end with the best so far; a plan that is made already stays as it is."""
    plan = get_summary(unit, plan_id)
    if plan.status in IN_PROGRESS and not plan.stop_requested:
        store.request_stop(unit.session, plan_id)
        unit.emit("plan.stopped", plan_id, {"service_on": plan.service_on.isoformat()})
    return get_plan(unit, plan_id)


def mark(unit: Unit, plan_id: str, status: PlanStatus) -> None:
    """Note that a ready plan was released or a released one recalled; the caller's event says so.

    Raises
    ------
    PlanStatusError
        Neither of the two.
    """
    plan = get_summary(unit, plan_id)
    if plan.status not in _MARKS.get(status, ()):
        message = f"A plan that is {plan.status.value} cannot become {status.value}."
        raise PlanStatusError(message)
    store.set_status(unit.session, plan_id, status)


def drop_unreleased(unit: Unit, since_on: date) -> None:
    """Let nobody release the plans of a date and later ones: what they were made for has changed.

    Raises
    ------
    PlanInProgressError
        One is being made.
    """
    for plan in store.list_from(unit.session, since_on, (*IN_PROGRESS, PlanStatus.READY)):
        if plan.status in IN_PROGRESS:
            raise PlanInProgressError(plan.service_on)
        store.set_status(unit.session, plan.id, PlanStatus.SUPERSEDED)
        unit.emit("plan.dropped", plan.id, {"service_on": plan.service_on.isoformat()})


def get_finished_plan(unit: Unit, plan_id: str) -> Plan:
    """Return a plan as the files of plans are written from it.

    Raises
    ------
    PlanNotFoundError, PlanNotMadeError
        There is none with this id, or it has no routes.
    """
    stored = get_plan(unit, plan_id)
    if not stored.routes:
        message = f"This plan is {stored.status.value} and has no routes."
        raise PlanNotMadeError(message)
    return to_plan(stored, fleet.load(unit).fleet.timezone)


def list_plannable(unit: Unit, service_on: date) -> list[StoredShipment]:
    """Return the day's pending shipments.

    Raises
    ------
    NoShipmentsError
        There is none.
    """
    shipments = orders.list_plannable(unit, service_on)
    if not shipments:
        message = f"No shipment of {service_on.isoformat()} is waiting to be planned."
        raise NoShipmentsError(message)
    return shipments


def free_fleet(unit: Unit, service_on: date) -> StoredFleet:
    """Return the fleet without the vehicles and drivers of the day's released plans.

    Raises
    ------
    NoVehiclesError
        Nobody is left, or there is no fleet.
    """
    everyone = fleet.load(unit).vehicles
    stored = fleet.load_for(unit, service_on)
    released = [
        route
        for plan in store.list_plans(unit.session, service_on, (PlanStatus.RELEASED,))
        for route in store.list_routes(unit.session, plan.id)
    ]
    busy = {route.vehicle_id for route in released} | {route.driver_id for route in released}
    free = tuple(
        vehicle
        for vehicle in stored.vehicles
        if vehicle.id not in busy and (vehicle.driver is None or vehicle.driver.id not in busy)
    )
    if not free:
        message = "The fleet has no vehicle."
        if everyone:
            message = f"Nobody works on {service_on.isoformat()}."
        if stored.vehicles:
            message = f"Every vehicle has a released route on {service_on.isoformat()}."
        raise NoVehiclesError(message)
    return stored.with_vehicles(free)
