"""Tables of webhook endpoints and deliveries, and how to find what is due."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from doorstep.messages.model import Delivery, DeliveryStatus, Endpoint, EndpointStatus
from doorstep.plumbing.db import Base, Tenanted


class EndpointRow(Tenanted, Base):
    """Where a company wants its events sent; the secrets are needed as they are, to sign."""

    __tablename__ = "webhook_endpoints"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(String(200))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(16))
    secret: Mapped[str] = mapped_column(String(120))
    old_secret: Mapped[str] = mapped_column(String(120))
    old_secret_until: Mapped[datetime | None]
    since: Mapped[int] = mapped_column(BigInteger)
    cursor: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]


class DeliveryRow(Tenanted, Base):
    """One event on its way to one endpoint; the pair is the key, so it is never there twice."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index("ix_webhook_deliveries_due", "endpoint_id", "status", "sequence"),)

    endpoint_id: Mapped[str] = mapped_column(ForeignKey("webhook_endpoints.id"), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    queued_at: Mapped[datetime]
    next_at: Mapped[datetime]
    last_at: Mapped[datetime | None]
    answer: Mapped[int | None]
    error: Mapped[str] = mapped_column(String(300))


def add_endpoint(session: Session, tenant_id: str, endpoint: Endpoint) -> None:
    """Keep a new endpoint."""
    session.add(
        EndpointRow(
            tenant_id=tenant_id,
            id=endpoint.id,
            url=endpoint.url,
            description=endpoint.description,
            kinds=list(endpoint.kinds),
            status=endpoint.status.value,
            secret=endpoint.secrets[0],
            old_secret="",
            old_secret_until=None,
            since=endpoint.since,
            cursor=endpoint.cursor,
            created_at=endpoint.created_at,
        )
    )
    session.flush()


def list_endpoints(session: Session, now_at: datetime) -> list[Endpoint]:
    """Return the company's endpoints, oldest first."""
    rows = session.scalars(select(EndpointRow).order_by(EndpointRow.created_at, EndpointRow.id))
    return [_to_endpoint(row, now_at) for row in rows]


def find_endpoint(session: Session, endpoint_id: str, now_at: datetime) -> Endpoint | None:
    """Return an endpoint, or none."""
    row = _find_row(session, endpoint_id)
    return _to_endpoint(row, now_at) if row else None


def set_status(session: Session, endpoint_id: str, status: EndpointStatus) -> None:
    """Enable or disable an endpoint."""
    session.execute(
        update(EndpointRow).where(EndpointRow.id == endpoint_id).values(status=status.value)
    )


def set_secret(session: Session, endpoint_id: str, secret: str, old_until: datetime) -> None:
    """Give an endpoint a new secret; the old one goes on signing beside it for a while."""
    row = _find_row(session, endpoint_id)
    if row is not None:
        row.old_secret, row.old_secret_until = row.secret, old_until
        row.secret = secret
        session.flush()


def set_cursor(session: Session, endpoint_id: str, cursor: int) -> None:
    """Note up to where the journal was looked at for an endpoint."""
    session.execute(update(EndpointRow).where(EndpointRow.id == endpoint_id).values(cursor=cursor))


def remove_endpoint(session: Session, endpoint_id: str) -> None:
    """Forget an endpoint and all that was to be sent to it."""
    session.execute(delete(DeliveryRow).where(DeliveryRow.endpoint_id == endpoint_id))
    session.execute(delete(EndpointRow).where(EndpointRow.id == endpoint_id))


def list_tenants_with_endpoints(session: Session) -> list[str]:
    """Return the companies that want any events; in a session of no company."""
    statement = (
        select(EndpointRow.tenant_id)
        .where(EndpointRow.status == EndpointStatus.ENABLED.value)
        .distinct()
    )
    return list(session.scalars(statement, execution_options={"any_tenant": True}))


def add_deliveries(
    session: Session,
    tenant_id: str,
    endpoint_id: str,
    events: Sequence[tuple[str, int, str]],
    now_at: datetime,
) -> None:
    """Have events (id, sequence, kind) sent; those that were sent before are sent again."""
    known = {
        row.event_id: row
        for row in session.scalars(
            select(DeliveryRow).where(
                DeliveryRow.endpoint_id == endpoint_id,
                DeliveryRow.event_id.in_([event_id for event_id, _, _ in events]),
            )
        )
    }
    for event_id, sequence, kind in events:
        row = known.get(event_id)
        if row is None:
            row = DeliveryRow(
                tenant_id=tenant_id,
                endpoint_id=endpoint_id,
                event_id=event_id,
                sequence=sequence,
                kind=kind,
                last_at=None,
                answer=None,
                error="",
            )
            session.add(row)
        row.status = DeliveryStatus.PENDING.value
        row.attempts = 0
        row.queued_at = now_at
        row.next_at = now_at
    session.flush()


def find_next(session: Session, endpoint_id: str) -> Delivery | None:
    """Return what an endpoint gets next, due or not, or none: the first that is pending."""
    row = session.scalars(
        select(DeliveryRow)
        .where(
            DeliveryRow.endpoint_id == endpoint_id,
            DeliveryRow.status == DeliveryStatus.PENDING.value,
        )
        .order_by(DeliveryRow.sequence)
        .limit(1)
    ).first()
    return _to_delivery(row) if row else None


def save_attempt(session: Session, delivery: Delivery, at: datetime) -> None:
    """Write down what came of an attempt."""
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.endpoint_id == delivery.endpoint_id,
            DeliveryRow.event_id == delivery.event_id,
        )
        .values(
            status=delivery.status.value,
            attempts=delivery.attempts,
            next_at=delivery.next_at,
            last_at=at,
            answer=delivery.answer,
            error=delivery.error[:300],
        )
    )


def count_deliveries(session: Session) -> dict[tuple[str, DeliveryStatus], int]:
    """Return how many deliveries each endpoint has in each state."""
    rows = session.execute(
        select(DeliveryRow.endpoint_id, DeliveryRow.status, func.count()).group_by(
            DeliveryRow.endpoint_id, DeliveryRow.status
        )
    )
    return {(one, DeliveryStatus(status)): count for one, status, count in rows}


def count_all(session: Session) -> dict[str, int]:
    """Return how many deliveries of all companies are in each state; in a session of none."""
    statement = select(DeliveryRow.status, func.count()).group_by(DeliveryRow.status)
    rows = session.execute(statement, execution_options={"any_tenant": True})
    found: dict[str, int] = {one.value: 0 for one in DeliveryStatus}
    found.update((status, count) for status, count in rows)
    return found


def list_deliveries(session: Session, endpoint_id: str, limit: int) -> list[DeliveryRow]:
    """Return an endpoint's last deliveries, newest event first."""
    rows = session.scalars(
        select(DeliveryRow)
        .where(DeliveryRow.endpoint_id == endpoint_id)
        .order_by(DeliveryRow.sequence.desc())
        .limit(limit)
    )
    return list(rows)


def list_all_deliveries(session: Session, endpoint_id: str) -> dict[str, DeliveryStatus]:
    """Return what has become of each event for an endpoint."""
    rows = session.execute(
        select(DeliveryRow.event_id, DeliveryRow.status).where(
            DeliveryRow.endpoint_id == endpoint_id
        )
    )
    return {event_id: DeliveryStatus(status) for event_id, status in rows}


def purge_delivered(session: Session, before_at: datetime) -> int:
    """Forget deliveries that arrived before an instant; return how many."""
    gone = session.execute(
        delete(DeliveryRow).where(
            DeliveryRow.status == DeliveryStatus.DELIVERED.value, DeliveryRow.last_at < before_at
        )
    )
    return int(gone.rowcount)  # type: ignore[attr-defined] # a delete's result has it


def _find_row(session: Session, endpoint_id: str) -> EndpointRow | None:
    return session.scalars(select(EndpointRow).where(EndpointRow.id == endpoint_id)).first()


def _to_endpoint(row: EndpointRow, now_at: datetime) -> Endpoint:
    secrets = [row.secret]
    if row.old_secret_until is not None and now_at < row.old_secret_until:
        secrets.append(row.old_secret)
    return Endpoint(
        id=row.id,
        url=row.url,
        description=row.description,
        kinds=tuple(row.kinds),
        status=EndpointStatus(row.status),
        secrets=tuple(secrets),
        since=row.since,
        cursor=row.cursor,
        created_at=row.created_at,
    )


def _to_delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        endpoint_id=row.endpoint_id,
        event_id=row.event_id,
        sequence=row.sequence,
        status=DeliveryStatus(row.status),
        attempts=row.attempts,
        queued_at=row.queued_at,
        next_at=row.next_at,
        answer=row.answer,
        error=row.error,
    )
