"""Which shipments go to one door, and how plans keep them together."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import numpy as np

from doorstep import engine
from doorstep.fleet import Depot, Fleet, PlanPrices, Vehicle
from doorstep.kernel import Point, TimeWindow
from doorstep.orders import Recipient, Shipment
from doorstep.planning import Plan, build_problem, read_solution
from doorstep.planning.doors import count_extra_visits, list_doors
from doorstep.roads import Matrix

MAY = date(2026, 5, 4)
DOOR = Point(60.165, 24.94)
METRE = 1 / 111_195
"""Of latitude, in degrees."""


def north(metres: float) -> Point:
    return Point(DOOR.lat + metres * METRE, DOOR.lon)


def east(metres: float) -> Point:
    # at 60.165 degrees north a degree of longitude is 0.4975 of one of latitude
    return Point(DOOR.lat, DOOR.lon + metres * METRE / 0.4975)


def parcel(reference: str, to: str, where: Point) -> Shipment:
    return Shipment(reference, Recipient(to), "Bulevardi 5", where)


def test_shipments_within_ten_metres_go_to_one_door() -> None:
    parcels = [
        parcel("A", "Aino", DOOR),
        parcel("B", "Eino", north(9)),
        parcel("C", "Otso", east(9)),
        parcel("D", "Elsa", north(11)),
        parcel("E", "Elli", east(-11)),
    ]

    # D is two metres from B, but eleven from the first at that door.
    assert list_doors(parcels) == [0, 0, 0, 3, 4]


def test_a_recipient_has_one_door_however_it_is_written() -> None:
    parcels = [
        parcel("A", "Aino", DOOR),
        parcel("B", "aino ", east(99)),
        parcel("C", "Aino", east(-101)),
        parcel("D", "", north(50)),
        parcel("E", "", north(70)),
    ]

    assert list_doors(parcels) == [0, 0, 2, 3, 4]


def test_a_door_is_visited_again_by_whoever_comes_later_or_comes_back() -> None:
    # Doors a a b a: the first route comes back to a, the second comes there as well.
    assert count_extra_visits([[0, 2, 1], [3]], doors=[0, 0, 2, 0]) == [1, 1]
    assert count_extra_visits([[0, 1, 3], [2]], doors=[0, 0, 2, 0]) == [0, 0]


VAN = Vehicle(
    name="van 1",
    depot="D",
    profile="van",
    shift_start=time(8),
    shift_end=time(17),
    capacity_g=800_000,
    capacity_cm3=6_000_000,
    cost_per_km_minor=35,
    cost_per_hour_minor=2400,
)
CREW = Fleet(
    "Europe/Helsinki",
    "EUR",
    (Depot("D", Point(60.17, 24.94)),),
    (VAN, replace(VAN, name="van 2")),
)


def window(first: str, last: str) -> tuple[TimeWindow, ...]:
    """Return a window by the clocks of Helsinki in May, three hours ahead of UTC."""
    early, late = (
        datetime(2026, 5, 4, int(clock[:2]) - 3, int(clock[3:]), tzinfo=UTC)
        for clock in (first, last)
    )
    return (TimeWindow(early, late),)


# One door wanted at nine and at ten, ten minutes from the depot: to wait there, or to go twice.
PARCELS = [
    replace(parcel("A", "Aino", DOOR), windows=window("09:00", "09:05"), service_s=60),
    replace(parcel("B", "Eino", north(3)), windows=window("10:00", "10:05"), service_s=60),
]
HOP = np.array([[0, 600, 600], [600, 0, 0], [600, 0, 0]], dtype=np.int32)
TRAVEL = {"van": Matrix(HOP, HOP * 5)}


def plan(extra_visit_minor: int) -> Plan:
    crew = replace(CREW, prices=PlanPrices(extra_visit_minor=extra_visit_minor))
    problem = build_problem(PARCELS, crew, TRAVEL, MAY)
    solution = engine.solve(problem, seconds=30, iterations=200)
    assert engine.check(problem, solution) == []
    explanation = engine.explain(problem, solution)
    return read_solution(solution, explanation, PARCELS, crew, MAY, lambda places, _name: places)


def test_a_door_is_split_as_long_as_that_costs_nothing() -> None:
    free = plan(0)

    # An hour of waiting costs 24 euros, a second way of 20 minutes and 6 km 10.10.
    assert [len(route.stops) for route in free.routes] == [1, 1]
    assert (free.extra_visits, free.extra_visits_cost_minor) == (1, 0)


def test_a_price_for_another_visit_keeps_a_door_together() -> None:
    priced = plan(2000)

    assert [len(route.stops) for route in priced.routes] == [2]
    assert (priced.extra_visits, priced.extra_visits_cost_minor) == (0, 0)


def test_a_visit_that_is_worth_its_price_is_part_of_the_cost() -> None:
    free, priced = plan(0), plan(500)

    assert (priced.extra_visits, priced.extra_visits_cost_minor) == (1, 500)
    assert priced.cost_minor == free.cost_minor + 500
