"""Drivers' reports in any order and any number of times end in the same day."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep import dispatch
from doorstep.dispatch import Command, CommandKind, DispatchedRoute, StopStatus
from doorstep.dispatch.decide import decide
from doorstep.plumbing import journal
from worlds.day import Day, at, command, open_day

Report: TypeAlias = tuple[CommandKind, str, str | None]

_STOP_KINDS = (CommandKind.ARRIVE, CommandKind.DELIVER, CommandKind.FAIL)
_TIMES = ("05:30", "06:10", "06:11", "06:30", "07:00", "09:59")

_reports = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from((CommandKind.START_ROUTE, CommandKind.FINISH_ROUTE)),
            st.sampled_from(_TIMES),
            st.none(),
        ),
        st.tuples(st.sampled_from(_STOP_KINDS), st.sampled_from(_TIMES), st.sampled_from("ABC")),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder: Path = tmp_path_factory.mktemp("day")
    with open_day(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def route(day: Day) -> DispatchedRoute:
    released = day.release()["van 1"]
    day.clock.advance(timedelta(hours=13))
    return released


def _state(route: DispatchedRoute) -> object:
    """Return what must not depend on the order; of a disputed stop only that it is disputed."""
    return (
        route.status,
        route.started_at,
        route.finished_at,
        [
            ("disputed", stop.arrived_at)
            if stop.disputed
            else (stop.status, stop.arrived_at, stop.completed_at, stop.reason)
            for stop in route.stops
        ],
    )


def _make(route: DispatchedRoute, reports: Sequence[Report]) -> list[Command]:
    return [command(kind, route, clock, reference) for kind, clock, reference in reports]


@given(reports=_reports, data=st.data())
@settings(max_examples=300, deadline=None)
def test_the_order_of_reports_does_not_matter(
    route: DispatchedRoute,
    reports: list[Report],
    data: st.DataObject,
) -> None:
    in_order = _make(route, reports)
    shuffled = data.draw(st.permutations(in_order))
    first = second = route
    for one in in_order:
        first = decide(first, one, at("18:00")).route
    for one in shuffled:
        second = decide(second, one, at("18:00")).route
    assert _state(first) == _state(second)


@given(reports=_reports, data=st.data())
@settings(max_examples=15, deadline=None)
def test_repeated_and_shuffled_reports_are_each_applied_once(
    day: Day,
    route: DispatchedRoute,
    reports: list[Report],
    data: st.DataObject,
) -> None:
    fresh = _another_route(day, route)
    sent = _make(fresh, reports)
    repeated = data.draw(st.lists(st.sampled_from(sent), max_size=5)) if sent else []
    arriving = data.draw(st.permutations(sent + repeated))
    expected = fresh
    for one in sent:
        expected = decide(expected, one, at("18:00")).route
    for one in arriving:
        day.apply(one)
    ended = day.route(fresh.id)
    assert _state(ended) == _state(expected)
    _check_journal(day, ended)


def _another_route(day: Day, route: DispatchedRoute) -> DispatchedRoute:
    """Give the driver one more route, of a day of its own, with the same shipments."""
    with day.write() as unit:
        fresh = replace(
            route,
            id=unit.new_id(),
            vehicle_id=unit.new_id(),
            service_on=route.service_on,
            stops=tuple(replace(stop, id=unit.new_id()) for stop in route.stops),
        )
        # One driver has one active route on a day; the route before is over.
        before = dispatch.find_route_of_driver(unit, route.driver_id)
        if before is not None and before.status is not dispatch.RouteStatus.FINISHED:
            over = replace(before, status=dispatch.RouteStatus.FINISHED)
            dispatch.store.save_progress(unit.session, before, over)
        dispatch.store.add_route(unit.session, unit.tenant_id, fresh)
    return fresh


def _check_journal(day: Day, route: DispatchedRoute) -> None:
    with day.kit.read(day.tenant_id) as unit:
        assert journal.find_broken_link(unit.session) is None
        events = journal.list_of_kinds(unit.session, ("stop.delivered", "stop.failed"))
    outcomes = [event.subject_id for event in events if event.data["route_id"] == route.id]
    done = [stop.id for stop in route.stops if stop.status is not StopStatus.PLANNED]
    assert sorted(outcomes) == sorted(done)
