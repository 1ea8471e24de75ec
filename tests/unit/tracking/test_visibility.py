"""What a recipient may see. The drawing is in ``worlds.day``."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from doorstep import orders
from doorstep.dispatch import DispatchedRoute, FailReason, Proof, RouteStatus, StopStatus
from doorstep.kernel import Point
from doorstep.orders import ShipmentStatus, StoredShipment
from doorstep.tracking import Position, RecipientView, show_to_recipient
from doorstep.tracking.visibility import list_near, street_of
from worlds.day import Day, at


@pytest.fixture
def route(day: Day) -> DispatchedRoute:
    return _lengthen(day.release()["van 1"])


@pytest.fixture
def shipment(day: Day) -> StoredShipment:
    """Return C's, which is the sixth stop of the route."""
    with day.kit.read(day.tenant_id) as unit:
        return orders.get_shipments(unit, [day.shipments["C"]])[0]


def _lengthen(route: DispatchedRoute) -> DispatchedRoute:
    """Put three more stops after B, so that C is the sixth."""
    a, b, c = route.stops
    more = [replace(b, id=f"x{n}", sequence=n, shipment_id=f"x{n}") for n in (3, 4, 5)]
    return replace(route, stops=(a, b, *more, replace(c, sequence=6)))


def _after(route: DispatchedRoute, done: int) -> DispatchedRoute:
    """Return the route under way with its first stops delivered."""
    stops = tuple(
        replace(stop, status=StopStatus.DELIVERED, completed_at=at("06:15"))
        if number < done
        else stop
        for number, stop in enumerate(route.stops)
    )
    return replace(route, status=RouteStatus.STARTED, started_at=at("06:00"), stops=stops)


def _here(route: DispatchedRoute, clock: str = "06:30") -> Position:
    return Position(route.driver_id, at(clock), Point(60.012345, 25.006789), heading_deg=90.0)


def _see(
    shipment: StoredShipment, route: DispatchedRoute | None, now_at: datetime
) -> RecipientView:
    view = show_to_recipient(shipment, route, _here(route) if route else None, now_at)
    assert view is not None
    return view


def test_before_the_release_there_is_only_the_promise(shipment: StoredShipment) -> None:
    view = _see(shipment, None, at("05:00"))
    assert (view.status, view.eta, view.driver) == (ShipmentStatus.PENDING, None, None)
    assert (view.reference, view.street) == ("C", "Mariankatu")


def test_a_released_route_gives_an_interval_but_no_driver(
    shipment: StoredShipment, route: DispatchedRoute
) -> None:
    view = _see(shipment, route, at("05:00"))
    assert view.eta is not None
    assert (view.driver, view.stops_before) == (None, None)


def test_a_driver_who_ends_the_route_without_a_visit_leaves_nobody_waiting(
    shipment: StoredShipment, route: DispatchedRoute
) -> None:
    ended = replace(_after(route, 5), status=RouteStatus.FINISHED, finished_at=at("08:00"))
    view = _see(shipment, ended, at("08:30"))
    assert (view.status, view.reason) == (ShipmentStatus.DELIVERY_FAILED, "out_of_time")
    assert (view.ended_at, view.driver, view.eta) == (at("08:00"), None, None)


@pytest.mark.parametrize(("done", "before"), [(0, 5), (1, 4)])
def test_the_driver_is_not_shown_while_four_stops_or_more_come_first(
    shipment: StoredShipment, route: DispatchedRoute, done: int, before: int
) -> None:
    view = _see(shipment, _after(route, done), at("06:30"))
    assert (view.stops_before, view.driver) == (before, None)


@pytest.mark.parametrize(("done", "before"), [(2, 3), (5, 0)])
def test_the_driver_is_shown_from_three_stops_before(
    shipment: StoredShipment, route: DispatchedRoute, done: int, before: int
) -> None:
    view = _see(shipment, _after(route, done), at("06:30"))
    assert view.stops_before == before
    assert view.driver is not None


def test_the_driver_is_a_first_name_about_there(
    shipment: StoredShipment, route: DispatchedRoute
) -> None:
    driver = _see(shipment, _after(route, 5), at("06:30")).driver
    assert driver is not None
    # On a grid of 0.0005 degrees: 60.012345 is nearest to 60.0125, 25.006789 to 25.0070.
    assert (driver.first_name, driver.lat, driver.lon) == ("Ada", 60.0125, 25.007)


def test_an_old_position_and_another_drivers_are_not_shown(
    shipment: StoredShipment, route: DispatchedRoute
) -> None:
    near = _after(route, 5)
    old = show_to_recipient(shipment, near, _here(near, "06:00"), at("06:30"))
    other = show_to_recipient(shipment, near, replace(_here(near), driver_id="x"), at("06:30"))
    assert old is not None
    assert other is not None
    assert (old.driver, other.driver) == (None, None)


@pytest.mark.parametrize("status", [StopStatus.DELIVERED, StopStatus.FAILED])
def test_the_driver_disappears_when_the_stop_is_done(
    shipment: StoredShipment, route: DispatchedRoute, status: StopStatus
) -> None:
    near = _after(route, 5)
    own = replace(near.stops[5], status=status, completed_at=at("06:50"))
    view = _see(shipment, replace(near, stops=(*near.stops[:5], own)), at("06:50"))
    assert (view.driver, view.eta, view.stops_before) == (None, None, None)


def test_the_driver_disappears_when_the_route_is_finished(
    shipment: StoredShipment, route: DispatchedRoute
) -> None:
    over = replace(_after(route, 5), status=RouteStatus.FINISHED)
    view = _see(shipment, over, at("07:00"))
    assert (view.driver, view.eta) == (None, None)


def _delivered(route: DispatchedRoute) -> DispatchedRoute:
    own = replace(
        route.stops[5],
        status=StopStatus.DELIVERED,
        completed_at=at("06:50"),
        proof=Proof(recipient_name="Cia"),
    )
    return replace(_after(route, 5), stops=(*route.stops[:5], own))


def test_after_two_days_nothing_is_left_but_that_it_was_delivered(
    shipment: StoredShipment, route: DispatchedRoute
) -> None:
    done = replace(shipment, status=ShipmentStatus.DELIVERED)
    view = _see(done, _delivered(route), at("06:50") + timedelta(hours=48))
    assert (view.ended_at, view.recipient_name) == (at("06:50"), "Cia")
    later = _see(done, _delivered(route), at("06:51") + timedelta(hours=48))
    assert later == RecipientView("C", ShipmentStatus.DELIVERED)


def test_after_two_weeks_the_link_is_dead(
    shipment: StoredShipment, route: DispatchedRoute
) -> None:
    at_last = at("06:51") + timedelta(days=14)
    assert show_to_recipient(shipment, _delivered(route), None, at_last) is None


def test_a_failed_attempt_says_why(shipment: StoredShipment, route: DispatchedRoute) -> None:
    own = replace(
        route.stops[5],
        status=StopStatus.FAILED,
        completed_at=at("06:50"),
        reason=FailReason.NO_ACCESS,
    )
    view = _see(shipment, replace(_after(route, 5), stops=(*route.stops[:5], own)), at("07:00"))
    assert (view.reason, view.ended_at) == ("no_access", at("06:50"))


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("Rauhankatu 7 B 12, 00170 Helsinki", "Rauhankatu"),
        ("Mariankatu 3", "Mariankatu"),
        ("Vanha talvitie 11 A", "Vanha talvitie"),
        ("Esplanadi", "Esplanadi"),
        ("221b Baker Street, London", "Baker Street"),
        ("", ""),
    ],
)
def test_only_the_streets_name_is_shown(address: str, street: str) -> None:
    assert street_of(address) == street


def test_near_are_those_who_may_see_the_driver(route: DispatchedRoute) -> None:
    assert list_near(route) == ()
    # With two done, stops 3 to 6 have 0 to 3 before them.
    own = route.stops[5].shipment_id
    assert list_near(_after(route, 2)) == ("x3", "x4", "x5", own)
    assert own not in list_near(_after(route, 1))
