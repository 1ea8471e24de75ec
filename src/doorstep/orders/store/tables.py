"""The tables of orders, shipments and parcels."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from doorstep.plumbing.added_only import ADDED_ONLY
from doorstep.plumbing.db import Base, Tenanted, TenantLed


class OrderRow(TenantLed, Base):
    """One order of a merchant."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_tenant_created", "tenant_id", "created_at"),
        Index("ix_orders_tenant_reference", "tenant_id", "reference"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reference: Mapped[str] = mapped_column(String(100))
    merchant: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[str] = mapped_column(String(36))
    cancel_until_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]


class ShipmentRow(TenantLed, Base):
    """One shipment of one service date."""

    __tablename__ = "shipments"
    __table_args__ = (UniqueConstraint("tenant_id", "service_on", "reference"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(36), ForeignKey("orders.id"), index=True)
    service_on: Mapped[date] = mapped_column(Date)
    reference: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(32))
    tracking_token: Mapped[str] = mapped_column(String(32), unique=True)
    recipient_name: Mapped[str] = mapped_column(String(200))
    recipient_phone: Mapped[str] = mapped_column(String(50))
    recipient_email: Mapped[str] = mapped_column(String(254))
    gate_code: Mapped[str] = mapped_column(String(50))
    safe_place: Mapped[str] = mapped_column(String(200))
    neighbour: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    lat: Mapped[float]
    lon: Mapped[float]
    is_located: Mapped[bool] = mapped_column(Boolean)
    windows: Mapped[list[list[str]]] = mapped_column(JSON)
    parcels: Mapped[int]
    weight_g: Mapped[int]
    volume_cm3: Mapped[int]
    service_s: Mapped[int]
    skills: Mapped[list[str]] = mapped_column(JSON)
    priority: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    cod_minor: Mapped[int | None] = mapped_column(BigInteger)
    cod_currency: Mapped[str] = mapped_column(String(3))
    pays_by: Mapped[str] = mapped_column(String(16))
    temperature: Mapped[str] = mapped_column(String(16))
    dangerous_goods: Mapped[str] = mapped_column(String(6))
    min_age: Mapped[int]
    pin_check: Mapped[bool] = mapped_column(Boolean)
    door_pin: Mapped[str] = mapped_column(String(8))
    # Only read and written whole: nobody asks for shipments by where they are fetched.
    collection: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    hold_note: Mapped[str] = mapped_column(String(300))
    search_text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int]


class RevisionRow(Tenanted, Base):
    """A shipment as it was before a change; beside the journal, so that it can be erased."""

    __tablename__ = "shipment_revisions"

    shipment_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("shipments.id"), primary_key=True
    )
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(80))


class ParcelRow(TenantLed, Base):
    """One physical unit, and with whom it is."""

    __tablename__ = "parcels"
    __table_args__ = (
        UniqueConstraint("shipment_id", "ordinal"),
        Index("ix_parcels_tenant_barcode", "tenant_id", "barcode"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    shipment_id: Mapped[str] = mapped_column(String(36), ForeignKey("shipments.id"))
    ordinal: Mapped[int]
    barcode: Mapped[str] = mapped_column(String(100))
    weight_g: Mapped[int | None]
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    holder_kind: Mapped[str] = mapped_column(String(16))
    holder_id: Mapped[str] = mapped_column(String(64))
    holder_place: Mapped[str] = mapped_column(String(64))
    moves: Mapped[int]


class TransferRow(Tenanted, Base):
    """One change of a parcel's holder; only ever added."""

    __tablename__ = "parcel_transfers"
    __table_args__ = ADDED_ONLY

    parcel_id: Mapped[str] = mapped_column(String(36), ForeignKey("parcels.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer, primary_key=True)
    from_kind: Mapped[str] = mapped_column(String(16))
    from_id: Mapped[str] = mapped_column(String(64))
    from_place: Mapped[str] = mapped_column(String(64))
    to_kind: Mapped[str] = mapped_column(String(16))
    to_id: Mapped[str] = mapped_column(String(64))
    to_place: Mapped[str] = mapped_column(String(64))
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(String(300))


class ImportRow(Tenanted, Base):
    """A file that was taken in, and what became of its rows."""

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    merchant: Mapped[str] = mapped_column(String(200))
    service_on: Mapped[date] = mapped_column(Date)
    added: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    rejected: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))


class MappingRow(Tenanted, Base):
    """Which column of a merchant's files means what."""

    __tablename__ = "import_mappings"

    tenant_id: Mapped[str] = mapped_column(String(36), ForeignKey("tenants.id"), primary_key=True)
    merchant: Mapped[str] = mapped_column(String(200), primary_key=True)
    columns: Mapped[dict[str, str]] = mapped_column(JSON)
    updated_at: Mapped[datetime]


class Gs1Row(Tenanted, Base):
    """A company's own part of the numbers GS1 gives out."""

    __tablename__ = "gs1_settings"

    tenant_id: Mapped[str] = mapped_column(String(36), ForeignKey("tenants.id"), primary_key=True)
    company_prefix: Mapped[str] = mapped_column(String(10))
    next_serial: Mapped[int] = mapped_column(BigInteger)
