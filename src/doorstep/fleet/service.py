"""Keep the fleet and say who can drive."""

from dataclasses import replace
from datetime import date

from doorstep.fleet import store
from doorstep.fleet.errors import FleetMismatchError, UnknownDriverError
from doorstep.fleet.kinds import set_prices
from doorstep.fleet.model import Fleet, Vehicle
from doorstep.fleet.stored import COLORS, StoredDepot, StoredDriver, StoredFleet, StoredVehicle
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Tenant
from doorstep.plumbing.unit import Unit


def save(unit: Unit, fleet: Fleet) -> StoredFleet:
    """Make the company's fleet what ``fleet`` says, telling what is there by its name.

    Vehicles, drivers and depots that it no longer names are retired: past plans keep them.

    Raises
    ------
    FleetMismatchError
        The fleet is in another currency or time zone than the company.
    """
    _check_company(_tenant(unit), fleet)
    session, tenant_id = unit.session, unit.tenant_id
    store.retire_all(session)
    depot_ids = {}
    for ordinal, depot in enumerate(fleet.depots):
        depot_ids[depot.name] = store.find_depot_id(session, depot.name) or unit.new_id()
        store.put_depot(session, tenant_id, StoredDepot(depot_ids[depot.name], depot), ordinal)
    drivers = _save_drivers(unit, fleet)
    for ordinal, vehicle in enumerate(fleet.vehicles):
        known_id = store.find_vehicle_id(session, vehicle.name)
        stored = StoredVehicle(
            id=known_id or unit.new_id(),
            depot_id=depot_ids[vehicle.depot],
            driver=drivers.get(vehicle.driver),
            color=vehicle.color or COLORS[ordinal % len(COLORS)],
            vehicle=vehicle,
            type_id=_type_of(unit, known_id, vehicle),
        )
        store.put_vehicle(session, tenant_id, stored, ordinal)
    set_prices(unit, fleet.prices)
    counts = {"depots": len(fleet.depots), "vehicles": len(fleet.vehicles)}
    unit.emit("fleet.saved", tenant_id, {**counts, "drivers": len(drivers)})
    return load(unit)


def load(unit: Unit) -> StoredFleet:
    """Return the fleet in use; without vehicles when none has been saved yet."""
    tenant = _tenant(unit)
    depots = tuple(store.list_depots(unit.session))
    vehicles = tuple(store.list_vehicles(unit.session))
    fleet = Fleet(
        timezone=tenant.timezone,
        currency=tenant.currency,
        depots=tuple(stored.depot for stored in depots),
        vehicles=tuple(stored.vehicle for stored in vehicles),
        prices=store.find_prices(unit.session),
    )
    return StoredFleet(fleet, depots, vehicles)


def load_for(unit: Unit, service_on: date) -> StoredFleet:
    """Return the fleet of one date: who works then, each vehicle with its driver's skills."""
    stored = load(unit)
    holiday = store.find_holiday(unit.session, service_on) is not None
    working = tuple(
        _with_skills(one) for one in stored.vehicles if _works(one, service_on, holiday=holiday)
    )
    return stored.with_vehicles(working)


def _works(stored: StoredVehicle, service_on: date, *, holiday: bool) -> bool:
    """Tell whether a vehicle goes out; holidays are its driver's, where it has one."""
    own = stored.vehicle.availability
    if stored.driver is None:
        return own.covers(service_on, holiday=holiday)
    drives = stored.driver.availability.covers(service_on, holiday=holiday)
    return drives and own.covers(service_on)


def _with_skills(stored: StoredVehicle) -> StoredVehicle:
    if stored.driver is None or not stored.driver.skills:
        return stored
    skills = stored.vehicle.skills | stored.driver.skills
    return replace(stored, vehicle=replace(stored.vehicle, skills=skills))


def list_retired(unit: Unit) -> tuple[list[StoredDepot], list[StoredDriver], list[StoredVehicle]]:
    """Return the depots, drivers and vehicles that are out of use."""
    session = unit.session
    return (
        store.list_depots(session, retired=True),
        store.list_drivers(session, retired=True),
        store.list_vehicles(session, retired=True),
    )


def list_drivers(unit: Unit) -> list[StoredDriver]:
    """Return the drivers in use, in the order of their vehicles."""
    return store.list_drivers(unit.session)


def get_driver(unit: Unit, driver_id: str) -> StoredDriver:
    """Return a driver in use.

    Raises
    ------
    UnknownDriverError
        There is none with this id.
    """
    for driver in store.list_drivers(unit.session):
        if driver.id == driver_id:
            return driver
    message = "There is no driver with this id."
    raise UnknownDriverError(message)


def _save_drivers(unit: Unit, fleet: Fleet) -> dict[str, StoredDriver]:
    drivers: dict[str, StoredDriver] = {}
    for name in (vehicle.driver for vehicle in fleet.vehicles):
        if name and name not in drivers:
            driver = _known_driver(unit, name) or StoredDriver(unit.new_id(), name)
            store.put_driver(unit.session, unit.tenant_id, driver, ordinal=len(drivers))
            drivers[name] = driver
    return drivers


def _known_driver(unit: Unit, name: str) -> StoredDriver | None:
    """Return the driver of this name, retired or not, with all that a file does not say."""
    driver_id = store.find_driver_id(unit.session, name)
    row = store.find_row(unit.session, store.DriverRow, driver_id) if driver_id else None
    return replace(store.to_driver(row), retired=False) if row else None


def _type_of(unit: Unit, vehicle_id: str | None, vehicle: Vehicle) -> str | None:
    """Return the type a vehicle had, as long as a file leaves it the type's values."""
    row = store.find_row(unit.session, store.VehicleRow, vehicle_id) if vehicle_id else None
    kind = store.find_type(unit.session, row.type_id) if row and row.type_id else None
    return kind.id if kind is not None and kind.type.shape(vehicle) == vehicle else None


def _tenant(unit: Unit) -> Tenant:
    tenant = auth.find_tenant(unit.session, unit.tenant_id)
    if tenant is None:
        message = f"there is no tenant {unit.tenant_id}"
        raise LookupError(message)
    return tenant


def _check_company(tenant: Tenant, fleet: Fleet) -> None:
    for what, company, file in (
        ("currency", tenant.currency, fleet.currency),
        ("time zone", tenant.timezone, fleet.timezone),
    ):
        if company != file:
            message = f"The fleet's {what} is {file}, the company's is {company}."
            raise FleetMismatchError(message)
