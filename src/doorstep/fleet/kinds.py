"""Vehicle types, holidays and prices: what many vehicles have in common, and the company's own."""

from dataclasses import asdict, replace
from datetime import date

from doorstep.fleet import store
from doorstep.fleet.errors import (
    NameTakenError,
    UnknownVehicleTypeError,
    VehicleTypeInUseError,
)
from doorstep.fleet.model import Holiday, PlanPrices, VehicleType
from doorstep.fleet.stored import StoredVehicleType
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import check_version


def add_type(unit: Unit, kind: VehicleType) -> StoredVehicleType:
    """Add a vehicle type.

    Raises
    ------
    NameTakenError
        Another one has the name.
    """
    _require_free(unit, kind.name, None)
    stored = StoredVehicleType(unit.new_id(), kind)
    store.put_type(unit.session, unit.tenant_id, stored)
    unit.emit("vehicle_type.added", stored.id, {"name": kind.name})
    return stored


def change_type(
    unit: Unit, type_id: str, kind: VehicleType, expected_version: int
) -> StoredVehicleType:
    """Make a vehicle type what ``kind`` says, and every vehicle that is of it.

    Raises
    ------
    UnknownVehicleTypeError, StaleVersionError, NameTakenError
        It cannot be.
    """
    before = get_type(unit, type_id)
    check_version(expected_version, before.version)
    _require_free(unit, kind.name, type_id)
    store.put_type(
        unit.session, unit.tenant_id, replace(before, type=kind, version=before.version + 1)
    )
    for row in store.list_rows_of_type(unit.session, type_id):
        # Depot and driver stay; only what the type says is written.
        vehicle = store.to_vehicle(row, "", None)
        shaped = kind.shape(vehicle.vehicle)
        if shaped != vehicle.vehicle:
            store.shape_row(unit.session, row, shaped)
            unit.emit("vehicle.changed", row.id, {"name": row.name})
    unit.emit("vehicle_type.changed", type_id, {"name": kind.name})
    return get_type(unit, type_id)


def get_type(unit: Unit, type_id: str) -> StoredVehicleType:
    """Return a vehicle type.

    Raises
    ------
    UnknownVehicleTypeError
        There is none with this id.
    """
    found = store.find_type(unit.session, type_id)
    if found is None:
        message = "There is no vehicle type with this id."
        raise UnknownVehicleTypeError(message)
    return found


def list_types(unit: Unit) -> list[StoredVehicleType]:
    """Return the vehicle types by name."""
    return store.list_types(unit.session)


def remove_type(unit: Unit, type_id: str, expected_version: int) -> None:
    """Delete a vehicle type that no vehicle in use is of.

    Raises
    ------
    UnknownVehicleTypeError, StaleVersionError, VehicleTypeInUseError
        It cannot be.
    """
    before = get_type(unit, type_id)
    check_version(expected_version, before.version)
    if before.vehicles:
        message = f"{before.vehicles} vehicles are of the type {before.type.name!r}."
        raise VehicleTypeInUseError(message)
    store.remove_type(unit.session, type_id)
    unit.emit("vehicle_type.removed", type_id, {"name": before.type.name})


def list_holidays(unit: Unit) -> list[Holiday]:
    """Return the company's holidays in order."""
    return store.list_holidays(unit.session)


def put_holiday(unit: Unit, holiday: Holiday) -> Holiday:
    """Add a holiday, or rename the one of its date."""
    store.put_holiday(unit.session, unit.tenant_id, holiday)
    about = {"on": holiday.on.isoformat(), "name": holiday.name}
    unit.emit("holiday.set", unit.tenant_id, about)
    return holiday


def remove_holiday(unit: Unit, on: date) -> None:
    """Let a date be a day like others; doing it twice does no harm."""
    if store.remove_holiday(unit.session, on):
        unit.emit("holiday.removed", unit.tenant_id, {"on": on.isoformat()})


def get_prices(unit: Unit) -> PlanPrices:
    """Return what plans count beside what vehicles cost."""
    return store.find_prices(unit.session)


def set_prices(unit: Unit, prices: PlanPrices) -> PlanPrices:
    """Let plans from now on count these prices."""
    if prices != store.find_prices(unit.session):
        store.put_prices(unit.session, unit.tenant_id, prices)
        unit.emit("plan_prices.set", unit.tenant_id, asdict(prices))
    return prices


def _require_free(unit: Unit, name: str, own_id: str | None) -> None:
    if any(one.type.name == name and one.id != own_id for one in store.list_types(unit.session)):
        message = f"There is a vehicle type called {name!r} already."
        raise NameTakenError(message)
