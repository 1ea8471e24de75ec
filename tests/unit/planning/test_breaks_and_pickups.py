"""A fleet's breaks and a day's pick-ups reach the problem, and come back in the plan."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import numpy as np

from doorstep import engine
from doorstep.fleet import Break, Depot, Fleet, Vehicle
from doorstep.kernel import Point, TimeWindow
from doorstep.orders import Collection, Recipient, Shipment, ShipmentKind
from doorstep.planning import Plan, build_problem, read_solution
from doorstep.roads import Matrix

MAY = date(2026, 5, 4)
VAN = Vehicle(
    name="van",
    depot="D",
    profile="van",
    shift_start=time(8),
    shift_end=time(17),
    capacity_g=8_000,
    capacity_cm3=80_000,
    cost_per_hour_minor=2400,
    breaks=(Break(time(12), time(12, 30), 1800),),
)
HOP = 1 - np.eye(3, dtype=np.int32)
TRAVEL = {"van": Matrix(HOP * np.int32(600), HOP * np.int32(3000))}


def at(hour: int, minute: int = 0) -> datetime:
    """Return a clock time in Helsinki on that day, three hours before UTC's."""
    return datetime(2026, 5, 4, hour - 3, minute, tzinfo=UTC)


def parcel(reference: str, kind: ShipmentKind = ShipmentKind.DELIVERY) -> Shipment:
    return Shipment(
        reference, Recipient("Aino"), "Bulevardi 5", Point(60.165, 24.94), weight_g=6000, kind=kind
    )


def crew(vehicle: Vehicle = VAN) -> Fleet:
    return Fleet("Europe/Helsinki", "EUR", (Depot("D", Point(60.17, 24.94)),), (vehicle,))


def plan(shipments: list[Shipment], *sequence: int) -> Plan:
    problem = build_problem(shipments, crew(), TRAVEL, MAY)
    solution = engine.evaluate(problem, [(0, list(sequence))])
    assert engine.check(problem, solution) == []
    explanation = engine.explain(problem, solution)
    return read_solution(
        solution, explanation, shipments, crew(), MAY, lambda places, _profile: places
    )


def test_a_break_is_taken_on_the_way_and_not_paid() -> None:
    # out at 11:45 for a window from 11:55 and back at 12:40 but for the break from 12:00 on
    first = replace(parcel("A"), windows=(TimeWindow(at(11, 55), at(11, 55)),), service_s=900)
    second = replace(parcel("B"), weight_g=1000, windows=(TimeWindow(at(12), at(14)),))

    route = plan([first, second], 0, 1).routes[0]

    # A until 12:10, ten minutes and the break on the way to B, three minutes there
    rest = route.breaks[0]
    assert (rest.before_stop, rest.end_at - rest.start_at) == (2, at(12, 30) - at(12))
    assert at(12, 10) <= rest.start_at <= at(12, 20)
    assert [stop.arrival_at for stop in route.stops] == [at(11, 55), at(12, 50)]
    # from 11:45 to 13:03 are 78 minutes, 48 of them paid at 40 cents
    assert (route.end_at, route.cost_minor) == (at(13, 3), 1920)


def test_a_route_before_noon_needs_no_break() -> None:
    morning = replace(parcel("A"), windows=(TimeWindow(at(9), at(10)),))

    assert plan([morning], 0).routes[0].breaks == ()


def test_the_break_of_a_night_shift_is_on_the_next_day() -> None:
    night = replace(
        VAN, shift_start=time(22), shift_end=time(6), breaks=(Break(time(1), time(2), 1800),)
    )

    problem = build_problem([], crew(night), TRAVEL, MAY)

    assert problem.vehicles[0].breaks[0].windows == (engine.Window(25 * 3600, 26 * 3600),)


def test_a_pick_up_takes_the_room_of_what_was_brought() -> None:
    # 6 kg out and 6 kg back in a van for 8 kg
    route = plan([parcel("A"), parcel("B", ShipmentKind.PICKUP)], 0, 1).routes[0]

    assert [stop.kind for stop in route.stops] == ["delivery", "pickup"]
    assert route.weight_g == 6000


def test_goods_to_be_fetched_on_the_way_are_left_out_with_what_to_do() -> None:
    fetched = replace(
        parcel("A"), collection=Collection("Shop", "Mannerheimintie 1", Point(60.168, 24.94))
    )

    left = plan([fetched, parcel("B")], 1).unassigned[0]

    assert (left.reference, left.reason) == ("A", "collection")
    assert "Bring its goods to the depot" in left.action
