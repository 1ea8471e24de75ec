"""Tables of card payments, their ledger, and the provider's messages that were heard."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from doorstep.kernel import Money
from doorstep.payments.model import UNDER_WAY, EntryKind, Payment, PaymentEntry, PaymentState
from doorstep.plumbing.db import Base, Tenanted

_UNDER_WAY = tuple(sorted(state.value for state in UNDER_WAY))


class PaymentRow(Tenanted, Base):
    """One try to have a shipment paid by card."""

    __tablename__ = "payments"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    shipment_id: Mapped[str] = mapped_column(String(36), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime]
    session_ref: Mapped[str] = mapped_column(String(255))
    charge_ref: Mapped[str] = mapped_column(String(255))
    url: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(64))
    entries: Mapped[list["PaymentEntryRow"]] = relationship(
        order_by="PaymentEntryRow.id", lazy="selectin", cascade="save-update, merge"
    )


class PaymentEntryRow(Tenanted, Base):
    """One line of the ledger; only ever added, and each of the provider's acts once."""

    __tablename__ = "payment_entries"
    __table_args__ = (UniqueConstraint("tenant_id", "kind", "reference"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    payment_id: Mapped[str] = mapped_column(ForeignKey("payments.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    reference: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime]


class PaymentNewsRow(Tenanted, Base):
    """A message of the provider that was heard: it comes again, and counts once."""

    __tablename__ = "payment_news"

    tenant_id: Mapped[str] = mapped_column(String(36), ForeignKey("tenants.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    heard_at: Mapped[datetime]


# Two people who ask for the same payment at once get one: the database itself refuses another.
Index(
    "uq_payments_under_way",
    PaymentRow.tenant_id,
    PaymentRow.shipment_id,
    PaymentRow.amount_minor,
    PaymentRow.currency,
    unique=True,
    sqlite_where=PaymentRow.state.in_(_UNDER_WAY),
    postgresql_where=PaymentRow.state.in_(_UNDER_WAY),
)


def add_payment(session: Session, tenant_id: str, one: Payment) -> None:
    """Keep a new payment."""
    session.add(
        PaymentRow(
            tenant_id=tenant_id,
            id=one.id,
            shipment_id=one.shipment_id,
            amount_minor=one.money.amount_minor,
            currency=one.money.currency,
            asked_at=one.asked_at,
            **_moving(one),
        )
    )
    session.flush()


def save_payment(session: Session, one: Payment) -> None:
    """Write what has become of a payment."""
    row = session.scalars(select(PaymentRow).where(PaymentRow.id == one.id)).one()
    for name, value in _moving(one).items():
        setattr(row, name, value)
    session.flush()


def find_payment(session: Session, payment_id: str, *, to_change: bool = False) -> Payment | None:
    """Return a payment, or none."""
    query = select(PaymentRow).where(PaymentRow.id == payment_id)
    row = session.scalars(query.with_for_update() if to_change else query).first()
    return _to_payment(row) if row else None


def list_payments(session: Session, shipment_ids: list[str] | None = None) -> list[Payment]:
    """Return payments, the newest first: all, or those of some shipments."""
    query = select(PaymentRow).order_by(PaymentRow.asked_at.desc(), PaymentRow.id.desc())
    if shipment_ids is not None:
        query = query.where(PaymentRow.shipment_id.in_(shipment_ids))
    return [_to_payment(row) for row in session.scalars(query)]


def list_latest(session: Session, limit: int) -> list[Payment]:
    """Return the last payments, the newest first."""
    query = select(PaymentRow).order_by(PaymentRow.asked_at.desc(), PaymentRow.id.desc())
    return [_to_payment(row) for row in session.scalars(query.limit(limit))]


def add_entry(session: Session, tenant_id: str, entry: PaymentEntry) -> None:
    """Add a line to the ledger."""
    row = session.scalars(select(PaymentRow).where(PaymentRow.id == entry.payment_id)).one()
    row.entries.append(
        PaymentEntryRow(
            tenant_id=tenant_id,
            id=entry.id,
            kind=entry.kind.value,
            amount_minor=entry.money.amount_minor,
            currency=entry.money.currency,
            reference=entry.reference,
            at=entry.at,
        )
    )
    session.flush()


def note_news(session: Session, tenant_id: str, news_id: str, heard_at: datetime) -> bool:
    """Remember a message; tell whether it is new."""
    known = session.scalars(
        select(PaymentNewsRow.id).where(
            PaymentNewsRow.tenant_id == tenant_id, PaymentNewsRow.id == news_id
        )
    ).first()
    if known is None:
        session.add(PaymentNewsRow(tenant_id=tenant_id, id=news_id, heard_at=heard_at))
        session.flush()
    return known is None


def _moving(one: Payment) -> dict[str, str | datetime | None]:
    return {
        "state": one.state.value,
        "session_ref": one.session_ref,
        "charge_ref": one.charge_ref,
        "url": one.url,
        "expires_at": one.expires_at,
        "paid_at": one.paid_at,
        "ended_at": one.ended_at,
        "problem": one.problem,
    }


def _to_payment(row: PaymentRow) -> Payment:
    return Payment(
        id=row.id,
        shipment_id=row.shipment_id,
        money=Money(row.amount_minor, row.currency),
        state=PaymentState(row.state),
        asked_at=row.asked_at,
        session_ref=row.session_ref,
        charge_ref=row.charge_ref,
        url=row.url,
        expires_at=row.expires_at,
        paid_at=row.paid_at,
        ended_at=row.ended_at,
        problem=row.problem,
        entries=tuple(
            PaymentEntry(
                one.id,
                one.payment_id,
                EntryKind(one.kind),
                Money(one.amount_minor, one.currency),
                one.reference,
                one.at,
            )
            for one in row.entries
        ),
    )
