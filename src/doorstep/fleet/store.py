"""The tables of depots, drivers and vehicles, and their queries."""

from datetime import time

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Time, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from doorstep.fleet.model import Depot, Vehicle
from doorstep.fleet.stored import StoredDepot, StoredDriver, StoredVehicle
from doorstep.kernel import Point
from doorstep.plumbing.db import Base, Tenanted


class DepotRow(Tenanted, Base):
    """One place where routes start and end."""

    __tablename__ = "depots"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    lat: Mapped[float]
    lon: Mapped[float]
    ordinal: Mapped[int]
    retired: Mapped[bool]


class DriverRow(Tenanted, Base):
    """One person who drives."""

    __tablename__ = "drivers"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    ordinal: Mapped[int]
    retired: Mapped[bool]


class VehicleRow(Tenanted, Base):
    """One vehicle with its driver's shift."""

    __tablename__ = "vehicles"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    depot_id: Mapped[str] = mapped_column(ForeignKey("depots.id"))
    driver_id: Mapped[str | None] = mapped_column(ForeignKey("drivers.id"))
    profile: Mapped[str] = mapped_column(String(50))
    shift_start: Mapped[time] = mapped_column(Time)
    shift_end: Mapped[time] = mapped_column(Time)
    capacity_g: Mapped[int] = mapped_column(BigInteger)
    capacity_cm3: Mapped[int] = mapped_column(BigInteger)
    fixed_cost_minor: Mapped[int] = mapped_column(BigInteger)
    cost_per_km_minor: Mapped[int] = mapped_column(BigInteger)
    cost_per_hour_minor: Mapped[int] = mapped_column(BigInteger)
    skills: Mapped[list[str]] = mapped_column(JSON)
    max_stops: Mapped[int | None]
    color: Mapped[str] = mapped_column(String(7))
    ordinal: Mapped[int]
    retired: Mapped[bool]


def find_depot_id(session: Session, name: str) -> str | None:
    """Return the id of the depot of this name, retired or not."""
    return session.scalars(select(DepotRow.id).where(DepotRow.name == name)).first()


def find_driver_id(session: Session, name: str) -> str | None:
    """Return the id of the driver of this name, retired or not."""
    return session.scalars(select(DriverRow.id).where(DriverRow.name == name)).first()


def find_vehicle_id(session: Session, name: str) -> str | None:
    """Return the id of the vehicle of this name, retired or not."""
    return session.scalars(select(VehicleRow.id).where(VehicleRow.name == name)).first()


def retire_all(session: Session) -> None:
    """Take everything out of use; rows stay, because plans of the past name them."""
    for depot in session.scalars(select(DepotRow)):
        depot.retired = True
    for driver in session.scalars(select(DriverRow)):
        driver.retired = True
    for vehicle in session.scalars(select(VehicleRow)):
        vehicle.retired = True


def put_depot(session: Session, tenant_id: str, stored: StoredDepot, ordinal: int) -> None:
    """Add a depot or replace the one with its id."""
    depot = stored.depot
    session.merge(
        DepotRow(
            id=stored.id,
            tenant_id=tenant_id,
            name=depot.name,
            address=depot.address,
            lat=depot.location.lat,
            lon=depot.location.lon,
            ordinal=ordinal,
            retired=False,
        )
    )
    session.flush()


def put_driver(session: Session, tenant_id: str, driver: StoredDriver, ordinal: int) -> None:
    """Add a driver or replace the one with their id."""
    session.merge(
        DriverRow(
            id=driver.id, tenant_id=tenant_id, name=driver.name, ordinal=ordinal, retired=False
        )
    )
    session.flush()


def put_vehicle(session: Session, tenant_id: str, stored: StoredVehicle, ordinal: int) -> None:
    """Add a vehicle or replace the one with its id."""
    vehicle = stored.vehicle
    session.merge(
        VehicleRow(
            id=stored.id,
            tenant_id=tenant_id,
            name=vehicle.name,
            depot_id=stored.depot_id,
            driver_id=stored.driver.id if stored.driver else None,
            profile=vehicle.profile,
            shift_start=vehicle.shift_start,
            shift_end=vehicle.shift_end,
            capacity_g=vehicle.capacity_g,
            capacity_cm3=vehicle.capacity_cm3,
            fixed_cost_minor=vehicle.fixed_cost_minor,
            cost_per_km_minor=vehicle.cost_per_km_minor,
            cost_per_hour_minor=vehicle.cost_per_hour_minor,
            skills=sorted(vehicle.skills),
            max_stops=vehicle.max_stops,
            color=stored.color,
            ordinal=ordinal,
            retired=False,
        )
    )
    session.flush()


def list_depots(session: Session) -> list[StoredDepot]:
    """Return the depots in use, in the order of the fleet file."""
    rows = session.scalars(
        select(DepotRow).where(DepotRow.retired.is_(False)).order_by(DepotRow.ordinal)
    )
    return [
        StoredDepot(row.id, Depot(row.name, Point(row.lat, row.lon), row.address)) for row in rows
    ]


def list_drivers(session: Session) -> list[StoredDriver]:
    """Return the drivers in use, in the order of their vehicles."""
    rows = session.scalars(
        select(DriverRow).where(DriverRow.retired.is_(False)).order_by(DriverRow.ordinal)
    )
    return [StoredDriver(row.id, row.name) for row in rows]


def list_vehicles(session: Session) -> list[StoredVehicle]:
    """Return the vehicles in use, in the order of the fleet file."""
    depots = {stored.id: stored.depot.name for stored in list_depots(session)}
    drivers = {driver.id: driver for driver in list_drivers(session)}
    rows = session.scalars(
        select(VehicleRow).where(VehicleRow.retired.is_(False)).order_by(VehicleRow.ordinal)
    )
    return [
        _to_stored(row, depots[row.depot_id], drivers.get(row.driver_id or "")) for row in rows
    ]


def _to_stored(row: VehicleRow, depot: str, driver: StoredDriver | None) -> StoredVehicle:
    return StoredVehicle(
        id=row.id,
        depot_id=row.depot_id,
        driver=driver,
        color=row.color,
        vehicle=Vehicle(
            name=row.name,
            depot=depot,
            profile=row.profile,
            shift_start=row.shift_start,
            shift_end=row.shift_end,
            capacity_g=row.capacity_g,
            capacity_cm3=row.capacity_cm3,
            fixed_cost_minor=row.fixed_cost_minor,
            cost_per_km_minor=row.cost_per_km_minor,
            cost_per_hour_minor=row.cost_per_hour_minor,
            skills=frozenset(row.skills),
            max_stops=row.max_stops,
            driver=driver.name if driver else "",
            color=row.color,
        ),
    )
