"""Which route a driver has to do with now."""

from dataclasses import replace
from datetime import date, timedelta

from doorstep.dispatch import DispatchedRoute, RouteStatus
from doorstep.dispatch.service import pick_route
from worlds.day import TODAY, Day, at

TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


def _on(route: DispatchedRoute, day: date, status: RouteStatus) -> DispatchedRoute:
    started_at = None
    if status is not RouteStatus.RELEASED:
        started_at = at("06:00") + (day - TODAY)
    return replace(
        route, id=f"{day} {status}", service_on=day, status=status, started_at=started_at
    )


def test_the_route_under_way_comes_first(day: Day) -> None:
    route = day.release()["van 1"]
    started = _on(route, TODAY, RouteStatus.STARTED)
    routes = [_on(route, TODAY, RouteStatus.RELEASED), started]
    assert pick_route(routes, at("09:00"), TODAY) == started


def test_a_route_forgotten_yesterday_gives_way_to_todays(day: Day) -> None:
    route = day.release()["van 1"]
    today = _on(route, TODAY, RouteStatus.RELEASED)
    routes = [_on(route, YESTERDAY, RouteStatus.STARTED), today]
    assert pick_route(routes, at("09:00"), TODAY) == today


def test_a_driver_out_past_midnight_keeps_the_route(day: Day) -> None:
    route = day.release()["van 1"]
    late = replace(_on(route, YESTERDAY, RouteStatus.STARTED), started_at=at("00:10"))
    routes = [late, _on(route, TODAY, RouteStatus.RELEASED)]
    assert pick_route(routes, at("02:00"), TODAY) == late


def test_tomorrows_route_is_not_shown_today(day: Day) -> None:
    route = day.release()["van 1"]
    finished = _on(route, TODAY, RouteStatus.FINISHED)
    routes = [finished, _on(route, TOMORROW, RouteStatus.RELEASED)]
    assert pick_route(routes, at("18:00"), TODAY) == finished
    assert pick_route(routes[1:], at("18:00"), TODAY) is None
