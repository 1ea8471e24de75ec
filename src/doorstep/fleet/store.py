"""The tables of depots, drivers and vehicles, and their queries."""

from datetime import date, time
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    ForeignKey,
    String,
    Time,
    UniqueConstraint,
    delete,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from doorstep.fleet.model import (
    Absence,
    AbsenceReason,
    Availability,
    Break,
    Depot,
    Holiday,
    HoursLawName,
    PlanPrices,
    Vehicle,
    VehicleType,
)
from doorstep.fleet.stored import StoredDepot, StoredDriver, StoredVehicle, StoredVehicleType
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
    version: Mapped[int]


class DriverRow(Tenanted, Base):
    """One person who drives."""

    __tablename__ = "drivers"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(50))
    skills: Mapped[list[str]] = mapped_column(JSON)
    availability: Mapped[dict[str, Any]] = mapped_column(JSON)
    ordinal: Mapped[int]
    retired: Mapped[bool]
    version: Mapped[int]


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
    hours_law: Mapped[str] = mapped_column(String(16))
    co2e_g_per_km: Mapped[int | None]
    color: Mapped[str] = mapped_column(String(7))
    breaks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    availability: Mapped[dict[str, Any]] = mapped_column(JSON)
    ordinal: Mapped[int]
    retired: Mapped[bool]
    type_id: Mapped[str | None] = mapped_column(ForeignKey("vehicle_types.id"))
    version: Mapped[int]


class VehicleTypeRow(Tenanted, Base):
    """What vehicles of one kind have in common."""

    __tablename__ = "vehicle_types"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    profile: Mapped[str] = mapped_column(String(50))
    capacity_g: Mapped[int] = mapped_column(BigInteger)
    capacity_cm3: Mapped[int] = mapped_column(BigInteger)
    fixed_cost_minor: Mapped[int] = mapped_column(BigInteger)
    cost_per_km_minor: Mapped[int] = mapped_column(BigInteger)
    cost_per_hour_minor: Mapped[int] = mapped_column(BigInteger)
    skills: Mapped[list[str]] = mapped_column(JSON)
    max_stops: Mapped[int | None]
    hours_law: Mapped[str] = mapped_column(String(16))
    co2e_g_per_km: Mapped[int | None]
    version: Mapped[int]


class HolidayRow(Tenanted, Base):
    """A date on which the company rests."""

    __tablename__ = "holidays"

    tenant_id: Mapped[str] = mapped_column(String(36), ForeignKey("tenants.id"), primary_key=True)
    on: Mapped[date] = mapped_column("holiday_on", Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class PlanPricesRow(Tenanted, Base):
    """What plans of a company count beside what vehicles cost."""

    __tablename__ = "plan_prices"

    tenant_id: Mapped[str] = mapped_column(String(36), ForeignKey("tenants.id"), primary_key=True)
    co2e_per_t_minor: Mapped[int] = mapped_column(BigInteger)
    extra_visit_minor: Mapped[int] = mapped_column(BigInteger)


AnyRow = DepotRow | DriverRow | VehicleRow
_Row = TypeVar("_Row", DepotRow, DriverRow, VehicleRow)


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
    rows: list[AnyRow] = [*_all(session, DepotRow), *_all(session, DriverRow)]
    rows += _all(session, VehicleRow)
    for row in rows:
        row.retired = True


def next_ordinal(session: Session, table: type[AnyRow]) -> int:
    """Return the ordinal of a row that comes after all others."""
    return int(session.scalar(select(func.coalesce(func.max(table.ordinal) + 1, 0))) or 0)


def find_row(session: Session, table: type[_Row], row_id: str) -> _Row | None:
    """Return the row with this id, retired or not."""
    return session.scalars(select(table).where(table.id == row_id)).first()


def put_depot(session: Session, tenant_id: str, stored: StoredDepot, ordinal: int) -> None:
    """Add a depot or replace the one with its id."""
    depot = stored.depot
    values = {
        "name": depot.name,
        "address": depot.address,
        "lat": depot.location.lat,
        "lon": depot.location.lon,
    }
    _put(session, DepotRow, tenant_id, stored.id, {**values, "ordinal": ordinal})


def put_driver(session: Session, tenant_id: str, driver: StoredDriver, ordinal: int) -> None:
    """Add a driver or replace the one with their id."""
    values = {
        "name": driver.name,
        "phone": driver.phone,
        "skills": sorted(driver.skills),
        "availability": _from_availability(driver.availability),
    }
    _put(session, DriverRow, tenant_id, driver.id, {**values, "ordinal": ordinal})


def put_vehicle(session: Session, tenant_id: str, stored: StoredVehicle, ordinal: int) -> None:
    """Add a vehicle or replace the one with its id."""
    vehicle = stored.vehicle
    values = {
        "name": vehicle.name,
        "depot_id": stored.depot_id,
        "driver_id": stored.driver.id if stored.driver else None,
        "profile": vehicle.profile,
        "shift_start": vehicle.shift_start,
        "shift_end": vehicle.shift_end,
        "capacity_g": vehicle.capacity_g,
        "capacity_cm3": vehicle.capacity_cm3,
        "fixed_cost_minor": vehicle.fixed_cost_minor,
        "cost_per_km_minor": vehicle.cost_per_km_minor,
        "cost_per_hour_minor": vehicle.cost_per_hour_minor,
        "skills": sorted(vehicle.skills),
        "max_stops": vehicle.max_stops,
        "hours_law": vehicle.hours_law.value,
        "co2e_g_per_km": vehicle.co2e_g_per_km,
        "color": stored.color,
        "type_id": stored.type_id,
        "breaks": [_from_break(one) for one in vehicle.breaks],
        "availability": _from_availability(vehicle.availability),
    }
    _put(session, VehicleRow, tenant_id, stored.id, {**values, "ordinal": ordinal})


def list_depots(session: Session, *, retired: bool = False) -> list[StoredDepot]:
    """Return the depots in use, or those out of use, in their order."""
    return [to_depot(row) for row in _all(session, DepotRow) if row.retired == retired]


def list_drivers(session: Session, *, retired: bool = False) -> list[StoredDriver]:
    """Return the drivers in use, or those out of use, in their order."""
    return [to_driver(row) for row in _all(session, DriverRow) if row.retired == retired]


def list_vehicles(session: Session, *, retired: bool = False) -> list[StoredVehicle]:
    """Return the vehicles in use, or those out of use, in their order."""
    depots = {row.id: row.name for row in _all(session, DepotRow)}
    drivers = {driver.id: driver for driver in list_drivers(session)}
    return [
        to_vehicle(row, depots[row.depot_id], drivers.get(row.driver_id or ""))
        for row in _all(session, VehicleRow)
        if row.retired == retired
    ]


def to_depot(row: DepotRow) -> StoredDepot:
    """Return the depot of a row."""
    depot = Depot(row.name, Point(row.lat, row.lon), row.address)
    return StoredDepot(row.id, depot, row.retired, row.version)


def to_driver(row: DriverRow) -> StoredDriver:
    """Return the driver of a row."""
    return StoredDriver(
        id=row.id,
        name=row.name,
        phone=row.phone,
        skills=frozenset(row.skills),
        availability=_to_availability(row.availability),
        retired=row.retired,
        version=row.version,
    )


def to_vehicle(row: VehicleRow, depot: str, driver: StoredDriver | None) -> StoredVehicle:
    """Return the vehicle of a row."""
    return StoredVehicle(
        id=row.id,
        depot_id=row.depot_id,
        driver=driver,
        color=row.color,
        retired=row.retired,
        version=row.version,
        type_id=row.type_id,
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
            breaks=tuple(_to_break(one) for one in row.breaks),
            availability=_to_availability(row.availability),
            hours_law=HoursLawName(row.hours_law),
            co2e_g_per_km=row.co2e_g_per_km,
        ),
    )


def list_types(session: Session) -> list[StoredVehicleType]:
    """Return the vehicle types by name, with how many vehicles in use are of each."""
    query = (
        select(VehicleRow.type_id, func.count().label("vehicles"))
        .where(VehicleRow.retired.is_(False))
        .group_by(VehicleRow.type_id)
    )
    counts = {row.type_id: row.vehicles for row in session.execute(query)}
    rows = session.scalars(select(VehicleTypeRow).order_by(VehicleTypeRow.name))
    return [_to_type(row, counts.get(row.id, 0)) for row in rows]


def find_type(session: Session, type_id: str) -> StoredVehicleType | None:
    """Return one vehicle type, or none."""
    return next((one for one in list_types(session) if one.id == type_id), None)


def put_type(session: Session, tenant_id: str, stored: StoredVehicleType) -> None:
    """Add a vehicle type or replace the one with its id."""
    values = {
        **{name: getattr(stored.type, name) for name in stored.type.__slots__},
        "skills": sorted(stored.type.skills),
        "hours_law": stored.type.hours_law.value,
        "version": stored.version,
    }
    row = session.scalars(select(VehicleTypeRow).where(VehicleTypeRow.id == stored.id)).first()
    if row is None:
        row = VehicleTypeRow(id=stored.id, tenant_id=tenant_id)
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def remove_type(session: Session, type_id: str) -> None:
    """Delete a vehicle type; retired vehicles that were of it are of none."""
    for row in session.scalars(select(VehicleRow).where(VehicleRow.type_id == type_id)):
        row.type_id = None
    session.flush()
    session.execute(delete(VehicleTypeRow).where(VehicleTypeRow.id == type_id))


def list_rows_of_type(session: Session, type_id: str) -> list[VehicleRow]:
    """Return the rows of the vehicles of a type, retired or not."""
    query = select(VehicleRow).where(VehicleRow.type_id == type_id).order_by(VehicleRow.ordinal)
    return list(session.scalars(query))


def shape_row(session: Session, row: VehicleRow, vehicle: Vehicle) -> None:
    """Write into a vehicle's row what its type says."""
    for name in VehicleType.__slots__:
        if name not in ("name", "skills", "hours_law"):
            setattr(row, name, getattr(vehicle, name))
    row.skills = sorted(vehicle.skills)
    row.hours_law = vehicle.hours_law.value
    row.version += 1
    session.flush()


def list_holidays(session: Session) -> list[Holiday]:
    """Return the holidays in order."""
    rows = session.scalars(select(HolidayRow).order_by(HolidayRow.on))
    return [Holiday(row.on, row.name) for row in rows]


def find_holiday(session: Session, on: date) -> Holiday | None:
    """Return the holiday of a date, or none."""
    row = session.scalars(select(HolidayRow).where(HolidayRow.on == on)).first()
    return None if row is None else Holiday(row.on, row.name)


def put_holiday(session: Session, tenant_id: str, holiday: Holiday) -> None:
    """Add a holiday or rename the one of its date."""
    row = session.scalars(select(HolidayRow).where(HolidayRow.on == holiday.on)).first()
    if row is None:
        row = HolidayRow(tenant_id=tenant_id, on=holiday.on)
        session.add(row)
    row.name = holiday.name
    session.flush()


def remove_holiday(session: Session, on: date) -> bool:
    """Delete the holiday of a date; tell whether there was one."""
    row = session.scalars(select(HolidayRow).where(HolidayRow.on == on)).first()
    if row is not None:
        session.delete(row)
        session.flush()
    return row is not None


def find_prices(session: Session) -> PlanPrices:
    """Return what plans count beside what vehicles cost; nothing when nobody has set it."""
    row = session.scalars(select(PlanPricesRow)).first()
    if row is None:
        return PlanPrices()
    return PlanPrices(**{name: getattr(row, name) for name in PlanPrices.__slots__})


def put_prices(session: Session, tenant_id: str, prices: PlanPrices) -> None:
    """Set what plans count beside what vehicles cost."""
    row = session.scalars(select(PlanPricesRow)).first()
    if row is None:
        row = PlanPricesRow(tenant_id=tenant_id)
        session.add(row)
    for name in PlanPrices.__slots__:
        setattr(row, name, getattr(prices, name))
    session.flush()


def _to_type(row: VehicleTypeRow, vehicles: int) -> StoredVehicleType:
    common = {name: getattr(row, name) for name in VehicleType.__slots__}
    common |= {"skills": frozenset(row.skills), "hours_law": HoursLawName(row.hours_law)}
    kind = VehicleType(**common)
    return StoredVehicleType(row.id, kind, vehicles, row.version)


def _put(
    session: Session, table: type[_Row], tenant_id: str, row_id: str, values: dict[str, Any]
) -> None:
    row = find_row(session, table, row_id)
    if row is None:
        session.add(table(id=row_id, tenant_id=tenant_id, retired=False, version=1, **values))
    else:
        before = {name: getattr(row, name) for name in values}
        if before != values or row.retired:
            row.version += 1
        row.retired = False
        for name, value in values.items():
            setattr(row, name, value)
    session.flush()


def _all(session: Session, table: type[_Row]) -> list[_Row]:
    return list(session.scalars(select(table).order_by(table.ordinal, table.id)))


def _from_availability(availability: Availability) -> dict[str, Any]:
    return {
        "weekdays": sorted(availability.weekdays),
        "absences": [
            [one.first_on.isoformat(), one.last_on.isoformat(), one.reason.value]
            for one in availability.absences
        ],
        "works_holidays": availability.works_holidays,
    }


def _to_availability(kept: dict[str, Any]) -> Availability:
    absences = tuple(
        Absence(date.fromisoformat(first), date.fromisoformat(last), AbsenceReason(reason))
        for first, last, reason in kept["absences"]
    )
    return Availability(frozenset(kept["weekdays"]), absences, kept["works_holidays"])


def _from_break(one: Break) -> dict[str, Any]:
    return {
        "earliest": one.earliest.isoformat("minutes"),
        "latest": one.latest.isoformat("minutes"),
        "duration_s": one.duration_s,
    }


def _to_break(kept: dict[str, Any]) -> Break:
    return Break(
        time.fromisoformat(kept["earliest"]),
        time.fromisoformat(kept["latest"]),
        int(kept["duration_s"]),
    )
