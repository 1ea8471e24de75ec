"""Take shipments in, list them, and move them through their life."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from doorstep.kernel import Bounds
from doorstep.orders import store
from doorstep.orders.csv_file import Area, FindAddress, read_csv
from doorstep.orders.errors import (
    RejectedOrdersError,
    ShipmentNotFoundError,
    ShipmentStatusError,
)
from doorstep.orders.model import TRANSITIONS, Shipment, ShipmentStatus, StoredShipment
from doorstep.orders.store import PageKey, ShipmentFilter
from doorstep.plumbing import auth
from doorstep.plumbing.problem import Finding
from doorstep.plumbing.unit import Kit, Unit

_TOKEN_BYTES = 16
_MOST_NAMED = 3


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


@dataclass(frozen=True, slots=True)
class ShipmentPage:
    """Some of the shipments asked for.

    Parameters
    ----------
    next_key
        Where the next page begins, or none on the last one.
    total
        How many there are in all pages.
    counts
        How many shipments of the date have each status, whatever was searched for.
    """

    items: tuple[StoredShipment, ...]
    next_key: PageKey | None
    total: int
    counts: dict[ShipmentStatus, int]


class _Network(Protocol):
    @property
    def bounds(self) -> Bounds: ...


class _Addresses(Protocol):
    @property
    def find(self) -> FindAddress: ...


class DeliveryRegion(Protocol):
    """The roads and addresses of where deliveries can go; ``roads.sources.Region`` is one."""

    @property
    def network(self) -> _Network:
        """The roads."""

    @property
    def addresses(self) -> _Addresses:
        """The addresses."""


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
    known = {
        stored.shipment.reference: stored
        for stored in store.list_by_reference(
            unit.session, service_on, [shipment.reference for shipment in file.shipments]
        )
    }
    rejected = list(file.findings)
    counts = {"added": 0, "updated": 0, "unchanged": 0}
    for shipment in file.shipments:
        old = known.get(shipment.reference)
        if old is not None and old.shipment != shipment and not _may_change(old):
            rejected.append(_changed_too_late(old))
        else:
            counts[_put(unit, service_on, old, shipment)] += 1
    if strict and rejected:
        message = f"{len(rejected)} faults were found; nothing was imported."
        action = "Correct the rows that are listed, or import without strict."
        raise RejectedOrdersError(message, action=action, findings=rejected)
    if counts["added"] or counts["updated"]:
        about = {"service_on": service_on.isoformat(), "rejected": len(rejected)}
        unit.emit("shipments.imported", service_on.isoformat(), about | counts)
    return ImportReport(**counts, rejected=tuple(rejected), notices=file.notices)


def list_shipments(
    unit: Unit, wanted: ShipmentFilter, *, after: PageKey | None = None, limit: int = 500
) -> ShipmentPage:
    """Return a page of shipments by service date and reference."""
    found = store.list_page(unit.session, wanted, after, limit + 1)
    items = found[:limit]
    last = items[-1] if len(found) > limit else None
    return ShipmentPage(
        items=tuple(items),
        next_key=PageKey(last.service_on, last.shipment.reference, last.id) if last else None,
        total=store.count(unit.session, wanted),
        counts=store.count_by_status(unit.session, wanted.service_on),
    )


def list_plannable(unit: Unit, service_on: date) -> list[StoredShipment]:
    """Return the day's pending shipments in the order of their references."""
    return store.list_pending(unit.session, service_on)


def get_shipment(unit: Unit, shipment_id: str) -> StoredShipment:
    """Return one shipment.

    Raises
    ------
    ShipmentNotFoundError
        There is none with this id.
    """
    return get_shipments(unit, [shipment_id])[0]


def get_shipments(unit: Unit, shipment_ids: Sequence[str]) -> list[StoredShipment]:
    """Return shipments in the order of their ids.

    Raises
    ------
    ShipmentNotFoundError
        One of them is not there.
    """
    found = {stored.id: stored for stored in store.list_by_id(unit.session, shipment_ids)}
    missing = [one for one in shipment_ids if one not in found]
    if missing:
        message = f"{len(missing)} of the shipments asked for are not there."
        if len(shipment_ids) == 1:
            message = "There is no shipment with this id."
        raise ShipmentNotFoundError(message)
    return [found[one] for one in shipment_ids]


def list_statuses(unit: Unit) -> dict[str, ShipmentStatus]:
    """Return the status of every shipment by its id."""
    return store.list_statuses(unit.session)


def change_status(unit: Unit, shipment_ids: Iterable[str], status: ShipmentStatus) -> None:
    """Move shipments to ``status``, all or none; the caller's event says why.

    Raises
    ------
    ShipmentNotFoundError
        One of them is not there.
    ShipmentStatusError
        One of them cannot become that from what it is.
    """
    ids = list(dict.fromkeys(shipment_ids))
    refused = [
        stored for stored in get_shipments(unit, ids) if status not in TRANSITIONS[stored.status]
    ]
    if refused:
        shown = ", ".join(
            f"{stored.shipment.reference} is {stored.status.value}"
            for stored in refused[:_MOST_NAMED]
        )
        more = f" and {len(refused) - _MOST_NAMED} more" if len(refused) > _MOST_NAMED else ""
        message = f"These shipments cannot become {status.value}: {shown}{more}."
        raise ShipmentStatusError(message)
    store.set_status(unit.session, ids, status)


def find_by_token(kit: Kit, token: str) -> tuple[str, StoredShipment] | None:
    """Return the tenant's id and the shipment that a tracking token opens, or none."""
    with kit.database.read(None) as session:
        return store.find_by_token(session, token)


def _put(unit: Unit, service_on: date, old: StoredShipment | None, shipment: Shipment) -> str:
    """Add or replace a shipment and return which count of the report it belongs to."""
    if old is None:
        stored = StoredShipment(
            id=unit.new_id(),
            service_on=service_on,
            status=ShipmentStatus.PENDING,
            tracking_token=_new_token(unit),
            updated_at=unit.now(),
            shipment=shipment,
        )
        store.add(unit.session, unit.tenant_id, stored)
        return "added"
    if old.shipment == shipment:
        return "unchanged"
    store.update(unit.session, old.id, shipment, unit.now())
    return "updated"


def _may_change(stored: StoredShipment) -> bool:
    return stored.status is ShipmentStatus.PENDING


def _changed_too_late(stored: StoredShipment) -> Finding:
    return Finding(
        reason=f"The shipment is {stored.status.value}; what the row changes came too late.",
        fix="Recall the released plan first, or give the row a reference of its own.",
        column="reference",
        value=stored.shipment.reference,
    )


def _new_token(unit: Unit) -> str:
    raw = unit.kit.rng.random_bytes(_TOKEN_BYTES)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _timezone(unit: Unit) -> str:
    tenant = auth.find_tenant(unit.session, unit.tenant_id)
    if tenant is None:
        message = f"there is no tenant {unit.tenant_id}"
        raise LookupError(message)
    return tenant.timezone
