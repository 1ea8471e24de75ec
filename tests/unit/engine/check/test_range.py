"""Planted mistakes of batteries: too far, too short a charge, too much in it."""

from dataclasses import replace

import pytest

from doorstep.engine import Activity, Battery, Problem, Station, check, evaluate
from worlds.problems import draw, van

CURVE = ((0, 0), (4000, 3600))
"""Nine tenths of a second for each unit."""


def _town(**changes: object) -> Problem:
    """A street of 24 cells; a cell takes 100 of a battery of 2000, and "s" is a station."""
    battery = replace(Battery(2000, per_km=1000), **changes)  # type: ignore[arg-type]
    town = draw("D . . . . . . . . . s . a", [replace(van(), battery=battery)])
    a, s = town.shipments
    return replace(
        town,
        shipments=(a,),
        stations=(Station("s", s.location, CURVE),),
    )


def _planted(problem: Problem, **changes: object) -> list[str]:
    solution = evaluate(problem, [(0, [0])])
    route = solution.routes[0]
    stops = tuple(
        replace(one, **changes) if one.kind is Activity.CHARGE else one  # type: ignore[arg-type]
        for one in route.stops
    )
    found = check(problem, replace(solution, routes=(replace(route, stops=stops),)))
    return [one.sentence for one in found if one.rule == "range"]


def test_a_route_that_charges_just_enough_is_fine() -> None:
    solution = evaluate(_town(), [(0, [0])])

    charge = next(one for one in solution.routes[0].stops if one.kind is Activity.CHARGE)

    assert check(_town(), solution) == []
    assert (charge.level, charge.departure - charge.arrival) == (1400, 360)  # 400 more, 0.9 s each


def test_a_battery_that_runs_low_is_reported() -> None:
    solution = evaluate(_town(), [(0, [0])])
    route = solution.routes[0]
    stops = tuple(one for one in route.stops if one.kind is not Activity.CHARGE)

    found = check(_town(), replace(solution, routes=(replace(route, stops=stops),)))

    assert [one.sentence for one in found if one.rule == "range"] == [
        "the battery of vehicle 'van 1' is 400 below its reserve of 0"
    ]


def test_the_reserve_stays_in_the_battery() -> None:
    assert _planted(_town(reserve=300)) == []
    assert _planted(_town(reserve=300), level=1500) == [
        "the battery of vehicle 'van 1' is 200 below its reserve of 300"
    ]


def test_a_charge_that_is_too_short_is_reported() -> None:
    assert _planted(_town(), level=1410) == ["the charge at 's' is 9 s too short for its level"]


@pytest.mark.parametrize("level", [2001, 900])
def test_nobody_charges_beyond_the_battery_or_gives_energy_back(level: int) -> None:
    assert f"at 's' the battery is charged from 1000 to {level} of 2000" in _planted(
        _town(), level=level
    )


def test_where_batteries_are_charged_fully_less_is_reported() -> None:
    assert _planted(_town(charges_fully=True), level=1500) == [
        "at 's' the battery is charged to 1500, not until it is full"
    ]


def test_a_charge_says_where_and_up_to_what() -> None:
    assert "a charge does not say where or up to what" in _planted(_town(), level=None)


def test_a_vehicle_without_a_battery_is_not_charged() -> None:
    town = _town()
    solution = evaluate(town, [(0, [0])])
    diesel = replace(town, vehicles=(replace(town.vehicles[0], battery=None),))

    assert [one.sentence for one in check(diesel, solution) if one.rule == "range"] == [
        "vehicle 'van 1' is charged and has no battery"
    ]


@pytest.mark.parametrize(("capacity", "lacks"), [(3000, []), (2999, [1])])
def test_a_full_load_takes_more(capacity: int, lacks: list[int]) -> None:
    """Of 10 kg 5 are on board: half of 100 percent more, so 150 a cell there and 100 back."""
    town = _town(load_percent=100, capacity=capacity)
    heavy = replace(town, shipments=(replace(town.shipments[0], load=(5,)),), stations=())

    found = check(heavy, evaluate(heavy, [(0, [0])]))

    assert [one.sentence for one in found if one.rule == "range"] == [
        f"the battery of vehicle 'van 1' is {short} below its reserve of 0" for short in lacks
    ]


def test_a_table_of_energy_goes_before_metres() -> None:
    """Uphill to a takes 1900, downhill back 101: one more than is in the battery."""
    town = _town()
    energy = town.profiles[0].distance_m.copy()
    a = town.shipments[0].location
    energy[0, a], energy[a, 0] = 1900, 101
    hilly = replace(town, profiles=(replace(town.profiles[0], energy=energy),), stations=())

    found = check(hilly, evaluate(hilly, [(0, [0])]))

    assert [one.sentence for one in found if one.rule == "range"] == [
        "the battery of vehicle 'van 1' is 1 below its reserve of 0"
    ]
