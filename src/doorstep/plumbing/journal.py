"""The journal: every change as an event, in the same transaction, each holding the hash before.

Events are never changed or removed. ``sequence`` orders them; ``hash`` chains them per tenant.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, Index, Integer, String, insert, select
from sqlalchemy import event as event_hook
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from doorstep.plumbing.added_only import ADDED_ONLY
from doorstep.plumbing.db import Base, Tenanted

GENESIS_HASH = "0" * 64
"""What the first event of a tenant names as the hash before it."""

_TAIL = "journal_tail"
"""Where a session remembers the last hash of its tenant's chain, while it writes."""
_MARK = 8
_Sequence = BigInteger().with_variant(Integer, "sqlite")


class EventRow(Tenanted, Base):
    """One event as stored."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_tenant_subject", "tenant_id", "subject_id"),
        Index("ix_events_tenant_service_on", "tenant_id", "service_on"),
        ADDED_ONLY,
    )

    sequence: Mapped[int] = mapped_column(_Sequence, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[str] = mapped_column(String(64))
    actor: Mapped[str] = mapped_column(String(80))
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    # What the data says, beside it for the index; the hash covers the data.
    service_on: Mapped[date | None] = mapped_column(Date)


_TABLE = Base.metadata.tables[EventRow.__tablename__]
_INSERT = insert(_TABLE).returning(_TABLE.c.id, _TABLE.c.sequence)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: what, to which subject, by whom, when, and when we were told.

    Parameters
    ----------
    sequence, mark
        Its place in the chain: the number, and the first digits of the hash, which tell a history
        from another one that has come as far (see ``is_here``).
    """

    id: str
    kind: str
    subject_id: str
    actor: str
    happened_at: datetime
    recorded_at: datetime
    data: dict[str, Any]
    sequence: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with its place in the tenant's chain."""

    event: Event
    previous_hash: str
    hash: str


def append(session: Session, tenant_id: str, event: Event) -> Event:
    """Add ``event`` to the tenant's chain inside the caller's transaction."""
    return append_all(session, tenant_id, [event])[0]


def append_all(session: Session, tenant_id: str, events: Sequence[Event]) -> list[Event]:
    """Add events to the tenant's chain, in their order, inside the caller's transaction."""
    if not events:
        return []
    previous_hash = session.info.get(_TAIL) or _last_hash(session, tenant_id)
    rows: list[dict[str, Any]] = []
    for event in events:
        own_hash = event_hash(event, previous_hash)
        rows.append(
            {
                "tenant_id": tenant_id,
                "id": event.id,
                "kind": event.kind,
                "subject_id": event.subject_id,
                "actor": event.actor,
                "happened_at": event.happened_at,
                "recorded_at": event.recorded_at,
                "data": event.data,
                "previous_hash": previous_hash,
                "hash": own_hash,
                "service_on": _service_date(event.data),
            }
        )
        previous_hash = own_hash
    # What is pending must be there before: rows that the event is about, or that it is after.
    session.flush()
    added = session.execute(_INSERT, rows)
    sequences = {id_: sequence for id_, sequence in added}  # noqa: C416 -- rows, not pairs
    marks = [str(row["hash"])[:_MARK] for row in rows]
    # Nobody else writes to the chain before this transaction ends: see Database.write.
    session.info[_TAIL] = previous_hash
    return [
        replace(event, sequence=sequences[event.id], mark=mark)
        for event, mark in zip(events, marks, strict=True)
    ]


def _last_hash(session: Session, tenant_id: str) -> str:
    last = session.scalars(
        select(EventRow.hash)
        .where(EventRow.tenant_id == tenant_id)
        .order_by(EventRow.sequence.desc())
        .limit(1)
    ).first()
    return last or GENESIS_HASH


@event_hook.listens_for(Session, "after_soft_rollback")
def _forget_tail(session: Session, _transaction: SessionTransaction) -> None:
    """Read the last hash anew where the event that had it may have been undone."""
    session.info.pop(_TAIL, None)


def event_hash(event: Event, previous_hash: str) -> str:
    """Return the SHA-256 of the event's canonical JSON and the hash before it, in hex."""
    canonical = json.dumps(
        [
            previous_hash,
            event.id,
            event.kind,
            event.subject_id,
            event.actor,
            event.happened_at.isoformat(),
            event.recorded_at.isoformat(),
            event.data,
        ],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def list_after(session: Session, sequence: int, limit: int = 1000) -> list[Event]:
    """Return the session's tenant's events after ``sequence``, oldest first.

    Of more than ``limit`` the latest: what is new matters more than what is long over.
    """
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.sequence > sequence)
        .order_by(EventRow.sequence.desc())
        .limit(limit)
    )
    return [_to_event(row) for row in rows][::-1]


def is_here(session: Session, sequence: int, mark: str) -> bool:
    """Tell whether the session's tenant's chain has this event at this place.

    Not so after a restore from a backup: then what a listener saw was undone.
    """
    found = session.scalars(select(EventRow.hash).where(EventRow.sequence == sequence)).first()
    return found is not None and found[:_MARK] == mark


def find_entry(session: Session, event_id: str) -> Entry | None:
    """Return the session's tenant's event of this id with its place in the chain, or none."""
    row = session.scalars(select(EventRow).where(EventRow.id == event_id)).first()
    return _to_entry(row) if row else None


def list_entries(session: Session, after: int, limit: int) -> list[Entry]:
    """Return the session's tenant's first ``limit`` entries after a sequence, oldest first."""
    rows = session.scalars(
        select(EventRow).where(EventRow.sequence > after).order_by(EventRow.sequence).limit(limit)
    )
    return [_to_entry(row) for row in rows]


def last_sequence(session: Session) -> int:
    """Return the sequence of the session's tenant's last event, or 0."""
    found = session.scalars(
        select(EventRow.sequence).order_by(EventRow.sequence.desc()).limit(1)
    ).first()
    return found or 0


def list_page(
    session: Session,
    before: int | None,
    limit: int,
    *,
    subject_id: str | None = None,
    actor: str | None = None,
    kind: str | None = None,
    from_at: datetime | None = None,
    to_at: datetime | None = None,
) -> list[Entry]:
    """Return entries that fit, newest first, older than the sequence ``before``.

    Parameters
    ----------
    kind
        "stop.delivered", or "stop." for all of a subject.
    from_at, to_at
        When they were recorded; the end is not included.
    """
    query = select(EventRow)
    for column, value in ((EventRow.subject_id, subject_id), (EventRow.actor, actor)):
        if value is not None:
            query = query.where(column == value)
    if kind is not None:
        is_prefix = kind.endswith(".")
        query = query.where(
            EventRow.kind.startswith(kind, autoescape=True) if is_prefix else EventRow.kind == kind
        )
    if before is not None:
        query = query.where(EventRow.sequence < before)
    if from_at is not None:
        query = query.where(EventRow.recorded_at >= from_at)
    if to_at is not None:
        query = query.where(EventRow.recorded_at < to_at)
    rows = session.scalars(query.order_by(EventRow.sequence.desc()).limit(limit))
    return [_to_entry(row) for row in rows]


def list_of_day(session: Session, kinds: Sequence[str], service_on: date) -> list[Event]:
    """Return the session's tenant's events of ``kinds`` about a service date, oldest first."""
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.service_on == service_on, EventRow.kind.in_(kinds))
        .order_by(EventRow.sequence)
    )
    return [_to_event(row) for row in rows]


def list_of_kinds(session: Session, kinds: Sequence[str]) -> list[Event]:
    """Return the session's tenant's events of ``kinds``, oldest first."""
    rows = session.scalars(
        select(EventRow).where(EventRow.kind.in_(kinds)).order_by(EventRow.sequence)
    )
    return [_to_event(row) for row in rows]


def find_broken_link(session: Session) -> int | None:
    """Return the sequence of the first event whose hash does not fit, or none."""
    previous_hash = GENESIS_HASH
    for row in session.scalars(select(EventRow).order_by(EventRow.sequence)):
        expected = event_hash(_to_event(row), previous_hash)
        if row.previous_hash != previous_hash or row.hash != expected:
            return row.sequence
        previous_hash = row.hash
    return None


def _service_date(data: dict[str, Any]) -> date | None:
    try:
        return date.fromisoformat(data["service_on"])
    except (KeyError, TypeError, ValueError):
        return None


def _to_entry(row: EventRow) -> Entry:
    return Entry(_to_event(row), row.previous_hash, row.hash)


def _to_event(row: EventRow) -> Event:
    return Event(
        id=row.id,
        kind=row.kind,
        subject_id=row.subject_id,
        actor=row.actor,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        data=row.data,
        sequence=row.sequence,
        mark=row.hash[:_MARK],
    )
