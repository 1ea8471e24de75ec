"""One company's routes, files and reports are not there for another."""

from collections.abc import Iterator

import pytest

from doorstep import dispatch
from doorstep.dispatch import CommandKind
from doorstep.dispatch.errors import FileMissingError, RouteNotYoursError
from doorstep.planning import PlanNotFoundError
from doorstep.plumbing.problem import NotFoundError
from doorstep.plumbing.unit import Unit
from worlds.day import TODAY, Day, at, command
from worlds.server import add_tenant

NAME = "ab" * 32


@pytest.fixture
def stranger(day: Day) -> Iterator[Unit]:
    """Open a unit of another company, after a release and an upload of the first."""
    day.release()
    with day.write() as unit:
        dispatch.keep_picture(unit, dispatch.Picture(NAME, "image/png", 3, NAME, "image/png", 3))
    other_id = add_tenant(day.kit, "Another Courier")
    with day.kit.read(other_id) as unit:
        yield unit


def _route(day: Day) -> dispatch.DispatchedRoute:
    with day.kit.read(day.tenant_id) as unit:
        return dispatch.list_routes(unit, TODAY)[0]


def test_routes_and_plans_are_not_there(day: Day, stranger: Unit) -> None:
    route = _route(day)
    assert dispatch.list_routes(stranger, TODAY) == []
    assert dispatch.find_route_of_driver(stranger, route.driver_id) is None
    assert dispatch.find_route_of_shipment(stranger, day.shipments["A"]) is None
    with pytest.raises(NotFoundError):
        dispatch.get_route(stranger, route.id)
    with pytest.raises(PlanNotFoundError):
        dispatch.release_plan(stranger, day.plan_id)


def test_files_are_not_there(stranger: Unit) -> None:
    with pytest.raises(NotFoundError):
        dispatch.get_picture(stranger, NAME)


def test_working_time_is_not_there(day: Day, stranger: Unit) -> None:
    route = _route(day)
    day.clock.advance(at("06:00") - at("05:00"))
    day.apply(command(CommandKind.START_ROUTE, route, "06:00"))
    assert dispatch.list_duties(stranger, {route.driver_id}, at("06:00")) == {}


def test_reports_are_refused(day: Day, stranger: Unit) -> None:
    route = _route(day)
    report = command(CommandKind.DELIVER, route, "05:00", "A")
    with pytest.raises(RouteNotYoursError):
        dispatch.apply_command(stranger, route.driver_id, report)


def test_a_file_of_another_company_does_not_count_as_sent(day: Day, stranger: Unit) -> None:
    name = "cd" * 32
    with day.kit.write(stranger.tenant_id, "system") as unit:
        dispatch.keep_picture(unit, dispatch.Picture(name, "image/png", 3, name, "image/png", 3))
    proof = dispatch.Proof((name,))
    with pytest.raises(FileMissingError):
        day.apply(command(CommandKind.DELIVER, _route(day), "05:00", "A", proof=proof))
