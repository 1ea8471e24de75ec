"""Plans over HTTP."""

from datetime import date, datetime
from typing import Any, Self

from fastapi import APIRouter, Response
from pydantic import Field

from doorstep import planning
from doorstep.planning.files import to_geojson, to_json, to_manifest, to_stops_csv
from doorstep.planning.model import Plan
from doorstep.planning.stored import (
    PlanStatus,
    PlanSummary,
    StoredPlan,
    StoredRoute,
    StoredStop,
    StoredUnassigned,
)
from doorstep.plumbing.web import Body, Caller, Dispatcher, View

router = APIRouter(tags=["Plans"])

_MOST_SECONDS = 600


class PlanRequest(Body):
    """Which day to plan, and how long the search may take."""

    service_on: date = Field(strict=False)
    seconds: int = Field(10, ge=1, le=_MOST_SECONDS)


class ProgressView(View):
    """The best plan so far of a running search."""

    elapsed_s: float
    cost_minor: int
    routes: int
    unassigned: int


class PlanProblemView(View):
    """Why a plan failed, and what to do about it."""

    code: str
    detail: str
    action: str


class PlanSummaryView(View):
    """A plan without its routes."""

    id: str
    service_on: date
    status: PlanStatus
    created_at: datetime
    seconds: int
    stop_requested: bool
    progress: ProgressView | None
    problem: PlanProblemView | None
    currency: str
    cost_minor: int
    distance_m: int
    duration_s: int


class PlansView(View):
    """The plans of a day, newest first."""

    items: list[PlanSummaryView]


class PlanWindowView(View):
    """When service may start, both ends included."""

    early_at: datetime
    late_at: datetime


class PlanStopView(View):
    """One planned visit."""

    id: str
    sequence: int
    shipment_id: str
    reference: str
    recipient: str
    address: str
    lat: float
    lon: float
    arrival_at: datetime
    service_start_at: datetime
    departure_at: datetime
    windows: list[PlanWindowView]
    parcels: int

    @classmethod
    def from_stored(cls, stop: StoredStop) -> Self:
        """Return a stop as it goes over the wire."""
        return cls(
            id=stop.id,
            sequence=stop.sequence,
            shipment_id=stop.shipment_id,
            reference=stop.reference,
            recipient=stop.recipient,
            address=stop.address,
            lat=stop.location.lat,
            lon=stop.location.lon,
            arrival_at=stop.arrival_at,
            service_start_at=stop.service_start_at,
            departure_at=stop.departure_at,
            windows=[PlanWindowView.model_validate(window) for window in stop.windows],
            parcels=stop.parcels,
        )


class LoadView(View):
    """What a vehicle carries when it leaves, and what it could."""

    weight_g: int
    volume_cm3: int
    capacity_g: int
    capacity_cm3: int


class RouteDepotView(View):
    """Where the route starts and ends."""

    name: str
    lat: float
    lon: float


class PlanRouteView(View):
    """One vehicle's route; ``geometry`` is an encoded polyline of precision 6."""

    id: str
    vehicle_id: str
    vehicle: str
    driver: str
    color: str
    start_at: datetime
    end_at: datetime
    distance_m: int
    cost_minor: int
    load: LoadView
    geometry: str
    depot: RouteDepotView
    stops: list[PlanStopView]

    @classmethod
    def from_stored(cls, route: StoredRoute) -> Self:
        """Return a route as it goes over the wire."""
        here = route.depot_location
        return cls(
            id=route.id,
            vehicle_id=route.vehicle_id,
            vehicle=route.vehicle,
            driver=route.driver,
            color=route.color,
            start_at=route.start_at,
            end_at=route.end_at,
            distance_m=route.distance_m,
            cost_minor=route.cost_minor,
            load=LoadView.model_validate(route),
            geometry=route.geometry,
            depot=RouteDepotView(name=route.depot, lat=here.lat, lon=here.lon),
            stops=[PlanStopView.from_stored(stop) for stop in route.stops],
        )


class UnassignedView(View):
    """A shipment that was left out, why, and what to do about it."""

    shipment_id: str
    reference: str
    address: str
    lat: float
    lon: float
    reason: str
    sentence: str
    action: str

    @classmethod
    def from_stored(cls, left: StoredUnassigned) -> Self:
        """Return an unassigned shipment as it goes over the wire."""
        return cls(
            shipment_id=left.shipment_id,
            reference=left.reference,
            address=left.address,
            lat=left.location.lat,
            lon=left.location.lon,
            reason=left.reason,
            sentence=left.sentence,
            action=left.action,
        )


class PlanView(PlanSummaryView):
    """A plan with its routes and what is unassigned."""

    routes: list[PlanRouteView]
    unassigned: list[UnassignedView]

    @classmethod
    def from_stored(cls, plan: StoredPlan) -> Self:
        """Return a plan as it goes over the wire."""
        summary = PlanSummaryView.model_validate(plan)
        return cls(
            **summary.model_dump(),
            routes=[PlanRouteView.from_stored(route) for route in plan.routes],
            unassigned=[UnassignedView.from_stored(left) for left in plan.unassigned],
        )


_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"description": "plan_not_found"}}
_NOT_MADE: dict[int | str, dict[str, Any]] = {
    **_NOT_FOUND,
    409: {"description": "plan_not_made"},
}


@router.post(
    "/plans",
    status_code=202,
    summary="Plan a day",
    responses={409: {"description": "plan_in_progress, no_shipments, no_vehicles"}},
)
def request_plan(body: PlanRequest, caller: Dispatcher) -> PlanView:
    """Have the day's pending shipments planned; follow it with ``GET /plans/{id}``."""
    with caller.write() as unit:
        plan = planning.request_plan(unit, body.service_on, body.seconds)
    return PlanView.from_stored(plan)


@router.get("/plans", summary="List the plans of a day")
def list_plans(caller: Dispatcher, service_on: date) -> PlansView:
    """Return the day's plans without their routes, newest first."""
    with caller.read() as unit:
        plans: list[PlanSummary] = planning.list_plans(unit, service_on)
    return PlansView(items=[PlanSummaryView.model_validate(plan) for plan in plans])


@router.get("/plans/{plan_id}", summary="Get one plan", responses=_NOT_FOUND)
def get_plan(plan_id: str, caller: Dispatcher) -> PlanView:
    """Return a plan with its routes and what is unassigned."""
    with caller.read() as unit:
        return PlanView.from_stored(planning.get_plan(unit, plan_id))


@router.post(
    "/plans/{plan_id}/stop",
    status_code=202,
    summary="End the search with the best so far",
    responses=_NOT_FOUND,
)
def stop_plan(plan_id: str, caller: Dispatcher) -> PlanView:
    """Have the search end soon; a plan that is made already stays as it is."""
    with caller.write() as unit:
        return PlanView.from_stored(planning.stop_plan(unit, plan_id))


@router.get(
    "/plans/{plan_id}/manifest.pdf",
    summary="The manifest of each route, to print",
    response_class=Response,
    responses={**_NOT_MADE, 200: {"content": {"application/pdf": {}}}},
)
def get_manifest(plan_id: str, caller: Dispatcher) -> Response:
    """Return a PDF in which each route begins on a page of its own."""
    plan = _finished_plan(plan_id, caller)
    return _download(to_manifest(plan), "application/pdf", plan, "manifest", "pdf")


@router.get(
    "/plans/{plan_id}/stops.csv",
    summary="All stops as a sheet",
    response_class=Response,
    responses={**_NOT_MADE, 200: {"content": {"text/csv": {}}}},
)
def get_stops_file(plan_id: str, caller: Dispatcher) -> Response:
    """Return one row for each stop."""
    plan = _finished_plan(plan_id, caller)
    return _download(to_stops_csv(plan), "text/csv", plan, "stops", "csv")


@router.get(
    "/plans/{plan_id}/routes.geojson",
    summary="The routes for a map",
    response_class=Response,
    responses={**_NOT_MADE, 200: {"content": {"application/geo+json": {}}}},
)
def get_routes_file(plan_id: str, caller: Dispatcher) -> Response:
    """Return a FeatureCollection of routes, stops, depots and what is unassigned."""
    plan = _finished_plan(plan_id, caller)
    return _download(to_geojson(plan), "application/geo+json", plan, "routes", "geojson")


@router.get(
    "/plans/{plan_id}/plan.json",
    summary="The plan for programs",
    response_class=Response,
    responses={**_NOT_MADE, 200: {"content": {"application/json": {}}}},
)
def get_plan_file(plan_id: str, caller: Dispatcher) -> Response:
    """Return the plan in its versioned schema."""
    plan = _finished_plan(plan_id, caller)
    return _download(to_json(plan), "application/json", plan, "plan", "json")


def _finished_plan(plan_id: str, caller: Caller) -> Plan:
    with caller.read() as unit:
        return planning.get_finished_plan(unit, plan_id)


def _download(
    content: bytes | str, media_type: str, plan: Plan, name: str, suffix: str
) -> Response:
    file_name = f"{name}-{plan.service_on.isoformat()}.{suffix}"
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )
