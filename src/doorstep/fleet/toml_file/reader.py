"""From a fleet file to a fleet, with everything that is wrong named at once."""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, time
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from doorstep.fleet.errors import InvalidFleetError
from doorstep.fleet.model import (
    EVERY_DAY,
    Absence,
    AbsenceReason,
    Availability,
    Break,
    Depot,
    Fleet,
    HoursLawName,
    PlanPrices,
    Vehicle,
)
from doorstep.fleet.toml_file.keys import DEPOT_KEYS, FLEET_KEYS, VEHICLE_KEYS, WEEKDAYS
from doorstep.fleet.toml_file.table import Table, list_tables
from doorstep.kernel import Money, Point
from doorstep.plumbing.problem import Finding

MIN_CONFIDENCE = 0.7
"""A depot's address found with less is refused: every route starts there."""

_MAX_VEHICLES = 2000
_LONGEST_BREAK_MIN = 240
_CLOCK = r"(?:[01][0-9]|2[0-3]|[0-9]):[0-5][0-9]"


class AddressMatch(Protocol):
    """An address that was found."""

    @property
    def point(self) -> Point:
        """Where it is."""

    @property
    def label(self) -> str:
        """How the map writes it."""

    @property
    def confidence(self) -> float:
        """From 0 to 1, how surely it is the one meant."""


FindAddress = Callable[[str], AddressMatch | None]


def read_toml(
    data: bytes, *, profiles: Sequence[str] = (), find_address: FindAddress | None = None
) -> Fleet:
    """Read a fleet file.

    Parameters
    ----------
    data
        The bytes of the file, UTF-8.
    profiles
        Names of the travel profiles the roads have; empty to accept any.
    find_address
        Looks up depots without coordinates.

    Raises
    ------
    InvalidFleetError
        Something is wrong; all findings are listed, with the path of the key as the column.
    """
    findings: list[Finding] = []
    top = Table("", _parse(data), findings)
    top.refuse_unknown(key.name for key in FLEET_KEYS)
    timezone = _read_timezone(top)
    currency = _read_currency(top)
    depots = [_read_depot(table, find_address) for table in list_tables(top, "depots")]
    _refuse_twins([depot.name for depot in depots], "depots", findings)
    vehicles: list[Vehicle] = []
    for table in list_tables(top, "vehicles"):
        vehicles += _read_vehicles(table, depots, profiles, currency)
    _refuse_twins([vehicle.name for vehicle in vehicles], "vehicles", findings)
    if len(vehicles) > _MAX_VEHICLES:
        reason = f"There are {len(vehicles)} vehicles; {_MAX_VEHICLES} is the most."
        findings.append(Finding(reason, "Plan fewer at once.", column="vehicles"))
    prices = PlanPrices(
        co2e_per_t_minor=_read_cost(top, "co2e_price_per_t", 100_000, currency),
        extra_visit_minor=_read_cost(top, "extra_visit_price", 10_000, currency),
    )
    if findings:
        message = "The fleet file is not valid."
        raise InvalidFleetError(message, findings=findings)
    return Fleet(timezone, currency, tuple(depots), tuple(vehicles), prices)


def _parse(data: bytes) -> dict[str, object]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        message = "The fleet file is not UTF-8 text."
        raise InvalidFleetError(message, action="Save it as UTF-8.") from error
    # Besides its own error: a number with thousands of digits, lists in lists without end.
    except (ValueError, ArithmeticError, RecursionError) as error:
        place = re.search(r"at line (\d+), column \d+", str(error))
        finding = Finding(
            f"This is not TOML: {error}.",
            "Correct the line; texts need quotation marks.",
            line=int(place[1]) if place else None,
        )
        message = "The fleet file is not valid TOML."
        raise InvalidFleetError(message, findings=[finding]) from error


def _read_timezone(top: Table) -> str:
    name = top.text("timezone", required=True)
    if name and name not in available_timezones():
        top.refuse("timezone", f"There is no time zone {name!r}.", 'Write "Europe/Helsinki".')
        return ""
    if name:
        ZoneInfo(name)
    return name


def _read_currency(top: Table) -> str:
    return top.matching("currency", r"[A-Z]{3}", "EUR", required=True)


def _read_depot(table: Table, find_address: FindAddress | None) -> Depot:
    table.refuse_unknown(key.name for key in DEPOT_KEYS)
    address = table.text("address")
    location = _read_location(table, address, find_address)
    name = table.text("name", required=True)
    return Depot(name, location or Point(0, 0), address)


def _read_location(table: Table, address: str, find_address: FindAddress | None) -> Point | None:
    given = [key for key in ("lat", "lon") if key in table.values]
    if given:
        lat = table.number("lat", -90, 90, required=True)
        lon = table.number("lon", -180, 180, required=True)
        return None if lat is None or lon is None else Point(float(lat), float(lon))
    if not address:
        table.refuse("lat", "The depot has no place.", "Add lat and lon, or an address.")
        return None
    match = find_address(address) if find_address is not None else None
    if match is None:
        table.refuse("address", "The road file does not know this address.", "Add lat and lon.")
        return None
    if match.confidence < MIN_CONFIDENCE:
        reason = f"The address is not certain; the nearest found is {match.label!r}."
        table.refuse("address", reason, "Write that if it is right, or add lat and lon.")
        return None
    return match.point


def _read_vehicles(
    table: Table, depots: Sequence[Depot], profiles: Sequence[str], currency: str
) -> list[Vehicle]:
    table.refuse_unknown(key.name for key in VEHICLE_KEYS)
    count = table.whole("count", 1, 500) or 1
    start, end = _read_shift(table)
    vehicle = Vehicle(
        name=table.text("name", required=True),
        depot=_read_depot_name(table, depots),
        profile=_read_profile(table, profiles),
        shift_start=start,
        shift_end=end,
        capacity_g=_scaled(table.number("capacity_kg", 0, 100_000, required=True)),
        capacity_cm3=_scaled(table.number("capacity_l", 0, 1_000_000, required=True)),
        fixed_cost_minor=_read_cost(table, "fixed_cost", 1_000_000, currency),
        cost_per_km_minor=_read_cost(table, "cost_per_km", 10_000, currency),
        cost_per_hour_minor=_read_cost(table, "cost_per_hour", 10_000, currency),
        skills=frozenset(skill.casefold() for skill in table.texts("skills")),
        max_stops=table.whole("max_stops", 1, 10_000),
        color=table.matching("color", r"#[0-9A-Fa-f]{6}", "#1f6feb").lower(),
        breaks=tuple(_read_breaks(table)),
        availability=_read_availability(table),
        hours_law=_read_hours_law(table),
        co2e_g_per_km=table.whole("co2e_g_per_km", 0, 100_000),
    )
    drivers = _read_drivers(table, count)
    if count == 1:
        return [replace(vehicle, driver=drivers[0] if drivers else "")]
    if vehicle.color:
        table.refuse("color", "Several vehicles cannot share a color.", "Delete it.")
    return list(_numbered(vehicle, count, drivers))


def _numbered(vehicle: Vehicle, count: int, drivers: Sequence[str]) -> Iterator[Vehicle]:
    for index in range(count):
        driver = drivers[index] if index < len(drivers) else ""
        yield replace(vehicle, name=f"{vehicle.name} {index + 1}", driver=driver)


def _read_depot_name(table: Table, depots: Sequence[Depot]) -> str:
    names = [depot.name for depot in depots]
    name = table.text("depot")
    if not name and len(names) == 1:
        return names[0]
    if name not in names:
        table.refuse(
            "depot", "There is no such depot.", f"Write one of: {', '.join(names) or 'none'}."
        )
    return name


def _read_profile(table: Table, profiles: Sequence[str]) -> str:
    name = table.text("profile") or "van"
    if profiles and name not in profiles:
        table.refuse(
            "profile", f"The roads have no profile {name!r}.", f"Use {', '.join(profiles)}."
        )
    return name


def _read_shift(table: Table) -> tuple[time, time]:
    text = table.matching(
        "shift", rf"{_CLOCK}\s*[-\u2013]\s*(?:{_CLOCK}|24:00)", "08:00-17:00", required=True
    )
    if not text:
        return time(), time()
    start, end = (_clock(part.strip()) for part in re.split(r"[-\u2013]", text))
    return start, end


def _read_breaks(table: Table) -> Iterator[Break]:
    form = rf"([0-9]{{1,3}})\s*min\s+({_CLOCK})\s*[-\u2013]\s*({_CLOCK})"
    for text in table.texts("breaks"):
        match = re.fullmatch(form, text)
        if match is None or not 1 <= int(match[1]) <= _LONGEST_BREAK_MIN:
            fix = 'Write "30 min 11:30-13:00".'
            table.refuse("breaks", f"{text!r} does not look like a break.", fix)
        else:
            yield Break(_clock(match[2]), _clock(match[3]), int(match[1]) * 60)


def _read_hours_law(table: Table) -> HoursLawName:
    text = table.text("hours_law") or HoursLawName.NONE.value
    try:
        return HoursLawName(text.lower())
    except ValueError:
        known = ", ".join(law.value for law in HoursLawName)
        table.refuse("hours_law", f"{text!r} is no law that is known.", f"Write one of: {known}.")
        return HoursLawName.NONE


def _read_availability(table: Table) -> Availability:
    weekdays = [name[:3].lower() for name in table.texts("weekdays")]
    for name in weekdays:
        if name not in WEEKDAYS:
            table.refuse(
                "weekdays", f"{name!r} is no day of the week.", f"Write {', '.join(WEEKDAYS)}."
            )
    absences = []
    for text in table.texts("absences"):
        try:
            absences.append(_read_absence(text))
        except ValueError:
            fix = 'Write "2026-12-24" or "2026-08-03/2026-08-07 workshop".'
            table.refuse("absences", f"{text!r} is no absence.", fix)
    known = frozenset(WEEKDAYS.index(name) + 1 for name in weekdays if name in WEEKDAYS)
    return Availability(known or EVERY_DAY, tuple(sorted(absences)), table.flag("works_holidays"))


def _read_absence(text: str) -> Absence:
    span, _, reason = text.strip().partition(" ")
    first, _, last = span.partition("/")
    first_on = date.fromisoformat(first)
    last_on = date.fromisoformat(last) if last else first_on
    if last_on < first_on:
        message = "it ends before it begins"
        raise ValueError(message)
    return Absence(first_on, last_on, AbsenceReason(reason.strip() or AbsenceReason.DAY_OFF))


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    # 24:00 is 00:00 of the next day, which is what an end before the start means.
    return time(int(hour) % 24, int(minute))


def _read_cost(table: Table, key: str, high: int, currency: str) -> int:
    amount = table.number(key, 0, high)
    if amount is None or not currency:
        return 0
    return Money.from_major(amount, currency).amount_minor


def _read_drivers(table: Table, count: int) -> tuple[str, ...]:
    driver, drivers = table.text("driver"), table.texts("drivers")
    if driver and (drivers or count > 1):
        table.refuse("driver", "There are several drivers.", f'Write drivers = ["{driver}", ...].')
        return ()
    if len(drivers) > count:
        table.refuse(
            "drivers",
            f"There are {len(drivers)} drivers for {count} vehicles.",
            "Raise count, or delete some.",
        )
    return (driver,) if driver else drivers


def _refuse_twins(names: Sequence[str], path: str, findings: list[Finding]) -> None:
    findings.extend(
        Finding("The name is used twice.", "Rename one.", column=f"{path}.name", value=name)
        for name in sorted({name for name in names if name and names.count(name) > 1})
    )


def _scaled(amount: Decimal | None) -> int:
    """Return thousandths: kilograms as grams, litres as cubic centimetres."""
    if amount is None:
        return 0
    return int((amount * 1000).to_integral_value(ROUND_HALF_EVEN))
