"""The address book in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Index, String, Text, delete, insert, select, tuple_, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from doorstep.kernel import Point
from doorstep.orders.known_recipient import KnownRecipient
from doorstep.orders.model import Recipient
from doorstep.orders.search_key import search_key
from doorstep.plumbing.db import Base, Tenanted


class KnownRecipientRow(Tenanted, Base):
    """One recipient who is known."""

    __tablename__ = "address_book"
    __table_args__ = (
        Index("ix_address_book_tenant_address", "tenant_id", "address_key"),
        Index("ix_address_book_tenant_name", "tenant_id", "name_key", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(50))
    email: Mapped[str] = mapped_column(String(254))
    gate_code: Mapped[str] = mapped_column(String(50))
    safe_place: Mapped[str] = mapped_column(String(200))
    neighbour: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    lat: Mapped[float]
    lon: Mapped[float]
    is_located: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str] = mapped_column(Text)
    address_key: Mapped[str] = mapped_column(String(600))
    name_key: Mapped[str] = mapped_column(String(600))
    search_text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
    version: Mapped[int]


def add_known(session: Session, tenant_id: str, entry: KnownRecipient) -> None:
    """Add an entry."""
    session.execute(insert(KnownRecipientRow), [{"tenant_id": tenant_id, **_values(entry)}])


def save_known(session: Session, entry: KnownRecipient) -> None:
    """Replace an entry."""
    where = KnownRecipientRow.id == entry.id
    session.execute(update(KnownRecipientRow).where(where).values(_values(entry)))


def remove_known(session: Session, entry_id: str) -> None:
    """Delete an entry."""
    session.execute(delete(KnownRecipientRow).where(KnownRecipientRow.id == entry_id))


def find_known(session: Session, entry_id: str) -> KnownRecipient | None:
    """Return one entry, or none."""
    query = select(KnownRecipientRow).where(KnownRecipientRow.id == entry_id)
    row = session.scalars(query).first()
    return None if row is None else _to_known(row)


def list_known_at(session: Session, address_keys: Sequence[str]) -> list[KnownRecipient]:
    """Return the entries at some addresses, the oldest first."""
    if not address_keys:
        return []
    query = (
        select(KnownRecipientRow)
        .where(KnownRecipientRow.address_key.in_(address_keys))
        .order_by(KnownRecipientRow.id)
    )
    return [_to_known(row) for row in session.scalars(query)]


def list_known(
    session: Session, q: str, after: tuple[str, str] | None, limit: int | None
) -> list[KnownRecipient]:
    """Return entries by name from ``after`` on; ``q`` is looked for as it stands."""
    query = select(KnownRecipientRow)
    if text := search_key(q.strip()):
        query = query.where(KnownRecipientRow.search_text.contains(text, autoescape=True))
    if after is not None:
        key = tuple_(KnownRecipientRow.name_key, KnownRecipientRow.id)
        query = query.where(key > tuple_(*after))
    query = query.order_by(KnownRecipientRow.name_key, KnownRecipientRow.id).limit(limit)
    return [_to_known(row) for row in session.scalars(query)]


def _values(entry: KnownRecipient) -> dict[str, Any]:
    who = entry.recipient
    return {
        "id": entry.id,
        "name": who.name,
        "phone": who.phone,
        "email": who.email,
        "gate_code": who.gate_code,
        "safe_place": who.safe_place,
        "neighbour": who.neighbour,
        "address": entry.address,
        "lat": entry.location.lat,
        "lon": entry.location.lon,
        "is_located": entry.is_located,
        "note": entry.note,
        "address_key": entry.keys.address,
        "name_key": entry.keys.name,
        "search_text": search_key(f"{who.name}\n{who.phone}\n{who.email}\n{entry.address}"),
        "updated_at": entry.updated_at,
        "version": entry.version,
    }


def _to_known(row: KnownRecipientRow) -> KnownRecipient:
    return KnownRecipient(
        id=row.id,
        recipient=Recipient(
            row.name, row.phone, row.email, row.gate_code, row.safe_place, row.neighbour
        ),
        address=row.address,
        location=Point(row.lat, row.lon),
        is_located=row.is_located,
        note=row.note,
        updated_at=row.updated_at,
        version=row.version,
    )
