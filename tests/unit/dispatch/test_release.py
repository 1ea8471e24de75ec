"""Releasing a plan and taking it back."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from doorstep import dispatch, orders, planning
from doorstep.dispatch import CommandKind, RouteStatus, store
from doorstep.dispatch.errors import (
    PlanAlreadyReleasedError,
    PlanNotReadyError,
    PlanNotReleasedError,
    RouteStartedError,
    ShipmentsChangedError,
    VehicleBusyError,
)
from doorstep.orders import ShipmentStatus
from doorstep.planning import PlanStatus
from doorstep.planning import store as planning_store
from doorstep.plumbing import journal
from worlds.day import TODAY, Day, at, command


def _plan_status(day: Day) -> PlanStatus:
    with day.kit.read(day.tenant_id) as unit:
        return planning.get_plan(unit, day.plan_id).status


def _second_plan(day: Day) -> str:
    """Copy the routes of the plan into another ready plan of the day."""
    with day.write() as unit:
        second_id = unit.new_id()
        summary = planning_store.find_plan(unit.session, day.plan_id)
        assert summary is not None
        planning_store.add_plan(unit.session, unit.tenant_id, replace(summary, id=second_id))
        routes = [
            _with_ids(route, unit.new_id(), [unit.new_id() for _ in route.stops])
            for route in planning_store.list_routes(unit.session, day.plan_id)
        ]
        planning_store.add_routes(unit.session, unit.tenant_id, second_id, routes)
        return second_id


def _with_ids(
    route: planning.StoredRoute, route_id: str, stop_ids: list[str]
) -> planning.StoredRoute:
    stops = tuple(replace(stop, id=id_) for stop, id_ in zip(route.stops, stop_ids, strict=True))
    return replace(route, id=route_id, stops=stops)


def test_released_routes_are_a_copy_of_the_plan_with_the_vehicles_costs(day: Day) -> None:
    route = day.release()["van 1"]
    stored = day.route(route.id)
    assert stored == route
    assert [stop.reference for stop in stored.stops] == ["A", "B", "C"]
    assert (stored.driver, stored.status) == ("Ada Berg", RouteStatus.RELEASED)
    assert stored.stops[0].note == "Ring twice"
    assert (stored.costs.fixed_minor, stored.costs.per_km_minor) == (2000, 50)
    assert stored.costs.per_hour_minor == 2400


def test_a_release_moves_plan_and_shipments_and_says_so(day: Day) -> None:
    day.release()
    assert _plan_status(day) is PlanStatus.RELEASED
    assert {day.status(one) for one in "ABCD"} == {ShipmentStatus.PLANNED}
    with day.kit.read(day.tenant_id) as unit:
        events = journal.list_of_kinds(unit.session, ("route.released", "plan.released"))
    assert [one.kind for one in events] == ["route.released", "route.released", "plan.released"]
    assert [one["sequence"] for one in events[0].data["stops"]] == [1, 2, 3]


def test_no_name_or_address_of_a_person_gets_into_the_journal(day: Day) -> None:
    route = day.release()["van 1"]
    day.clock.advance(at("06:15") - at("05:00"))
    day.apply(command(CommandKind.DELIVER, route, "06:15", "A"))
    with day.kit.read(day.tenant_id) as unit:
        everything = str([event.data for event in journal.list_after(unit.session, 0)])
    for word in ("Aalto", "Ada", "Rauhankatu", "+358401", "Ring twice"):
        assert word not in everything


def test_a_plan_is_released_only_once(day: Day) -> None:
    day.release()
    with pytest.raises(PlanAlreadyReleasedError):
        day.release()


@pytest.mark.parametrize("status", [PlanStatus.SOLVING, PlanStatus.FAILED, PlanStatus.SUPERSEDED])
def test_a_plan_that_is_not_ready_is_not_released(day: Day, status: PlanStatus) -> None:
    with day.write() as unit:
        planning_store.set_status(unit.session, day.plan_id, status)
    with pytest.raises(PlanNotReadyError):
        day.release()


def test_a_plan_is_not_released_when_a_shipment_is_no_longer_pending(day: Day) -> None:
    with day.write() as unit:
        orders.change_status(unit, [day.shipments["B"]], ShipmentStatus.CANCELLED)
    with pytest.raises(ShipmentsChangedError) as caught:
        day.release()
    assert [finding.value for finding in caught.value.findings] == ["B"]
    assert day.status("A") is ShipmentStatus.PENDING
    assert _plan_status(day) is PlanStatus.READY


def test_a_vehicle_gets_no_second_route_while_it_has_one(day: Day) -> None:
    second_id = _second_plan(day)
    day.release()
    with day.write() as unit:
        ids = [day.shipments[one] for one in "ABCD"]
        orders.change_status(unit, ids, ShipmentStatus.PENDING)
    with pytest.raises(VehicleBusyError), day.write() as unit:
        dispatch.release_plan(unit, second_id)


def test_the_database_itself_refuses_two_routes_for_one_vehicle(day: Day) -> None:
    route = day.release()["van 1"]
    twin = replace(route, id="01890000-0000-7000-8000-000000000001", driver_id="x", stops=())
    with pytest.raises(IntegrityError), day.write() as unit:
        store.add_route(unit.session, unit.tenant_id, twin)


def test_a_recall_brings_everything_back_and_the_plan_can_be_released_again(day: Day) -> None:
    route = day.release()["van 1"]
    with day.write() as unit:
        dispatch.recall_plan(unit, day.plan_id)
    assert _plan_status(day) is PlanStatus.READY
    assert {day.status(one) for one in "ABCD"} == {ShipmentStatus.PENDING}
    with day.kit.read(day.tenant_id) as unit:
        assert dispatch.list_routes(unit, TODAY) == []
    assert day.release()["van 1"].id != route.id


def test_a_plan_is_not_recalled_after_a_driver_has_started(day: Day) -> None:
    route = day.release()["van 2"]
    day.apply(command(CommandKind.START_ROUTE, route, "05:00"), "Bo")
    with pytest.raises(RouteStartedError), day.write() as unit:
        dispatch.recall_plan(unit, day.plan_id)


def test_only_a_released_plan_is_recalled(day: Day) -> None:
    with pytest.raises(PlanNotReleasedError), day.write() as unit:
        dispatch.recall_plan(unit, day.plan_id)
