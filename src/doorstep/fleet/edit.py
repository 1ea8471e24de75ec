"""Change depots, drivers and vehicles one at a time.

Nothing is deleted: plans of the past name what they drove with. What leaves the fleet is retired,
and can be brought back.
"""

from dataclasses import replace
from typing import TypeAlias, TypeVar

from doorstep.fleet import store
from doorstep.fleet.errors import (
    DepotInUseError,
    NameTakenError,
    UnknownDepotError,
    UnknownDriverError,
    UnknownVehicleError,
)
from doorstep.fleet.kinds import get_type
from doorstep.fleet.model import Depot, Driver, Vehicle
from doorstep.fleet.store import AnyRow, DepotRow, DriverRow, VehicleRow
from doorstep.fleet.stored import COLORS, StoredDepot, StoredDriver, StoredVehicle
from doorstep.plumbing import auth
from doorstep.plumbing.problem import NotFoundError
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import check_version

_Row = TypeVar("_Row", DepotRow, DriverRow, VehicleRow)
Kind: TypeAlias = type[DepotRow] | type[DriverRow] | type[VehicleRow]

_KINDS: dict[Kind, tuple[str, type[NotFoundError]]] = {
    DepotRow: ("depot", UnknownDepotError),
    DriverRow: ("driver", UnknownDriverError),
    VehicleRow: ("vehicle", UnknownVehicleError),
}


def add_depot(unit: Unit, depot: Depot) -> StoredDepot:
    """Add a depot, or bring the retired one of this name back as ``depot`` says.

    Raises
    ------
    NameTakenError
        Another depot in use has the name.
    """
    known_id = _require_free(unit, DepotRow, depot.name)
    stored = StoredDepot(known_id or unit.new_id(), depot)
    ordinal = store.next_ordinal(unit.session, DepotRow)
    store.put_depot(unit.session, unit.tenant_id, stored, ordinal)
    unit.emit("depot.added", stored.id, {"name": depot.name})
    return get_depot(unit, stored.id)


def change_depot(unit: Unit, depot_id: str, depot: Depot, expected_version: int) -> StoredDepot:
    """Make a depot what ``depot`` says; routes that are planned keep where they start.

    Raises
    ------
    UnknownDepotError, StaleVersionError, NameTakenError
        It cannot be.
    """
    row = _row_for_change(unit, DepotRow, depot_id, depot.name, expected_version)
    stored = StoredDepot(depot_id, depot)
    store.put_depot(unit.session, unit.tenant_id, stored, row.ordinal)
    unit.emit("depot.changed", depot_id, {"name": depot.name})
    return get_depot(unit, depot_id)


def get_depot(unit: Unit, depot_id: str) -> StoredDepot:
    """Return a depot, retired or not.

    Raises
    ------
    UnknownDepotError
        There is none with this id.
    """
    return store.to_depot(_row(unit, DepotRow, depot_id))


def add_driver(unit: Unit, driver: Driver) -> StoredDriver:
    """Add a driver, or bring the retired one of this name back as ``driver`` says.

    Raises
    ------
    NameTakenError
        Another driver in use has the name.
    """
    known_id = _require_free(unit, DriverRow, driver.name)
    stored = _stored_driver(known_id or unit.new_id(), driver)
    ordinal = store.next_ordinal(unit.session, DriverRow)
    store.put_driver(unit.session, unit.tenant_id, stored, ordinal)
    unit.emit("driver.added", stored.id, {"name": driver.name})
    return find_driver(unit, stored.id)


def change_driver(
    unit: Unit, driver_id: str, driver: Driver, expected_version: int
) -> StoredDriver:
    """Make a driver what ``driver`` says.

    Raises
    ------
    UnknownDriverError, StaleVersionError, NameTakenError
        It cannot be.
    """
    row = _row_for_change(unit, DriverRow, driver_id, driver.name, expected_version)
    stored = _stored_driver(driver_id, driver)
    store.put_driver(unit.session, unit.tenant_id, stored, row.ordinal)
    unit.emit("driver.changed", driver_id, {"name": driver.name})
    return find_driver(unit, driver_id)


def find_driver(unit: Unit, driver_id: str) -> StoredDriver:
    """Return a driver, retired or not.

    Raises
    ------
    UnknownDriverError
        There is none with this id.
    """
    return store.to_driver(_row(unit, DriverRow, driver_id))


def add_vehicle(
    unit: Unit,
    vehicle: Vehicle,
    *,
    depot_id: str,
    driver_id: str | None,
    type_id: str | None = None,
) -> StoredVehicle:
    """Add a vehicle, or bring the retired one of this name back as ``vehicle`` says.

    Its depot and driver are those of the ids, whatever names ``vehicle`` has, and what a type
    says is as the type says it.

    Raises
    ------
    NameTakenError, UnknownDepotError, UnknownDriverError, UnknownVehicleTypeError
        It cannot be.
    """
    known_id = _require_free(unit, VehicleRow, vehicle.name)
    ordinal = store.next_ordinal(unit.session, VehicleRow)
    vehicle = replace(vehicle, color=vehicle.color or COLORS[ordinal % len(COLORS)])
    vehicle_id = known_id or unit.new_id()
    stored = _stored_vehicle(unit, vehicle_id, vehicle, depot_id, driver_id, type_id)
    store.put_vehicle(unit.session, unit.tenant_id, stored, ordinal)
    unit.emit("vehicle.added", stored.id, {"name": vehicle.name})
    return get_vehicle(unit, stored.id)


def change_vehicle(
    unit: Unit,
    vehicle_id: str,
    vehicle: Vehicle,
    expected_version: int,
    *,
    depot_id: str,
    driver_id: str | None,
    type_id: str | None = None,
) -> StoredVehicle:
    """Make a vehicle what ``vehicle`` says; see ``add_vehicle``.

    Raises
    ------
    UnknownVehicleError, StaleVersionError, NameTakenError, UnknownDepotError, UnknownDriverError
    UnknownVehicleTypeError
        It cannot be.
    """
    row = _row_for_change(unit, VehicleRow, vehicle_id, vehicle.name, expected_version)
    vehicle = replace(vehicle, color=vehicle.color or row.color)
    stored = _stored_vehicle(unit, vehicle_id, vehicle, depot_id, driver_id, type_id)
    store.put_vehicle(unit.session, unit.tenant_id, stored, row.ordinal)
    unit.emit("vehicle.changed", vehicle_id, {"name": vehicle.name})
    return get_vehicle(unit, vehicle_id)


def get_vehicle(unit: Unit, vehicle_id: str) -> StoredVehicle:
    """Return a vehicle, retired or not.

    Raises
    ------
    UnknownVehicleError
        There is none with this id.
    """
    row = _row(unit, VehicleRow, vehicle_id)
    depot = get_depot(unit, row.depot_id)
    driver = find_driver(unit, row.driver_id) if row.driver_id else None
    return store.to_vehicle(
        row, depot.depot.name, driver if driver and not driver.retired else None
    )


def retire_depot(unit: Unit, depot_id: str, expected_version: int) -> None:
    """Take a depot out of use.

    Raises
    ------
    UnknownDepotError, StaleVersionError, DepotInUseError
        It cannot be.
    """
    starting = [one for one in store.list_vehicles(unit.session) if one.depot_id == depot_id]
    if starting:
        names = ", ".join(one.vehicle.name for one in starting[:5])
        message = f"{len(starting)} vehicles start there: {names}."
        raise DepotInUseError(message)
    _set_retired(unit, DepotRow, depot_id, expected_version, retired=True)


def retire_driver(unit: Unit, driver_id: str, expected_version: int) -> None:
    """Take a driver out of use and sign their phones out; their vehicle has no driver then.

    Raises
    ------
    UnknownDriverError, StaleVersionError
        It cannot be.
    """
    _set_retired(unit, DriverRow, driver_id, expected_version, retired=True)
    auth.end_sessions_of(unit, driver_id)


def retire_vehicle(unit: Unit, vehicle_id: str, expected_version: int) -> None:
    """Take a vehicle out of use.

    Raises
    ------
    UnknownVehicleError, StaleVersionError
        It cannot be.
    """
    _set_retired(unit, VehicleRow, vehicle_id, expected_version, retired=True)


def restore_depot(unit: Unit, depot_id: str) -> StoredDepot:
    """Bring a retired depot back.

    Raises
    ------
    UnknownDepotError
        There is none with this id.
    """
    _set_retired(unit, DepotRow, depot_id, None, retired=False)
    return get_depot(unit, depot_id)


def restore_driver(unit: Unit, driver_id: str) -> StoredDriver:
    """Bring a retired driver back.

    Raises
    ------
    UnknownDriverError
        There is none with this id.
    """
    _set_retired(unit, DriverRow, driver_id, None, retired=False)
    return find_driver(unit, driver_id)


def restore_vehicle(unit: Unit, vehicle_id: str) -> StoredVehicle:
    """Bring a retired vehicle back, with its depot.

    Raises
    ------
    UnknownVehicleError
        There is none with this id.
    """
    row = _row(unit, VehicleRow, vehicle_id)
    _set_retired(unit, DepotRow, row.depot_id, None, retired=False)
    _set_retired(unit, VehicleRow, vehicle_id, None, retired=False)
    return get_vehicle(unit, vehicle_id)


def _set_retired(
    unit: Unit, table: type[_Row], row_id: str, expected_version: int | None, *, retired: bool
) -> None:
    row = _row(unit, table, row_id)
    if expected_version is not None:
        check_version(expected_version, row.version)
    if row.retired == retired:
        return
    row.retired = retired
    row.version += 1
    unit.session.flush()
    verb = "retired" if retired else "restored"
    unit.emit(f"{_KINDS[table][0]}.{verb}", row_id, {"name": row.name})


def _row_for_change(
    unit: Unit, table: type[_Row], row_id: str, name: str, expected_version: int
) -> _Row:
    row = _row(unit, table, row_id)
    check_version(expected_version, row.version)
    if name != row.name and (twin := _find_id(unit, table, name)) and twin != row_id:
        raise _taken(table, name)
    return row


def _require_free(unit: Unit, table: type[_Row], name: str) -> str | None:
    """Return the id of the retired one that has this name, or none."""
    known_id = _find_id(unit, table, name)
    if known_id is not None and not _row(unit, table, known_id).retired:
        raise _taken(table, name)
    return known_id


def _find_id(unit: Unit, table: type[AnyRow], name: str) -> str | None:
    finders = {
        DepotRow: store.find_depot_id,
        DriverRow: store.find_driver_id,
        VehicleRow: store.find_vehicle_id,
    }
    return finders[table](unit.session, name)


def _row(unit: Unit, table: type[_Row], row_id: str) -> _Row:
    row = store.find_row(unit.session, table, row_id)
    if row is None:
        word, unknown = _KINDS[table]
        message = f"There is no {word} with this id."
        raise unknown(message)
    return row


def _taken(table: type[AnyRow], name: str) -> NameTakenError:
    return NameTakenError(f"There is a {_KINDS[table][0]} called {name!r} already.")


def _stored_driver(driver_id: str, driver: Driver) -> StoredDriver:
    return StoredDriver(driver_id, driver.name, driver.phone, driver.skills, driver.availability)


def _stored_vehicle(
    unit: Unit,
    vehicle_id: str,
    vehicle: Vehicle,
    depot_id: str,
    driver_id: str | None,
    type_id: str | None,
) -> StoredVehicle:
    depot = get_depot(unit, depot_id)
    driver = find_driver(unit, driver_id) if driver_id else None
    if depot.retired:
        message = "This depot is out of use."
        raise UnknownDepotError(message)
    if driver is not None and driver.retired:
        message = "This driver is out of use."
        raise UnknownDriverError(message)
    if type_id is not None:
        vehicle = get_type(unit, type_id).type.shape(vehicle)
    return StoredVehicle(vehicle_id, depot_id, driver, vehicle.color, vehicle, type_id=type_id)
