"""Plans over HTTP."""

from fastapi import APIRouter, Response
from pydantic import Field

from doorstep import planning
from doorstep.planning.files import to_geojson, to_json, to_manifest, to_stops_csv
from doorstep.planning.model import Plan
from doorstep.planning.stored import PlanSummary
from doorstep.planning.views import PlanSummaryView, PlansView, PlanView
from doorstep.plumbing.fields import CalendarDate
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Body, Caller, DayReader, Planner, StrictRoute

router = APIRouter(tags=["Plans"], route_class=StrictRoute)

_MOST_SECONDS = 600


class PlanRequest(Body):
    """Which day to plan, how long the search may take, and whether peak hours count."""

    service_on: CalendarDate
    seconds: int = Field(10, ge=1, le=_MOST_SECONDS)
    with_traffic: bool = False


@router.post(
    "/plans",
    status_code=202,
    summary="Plan a day",
)
@refuses("plan_in_progress", "no_shipments", "no_vehicles")
def request_plan(body: PlanRequest, caller: Planner) -> PlanView:
    """Have the day's pending shipments planned; follow it with ``GET /plans/{id}``."""
    with caller.write() as unit:
        plan = planning.request_plan(
            unit, body.service_on, body.seconds, with_traffic=body.with_traffic
        )
    return PlanView.from_stored(plan)


@router.get("/plans", summary="List the plans of a day")
def list_plans(caller: DayReader, service_on: CalendarDate) -> PlansView:
    """Return the day's plans without their routes, newest first."""
    with caller.read() as unit:
        plans: list[PlanSummary] = planning.list_plans(unit, service_on)
    return PlansView(items=[PlanSummaryView.model_validate(plan) for plan in plans])


@router.get("/plans/{plan_id}", summary="Get one plan")
@refuses("plan_not_found")
def get_plan(plan_id: str, caller: DayReader) -> PlanView:
    """Return a plan with its routes and what is unassigned."""
    with caller.read() as unit:
        return PlanView.from_stored(planning.get_plan(unit, plan_id))


@router.post(
    "/plans/{plan_id}/stop",
    status_code=202,
    summary="End the search with the best so far",
)
@refuses("plan_not_found")
def stop_plan(plan_id: str, caller: Planner) -> PlanView:
    """Have the search end soon; a plan that is made already stays as it is."""
    with caller.write() as unit:
        return PlanView.from_stored(planning.stop_plan(unit, plan_id))


@router.get(
    "/plans/{plan_id}/manifest.pdf",
    summary="The manifest of each route, to print",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
@refuses("plan_not_found", "plan_not_made")
def get_manifest(plan_id: str, caller: DayReader) -> Response:
    """Return a PDF in which each route begins on a page of its own."""
    plan = _finished_plan(plan_id, caller)
    return _download(to_manifest(plan), "application/pdf", plan, "manifest", "pdf")


@router.get(
    "/plans/{plan_id}/stops.csv",
    summary="All stops as a sheet",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}},
)
@refuses("plan_not_found", "plan_not_made")
def get_stops_file(plan_id: str, caller: DayReader) -> Response:
    """Return one row for each stop."""
    plan = _finished_plan(plan_id, caller)
    return _download(to_stops_csv(plan), "text/csv", plan, "stops", "csv")


@router.get(
    "/plans/{plan_id}/routes.geojson",
    summary="The routes for a map",
    response_class=Response,
    responses={200: {"content": {"application/geo+json": {}}}},
)
@refuses("plan_not_found", "plan_not_made")
def get_routes_file(plan_id: str, caller: DayReader) -> Response:
    """Return a FeatureCollection of routes, stops, depots and what is unassigned."""
    plan = _finished_plan(plan_id, caller)
    return _download(to_geojson(plan), "application/geo+json", plan, "routes", "geojson")


@router.get(
    "/plans/{plan_id}/plan.json",
    summary="The plan for programs",
    response_class=Response,
    responses={200: {"content": {"application/json": {}}}},
)
@refuses("plan_not_found", "plan_not_made")
def get_plan_file(plan_id: str, caller: DayReader) -> Response:
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
