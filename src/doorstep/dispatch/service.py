"""Ask for released routes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from doorstep.dispatch import store
from doorstep.dispatch.errors import RoutesOpenError
from doorstep.dispatch.model import DispatchedRoute, RouteStatus
from doorstep.plumbing import auth
from doorstep.plumbing.problem import NotFoundError
from doorstep.plumbing.unit import Unit

# A driver who forgot to finish must get the next day's route; one who is out past midnight
# must keep the old one.
_LONGEST_SHIFT = timedelta(hours=16)
# A route that was left open for longer is no longer shown; its reports are still taken in.
_FORGOTTEN = timedelta(days=7)
# How long after its service date a route may still be driven.
_LONGEST_DELAY = timedelta(days=7)


def list_routes(unit: Unit, service_on: date) -> list[DispatchedRoute]:
    """Return the day's released routes by vehicle; recalled ones are left out."""
    return store.list_routes(unit.session, service_on)


def get_route(unit: Unit, route_id: str) -> DispatchedRoute:
    """Return a released route.

    Raises
    ------
    NotFoundError
        There is none, or it was recalled.
    """
    route = store.find_route(unit.session, route_id)
    if route is None or route.status is RouteStatus.RECALLED:
        message = "There is no released route of this id."
        raise NotFoundError(message)
    return route


def find_route_of_driver(unit: Unit, driver_id: str) -> DispatchedRoute | None:
    """Return the route the driver has to do with now, or none; see ``pick_route``."""
    today = today_of(unit)
    routes = store.list_routes_of_driver(unit.session, driver_id, today - _FORGOTTEN)
    return pick_route(routes, unit.now(), today)


def find_next_route_on(unit: Unit, driver_id: str) -> date | None:
    """Return the date of the driver's next route after today, or none is known."""
    today = today_of(unit)
    routes = store.list_routes_of_driver(unit.session, driver_id, today)
    return min((route.service_on for route in routes if route.service_on > today), default=None)


def list_duties(
    unit: Unit, driver_ids: Collection[str], since_at: datetime
) -> dict[str, list[tuple[datetime, datetime | None]]]:
    """Return from when until when each driver was on the road, the end open while under way.

    Routes that ended before ``since_at`` may be left out.
    """
    since_on = since_at.date() - _LONGEST_DELAY
    return store.list_duties(unit.session, driver_ids, since_on)


def find_route_of_shipment(unit: Unit, shipment_id: str) -> DispatchedRoute | None:
    """Return the newest released route that carries the shipment, or none."""
    return store.find_route_of_shipment(unit.session, shipment_id)


def pick_route(
    routes: Sequence[DispatchedRoute], now_at: datetime, today: date
) -> DispatchedRoute | None:
    """Return the route a driver has to do with now.

    That is the one under way; else the newest that waits to be started, up to today; else one
    that was started long ago and never finished; else today's last finished one.
    """

    def newest(status: RouteStatus) -> DispatchedRoute | None:
        due = [one for one in routes if one.status is status and one.service_on <= today]
        return max(due, key=lambda one: (one.service_on, one.released_at), default=None)

    started = newest(RouteStatus.STARTED)
    if started and started.started_at and now_at - started.started_at <= _LONGEST_SHIFT:
        return started
    finished = newest(RouteStatus.FINISHED)
    if finished is not None and finished.service_on != today:
        finished = None
    return newest(RouteStatus.RELEASED) or started or finished


def require_all_home(unit: Unit) -> None:
    """Refuse what must not happen while drivers have routes; forgotten ones do not count.

    Raises
    ------
    RoutesOpenError
        Some routes were released and are not finished.
    """
    days = store.list_open_days(unit.session, today_of(unit) - _FORGOTTEN)
    if days:
        raise RoutesOpenError(days)


def today_of(unit: Unit) -> date:
    """Return the date it is now where the company works."""
    tenant = auth.find_tenant(unit.session, unit.tenant_id)
    zone = ZoneInfo(tenant.timezone if tenant else "UTC")
    return unit.now().astimezone(zone).date()
