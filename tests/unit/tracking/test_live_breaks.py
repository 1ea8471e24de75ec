"""A plan's breaks go with its routes to dispatchers and drivers, with when they are expected."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from doorstep.dispatch import CommandKind, DispatchedRoute
from doorstep.planning import PlannedBreak
from doorstep.plumbing.db import Database
from doorstep.tracking import get_live_route, prepare_positions
from doorstep.tracking.present import show_live_route
from doorstep.tracking.views import LiveRouteView
from worlds.day import Day, at, command, open_day

REST = PlannedBreak(2, at("06:15"), at("07:00"), None, "EU 561/2006")
LUNCH = PlannedBreak(4, at("08:00"), at("08:30"), at("08:00"))


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with open_day(tmp_path, (REST, LUNCH)) as day:
        yield day


@pytest.fixture
def positions(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'positions.db'}")
    prepare_positions(opened)
    yield opened
    opened.close()


def report(day: Day, kind: CommandKind, route: DispatchedRoute, clock: str, *stop: str) -> None:
    day.clock.advance(at(clock) - day.clock.now())
    day.apply(command(kind, route, clock, *stop))


def shown(day: Day, positions: Database, route_id: str) -> LiveRouteView:
    with day.kit.read(day.tenant_id) as unit:
        return show_live_route(get_live_route(unit, positions, route_id))


def test_breaks_are_on_the_live_route_until_they_are_over(day: Day, positions: Database) -> None:
    route = day.release()["van 1"]
    assert route.breaks == day.route(route.id).breaks == (REST, LUNCH)

    report(day, CommandKind.START_ROUTE, route, "06:00")
    report(day, CommandKind.ARRIVE, route, "06:10", "A")
    rest, lunch = shown(day, positions, route.id).breaks
    # five minutes at A, then the rest; lunch on the way home, not before its time
    assert (rest.eta_at, rest.law, rest.before_stop) == (at("06:15"), "EU 561/2006", 2)
    assert (lunch.eta_at, lunch.start_at, lunch.law) == (at("08:00"), at("08:00"), "")

    report(day, CommandKind.ARRIVE, route, "07:10", "B")
    over, lunch = shown(day, positions, route.id).breaks
    assert (over.eta_at, lunch.eta_at) == (None, at("08:00"))
