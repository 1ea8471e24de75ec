"""Take orders files in: what is new is added, what is known is updated, what is wrong is named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from doorstep.orders import store
from doorstep.orders.csv_file import Area, read_csv
from doorstep.orders.editing import change_shipment
from doorstep.orders.errors import RejectedOrdersError
from doorstep.orders.intake import add_quietly
from doorstep.orders.locating import DeliveryRegion
from doorstep.orders.model import (
    EDITABLE,
    NewOrder,
    NewShipment,
    Shipment,
    Source,
    StoredShipment,
)
from doorstep.plumbing import auth
from doorstep.plumbing.problem import Finding
from doorstep.plumbing.unit import Unit


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Parameters
    ----------
    added, updated, unchanged
        How many shipments were new, were pending and said something else, were there already.
    rejected
        What is wrong with the rows that were left out.
    notices
        What was read in a way the sender should know, sentences.
    """

    added: int
    updated: int
    unchanged: int
    rejected: tuple[Finding, ...]
    notices: tuple[str, ...]


def import_csv(
    unit: Unit, data: bytes, *, service_on: date, region: DeliveryRegion, strict: bool = False
) -> ImportReport:
    """Add the shipments of an orders file to a service date; sending it again adds none.

    A row whose reference is there already replaces what is known of that shipment while it is
    pending; once it is planned, the row is rejected.

    Raises
    ------
    UnreadableOrdersError
        The file has no rows that could be read.
    RejectedOrdersError
        With ``strict``, a row was rejected; nothing is added.
    """
    file = read_csv(
        data,
        timezone=_timezone(unit),
        service_on=service_on,
        area=Area(region.network.bounds, region.addresses.find),
    )
    known = _known(unit, service_on, file.shipments)
    rejected = list(file.findings)
    new: list[Shipment] = []
    changed: list[tuple[StoredShipment, Shipment]] = []
    unchanged = 0
    for shipment in file.shipments:
        old = known.get(shipment.reference)
        if old is None:
            new.append(shipment)
        elif (merged := _merge(old.shipment, shipment)) == old.shipment:
            unchanged += 1
        elif old.status in EDITABLE:
            changed.append((old, merged))
        else:
            rejected.append(_changed_too_late(old))
    if strict and rejected:
        message = f"{len(rejected)} faults were found; nothing was imported."
        action = "Correct the rows that are listed, or import without strict."
        raise RejectedOrdersError(message, action=action, findings=rejected)
    counts = {"added": len(new), "updated": len(changed), "unchanged": unchanged}
    if new or changed:
        about = {"service_on": service_on.isoformat(), "rejected": len(rejected)}
        unit.emit("shipments.imported", service_on.isoformat(), about | counts)
    add_quietly(unit, [_order(service_on, shipment) for shipment in new])
    for old, merged in changed:
        change_shipment(unit, old.id, old.version, merged, is_located=True, override=True)
    return ImportReport(**counts, rejected=tuple(rejected), notices=file.notices)


def _known(
    unit: Unit, service_on: date, shipments: Sequence[Shipment]
) -> dict[str, StoredShipment]:
    references = [shipment.reference for shipment in shipments]
    found = store.list_by_reference(unit.session, service_on, references)
    return {stored.shipment.reference: stored for stored in found}


def _merge(old: Shipment, new: Shipment) -> Shipment:
    """Return the new version; what a file has no words for stays as it is."""
    kept = replace(
        new.recipient,
        gate_code=old.recipient.gate_code,
        safe_place=old.recipient.safe_place,
        neighbour=old.recipient.neighbour,
    )
    return replace(
        new,
        recipient=kept,
        kind=old.kind,
        cod=old.cod,
        temperature=old.temperature,
        dangerous_goods=old.dangerous_goods,
        min_age=old.min_age,
        collection=old.collection,
    )


def _order(service_on: date, shipment: Shipment) -> NewOrder:
    return NewOrder(shipment.reference, (NewShipment(service_on, shipment),), source=Source.FILE)


def _changed_too_late(stored: StoredShipment) -> Finding:
    return Finding(
        reason=f"The shipment is {stored.status.value}; what the row changes came too late.",
        fix="Recall the released plan first, or give the row a reference of its own.",
        column="reference",
        value=stored.shipment.reference,
    )


def _timezone(unit: Unit) -> str:
    tenant = auth.find_tenant(unit.session, unit.tenant_id)
    if tenant is None:
        message = f"there is no tenant {unit.tenant_id}"
        raise LookupError(message)
    return tenant.timezone
