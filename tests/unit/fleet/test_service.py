from dataclasses import replace
from pathlib import Path

import pytest

from doorstep import fleet
from doorstep.plumbing.unit import SYSTEM_ACTOR
from worlds.helsinki import DEPOT, TWO_VANS, VAN_1, VAN_2, add_company
from worlds.server import add_tenant, open_kit


def test_a_saved_fleet_is_loaded_as_it_was_with_colours(tmp_path: Path) -> None:
    with open_kit(tmp_path) as kit, kit.read(add_company(kit)) as unit:
        stored = fleet.load(unit)
    colored = [replace(van, color=fleet.COLORS[i]) for i, van in enumerate((VAN_1, VAN_2))]
    assert stored.fleet == replace(TWO_VANS, vehicles=tuple(colored))
    assert [one.driver.name for one in stored.vehicles if one.driver] == ["Aino", "Otso"]
    assert {one.depot_id for one in stored.vehicles} == {stored.depots[0].id}


def test_saving_again_keeps_identifiers_and_retires_what_is_gone(tmp_path: Path) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_company(kit)
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            before = fleet.load(unit)
            smaller = replace(TWO_VANS, vehicles=(replace(VAN_2, capacity_g=1),))
            after = fleet.save(unit, smaller)
            drivers = [driver.name for driver in fleet.list_drivers(unit)]
            back = fleet.save(unit, TWO_VANS)
    assert [one.id for one in after.vehicles] == [before.vehicles[1].id]
    assert after.vehicles[0].vehicle.capacity_g == 1
    assert drivers == ["Otso"]
    assert back.fleet == before.fleet
    assert [one.id for one in back.vehicles] == [one.id for one in before.vehicles]


def test_a_fleet_in_another_currency_is_refused(tmp_path: Path) -> None:
    with (
        open_kit(tmp_path) as kit,
        pytest.raises(fleet.FleetMismatchError, match="currency is SEK, the company's is EUR"),
    ):
        add_company(kit, replace(TWO_VANS, currency="SEK"))


def test_a_company_without_a_fleet_has_an_empty_one(tmp_path: Path) -> None:
    with open_kit(tmp_path) as kit, kit.read(add_tenant(kit)) as unit:
        stored = fleet.load(unit)
    assert (stored.depots, stored.vehicles) == ((), ())


def test_fleets_of_two_companies_may_have_the_same_names(tmp_path: Path) -> None:
    with open_kit(tmp_path) as kit:
        first, second = add_company(kit), add_company(kit)
        with kit.read(first) as unit:
            mine = fleet.load(unit)
        with kit.read(second) as unit:
            theirs = fleet.load(unit)
            with pytest.raises(fleet.UnknownDriverError):
                fleet.get_driver(unit, fleet_driver_id(mine))
    assert [depot.depot for depot in theirs.depots] == [DEPOT]
    assert {one.id for one in mine.vehicles}.isdisjoint({one.id for one in theirs.vehicles})


def fleet_driver_id(stored: fleet.StoredFleet) -> str:
    driver = stored.vehicles[0].driver
    assert driver is not None
    return driver.id


def test_there_are_twelve_colours_all_different() -> None:
    assert len(set(fleet.COLORS)) == 12
