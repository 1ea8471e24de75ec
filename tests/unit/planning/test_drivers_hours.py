"""A vehicle under a law of drivers' hours: its rests are planned, shown, and told with the law."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest

from doorstep import engine
from doorstep.engine.hours import EU_561, US_HOS, HoursLaw
from doorstep.fleet import Break, Depot, Fleet, HoursLawName, Vehicle
from doorstep.kernel import Point
from doorstep.orders import Recipient, Shipment
from doorstep.planning import (
    Plan,
    build_problem,
    keep_breaks,
    read_kept_breaks,
    read_solution,
    to_manifest,
)
from doorstep.planning.files.words import break_text
from doorstep.roads import Matrix

MAY = date(2026, 5, 4)
TRUCK = Vehicle(
    name="truck",
    depot="D",
    profile="truck",
    shift_start=time(6),
    shift_end=time(18),
    capacity_g=8_000_000,
    capacity_cm3=8_000_000,
    cost_per_hour_minor=6000,
    hours_law=HoursLawName.EU_561,
)
LUNCH = Break(time(10), time(12), 1800)
# two hours from each place to each other one
HOURS = (1 - np.eye(4, dtype=np.int32)) * np.int32(7200)
TRAVEL = {"truck": Matrix(HOURS, HOURS)}


def at(hour: int, minute: int = 0) -> datetime:
    """Return a clock time in Helsinki on that day, three hours before UTC's."""
    return datetime(2026, 5, 4, hour - 3, minute, tzinfo=UTC)


def parcels(count: int) -> list[Shipment]:
    return [
        Shipment(f"S{number}", Recipient("Aino"), "Tie 1", Point(60.1, 24.9), service_s=0)
        for number in range(count)
    ]


def crew(vehicle: Vehicle) -> Fleet:
    return Fleet("Europe/Helsinki", "EUR", (Depot("D", Point(60.17, 24.94)),), (vehicle,))


def plan(vehicle: Vehicle, count: int) -> Plan:
    shipments, fleet = parcels(count), crew(vehicle)
    problem = build_problem(shipments, fleet, TRAVEL, MAY)
    solution = engine.evaluate(problem, [(0, list(range(count)))])
    assert engine.check(problem, solution) == []
    explanation = engine.explain(problem, solution)
    return read_solution(
        solution, explanation, shipments, fleet, MAY, lambda places, _profile: places
    )


@pytest.mark.parametrize(
    ("name", "law"), [(HoursLawName.EU_561, EU_561), (HoursLawName.US_HOS, US_HOS)]
)
def test_the_law_of_a_vehicle_reaches_the_problem(name: HoursLawName, law: HoursLaw) -> None:
    problem = build_problem([], crew(replace(TRUCK, hours_law=name)), TRAVEL, MAY)

    car = problem.vehicles[0]
    assert (car.rest, car.max_driving_s) == (law.rest, law.daily_driving_s)
    assert car.max_duration_s == law.daily_span_s


def test_a_rest_by_law_is_in_the_plan_under_its_name_and_is_paid() -> None:
    # eight hours of driving: 15 and 30 minutes, or 45, before four and a half of them
    route = plan(TRUCK, 3).routes[0]

    rested = sum((rest.end_at - rest.start_at for rest in route.breaks), timedelta())
    assert rested == timedelta(minutes=45)
    assert {rest.law for rest in route.breaks} == {"EU 561/2006"}
    assert route.end_at - route.start_at == timedelta(hours=8, minutes=45)
    assert route.cost_minor == 6000 * 35 // 4


def test_a_break_of_the_shift_becomes_the_rest_and_is_as_long_as_the_law_asks() -> None:
    # two legs of two hours, then lunch: 45 minutes instead of 30, unpaid as it always is
    route = plan(replace(TRUCK, breaks=(LUNCH,)), 3).routes[0]

    (rest,) = route.breaks
    assert rest.end_at - rest.start_at == timedelta(minutes=45)
    assert (rest.law, rest.not_before_at) == ("EU 561/2006", at(10))
    assert at(10) <= rest.start_at <= at(12)
    assert route.cost_minor == 6000 * 8


def test_a_break_of_the_shift_stays_one_where_the_law_asks_for_nothing() -> None:
    # eight hours of driving are not more than the American eight
    american = replace(TRUCK, breaks=(LUNCH,), hours_law=HoursLawName.US_HOS)
    route = plan(american, 3).routes[0]

    (rest,) = route.breaks
    assert (rest.end_at - rest.start_at, rest.law) == (timedelta(minutes=30), "")


def test_a_day_that_the_law_forbids_is_left_out_with_the_reason() -> None:
    far = {"truck": Matrix(HOURS * np.int32(3), HOURS)}
    problem = build_problem(parcels(1), crew(replace(TRUCK, shift_end=time(23))), far, MAY)

    # six hours there and six back are more than nine
    solution = engine.solve(problem, seconds=30, iterations=20)

    assert [one.reason for one in solution.unassigned] == [engine.Reason.HOURS]


def test_breaks_are_kept_as_they_are() -> None:
    for vehicle in (TRUCK, replace(TRUCK, breaks=(LUNCH,))):
        breaks = plan(vehicle, 3).routes[0].breaks
        assert read_kept_breaks(keep_breaks(breaks)) == breaks


def test_manifests_say_when_to_rest_and_by_which_law() -> None:
    made = plan(TRUCK, 3)

    assert break_text(made.routes[0].breaks[-1]).endswith("(EU 561/2006)")
    assert to_manifest(made).startswith(b"%PDF")
