"""Shipments in the database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.orm import Session

from doorstep.orders.model import (
    Carried,
    ShipmentKind,
    ShipmentState,
    ShipmentStatus,
    StoredShipment,
)
from doorstep.orders.search_key import search_key
from doorstep.orders.store.mapping import to_stored, to_values
from doorstep.orders.store.tables import OrderRow, RevisionRow, ShipmentRow
from doorstep.plumbing.db import add_rows, change_many, change_rows

# SQLite takes at most 32,766 values in one statement; a few hundred at a time are as quick.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ShipmentFilter:
    """Which shipments are asked for; empty means all."""

    service_on: date | None = None
    status: ShipmentStatus | None = None
    text: str = ""
    merchant: str = ""
    order_id: str = ""


@dataclass(frozen=True, slots=True)
class PageKey:
    """The last shipment of a page: the next page begins after it."""

    service_on: date
    reference: str
    id: str


def add_shipments(
    session: Session, tenant_id: str, added: Sequence[StoredShipment], created_at: datetime
) -> None:
    """Add shipments; their orders are there already."""
    if added:
        add_rows(
            session,
            ShipmentRow,
            [
                to_values(stored) | {"tenant_id": tenant_id, "created_at": created_at}
                for stored in added
            ],
        )


def save(session: Session, stored: StoredShipment) -> None:
    """Replace what is kept of a shipment, its status included."""
    change_rows(
        session, update(ShipmentRow).where(ShipmentRow.id == stored.id).values(to_values(stored))
    )


def add_revision(
    session: Session, tenant_id: str, before: StoredShipment, changed_at: datetime, actor: str
) -> None:
    """Keep a shipment as it was before a change."""
    data = to_values(before)
    data["service_on"] = before.service_on.isoformat()
    data["updated_at"] = before.updated_at.isoformat()
    add_rows(
        session,
        RevisionRow,
        [
            {
                "tenant_id": tenant_id,
                "shipment_id": before.id,
                "version": before.version,
                "data": data,
                "changed_at": changed_at,
                "changed_by": actor,
            }
        ],
    )


def set_status(session: Session, shipment_ids: Iterable[str], status: ShipmentStatus) -> None:
    """Set the status of shipments; each gets a new version."""
    for some in _in_portions(shipment_ids):
        change = update(ShipmentRow).where(ShipmentRow.id.in_(some))
        change_rows(session, change.values(status=status.value, version=ShipmentRow.version + 1))


def set_statuses(session: Session, changed: Mapping[str, Carried]) -> None:
    """Give shipments the statuses and versions that they have come to, by their ids."""
    change_many(
        session,
        ShipmentRow,
        [
            (id_, {"status": one.status.value, "version": one.version})
            for id_, one in sorted(changed.items())
        ],
    )


def list_carried(session: Session, shipment_ids: Iterable[str]) -> dict[str, Carried]:
    """Return what may change of shipments on the road, by their ids."""
    found: dict[str, Carried] = {}
    for some in _in_portions(shipment_ids):
        rows = session.execute(
            select(
                ShipmentRow.id, ShipmentRow.kind, ShipmentRow.status, ShipmentRow.version
            ).where(ShipmentRow.id.in_(some))
        )
        found |= {
            id_: Carried(ShipmentKind(kind), ShipmentStatus(status), version)
            for id_, kind, status, version in rows
        }
    return found


def list_by_id(session: Session, shipment_ids: Iterable[str]) -> list[StoredShipment]:
    """Return those of the shipments that are there."""
    return [to_stored(row) for row in _rows(session, shipment_ids)]


def list_by_reference(
    session: Session, service_on: date, references: Sequence[str]
) -> list[StoredShipment]:
    """Return those of the shipments of a day that are there, by the merchant's names."""
    found: list[StoredShipment] = []
    for some in _in_portions(references):
        rows = session.scalars(
            select(ShipmentRow).where(
                ShipmentRow.service_on == service_on, ShipmentRow.reference.in_(some)
            )
        )
        found.extend(to_stored(row) for row in rows)
    return found


def list_taken(
    session: Session, service_on: date, references: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Return those of the merchant's names that a day has: name, shipment, order."""
    found: list[tuple[str, str, str]] = []
    for some in _in_portions(references):
        rows = session.execute(
            select(ShipmentRow.reference, ShipmentRow.id, ShipmentRow.order_id).where(
                ShipmentRow.service_on == service_on, ShipmentRow.reference.in_(some)
            )
        )
        found.extend((row.reference, row.id, row.order_id) for row in rows)
    return found


def list_of_orders(session: Session, order_ids: Iterable[str]) -> list[StoredShipment]:
    """Return the shipments of some orders, by service date and reference."""
    found: list[StoredShipment] = []
    for some in _in_portions(order_ids):
        rows = session.scalars(select(ShipmentRow).where(ShipmentRow.order_id.in_(some)))
        found.extend(to_stored(row) for row in rows)
    return sorted(found, key=lambda one: (one.service_on, one.shipment.reference))


def list_pending(session: Session, service_on: date) -> list[StoredShipment]:
    """Return a day's pending shipments in the order of their references."""
    rows = session.scalars(
        select(ShipmentRow)
        .where(
            ShipmentRow.service_on == service_on,
            ShipmentRow.status == ShipmentStatus.PENDING.value,
        )
        .order_by(ShipmentRow.reference)
    )
    return [to_stored(row) for row in rows]


def list_page(
    session: Session, wanted: ShipmentFilter, after: PageKey | None, limit: int
) -> list[StoredShipment]:
    """Return up to ``limit`` shipments after ``after``, by service date and reference."""
    order = (ShipmentRow.service_on, ShipmentRow.reference, ShipmentRow.id)
    query = select(ShipmentRow).where(*_conditions(wanted)).order_by(*order).limit(limit)
    if after is not None:
        query = query.where(tuple_(*order) > (after.service_on, after.reference, after.id))
    return [to_stored(row) for row in session.scalars(query)]


def count(session: Session, wanted: ShipmentFilter) -> int:
    """Return how many shipments the filter lets through."""
    query = select(func.count(ShipmentRow.id)).where(*_conditions(wanted))
    return session.scalars(query).one()


def count_by_status(session: Session, service_on: date | None) -> dict[ShipmentStatus, int]:
    """Return how many shipments of a day have each status, those that nobody has left out."""
    query = (
        select(ShipmentRow.status, func.count(ShipmentRow.id))
        .where(*_conditions(ShipmentFilter(service_on)))
        .group_by(ShipmentRow.status)
    )
    return {ShipmentStatus(status): number for status, number in session.execute(query)}


def count_by_date(session: Session) -> dict[date, int]:
    """Return how many shipments each service date has."""
    query = select(ShipmentRow.service_on, func.count(ShipmentRow.id)).group_by(
        ShipmentRow.service_on
    )
    return {day: number for day, number in session.execute(query)}  # noqa: C416 -- rows, not pairs


def list_states(session: Session) -> dict[str, ShipmentState]:
    """Return what may change of every shipment, by its id."""
    rows = session.execute(
        select(
            ShipmentRow.id,
            ShipmentRow.order_id,
            ShipmentRow.service_on,
            ShipmentRow.status,
            ShipmentRow.version,
        )
    )
    return {
        row.id: ShipmentState(
            row.order_id, row.service_on, ShipmentStatus(row.status), row.version
        )
        for row in rows
    }


def find_by_token(session: Session, token: str) -> tuple[str, StoredShipment] | None:
    """Return whose the shipment with this tracking token is, and it; of any tenant."""
    row = session.scalars(
        select(ShipmentRow).where(ShipmentRow.tracking_token == token),
        execution_options={"any_tenant": True},
    ).first()
    return None if row is None else (row.tenant_id, to_stored(row))


def _rows(session: Session, shipment_ids: Iterable[str]) -> Iterator[ShipmentRow]:
    for some in _in_portions(shipment_ids):
        yield from session.scalars(select(ShipmentRow).where(ShipmentRow.id.in_(some)))


def _in_portions(values: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(values)
    while portion := list(islice(remaining, _AT_ONCE)):
        yield portion


def _conditions(wanted: ShipmentFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.service_on is not None:
        conditions.append(ShipmentRow.service_on == wanted.service_on)
    if wanted.status is not None:
        conditions.append(ShipmentRow.status == wanted.status.value)
    if wanted.order_id:
        conditions.append(ShipmentRow.order_id == wanted.order_id)
    if wanted.merchant:
        of_merchant = select(OrderRow.id).where(OrderRow.merchant == wanted.merchant)
        conditions.append(ShipmentRow.order_id.in_(of_merchant))
    if wanted.text.strip():
        key = search_key(wanted.text.strip())
        conditions.append(ShipmentRow.search_text.contains(key, autoescape=True))
    return conditions
