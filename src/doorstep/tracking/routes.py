"""HTTP: live routes, positions, the recipient's page, and the live streams."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from doorstep import dispatch
from doorstep.plumbing.db import Database
from doorstep.plumbing.fields import CalendarDate
from doorstep.plumbing.guesses import Allowance
from doorstep.plumbing.live_stream import live_response
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import (
    DayReader,
    Driver,
    Recipient,
    guard_guess,
)
from doorstep.roads.sources import ATTRIBUTION, Region
from doorstep.tracking.live import DriverEar, RecipientEar, heard_by_dispatcher
from doorstep.tracking.present import show_live_route, show_tracked
from doorstep.tracking.service import (
    Recorder,
    SentPositions,
    find_listened,
    find_live_route_of_driver,
    get_live_route,
    list_live_routes,
    track,
)
from doorstep.tracking.views import (
    DoorView,
    DriverRouteView,
    LiveRoutesView,
    LiveRouteView,
    PositionsBody,
    PositionsReportView,
    TrackMapView,
    TrackView,
    read_positions,
)

router = APIRouter(tags=["Tracking"])

_LINKS = Allowance("tracking link", burst=60, refill_s=2.0)
"""Many recipients may share one address, and only unknown links count."""

_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}
}
# Whoever follows a link on the page must not carry the token along.
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def _positions(request: Request) -> Database:
    database: Database = request.app.state.positions
    return database


@router.get("/routes", summary="The day's released routes as they stand now")
def get_routes(service_on: CalendarDate, caller: DayReader, request: Request) -> LiveRoutesView:
    """Return plan, progress, positions and ETAs of the day's routes."""
    with caller.read() as unit:
        routes = list_live_routes(unit, _positions(request), service_on, _roads(request))
    return LiveRoutesView(items=[show_live_route(one) for one in routes])


@router.get("/routes/{route_id}", summary="A released route as it stands now")
@refuses("not_found")
def get_route(route_id: str, caller: DayReader, request: Request) -> LiveRouteView:
    """Return plan, progress, position and ETAs of one route."""
    with caller.read() as unit:
        live = get_live_route(unit, _positions(request), route_id, _roads(request))
        return show_live_route(live)


@router.get("/driver/route", summary="The driver's own route")
def get_driver_route(caller: Driver, request: Request) -> DriverRouteView:
    """Return the route the driver has to do with now, and when the next one is."""
    driver_id = caller.principal.id
    with caller.read() as unit:
        live = find_live_route_of_driver(unit, _positions(request), driver_id, _roads(request))
        next_route_on = dispatch.find_next_route_on(unit, driver_id)
        doors = dispatch.read_doors(unit, live.route.stops) if live else {}
    return DriverRouteView(
        route=show_live_route(live) if live else None,
        doors=[DoorView.model_validate(door) for door in doors.values()],
        next_route_on=next_route_on,
        takes_cards=getattr(request.app.state, "payments", None) is not None,
    )


@router.post("/driver/positions", summary="Send positions")
async def post_positions(
    body: PositionsBody, caller: Driver, request: Request
) -> PositionsReportView:
    """Store each position once; say which were rejected and why."""
    principal = caller.principal
    recorder: Recorder = request.app.state.recorder
    sent = SentPositions(principal.id, read_positions(body))
    report = await recorder.record(principal.tenant_id, sent)
    return PositionsReportView.model_validate(report)


@router.get(
    "/track/{token}",
    summary="What a recipient may see of their delivery",
)
@refuses("not_found", "tracking_link_expired", "too_many_guesses", "no_region")
def get_track(token: str, kit: Recipient, request: Request, response: Response) -> TrackView:
    """Return status, ETA and, while the driver is coming, about where they are."""
    with guard_guess(request, _LINKS):
        tracked = track(kit, _positions(request), token, _roads(request))
    response.headers.update(_PRIVATE)
    return show_tracked(tracked, _city(request))


@router.get(
    "/track/{token}/live",
    summary="Hear when to look again",
    response_class=StreamingResponse,
    responses=_EVENTS,
)
@refuses("not_found", "tracking_link_expired", "too_many_guesses", "too_many_streams")
def get_track_live(token: str, kit: Recipient, request: Request) -> StreamingResponse:
    """Stream an event without content whenever something about the delivery has changed."""
    with guard_guess(request, _LINKS):
        tenant_id, stored, route_id = find_listened(kit, token)
    ear = RecipientEar(stored.id, route_id)
    return live_response(request, kit, tenant_id, ear)


@router.get(
    "/live",
    summary="Live news of the day",
    response_class=StreamingResponse,
    responses=_EVENTS,
)
@refuses("too_many_streams")
def get_live(caller: DayReader, request: Request) -> StreamingResponse:
    """Stream the company's news as it happens."""
    tenant_id = caller.principal.tenant_id
    return live_response(request, caller.kit, tenant_id, heard_by_dispatcher, caller)


@router.get(
    "/driver/live",
    summary="Live news of the driver's own route",
    response_class=StreamingResponse,
    responses=_EVENTS,
)
@refuses("too_many_streams")
def get_driver_live(caller: Driver, request: Request) -> StreamingResponse:
    """Stream news of the driver's own route."""
    principal = caller.principal
    ear = DriverEar(principal.id)
    return live_response(request, caller.kit, principal.tenant_id, ear, caller)


def _roads(request: Request) -> Region | None:
    """Return the streets, or none while no region has been chosen."""
    region = request.app.state.region
    return region if isinstance(region, Region) else None


def _city(request: Request) -> TrackMapView:
    region: Region = request.app.state.region
    box = region.network.bounds
    return TrackMapView(
        name=region.name,
        bounds=(box.west, box.south, box.east, box.north),
        center=((box.west + box.east) / 2, (box.south + box.north) / 2),
        tiles_url=f"/api/v1/map/tiles/{region.key}.pmtiles",
        attribution=ATTRIBUTION,
    )
