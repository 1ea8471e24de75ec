"""Recurring orders in the database, and which dates have been made."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import JSON, Boolean, Date, ForeignKey, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from doorstep.orders.model import Shipment
from doorstep.orders.recurring import LocalWindow, RecurringOrder, Schedule
from doorstep.plumbing.db import Base, Tenanted

_SHIPMENT = TypeAdapter(Shipment)


class RecurringOrderRow(Tenanted, Base):
    """One order that comes again and again."""

    __tablename__ = "recurring_orders"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reference: Mapped[str] = mapped_column(String(100))
    merchant: Mapped[str] = mapped_column(String(200))
    # By these a person is found who wants to be forgotten.
    recipient_phone: Mapped[str] = mapped_column(String(50))
    recipient_email: Mapped[str] = mapped_column(String(254))
    shipment: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_located: Mapped[bool] = mapped_column(Boolean)
    schedule: Mapped[dict[str, Any]] = mapped_column(JSON)
    days_ahead: Mapped[int]
    paused: Mapped[bool] = mapped_column(Boolean)
    updated_at: Mapped[datetime]
    version: Mapped[int]


class RecurringMadeRow(Tenanted, Base):
    """A date of a recurring order that has been made; the key keeps it from being made twice."""

    __tablename__ = "recurring_made"

    recurring_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("recurring_orders.id"), primary_key=True
    )
    service_on: Mapped[date] = mapped_column(Date, primary_key=True)
    order_id: Mapped[str] = mapped_column(String(36))
    problem: Mapped[str] = mapped_column(String(300))


def add_recurring(session: Session, tenant_id: str, one: RecurringOrder) -> None:
    """Add a recurring order."""
    session.execute(insert(RecurringOrderRow), [{"tenant_id": tenant_id, **_values(one)}])


def save_recurring(session: Session, one: RecurringOrder) -> None:
    """Replace a recurring order."""
    where = RecurringOrderRow.id == one.id
    session.execute(update(RecurringOrderRow).where(where).values(_values(one)))


def remove_recurring(session: Session, recurring_id: str) -> None:
    """Delete a recurring order; the orders that it made stay."""
    made = RecurringMadeRow.recurring_id == recurring_id
    session.execute(delete(RecurringMadeRow).where(made))
    session.execute(delete(RecurringOrderRow).where(RecurringOrderRow.id == recurring_id))


def find_recurring(
    session: Session, recurring_id: str, *, to_change: bool = False
) -> RecurringOrder | None:
    """Return one recurring order, or none; ``to_change`` lets nobody else change it meanwhile."""
    query = select(RecurringOrderRow).where(RecurringOrderRow.id == recurring_id)
    if to_change:
        query = query.with_for_update()
    row = session.scalars(query).first()
    return None if row is None else _to_recurring(row)


def list_recurring(session: Session) -> list[RecurringOrder]:
    """Return the recurring orders by reference."""
    query = select(RecurringOrderRow).order_by(RecurringOrderRow.reference, RecurringOrderRow.id)
    return [_to_recurring(row) for row in session.scalars(query)]


def list_made(session: Session, recurring_ids: Iterable[str]) -> dict[tuple[str, date], str]:
    """Return what was made: the problem, or empty text, by recurring order and date."""
    query = select(
        RecurringMadeRow.recurring_id, RecurringMadeRow.service_on, RecurringMadeRow.problem
    ).where(RecurringMadeRow.recurring_id.in_(list(recurring_ids)))
    return {(one, on): problem for one, on, problem in session.execute(query)}


def add_made(
    session: Session,
    tenant_id: str,
    recurring_id: str,
    service_on: date,
    order_id: str = "",
    problem: str = "",
) -> None:
    """Note that a date was made, or why it could not be."""
    values = {
        "tenant_id": tenant_id,
        "recurring_id": recurring_id,
        "service_on": service_on,
        "order_id": order_id,
        "problem": problem[:300],
    }
    session.execute(insert(RecurringMadeRow), [values])


def _values(one: RecurringOrder) -> dict[str, Any]:
    return {
        "id": one.id,
        "reference": one.reference,
        "merchant": one.merchant,
        "recipient_phone": one.shipment.recipient.phone,
        "recipient_email": one.shipment.recipient.email,
        "shipment": _SHIPMENT.dump_python(one.shipment, mode="json"),
        "is_located": one.is_located,
        "schedule": _from_schedule(one.schedule),
        "days_ahead": one.days_ahead,
        "paused": one.paused,
        "updated_at": one.updated_at,
        "version": one.version,
    }


def _to_recurring(row: RecurringOrderRow) -> RecurringOrder:
    return RecurringOrder(
        id=row.id,
        reference=row.reference,
        merchant=row.merchant,
        shipment=_SHIPMENT.validate_python(row.shipment),
        is_located=row.is_located,
        schedule=_to_schedule(row.schedule),
        days_ahead=row.days_ahead,
        paused=row.paused,
        updated_at=row.updated_at,
        version=row.version,
    )


def _from_schedule(schedule: Schedule) -> dict[str, Any]:
    return {
        "timezone": schedule.timezone,
        "weekdays": sorted(schedule.weekdays),
        "starts_on": schedule.starts_on.isoformat(),
        "ends_on": schedule.ends_on and schedule.ends_on.isoformat(),
        "every_weeks": schedule.every_weeks,
        "windows": [[f"{one.early:%H:%M}", f"{one.late:%H:%M}"] for one in schedule.windows],
        "skipped": sorted(on.isoformat() for on in schedule.skipped),
    }


def _to_schedule(kept: dict[str, Any]) -> Schedule:
    return Schedule(
        timezone=kept["timezone"],
        weekdays=frozenset(kept["weekdays"]),
        starts_on=date.fromisoformat(kept["starts_on"]),
        ends_on=date.fromisoformat(kept["ends_on"]) if kept["ends_on"] else None,
        every_weeks=kept["every_weeks"],
        windows=tuple(
            LocalWindow(time.fromisoformat(early), time.fromisoformat(late))
            for early, late in kept["windows"]
        ),
        skipped=frozenset(date.fromisoformat(on) for on in kept["skipped"]),
    )
