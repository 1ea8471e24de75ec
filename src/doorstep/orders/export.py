"""Shipments as a CSV file with the columns an orders file has, and what has become of them."""

import csv
import io
from collections.abc import Iterable, Iterator

from doorstep.orders.model import Shipment, StoredShipment
from doorstep.plumbing.formulas import defuse

_HEADER = (
    "reference",
    "service_on",
    "status",
    "name",
    "phone",
    "email",
    "address",
    "lat",
    "lon",
    "window",
    "parcels",
    "weight_kg",
    "volume_l",
    "service_min",
    "skills",
    "priority",
    "note",
    "kind",
    "cod_amount",
    "cod_currency",
    "pays_by",
    "temperature",
    "dangerous_goods",
    "min_age",
    "pin_check",
    "gate_code",
    "safe_place",
    "neighbour",
)


def write_csv(shipments: Iterable[StoredShipment]) -> Iterator[str]:
    """Yield the lines of the file; a text that begins like a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_HEADER)
    for stored in shipments:
        writer.writerow(_cells(stored))
        if out.tell() > 64_000:  # noqa: PLR2004 -- a good portion to send at once
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _cod(one: Shipment) -> tuple[str, str]:
    if one.cod is None:
        return "", ""
    amount, currency = str(one.cod).split()
    return amount, currency


def _cells(stored: StoredShipment) -> list[object]:
    one, recipient = stored.shipment, stored.shipment.recipient
    windows = (f"{each.early_at.isoformat()}/{each.late_at.isoformat()}" for each in one.windows)
    return [
        defuse(one.reference),
        stored.service_on.isoformat(),
        stored.status.value,
        defuse(recipient.name),
        defuse(recipient.phone),
        defuse(recipient.email),
        defuse(one.address),
        one.location.lat,
        one.location.lon,
        ";".join(windows),
        one.parcels,
        one.weight_g / 1000,
        one.volume_cm3 / 1000,
        one.service_s / 60,
        defuse(";".join(sorted(one.skills))),
        one.priority,
        defuse(one.note),
        one.kind.value,
        *_cod(one),
        one.pays_by.value,
        one.temperature.value,
        one.dangerous_goods,
        one.min_age,
        "yes" if one.pin_check else "no",
        defuse(recipient.gate_code),
        defuse(recipient.safe_place),
        defuse(recipient.neighbour),
    ]
