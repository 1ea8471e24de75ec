"""Vehicle types, absences and holidays, and who drives on a day because of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from doorstep import fleet
from doorstep.fleet import (
    Absence,
    AbsenceReason,
    Availability,
    Driver,
    Holiday,
    PlanPrices,
    VehicleType,
)
from doorstep.fleet.errors import NameTakenError, UnknownVehicleTypeError, VehicleTypeInUseError
from doorstep.plumbing.unit import SYSTEM_ACTOR, Unit
from worlds.helsinki import MONDAY, TUESDAY, TWO_VANS, VAN_1, add_company
from worlds.server import open_kit

BIG = VehicleType("big", "van", 1_500_000, 12_000_000, 5000, 60, 3000, frozenset({"lift"}), 80)


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Unit]:
    with open_kit(tmp_path) as kit, kit.write(add_company(kit), SYSTEM_ACTOR) as opened:
        yield opened


def working(unit: Unit, on: date) -> list[str]:
    return [one.vehicle.name for one in fleet.load_for(unit, on).vehicles]


def give(unit: Unit, type_id: str | None) -> fleet.StoredVehicle:
    """Give van 1 a type."""
    van = fleet.load(unit).vehicles[0]
    driver_id = van.driver.id if van.driver else None
    return fleet.change_vehicle(
        unit, van.id, van.vehicle, van.version,
        depot_id=van.depot_id, driver_id=driver_id, type_id=type_id,
    )  # fmt: skip


def test_a_vehicle_of_a_type_has_its_values_now_and_when_they_change(unit: Unit) -> None:
    kind = fleet.add_type(unit, BIG)
    van = give(unit, kind.id)
    assert van.vehicle == BIG.shape(replace(VAN_1, color=van.color))
    assert (van.vehicle.capacity_g, van.vehicle.skills) == (1_500_000, frozenset({"lift"}))
    smaller = replace(BIG, capacity_g=1_000_000)
    assert fleet.change_type(unit, kind.id, smaller, 1).vehicles == 1
    after = fleet.get_vehicle(unit, van.id)
    assert (after.vehicle.capacity_g, after.version) == (1_000_000, van.version + 1)
    assert after.vehicle.driver == "Aino"
    assert fleet.load(unit).vehicles[1].vehicle.capacity_g == 800_000


def test_a_type_in_use_stays_and_one_that_nobody_is_of_can_go(unit: Unit) -> None:
    kind = fleet.add_type(unit, BIG)
    give(unit, kind.id)
    with pytest.raises(VehicleTypeInUseError):
        fleet.remove_type(unit, kind.id, 1)
    give(unit, None)
    fleet.remove_type(unit, kind.id, 1)
    with pytest.raises(UnknownVehicleTypeError):
        fleet.get_type(unit, kind.id)


def test_two_types_are_not_called_the_same(unit: Unit) -> None:
    fleet.add_type(unit, BIG)
    with pytest.raises(NameTakenError):
        fleet.add_type(unit, BIG)


def test_a_file_with_a_types_own_values_leaves_vehicles_of_their_type(unit: Unit) -> None:
    kind = fleet.add_type(unit, BIG)
    van = give(unit, kind.id)
    written = fleet.read_toml(fleet.write_toml(fleet.load(unit).fleet).encode())
    assert fleet.save(unit, written).vehicles[0].type_id == kind.id
    others = tuple(replace(one, capacity_g=7) for one in TWO_VANS.vehicles)
    saved = fleet.save(unit, replace(TWO_VANS, vehicles=others)).vehicles[0]
    assert (saved.id, saved.type_id, saved.vehicle.capacity_g) == (van.id, None, 7)


def test_a_vehicle_in_the_workshop_is_not_planned_on_those_days(unit: Unit) -> None:
    van = fleet.load(unit).vehicles[0]
    away = Availability(absences=(Absence(TUESDAY, date(2026, 6, 4), AbsenceReason.WORKSHOP),))
    fleet.change_vehicle(
        unit, van.id, replace(van.vehicle, availability=away), van.version,
        depot_id=van.depot_id, driver_id=van.driver.id if van.driver else None,
    )  # fmt: skip
    assert working(unit, MONDAY) == ["van 1", "van 2"]
    for day in (2, 3, 4):
        assert working(unit, date(2026, 6, day)) == ["van 2"]
    assert working(unit, date(2026, 6, 5)) == ["van 1", "van 2"]


def test_a_fleet_from_a_file_leaves_out_who_does_not_work_on_the_date() -> None:
    tuesdays = replace(VAN_1, availability=Availability(frozenset({2})))
    crew = replace(TWO_VANS, vehicles=(tuesdays, TWO_VANS.vehicles[1]))
    assert [one.name for one in crew.working_on(MONDAY).vehicles] == ["van 2"]
    assert crew.working_on(TUESDAY) == crew


def test_on_holidays_only_those_drive_who_work_on_them(unit: Unit) -> None:
    fleet.put_holiday(unit, Holiday(MONDAY, "Whit Monday"))
    assert working(unit, MONDAY) == []
    driver = fleet.list_drivers(unit)[1]
    works = Driver(driver.name, availability=Availability(works_holidays=True))
    fleet.change_driver(unit, driver.id, works, driver.version)
    assert working(unit, MONDAY) == ["van 2"]
    assert working(unit, TUESDAY) == ["van 1", "van 2"]
    fleet.remove_holiday(unit, MONDAY)
    fleet.remove_holiday(unit, MONDAY)
    assert working(unit, MONDAY) == ["van 1", "van 2"]
    assert fleet.list_holidays(unit) == []


def test_what_a_type_gives_off_is_what_its_vehicles_do(unit: Unit) -> None:
    usual = fleet.load(unit).vehicles[0].vehicle
    kind = fleet.add_type(unit, replace(BIG, co2e_g_per_km=94))
    # a diesel van, from well to wheel: 255.61 + 61.28 g
    assert usual.emits_g_per_km == 317
    assert give(unit, kind.id).vehicle.emits_g_per_km == 94
    fleet.change_type(unit, kind.id, replace(BIG, co2e_g_per_km=0), 1)
    assert fleet.load(unit).vehicles[0].vehicle.emits_g_per_km == 0


def test_prices_of_plans_are_none_until_somebody_sets_them(unit: Unit) -> None:
    assert fleet.load(unit).fleet.prices == PlanPrices(co2e_per_t_minor=0)

    fleet.set_prices(unit, PlanPrices(co2e_per_t_minor=10_000, extra_visit_minor=200))

    assert fleet.load_for(unit, MONDAY).fleet.prices == PlanPrices(10_000, 200)


def test_a_fleet_file_sets_the_prices_it_says(unit: Unit) -> None:
    fleet.set_prices(unit, PlanPrices(co2e_per_t_minor=10_000))

    fleet.save(unit, replace(TWO_VANS, prices=PlanPrices(co2e_per_t_minor=5_000)))

    assert fleet.load(unit).fleet.prices == PlanPrices(co2e_per_t_minor=5_000)
