"""Orders in the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.orm import Session

from doorstep.orders.model import Order, ShipmentStatus, Source
from doorstep.orders.search_key import search_key
from doorstep.orders.store.tables import OrderRow, ShipmentRow
from doorstep.plumbing.db import add_rows


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders are asked for; empty means all. ``status`` is that of any shipment of it."""

    text: str = ""
    merchant: str = ""
    reference: str = ""
    status: ShipmentStatus | None = None


@dataclass(frozen=True, slots=True)
class OrderKey:
    """The last order of a page: the next page begins with the one taken in before it."""

    created_at: datetime
    id: str


def add_orders(session: Session, tenant_id: str, added: Sequence[Order]) -> None:
    """Add orders; their shipments follow."""
    if added:
        add_rows(
            session,
            OrderRow,
            [
                {
                    "tenant_id": tenant_id,
                    "id": order.id,
                    "reference": order.reference,
                    "merchant": order.merchant,
                    "source": order.source.value,
                    "source_id": order.source_id,
                    "cancel_until_at": order.cancel_until_at,
                    "created_at": order.created_at,
                    "created_by": order.created_by,
                    "version": order.version,
                }
                for order in added
            ],
        )


def save_order(session: Session, order: Order) -> None:
    """Replace what may change of an order."""
    session.execute(
        update(OrderRow)
        .where(OrderRow.id == order.id)
        .values(
            reference=order.reference,
            merchant=order.merchant,
            cancel_until_at=order.cancel_until_at,
            version=order.version,
        )
    )


def list_orders_by_id(session: Session, order_ids: Iterable[str]) -> list[Order]:
    """Return those of the orders that are there."""
    rows = session.scalars(select(OrderRow).where(OrderRow.id.in_(list(order_ids))))
    return [_to_order(row) for row in rows]


def list_order_versions(session: Session) -> dict[str, int]:
    """Return the version of every order by its id."""
    rows = session.execute(select(OrderRow.id, OrderRow.version))
    return {id_: version for id_, version in rows}  # noqa: C416 -- rows, not pairs


def list_orders(
    session: Session, wanted: OrderFilter, after: OrderKey | None, limit: int
) -> list[Order]:
    """Return up to ``limit`` orders taken in before ``after``, the newest first."""
    order = (OrderRow.created_at, OrderRow.id)
    query = (
        select(OrderRow)
        .where(*_conditions(wanted))
        .order_by(OrderRow.created_at.desc(), OrderRow.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(*order) < (after.created_at, after.id))
    return [_to_order(row) for row in session.scalars(query)]


def count_orders(session: Session, wanted: OrderFilter) -> int:
    """Return how many orders the filter lets through."""
    return session.scalars(select(func.count(OrderRow.id)).where(*_conditions(wanted))).one()


def list_merchants(session: Session) -> list[str]:
    """Return the names of all merchants, each once, in order."""
    query = select(OrderRow.merchant).distinct().order_by(OrderRow.merchant)
    return [name for name in session.scalars(query) if name]


def _conditions(wanted: OrderFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.reference:
        conditions.append(OrderRow.reference == wanted.reference)
    if wanted.merchant:
        conditions.append(OrderRow.merchant == wanted.merchant)
    if wanted.status is not None:
        having = select(ShipmentRow.order_id).where(ShipmentRow.status == wanted.status.value)
        conditions.append(OrderRow.id.in_(having))
    if wanted.text.strip():
        key = search_key(wanted.text.strip())
        found = select(ShipmentRow.order_id).where(
            ShipmentRow.search_text.contains(key, autoescape=True)
        )
        conditions.append(OrderRow.id.in_(found))
    return conditions


def _to_order(row: OrderRow) -> Order:
    return Order(
        id=row.id,
        reference=row.reference,
        merchant=row.merchant,
        source=Source(row.source),
        created_at=row.created_at,
        created_by=row.created_by,
        source_id=row.source_id,
        cancel_until_at=row.cancel_until_at,
        version=row.version,
    )
