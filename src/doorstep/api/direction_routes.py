"""Turn by turn to the next door, for the driver who is to go there."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from doorstep import dispatch, fleet, planning, roads
from doorstep.api.road_routes import Language, LegView, describe_legs, no_way, region_of
from doorstep.kernel import Point
from doorstep.plumbing.problem import NotFoundError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Driver, StrictRoute, View

router = APIRouter(tags=["Tracking"], route_class=StrictRoute)

_USUAL = "van"


class DirectionsView(View):
    """The way to a stop as it is now."""

    from_position: bool
    leg: LegView


@router.get(
    "/driver/stops/{stop_id}/directions",
    summary="The way to a stop, turn by turn",
)
@refuses("not_found", "no_way")
def get_directions(
    stop_id: str,
    caller: Driver,
    request: Request,
    lat: Annotated[float | None, Query(ge=-90, le=90)] = None,
    lon: Annotated[float | None, Query(ge=-180, le=180)] = None,
    language: Language = "en",
) -> DirectionsView:
    """Return the way from where the driver is, or from the stop before, with the closures of now.

    Only to stops of the driver's own route.
    """
    region = region_of(request)
    with caller.read() as unit:
        route = dispatch.find_route_of_driver(unit, caller.principal.id)
        stop = route.find_stop(stop_id) if route else None
        if route is None or stop is None:
            message = "This stop is not on your route."
            raise NotFoundError(message)
        now_at = unit.now()
        known = planning.read_roads(unit, region, now_at)
        vehicles = {one.id: one.vehicle.profile for one in fleet.load(unit).vehicles}
    profile = vehicles.get(route.vehicle_id, _USUAL)
    begin = Point(lat, lon) if lat is not None and lon is not None else _before(route, stop)
    points = [begin, stop.location]
    try:
        legs = known.route(profile, points, now_at)
    except roads.NoRouteError as error:
        raise no_way(error) from error
    (leg,) = describe_legs(region, profile, points, legs, language=language)
    return DirectionsView(from_position=lat is not None and lon is not None, leg=leg)


def _before(route: dispatch.DispatchedRoute, stop: dispatch.DispatchedStop) -> Point:
    """Return the place before a stop: the one planned, or the depot."""
    number = route.stops.index(stop)
    return route.stops[number - 1].location if number else route.depot.location
