"""The table of shipments and its queries."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Date, String, Text, UniqueConstraint, func, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from doorstep.kernel import Point, TimeWindow
from doorstep.orders.model import Recipient, Shipment, ShipmentStatus, StoredShipment
from doorstep.plumbing.db import Base, Tenanted

# SQLite takes at most 32,766 values in one statement; a few hundred at a time are as quick.
_AT_ONCE = 500


class ShipmentRow(Tenanted, Base):
    """One shipment of one service date."""

    __tablename__ = "shipments"
    __table_args__ = (UniqueConstraint("tenant_id", "service_on", "reference"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_on: Mapped[date] = mapped_column(Date)
    reference: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(32))
    tracking_token: Mapped[str] = mapped_column(String(32), unique=True)
    recipient_name: Mapped[str] = mapped_column(String(200))
    recipient_phone: Mapped[str] = mapped_column(String(50))
    recipient_email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(300))
    lat: Mapped[float]
    lon: Mapped[float]
    windows: Mapped[list[list[str]]] = mapped_column(JSON)
    parcels: Mapped[int]
    weight_g: Mapped[int]
    volume_cm3: Mapped[int]
    service_s: Mapped[int]
    skills: Mapped[list[str]] = mapped_column(JSON)
    priority: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class ShipmentFilter:
    """Which shipments are asked for; empty means all."""

    service_on: date | None = None
    status: ShipmentStatus | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageKey:
    """The last shipment of a page: the next page begins after it."""

    service_on: date
    reference: str
    id: str


def add(session: Session, tenant_id: str, stored: StoredShipment) -> None:
    """Add a shipment to what the next flush writes."""
    row = ShipmentRow(
        id=stored.id,
        tenant_id=tenant_id,
        service_on=stored.service_on,
        status=stored.status.value,
        tracking_token=stored.tracking_token,
        created_at=stored.updated_at,
    )
    _fill(row, stored.shipment, stored.updated_at)
    session.add(row)


def update(session: Session, shipment_id: str, shipment: Shipment, updated_at: datetime) -> None:
    """Replace what is known about a shipment."""
    row = session.scalars(select(ShipmentRow).where(ShipmentRow.id == shipment_id)).one()
    _fill(row, shipment, updated_at)


def set_status(session: Session, shipment_ids: Iterable[str], status: ShipmentStatus) -> None:
    """Set the status of shipments."""
    for row in _rows(session, shipment_ids):
        row.status = status.value


def list_by_id(session: Session, shipment_ids: Iterable[str]) -> list[StoredShipment]:
    """Return those of the shipments that are there."""
    return [_to_stored(row) for row in _rows(session, shipment_ids)]


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
        found.extend(_to_stored(row) for row in rows)
    return found


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
    return [_to_stored(row) for row in rows]


def list_page(
    session: Session, wanted: ShipmentFilter, after: PageKey | None, limit: int
) -> list[StoredShipment]:
    """Return up to ``limit`` shipments after ``after``, by service date and reference."""
    order = (ShipmentRow.service_on, ShipmentRow.reference, ShipmentRow.id)
    query = select(ShipmentRow).where(*_conditions(wanted)).order_by(*order).limit(limit)
    if after is not None:
        query = query.where(tuple_(*order) > (after.service_on, after.reference, after.id))
    return [_to_stored(row) for row in session.scalars(query)]


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


def list_statuses(session: Session) -> dict[str, ShipmentStatus]:
    """Return the status of every shipment by its id."""
    rows = session.execute(select(ShipmentRow.id, ShipmentRow.status))
    return {id_: ShipmentStatus(status) for id_, status in rows}


def find_by_token(session: Session, token: str) -> tuple[str, StoredShipment] | None:
    """Return whose the shipment with this tracking token is, and it; of any tenant."""
    row = session.scalars(
        select(ShipmentRow).where(ShipmentRow.tracking_token == token),
        execution_options={"any_tenant": True},
    ).first()
    return None if row is None else (row.tenant_id, _to_stored(row))


def search_key(text: str) -> str:
    """Return text in the form in which it is searched: whatever its case and its accents' form."""
    return unicodedata.normalize("NFKC", text).casefold()


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
    if wanted.text.strip():
        key = search_key(wanted.text.strip())
        conditions.append(ShipmentRow.search_text.contains(key, autoescape=True))
    return conditions


def _fill(row: ShipmentRow, shipment: Shipment, updated_at: datetime) -> None:
    recipient = shipment.recipient
    row.reference = shipment.reference
    row.recipient_name = recipient.name
    row.recipient_phone = recipient.phone
    row.recipient_email = recipient.email
    row.address = shipment.address
    row.lat = shipment.location.lat
    row.lon = shipment.location.lon
    row.windows = [[one.early_at.isoformat(), one.late_at.isoformat()] for one in shipment.windows]
    row.parcels = shipment.parcels
    row.weight_g = shipment.weight_g
    row.volume_cm3 = shipment.volume_cm3
    row.service_s = shipment.service_s
    row.skills = sorted(shipment.skills)
    row.priority = shipment.priority
    row.note = shipment.note
    row.search_text = search_key(
        f"{shipment.reference}\n{recipient.name}\n{shipment.address}\n{recipient.phone}"
    )
    row.updated_at = updated_at


def _to_stored(row: ShipmentRow) -> StoredShipment:
    windows = (
        TimeWindow(datetime.fromisoformat(early), datetime.fromisoformat(late))
        for early, late in row.windows
    )
    return StoredShipment(
        id=row.id,
        service_on=row.service_on,
        status=ShipmentStatus(row.status),
        tracking_token=row.tracking_token,
        updated_at=row.updated_at,
        shipment=Shipment(
            reference=row.reference,
            recipient=Recipient(row.recipient_name, row.recipient_phone, row.recipient_email),
            address=row.address,
            location=Point(row.lat, row.lon),
            windows=tuple(windows),
            parcels=row.parcels,
            weight_g=row.weight_g,
            volume_cm3=row.volume_cm3,
            service_s=row.service_s,
            skills=frozenset(row.skills),
            priority=row.priority,
            note=row.note,
        ),
    )
