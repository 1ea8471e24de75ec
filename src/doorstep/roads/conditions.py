"""Conditions under which a sign holds: hours, the size of a vehicle, what it is there for."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from doorstep.roads.opening_hours import UnreadableHoursError, parse_hours
from doorstep.roads.tags import parse_metres, parse_tonnes

_AND = re.compile(r"\s+AND\s+", re.IGNORECASE)
_SIZE = re.compile(
    r"(maxweight|weight|height|width|length|axleload|weightrating)\s*(>=|>|<=|<)(.+)"
)
_NOT_OURS = frozenset(
    {
        "agricultural", "bus", "charging", "coach", "construction", "customers", "delivery",
        "designated", "destination", "disabled", "doctor", "electric", "emergency", "employee",
        "employees", "forestry", "guests", "hazmat", "hazmat:water", "hov", "loading", "military",
        "no", "permit", "permit_holder", "police", "private", "psv", "resident", "residents",
        "school", "service", "taxi", "tourist_bus", "trailer", "visitors", "destination_permit",
    }
)  # fmt: skip
"""What a vehicle may be or be there for; none of it holds for one that does not say so."""
_VEHICLES = frozenset(
    {
        "bicycle", "foot", "goods", "hgv", "hgv_articulated", "horse", "moped", "mofa",
        "motor_vehicle", "motorcar", "motorcycle", "motorhome", "vehicle", "tractor", "caravan",
    }
)  # fmt: skip


class Holds(Enum):
    """When a condition is met by a vehicle."""

    ALWAYS = 1
    NEVER = 2
    AT_HOURS = 3
    UNKNOWN = 4
    """It is not understood; whoever plans goes by whichever answer is worse."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a condition means to one vehicle.

    Parameters
    ----------
    holds
        When it is met.
    hours
        Those hours in OpenStreetMap's notation, empty unless it holds at hours.
    purpose
        What one has to be there for, empty for nothing: "delivery".
    """

    holds: Holds
    hours: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """What conditions ask of a vehicle.

    Parameters
    ----------
    keys
        Access keys it goes by, and so what it is.
    purposes
        What it may be somewhere for.
    weight_t, height_m, width_m, length_m, axle_t
        0 is under every limit.
    """

    keys: frozenset[str]
    purposes: frozenset[str]
    weight_t: float = 0.0
    height_m: float = 0.0
    width_m: float = 0.0
    length_m: float = 0.0
    axle_t: float = 0.0


@lru_cache(maxsize=4096)
def read_condition(text: str, asker: Asker) -> Condition:
    """Return what a condition ("Mo-Fr 07:00-09:00 AND weight>7.5") means to a vehicle.

    Its parts all have to hold. One part that never does decides, whatever the others say.
    """
    found = [_read_part(part.strip().strip("()").strip(), asker) for part in _AND.split(text)]
    if any(part.holds is Holds.NEVER for part in found):
        return Condition(Holds.NEVER)
    purpose = next((part.purpose for part in found if part.purpose), "")
    hours = [part.hours for part in found if part.hours]
    if any(part.holds is Holds.UNKNOWN for part in found) or len(hours) > 1:
        return Condition(Holds.UNKNOWN, purpose=purpose)
    if hours:
        return Condition(Holds.AT_HOURS, hours[0], purpose)
    return Condition(Holds.ALWAYS, purpose=purpose)


def _read_part(text: str, asker: Asker) -> Condition:
    if text in asker.purposes:
        return Condition(Holds.ALWAYS, purpose=text)
    if text in asker.keys:
        return Condition(Holds.ALWAYS)
    if text in _NOT_OURS or text in _VEHICLES:
        return Condition(Holds.NEVER)
    size = _SIZE.fullmatch(text.replace(" ", ""))
    if size:
        return _read_size(asker, *size.groups())
    try:
        parse_hours(text)
    except UnreadableHoursError:
        return Condition(Holds.UNKNOWN)
    return Condition(Holds.AT_HOURS, text)


def _read_size(asker: Asker, what: str, sign: str, limit: str) -> Condition:
    own, parse = {
        "height": (asker.height_m, parse_metres),
        "width": (asker.width_m, parse_metres),
        "length": (asker.length_m, parse_metres),
        "axleload": (asker.axle_t, parse_tonnes),
    }.get(what, (asker.weight_t, parse_tonnes))
    value = parse(limit)
    if value is None:
        return Condition(Holds.UNKNOWN)
    # A vehicle without a size is smaller than any sign names.
    above, below = own > value, own < value
    meets = {">": above, ">=": above or own == value, "<": below, "<=": below or own == value}
    return Condition(Holds.ALWAYS if meets[sign] else Holds.NEVER)
