"""What a row of a file changes of a shipment that is known; pure."""

from dataclasses import replace
from typing import Any

from doorstep.orders.model import Shipment, StoredShipment

_FIELDS = {
    "parcels": "parcels",
    "weight_kg": "weight_g",
    "volume_l": "volume_cm3",
    "service_min": "service_s",
    "skills": "skills",
    "priority": "priority",
    "note": "note",
    "kind": "kind",
    "cod_amount": "cod",
    "pays_by": "pays_by",
    "temperature": "temperature",
    "dangerous_goods": "dangerous_goods",
    "min_age": "min_age",
    "pin_check": "pin_check",
    "window": "windows",
    "window_start": "windows",
    "window_end": "windows",
}
_OF_RECIPIENT = ("name", "phone", "email", "gate_code", "safe_place", "neighbour")


def merge(
    old: StoredShipment, new: Shipment, columns: frozenset[str], *, is_located: bool
) -> tuple[Shipment, bool]:
    """Return the shipment as a row says it now, and whether its location is known.

    What the file has no column for stays as it is. So does a place that a person has shown, as
    long as the address is the one they looked at.
    """
    before = old.shipment
    changes: dict[str, Any] = {
        field: getattr(new, field) for column, field in _FIELDS.items() if column in columns
    }
    said = {name: getattr(new.recipient, name) for name in _OF_RECIPIENT if name in columns}
    changes["recipient"] = replace(before.recipient, **said)
    if "address" in columns:
        changes["address"] = new.address
    same_address = new.address == before.address or "address" not in columns
    keeps_place = same_address and old.is_located and not is_located
    if keeps_place:
        return replace(before, **changes), True
    return replace(before, **changes, location=new.location), is_located
