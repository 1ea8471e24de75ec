"""A plan of two stops, re-timed by hand with a slow hour."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest

from doorstep.fleet import Depot, Fleet, Vehicle
from doorstep.kernel import TimeWindow
from doorstep.planning import Plan, PlannedRoute, PlannedStop
from doorstep.planning.retiming import retime
from doorstep.planning.travel import Hours, Travel
from doorstep.roads import build_cube, decode_polyline
from worlds.towns import Town, ascii_town

# A street is a minute at the pace of the profile: D is the depot.
TOWN = """
D-A-B
"""
MIDNIGHT = datetime(2026, 6, 1, 0, 0, tzinfo=UTC)
VAN = Vehicle("van 1", "Depot", "van", time(8), time(17), 1, 1, cost_per_hour_minor=3600)


@pytest.fixture
def town() -> Town:
    return ascii_town(TOWN)


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return MIDNIGHT + timedelta(hours=hour, minutes=minute, seconds=second)


def stop(town: Town, place: str, arrival_at: datetime, *windows: TimeWindow) -> PlannedStop:
    return PlannedStop(
        sequence=1,
        reference=place,
        recipient="",
        phone="",
        address="",
        location=town.places[place],
        arrival_at=arrival_at,
        service_start_at=arrival_at,
        departure_at=arrival_at + timedelta(minutes=2),
        windows=windows,
        parcels=1,
        weight_g=0,
        volume_cm3=0,
        note="",
        slack_s=0,
    )


def crew(town: Town) -> Fleet:
    return Fleet("UTC", "EUR", (Depot("Depot", town.places["D"]),), (VAN,))


def plan(town: Town, *stops: PlannedStop) -> Plan:
    route = PlannedRoute(
        vehicle="van 1",
        driver="",
        color="",
        depot=crew(town).depots[0],
        start_at=at(8, 58),
        end_at=at(9, 10),
        distance_m=2000,
        cost_minor=1000,
        weight_g=0,
        volume_cm3=0,
        capacity_g=1,
        capacity_cm3=1,
        geometry="",
        stops=stops,
    )
    return Plan(date(2026, 6, 1), "UTC", "EUR", (route,), ())


def travel(town: Town) -> Travel:
    """Return travel with streets of one minute, from 09:00 on of three minutes."""
    minutes = np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0]])  # D, A, B
    hours_s = [60.0] * 9 + [180.0] * 2
    view = town.network().view("van")
    cube = build_cube(hours_s, lambda hour: minutes * hours_s[hour])
    hours = Hours(MIDNIGHT, tuple(view for _ in hours_s), cube)
    return Travel({"van": view}, {}, from_cache=False, hours={"van": hours})


def test_each_leg_takes_what_its_hour_says(town: Town) -> None:
    planned = plan(town, stop(town, "A", at(8, 59)), stop(town, "B", at(9, 2)))
    (route,) = retime(planned, crew(town), travel(town), ["A", "B"]).routes
    first, second = route.stops
    # 08:58 + 1 min; served until 09:01; then 3 min; served until 09:06; back in twice 3 min.
    assert (first.arrival_at, first.departure_at) == (at(8, 59), at(9, 1))
    assert (second.arrival_at, second.departure_at) == (at(9, 4), at(9, 6))
    assert route.end_at == at(9, 12)
    # Two minutes longer than planned, at a unit a second.
    assert route.cost_minor == 1000 + 120
    assert len(decode_polyline(route.geometry)) == 5  # D, A, B, A, D


def test_an_early_arrival_waits_and_a_late_one_is_said(town: Town) -> None:
    opens = TimeWindow(at(9, 30), at(9, 40))
    closes = TimeWindow(at(9, 0), at(9, 31))
    planned = plan(town, stop(town, "A", at(9, 0), opens), stop(town, "B", at(9, 3), closes))
    (route,) = retime(planned, crew(town), travel(town), ["A", "B"]).routes
    first, second = route.stops
    assert (first.arrival_at, first.service_start_at) == (at(8, 59), at(9, 30))
    # Left at 09:32, three minutes: after the window, so there is no slack before it either.
    assert (second.service_start_at, second.slack_s, first.slack_s) == (at(9, 35), 0, 0)


def test_slack_is_what_windows_shift_and_waits_leave(town: Town) -> None:
    wide = TimeWindow(at(8, 0), at(9, 29))
    waits = TimeWindow(at(9, 10), at(9, 20))
    planned = plan(town, stop(town, "A", at(8, 59), wide), stop(town, "B", at(9, 2), waits))
    (route,) = retime(planned, crew(town), travel(town), ["A", "B"]).routes
    # B: arrives 09:04, waits six minutes, closes ten minutes after. A: sixteen minutes.
    assert [one.slack_s for one in route.stops] == [16 * 60, 10 * 60]


def test_without_traffic_a_plan_stays_as_it_is(town: Town) -> None:
    planned = plan(town, stop(town, "A", at(8, 59)))
    assert retime(planned, crew(town), replace(travel(town), hours={}), ["A"]) is planned
