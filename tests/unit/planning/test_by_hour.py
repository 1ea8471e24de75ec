"""A day with a peak, worked out by hand: one source of travel times for search, plan and lines."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations

import numpy as np
import pytest

from doorstep import engine
from doorstep.fleet import Depot, Fleet, Vehicle
from doorstep.kernel import TimeWindow
from doorstep.orders import Recipient, Shipment
from doorstep.planning import Plan
from doorstep.planning.by_hour import draw_by_hour, list_slices
from doorstep.planning.make import make_plan
from doorstep.planning.travel import Hours, Travel
from doorstep.roads import Matrix, build_cube, decode_polyline
from worlds.towns import Town, ascii_town

# A street is a minute at the pace of the profile: D is the depot.
TOWN = """
B-D-A
"""
MIDNIGHT = datetime(2026, 6, 1, 0, 0, tzinfo=UTC)
MONDAY = date(2026, 6, 1)
QUIET_UNTIL, PEAK_UNTIL = 9, 10


@pytest.fixture
def town() -> Town:
    return ascii_town(TOWN)


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return MIDNIGHT + timedelta(hours=hour, minutes=minute, seconds=second)


def shipment(town: Town, place: str, *windows: TimeWindow) -> Shipment:
    return Shipment(
        reference=place,
        recipient=Recipient(name=place),
        address=place,
        location=town.places[place],
        windows=windows,
        service_s=120,
    )


def crew(town: Town, starts: time = time(8)) -> Fleet:
    van = Vehicle(
        "van 1", "Depot", "van", starts, time(11, 30), 90_000, 900_000, cost_per_hour_minor=60
    )
    return Fleet("UTC", "EUR", (Depot("Depot", town.places["D"]),), (van,))


def travel(town: Town) -> Travel:
    """Return travel with streets of 20 minutes, and from 09:00 to 10:00 three times as long."""
    steps = np.array([[0, 1, 1], [1, 0, 2], [1, 2, 0]])  # D, A, B
    hours_s = [1200.0] * QUIET_UNTIL + [3600.0] * (PEAK_UNTIL - QUIET_UNTIL) + [1200.0] * 2
    view = town.network().view("van")
    cube = build_cube(hours_s, lambda hour: steps * hours_s[hour])
    usual = Matrix((steps * 1800).astype(np.int32), (steps * 500).astype(np.int32))
    hours = Hours(MIDNIGHT, tuple(view for _ in hours_s), cube)
    return Travel({"van": view}, {"van": usual}, from_cache=False, hours={"van": hours})


def best_of_all(problem: engine.Problem) -> engine.Solution:
    """Return the cheapest order of all stops on the only van."""
    orders = permutations(range(len(problem.shipments)))
    solutions = (engine.evaluate(problem, [(0, order)]) for order in orders)
    return min(
        (one for one in solutions if not engine.check(problem, one)), key=lambda one: one.cost
    )


def plan(town: Town, shipments: Sequence[Shipment], crew: Fleet) -> Plan:
    return make_plan(shipments, crew, travel(town), MONDAY, best_of_all)


def test_hours_that_are_alike_make_one_slice_and_only_working_hours_count(town: Town) -> None:
    slices = list_slices(travel(town), crew(town), MONDAY)["van"]

    assert slices.starts_s == (8 * 3600, 9 * 3600, 10 * 3600)
    assert slices.duration_s[:, 0, 2].tolist() == [1200, 3600, 1200]


def test_a_plan_drives_before_the_peak_where_the_windows_let_it(town: Town) -> None:
    (route,) = plan(town, [shipment(town, "A")], crew(town)).routes

    # there and back in 20 minutes each, two minutes at the door
    assert (route.start_at, route.end_at) == (at(8, 0), at(8, 42))


def test_a_plan_leaves_after_the_peak_when_the_shift_begins_inside_it(town: Town) -> None:
    (route,) = plan(town, [shipment(town, "A")], crew(town, time(9))).routes

    assert (route.start_at, route.end_at) == (at(10, 0), at(10, 42))
    assert route.stops[0].arrival_at == at(10, 20)


def test_arrivals_in_the_peak_are_those_that_are_driven(town: Town) -> None:
    window = TimeWindow(at(9, 0), at(9, 30))
    (route,) = plan(town, [shipment(town, "A", window)], crew(town)).routes

    # There at 09:00, served until 09:02; 58 of 60 minutes are driven by 10:00, and the thirtieth
    # that is ahead takes 40 seconds.
    (stop,) = route.stops
    assert (route.start_at, stop.arrival_at, stop.departure_at) == (at(8, 40), at(9, 0), at(9, 2))
    assert route.end_at == at(10, 0, 40)
    # at one unit a minute: 80 minutes and 40 seconds
    assert route.cost_minor == 81


def test_the_order_of_stops_is_that_which_avoids_the_peak(town: Town) -> None:
    # until 09:00 the street to A takes an hour, that to B 20 minutes as ever
    to_a = np.array([[0, 3600, 1200], [3600, 0, 4800], [1200, 4800, 0]])
    usual = np.array([[0, 1200, 1200], [1200, 0, 2400], [1200, 2400, 0]])
    view = town.network().view("van")
    cube = build_cube([0] * 9 + [1] * 2, lambda hour: to_a if hour < 9 else usual)
    hours = Hours(MIDNIGHT, (view,) * 11, cube)
    mean = Matrix((usual * 2).astype(np.int32), (usual * 2).astype(np.int32))
    peaks = Travel({"van": view}, {"van": mean}, from_cache=False, hours={"van": hours})
    both = [shipment(town, "A"), shipment(town, "B")]
    short = replace(crew(town).vehicles[0], shift_end=time(10, 10))
    day = replace(crew(town), vehicles=(short,))

    (route,) = make_plan(both, day, peaks, MONDAY, best_of_all).routes
    by_mean = replace(peaks, matrices={"van": Matrix(mean.duration_s // 2, mean.distance_m)})
    (other,) = make_plan(both, day, replace(by_mean, hours={}), MONDAY, best_of_all).routes

    # At B by 08:58 and away at 09:00, when the street to A is free: 20 + 2 + 40 + 2 + 20 minutes.
    # With A first it is 110 minutes at least: an hour's street, or back too late.
    assert [stop.reference for stop in route.stops] == ["B", "A"]
    assert (route.start_at, route.end_at) == (at(8, 38), at(10, 2))
    assert [stop.reference for stop in other.stops] == ["A", "B"]


def test_lines_lead_from_door_to_door(town: Town) -> None:
    made = plan(town, [shipment(town, "A"), shipment(town, "B")], crew(town))

    assert len(decode_polyline(made.routes[0].geometry)) == 5  # D, A, D, B, D
    assert draw_by_hour(made, crew(town), travel(town)) == made
