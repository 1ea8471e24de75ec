"""Taking in what drivers report."""
# Bad input: B-57, B-59 (docs/guides/bad-input.md).

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from doorstep import dispatch, orders
from doorstep.dispatch import (
    Applied,
    CommandKind,
    FailReason,
    Fix,
    Proof,
    RouteStatus,
    StopStatus,
)
from doorstep.dispatch.errors import (
    CommandReusedError,
    FileMissingError,
    InvalidCommandError,
    RouteNotYoursError,
    RouteRecalledError,
    StopNotOnRouteError,
)
from doorstep.kernel import Point
from doorstep.orders import ShipmentStatus
from doorstep.plumbing import journal
from worlds.day import Day, at, command

START, ARRIVE = CommandKind.START_ROUTE, CommandKind.ARRIVE
DELIVER, FAIL, FINISH = CommandKind.DELIVER, CommandKind.FAIL, CommandKind.FINISH_ROUTE


@pytest.fixture(autouse=True)
def _evening(day: Day) -> None:
    """Release the plan at 05:00 and hear of everything at 18:00."""
    day.release()
    day.clock.advance(timedelta(hours=13))


def _route(day: Day, vehicle: str = "van 1") -> dispatch.DispatchedRoute:
    with day.kit.read(day.tenant_id) as unit:
        routes = dispatch.list_routes(unit, at("06:00").date())
    return next(one for one in routes if one.vehicle == vehicle)


def _events(day: Day, *kinds: str) -> list[dict[str, Any]]:
    with day.kit.read(day.tenant_id) as unit:
        return [event.data for event in journal.list_of_kinds(unit.session, kinds)]


def test_a_whole_route_is_driven(day: Day) -> None:
    route = _route(day)
    day.apply(command(START, route, "06:00"))
    assert day.status("C") is ShipmentStatus.OUT_FOR_DELIVERY
    day.apply(command(ARRIVE, route, "06:11", "A"))
    day.apply(command(DELIVER, route, "06:16", "A", proof=Proof(recipient_name="Aino")))
    day.apply(command(FAIL, route, "06:40", "B"))
    day.apply(command(FINISH, route, "07:05"))
    after = day.route(route.id)
    assert (after.status, after.started_at) == (RouteStatus.FINISHED, at("06:00"))
    assert [stop.status for stop in after.stops] == [
        StopStatus.DELIVERED,
        StopStatus.FAILED,
        StopStatus.PLANNED,
    ]
    assert (after.stops[0].arrived_at, after.stops[0].completed_at) == (at("06:11"), at("06:16"))
    assert after.stops[1].reason is FailReason.RECIPIENT_ABSENT
    assert day.status("A") is ShipmentStatus.DELIVERED
    assert day.status("B") is ShipmentStatus.DELIVERY_FAILED
    assert day.status("C") is ShipmentStatus.OUT_FOR_DELIVERY


def test_an_event_says_everything_its_readers_need(day: Day) -> None:
    route = _route(day)
    # 0.001 degrees south of A's door: 6371008.8 m * pi / 180 * 0.001 = 111.2 m.
    here = Fix(Point(60.009, 25.0), 8.0)
    day.apply(command(ARRIVE, route, "06:11", "A", position=here))
    day.apply(command(DELIVER, route, "06:16", "A", position=here))
    (data,) = _events(day, "stop.delivered")
    assert data["distance_to_address_m"] == 111
    assert data["windows"] == [
        {"early_at": "2026-06-01T06:00:00+00:00", "late_at": "2026-06-01T07:00:00+00:00"}
    ]
    assert data["planned_arrival_at"] == "2026-06-01T06:10:00+00:00"
    assert data["arrived_at"] == "2026-06-01T06:11:00+00:00"
    assert data["at"] == "2026-06-01T06:16:00+00:00"
    assert data["service_on"] == "2026-06-01"
    assert data["route_id"] == route.id
    assert data["clock_doubtful"] is False


def test_a_command_sent_again_changes_nothing_even_a_week_later(day: Day) -> None:
    delivery = command(DELIVER, _route(day), "06:15", "A")
    assert day.apply(delivery) is Applied.APPLIED
    day.clock.advance(timedelta(days=7))
    assert day.apply(delivery) is Applied.ALREADY_APPLIED
    assert len(_events(day, "stop.delivered")) == 1


def test_a_report_that_is_a_week_late_counts_at_its_own_time(day: Day) -> None:
    route = _route(day)
    day.clock.advance(timedelta(days=7))
    day.apply(command(DELIVER, route, "06:15", "A"))
    assert day.route(route.id).stops[0].completed_at == at("06:15")
    assert day.status("A") is ShipmentStatus.DELIVERED


def test_an_id_used_for_another_report_is_refused(day: Day) -> None:
    route = _route(day)
    first = command(DELIVER, route, "06:15", "A")
    day.apply(first)
    with pytest.raises(CommandReusedError):
        day.apply(replace(first, stop_id=route.stops[1].id))


def test_two_drivers_may_use_the_same_id(day: Day) -> None:
    mine = command(START, _route(day), "06:00")
    other = command(START, _route(day, "van 2"), "06:00", id=mine.id)
    assert day.apply(mine) is Applied.APPLIED
    assert day.apply(other, "Bo") is Applied.APPLIED


def test_a_driver_cannot_touch_another_drivers_route(day: Day) -> None:
    route = _route(day)
    with pytest.raises(RouteNotYoursError):
        day.apply(command(DELIVER, route, "06:15", "A"), "Bo")
    unknown = replace(route, id="01890000-0000-7000-8000-000000000001")
    with pytest.raises(RouteNotYoursError):
        day.apply(command(START, unknown, "06:00"))
    assert day.route(route.id).status is RouteStatus.RELEASED


def test_a_stop_of_another_route_is_refused(day: Day) -> None:
    other = _route(day, "van 2").stops[0].id
    with pytest.raises(StopNotOnRouteError):
        day.apply(command(DELIVER, _route(day), "06:15", stop_id=other))


def test_what_a_report_lacks_is_said(day: Day) -> None:
    route = _route(day)
    with pytest.raises(InvalidCommandError):
        day.apply(command(ARRIVE, route, "06:10"))
    with pytest.raises(InvalidCommandError):
        day.apply(command(FAIL, route, "06:15", "A", reason=None))


def test_a_delivery_shows_that_the_route_has_started(day: Day) -> None:
    route = _route(day)
    day.apply(command(DELIVER, route, "06:15", "A"))
    assert day.route(route.id).status is RouteStatus.STARTED
    day.apply(command(START, route, "06:00"))
    assert day.route(route.id).started_at == at("06:00")
    assert day.status("A") is ShipmentStatus.DELIVERED
    assert [one["at"][11:16] for one in _events(day, "route.started")] == ["06:15", "06:00"]


def test_a_second_outcome_is_a_dispute_and_overwrites_nothing(day: Day) -> None:
    route = _route(day)
    day.apply(command(FAIL, route, "06:15", "A"))
    day.apply(command(DELIVER, route, "06:20", "A", proof=Proof(recipient_name="Aino")))
    stop = day.route(route.id).stops[0]
    assert (stop.status, stop.disputed) == (StopStatus.FAILED, True)
    assert day.status("A") is ShipmentStatus.DELIVERY_FAILED
    (data,) = _events(day, "stop.disputed")
    assert (data["why"], data["status"], data["reported"]) == (
        "second_outcome",
        "failed",
        "delivered",
    )
    assert _events(day, "stop.delivered") == []


def test_a_delivery_on_a_recalled_route_is_kept_as_a_dispute(day: Day) -> None:
    route = _route(day)
    with day.write() as unit:
        dispatch.recall_plan(unit, day.plan_id)
    with pytest.raises(RouteRecalledError):
        day.apply(command(START, route, "06:00"))
    assert day.apply(command(DELIVER, route, "06:15", "A")) is Applied.APPLIED
    (data,) = _events(day, "stop.disputed")
    assert data["why"] == "route_recalled"
    assert day.status("A") is ShipmentStatus.PENDING


def test_a_delivery_of_a_cancelled_shipment_is_kept(day: Day) -> None:
    route = _route(day)
    with day.write() as unit:
        orders.change_status(unit, [day.shipments["A"]], ShipmentStatus.CANCELLED)
    day.apply(command(DELIVER, route, "06:15", "A"))
    assert day.route(route.id).stops[0].status is StopStatus.DELIVERED
    assert day.status("A") is ShipmentStatus.CANCELLED


def test_a_photo_must_have_arrived_first_and_then_the_same_report_is_taken(day: Day) -> None:
    name = "ab" * 32
    delivery = command(DELIVER, _route(day), "06:15", "A", proof=Proof((name,)))
    with pytest.raises(FileMissingError):
        day.apply(delivery)
    assert _events(day, "stop.delivered") == []
    with day.write() as unit:
        dispatch.keep_picture(unit, dispatch.Picture(name, "image/png", 3, name, "image/png", 3))
    assert day.apply(delivery) is Applied.APPLIED


@pytest.mark.parametrize(("hours", "corrected"), [(24 * 365, "18:00"), (-24 * 365, "05:00")])
def test_a_device_clock_that_is_a_year_off_is_corrected_and_flagged(
    day: Day, hours: int, corrected: str
) -> None:
    route = _route(day)
    wrong = at("06:15") + timedelta(hours=hours)
    day.apply(command(DELIVER, route, "06:15", "A", happened_at=wrong))
    # Not after it was heard of, at 18:00; not before the release, at 05:00.
    assert day.route(route.id).stops[0].completed_at == at(corrected)
    (data,) = _events(day, "stop.delivered")
    assert data["clock_doubtful"] is True


def test_a_refused_report_leaves_no_trace(day: Day) -> None:
    route = _route(day)
    before = len(_events(day, "route.started", "stop.arrived"))
    with pytest.raises(StopNotOnRouteError):
        day.apply(command(ARRIVE, route, "06:10", stop_id="nowhere"))
    assert len(_events(day, "route.started", "stop.arrived")) == before
    assert day.route(route.id).started_at is None
