"""What the journal and the revisions tell of an order and its shipments."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from doorstep.orders.store.tables import RevisionRow
from doorstep.plumbing.auth.store import AccountRow
from doorstep.plumbing.journal import Event, EventRow


def list_events(session: Session, subject_ids: Iterable[str]) -> list[Event]:
    """Return what happened to some things, oldest first."""
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.subject_id.in_(list(subject_ids)))
        .order_by(EventRow.sequence)
    )
    return [
        Event(
            id=row.id,
            kind=row.kind,
            subject_id=row.subject_id,
            actor=row.actor,
            happened_at=row.happened_at,
            recorded_at=row.recorded_at,
            data=row.data,
            sequence=row.sequence,
        )
        for row in rows
    ]


def list_revisions(session: Session, shipment_id: str) -> dict[int, dict[str, Any]]:
    """Return a shipment as it was in each version that is over, as kept."""
    rows = session.scalars(select(RevisionRow).where(RevisionRow.shipment_id == shipment_id))
    return {row.version: row.data for row in rows}


def list_names(session: Session, account_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of accounts by their ids."""
    rows = session.execute(
        select(AccountRow.id, AccountRow.name).where(AccountRow.id.in_(list(account_ids)))
    )
    return {id_: name for id_, name in rows}  # noqa: C416 -- rows, not pairs
