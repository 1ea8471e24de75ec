"""From a fleet to a fleet file that reads back as the same fleet."""

import json
from collections.abc import Iterator
from datetime import time

from doorstep.fleet.model import (
    EVERY_DAY,
    Absence,
    AbsenceReason,
    Availability,
    Break,
    Depot,
    Fleet,
    HoursLawName,
    Vehicle,
)
from doorstep.fleet.toml_file.keys import WEEKDAYS
from doorstep.kernel import Money

_THOUSAND = 1000


def write_toml(fleet: Fleet) -> str:
    """Return the file of a fleet; everything that has its default is left out."""
    lines = [f"timezone = {_text(fleet.timezone)}", f"currency = {_text(fleet.currency)}"]
    for key, amount_minor in (
        ("co2e_price_per_t", fleet.prices.co2e_per_t_minor),
        ("extra_visit_price", fleet.prices.extra_visit_minor),
    ):
        if amount_minor:
            lines.append(f"{key} = {_major(amount_minor, fleet.currency)}")
    for depot in fleet.depots:
        lines += ["", "[[depots]]", *_depot_lines(depot)]
    for vehicle in fleet.vehicles:
        lines += ["", "[[vehicles]]", *_vehicle_lines(vehicle, fleet)]
    return "\n".join(lines) + "\n"


def _depot_lines(depot: Depot) -> Iterator[str]:
    yield f"name = {_text(depot.name)}"
    if depot.address:
        yield f"address = {_text(depot.address)}"
    yield f"lat = {depot.location.lat!r}"
    yield f"lon = {depot.location.lon!r}"


def _vehicle_lines(vehicle: Vehicle, fleet: Fleet) -> Iterator[str]:
    yield f"name = {_text(vehicle.name)}"
    yield f"depot = {_text(vehicle.depot)}"
    yield f"profile = {_text(vehicle.profile)}"
    yield f"capacity_kg = {_thousandths(vehicle.capacity_g)}"
    yield f"capacity_l = {_thousandths(vehicle.capacity_cm3)}"
    yield f"shift = {_text(_span(vehicle.shift_start, vehicle.shift_end))}"
    for key, amount_minor in (
        ("fixed_cost", vehicle.fixed_cost_minor),
        ("cost_per_km", vehicle.cost_per_km_minor),
        ("cost_per_hour", vehicle.cost_per_hour_minor),
    ):
        if amount_minor:
            yield f"{key} = {_major(amount_minor, fleet.currency)}"
    if vehicle.skills:
        yield f"skills = {_texts(sorted(vehicle.skills))}"
    if vehicle.max_stops is not None:
        yield f"max_stops = {vehicle.max_stops}"
    if vehicle.driver:
        yield f"driver = {_text(vehicle.driver)}"
    if vehicle.color:
        yield f"color = {_text(vehicle.color)}"
    if vehicle.breaks:
        yield f"breaks = {_texts([_rest(one) for one in vehicle.breaks])}"
    if vehicle.hours_law is not HoursLawName.NONE:
        yield f"hours_law = {_text(vehicle.hours_law.value)}"
    if vehicle.co2e_g_per_km is not None:
        yield f"co2e_g_per_km = {vehicle.co2e_g_per_km}"
    yield from _availability_lines(vehicle.availability)


def _availability_lines(availability: Availability) -> Iterator[str]:
    if availability.weekdays != EVERY_DAY:
        names = [WEEKDAYS[day - 1] for day in sorted(availability.weekdays)]
        yield f"weekdays = {_texts(names)}"
    if availability.absences:
        yield f"absences = {_texts([_absence(one) for one in availability.absences])}"
    if availability.works_holidays:
        yield "works_holidays = true"


def _absence(one: Absence) -> str:
    span = one.first_on.isoformat()
    if one.last_on != one.first_on:
        span += f"/{one.last_on.isoformat()}"
    return span if one.reason is AbsenceReason.DAY_OFF else f"{span} {one.reason.value}"


def _rest(one: Break) -> str:
    return f"{one.duration_s // 60} min {_span(one.earliest, one.latest)}"


def _span(start: time, end: time) -> str:
    return f"{start:%H:%M}-{end:%H:%M}"


def _major(amount_minor: int, currency: str) -> str:
    # "45.00 EUR" without the currency.
    return str(Money(amount_minor, currency)).split()[0]


def _thousandths(amount: int) -> str:
    whole, rest = divmod(amount, _THOUSAND)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") if rest else str(whole)


def _texts(values: list[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _text(value: str) -> str:
    # A JSON string without surrogates is a TOML basic string; DEL must be escaped in TOML.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
