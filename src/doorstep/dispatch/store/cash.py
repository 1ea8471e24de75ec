"""Tables of the cash ledger; entries are only ever added."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from doorstep.dispatch.cash_model import (
    CashEntry,
    CashException,
    CashShift,
    Difference,
    EntryKind,
)
from doorstep.dispatch.store.tables import AttemptRow
from doorstep.kernel import Money
from doorstep.plumbing.added_only import ADDED_ONLY
from doorstep.plumbing.db import Base, Tenanted, add_rows


class CashShiftRow(Tenanted, Base):
    """A driver's bag of cash, from the first money to the hand-in."""

    __tablename__ = "cash_shifts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    driver_id: Mapped[str] = mapped_column(String(36), index=True)
    driver: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    entries: Mapped[list["CashEntryRow"]] = relationship(
        order_by="CashEntryRow.id", lazy="selectin", cascade="save-update, merge"
    )


class CashEntryRow(Tenanted, Base):
    """One line of the ledger."""

    __tablename__ = "cash_entries"
    __table_args__ = (UniqueConstraint("tenant_id", "attempt_id"), ADDED_ONLY)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    shift_id: Mapped[str] = mapped_column(ForeignKey("cash_shifts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    attempt_id: Mapped[str | None] = mapped_column(String(36))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)


class CashExceptionRow(Tenanted, Base):
    """Money at the door that was not what was due."""

    __tablename__ = "cash_exceptions"
    __table_args__ = (Index("ix_cash_exceptions_open", "tenant_id", "settled_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    attempt_id: Mapped[str] = mapped_column(String(36), index=True)
    stop_id: Mapped[str] = mapped_column(String(36))
    driver_id: Mapped[str] = mapped_column(String(36))
    reference: Mapped[str] = mapped_column(String(200))
    difference: Mapped[str] = mapped_column(String(16))
    due_minor: Mapped[int | None] = mapped_column(BigInteger)
    due_currency: Mapped[str | None] = mapped_column(String(3))
    got_minor: Mapped[int | None] = mapped_column(BigInteger)
    got_currency: Mapped[str | None] = mapped_column(String(3))
    opened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)


def add_shifts(session: Session, tenant_id: str, shifts: Sequence[CashShift]) -> None:
    """Open drivers' bags."""
    add_rows(
        session,
        CashShiftRow,
        [
            {
                "tenant_id": tenant_id,
                "id": shift.id,
                "driver_id": shift.driver_id,
                "driver": shift.driver,
                "opened_at": shift.opened_at,
                "closed_at": None,
            }
            for shift in shifts
        ],
    )


def list_open_shifts(session: Session, driver_ids: Collection[str]) -> dict[str, str]:
    """Return the ids of the open bags of some drivers, by driver."""
    if not driver_ids:
        return {}
    rows = session.execute(
        select(CashShiftRow.driver_id, CashShiftRow.id).where(
            CashShiftRow.driver_id.in_(sorted(driver_ids)), CashShiftRow.closed_at.is_(None)
        )
    )
    return {driver_id: id_ for driver_id, id_ in rows}  # noqa: C416 -- rows, not pairs


def has_closed_since(session: Session, driver_id: str, since_at: datetime) -> bool:
    """Tell whether the driver has handed in since an instant."""
    found = session.scalars(
        select(CashShiftRow.id).where(
            CashShiftRow.driver_id == driver_id, CashShiftRow.closed_at >= since_at
        )
    )
    return found.first() is not None


def find_shift(session: Session, shift_id: str) -> CashShift | None:
    """Return a bag, or none."""
    query = select(CashShiftRow).where(CashShiftRow.id == shift_id)
    # Lines are added behind the session's back.
    row = session.scalars(query.execution_options(populate_existing=True)).first()
    return _to_shift(row) if row else None


def list_shifts(session: Session, limit: int | None = None) -> list[CashShift]:
    """Return bags, newest first."""
    rows = session.scalars(
        select(CashShiftRow)
        .order_by(CashShiftRow.opened_at.desc(), CashShiftRow.id.desc())
        .limit(limit)
    )
    return [_to_shift(row) for row in rows]


def add_entries(session: Session, tenant_id: str, entries: Sequence[CashEntry]) -> None:
    """Add lines to the ledger."""
    add_rows(
        session,
        CashEntryRow,
        [
            {
                "tenant_id": tenant_id,
                "id": entry.id,
                "shift_id": entry.shift_id,
                "kind": entry.kind.value,
                "amount_minor": entry.money.amount_minor,
                "currency": entry.money.currency,
                "attempt_id": entry.attempt_id,
                "at": entry.at,
                "actor": entry.actor,
                "note": entry.note,
            }
            for entry in entries
        ],
    )


def close_shift(session: Session, shift_id: str, at: datetime) -> None:
    """Note that the bag was handed in."""
    row = session.scalars(select(CashShiftRow).where(CashShiftRow.id == shift_id)).one()
    row.closed_at = at
    session.flush()


def add_exceptions(session: Session, tenant_id: str, added: Sequence[CashException]) -> None:
    """Keep differences for somebody to look at."""
    add_rows(
        session,
        CashExceptionRow,
        [
            {
                "tenant_id": tenant_id,
                "id": one.id,
                "attempt_id": one.attempt_id,
                "stop_id": one.stop_id,
                "driver_id": one.driver_id,
                "reference": one.reference,
                "difference": one.difference.value,
                "due_minor": one.due.amount_minor if one.due else None,
                "due_currency": one.due.currency if one.due else None,
                "got_minor": one.got.amount_minor if one.got else None,
                "got_currency": one.got.currency if one.got else None,
                "opened_at": one.opened_at,
                "settled_at": None,
                "settled_by": "",
                "note": "",
            }
            for one in added
        ],
    )


def list_exceptions(session: Session, *, open_only: bool) -> list[CashException]:
    """Return differences, newest first."""
    query = select(CashExceptionRow).order_by(
        CashExceptionRow.opened_at.desc(), CashExceptionRow.id.desc()
    )
    if open_only:
        query = query.where(CashExceptionRow.settled_at.is_(None))
    return [_to_exception(row) for row in session.scalars(query)]


def list_open_of_shipment(session: Session, shipment_id: str) -> list[CashException]:
    """Return the differences at a shipment's doors that nobody has looked at yet."""
    attempts = select(AttemptRow.id).where(AttemptRow.shipment_id == shipment_id)
    query = select(CashExceptionRow).where(
        CashExceptionRow.attempt_id.in_(attempts), CashExceptionRow.settled_at.is_(None)
    )
    return [_to_exception(row) for row in session.scalars(query.order_by(CashExceptionRow.id))]


def has_cash_of_shipment(session: Session, shipment_id: str) -> bool:
    """Tell whether cash was taken at one of a shipment's doors."""
    attempts = select(AttemptRow.id).where(AttemptRow.shipment_id == shipment_id)
    query = select(CashEntryRow.id).where(
        CashEntryRow.attempt_id.in_(attempts), CashEntryRow.amount_minor > 0
    )
    return session.scalars(query.limit(1)).first() is not None


def settle_exception(
    session: Session, exception_id: str, at: datetime, actor: str, note: str
) -> CashException | None:
    """Note that somebody has looked at a difference; return it, or none when none is open."""
    row = session.scalars(
        select(CashExceptionRow).where(
            CashExceptionRow.id == exception_id, CashExceptionRow.settled_at.is_(None)
        )
    ).first()
    if row is None:
        return None
    row.settled_at, row.settled_by, row.note = at, actor, note
    session.flush()
    return _to_exception(row)


def _money(minor: int | None, currency: str | None) -> Money | None:
    return Money(minor, currency) if minor is not None and currency is not None else None


def _to_shift(row: CashShiftRow) -> CashShift:
    return CashShift(
        id=row.id,
        driver_id=row.driver_id,
        driver=row.driver,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        entries=tuple(_to_entries(row.entries)),
    )


def _to_entries(rows: Sequence[CashEntryRow]) -> list[CashEntry]:
    return [
        CashEntry(
            id=row.id,
            shift_id=row.shift_id,
            kind=EntryKind(row.kind),
            money=Money(row.amount_minor, row.currency),
            attempt_id=row.attempt_id,
            at=row.at,
            actor=row.actor,
            note=row.note,
        )
        for row in rows
    ]


def _to_exception(row: CashExceptionRow) -> CashException:
    return CashException(
        id=row.id,
        attempt_id=row.attempt_id,
        stop_id=row.stop_id,
        driver_id=row.driver_id,
        reference=row.reference,
        difference=Difference(row.difference),
        due=_money(row.due_minor, row.due_currency),
        got=_money(row.got_minor, row.got_currency),
        opened_at=row.opened_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        note=row.note,
    )
