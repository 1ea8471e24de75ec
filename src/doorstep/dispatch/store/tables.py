"""The tables of released routes, their stops, attempts, files and applied commands."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from doorstep.dispatch.model import ACTIVE
from doorstep.plumbing.db import Base, Tenanted, TenantLed

_ACTIVE = tuple(sorted(status.value for status in ACTIVE))
_Json = list[Any]


class RouteRow(Tenanted, Base):
    """A released route; its plan's part never changes."""

    __tablename__ = "routes"
    __table_args__ = (Index("ix_routes_tenant_service_on", "tenant_id", "service_on"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    plan_id: Mapped[str] = mapped_column(String(36), index=True)
    service_on: Mapped[date] = mapped_column(Date)
    vehicle_id: Mapped[str] = mapped_column(String(36), index=True)
    vehicle: Mapped[str] = mapped_column(String(200))
    driver_id: Mapped[str] = mapped_column(String(36), index=True)
    driver: Mapped[str] = mapped_column(String(200))
    color: Mapped[str] = mapped_column(String(16))
    start_at: Mapped[datetime]
    end_at: Mapped[datetime]
    distance_m: Mapped[int]
    cost_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    fixed_cost_minor: Mapped[int] = mapped_column(BigInteger)
    cost_per_km_minor: Mapped[int] = mapped_column(BigInteger)
    cost_per_hour_minor: Mapped[int] = mapped_column(BigInteger)
    weight_g: Mapped[int] = mapped_column(BigInteger)
    volume_cm3: Mapped[int] = mapped_column(BigInteger)
    capacity_g: Mapped[int] = mapped_column(BigInteger)
    capacity_cm3: Mapped[int] = mapped_column(BigInteger)
    depot: Mapped[str] = mapped_column(String(200))
    depot_lat: Mapped[float]
    depot_lon: Mapped[float]
    geometry: Mapped[str] = mapped_column(Text)
    breaks: Mapped[_Json] = mapped_column(JSON)
    released_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    stops: Mapped[list["StopRow"]] = relationship(
        order_by="StopRow.sequence", lazy="selectin", cascade="save-update, merge"
    )


class StopRow(Tenanted, Base):
    """One visit of a released route."""

    __tablename__ = "stops"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    route_id: Mapped[str] = mapped_column(ForeignKey("routes.id"), index=True)
    sequence: Mapped[int]
    shipment_id: Mapped[str] = mapped_column(String(36), index=True)
    reference: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(Text)
    lat: Mapped[float]
    lon: Mapped[float]
    arrival_at: Mapped[datetime]
    service_start_at: Mapped[datetime]
    departure_at: Mapped[datetime]
    windows: Mapped[_Json] = mapped_column(JSON)
    parcels: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    arrived_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(32))
    photos: Mapped[_Json | None] = mapped_column(JSON)
    signature: Mapped[str | None] = mapped_column(String(64))
    recipient_name: Mapped[str | None] = mapped_column(String(200))
    disputed: Mapped[bool]
    cod_minor: Mapped[int | None] = mapped_column(BigInteger)
    cod_currency: Mapped[str | None] = mapped_column(String(3))


class AttemptRow(Tenanted, Base):
    """One try to hand goods over, as the driver reported it; never changed."""

    __tablename__ = "attempts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    route_id: Mapped[str] = mapped_column(ForeignKey("routes.id"), index=True)
    stop_id: Mapped[str] = mapped_column(ForeignKey("stops.id"), index=True)
    shipment_id: Mapped[str] = mapped_column(String(36), index=True)
    command_id: Mapped[str] = mapped_column(String(36))
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime]
    completed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    photos: Mapped[_Json] = mapped_column(JSON)
    signature: Mapped[str | None] = mapped_column(String(64))
    recipient_name: Mapped[str] = mapped_column(String(200))
    scans: Mapped[_Json] = mapped_column(JSON)
    strokes: Mapped[_Json] = mapped_column(JSON)
    age_checked: Mapped[int | None]
    handed_to: Mapped[str] = mapped_column(String(16))
    pin: Mapped[str] = mapped_column(String(16))
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    distance_m: Mapped[int | None]
    disputed: Mapped[str] = mapped_column(String(32))


class FileRow(TenantLed, Base):
    """A picture that a driver uploaded; its bytes are in the file store under the same name.

    What is shown to people is a copy without what the camera wrote into the file.
    """

    __tablename__ = "files"
    __table_args__ = (UniqueConstraint("tenant_id", "sha256"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(32))
    size: Mapped[int]
    shown_sha256: Mapped[str] = mapped_column(String(64))
    shown_media_type: Mapped[str] = mapped_column(String(32))
    shown_size: Mapped[int]
    uploaded_by: Mapped[str] = mapped_column(String(80))
    uploaded_at: Mapped[datetime]


class SealRow(Tenanted, Base):
    """The evidence of one attempt, whose hash the journal holds; the text is never changed."""

    __tablename__ = "proof_seals"

    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(36))
    sha256: Mapped[str] = mapped_column(String(64))
    manifest: Mapped[str] = mapped_column(Text)


class DeviceRow(Tenanted, Base):
    """An installation of the driver's app, with the public half of its key."""

    __tablename__ = "devices"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    driver_id: Mapped[str] = mapped_column(String(36), index=True)
    algorithm: Mapped[str] = mapped_column(String(16))
    public_key: Mapped[str] = mapped_column(Text)
    registered_at: Mapped[datetime]


class CommandRow(TenantLed, Base):
    """A command that was applied; remembered for ever, so that it is never applied twice."""

    __tablename__ = "driver_commands"
    __table_args__ = (
        UniqueConstraint("tenant_id", "command_id", "driver_id"),
        UniqueConstraint("tenant_id", "device_id", "device_sequence"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    driver_id: Mapped[str] = mapped_column(String(36))
    command_id: Mapped[str] = mapped_column(String(36))
    digest: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    route_id: Mapped[str] = mapped_column(ForeignKey("routes.id"), index=True)
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    device_id: Mapped[str | None] = mapped_column(String(36))
    device_sequence: Mapped[int | None]


# Two routes may not hold one vehicle or one driver on a day; the database itself refuses it.
for _column in (RouteRow.vehicle_id, RouteRow.driver_id):
    Index(
        f"uq_routes_active_{_column.key}",
        RouteRow.tenant_id,
        RouteRow.service_on,
        _column,
        unique=True,
        sqlite_where=RouteRow.status.in_(_ACTIVE),
        postgresql_where=RouteRow.status.in_(_ACTIVE),
    )


class HeldReportRow(Tenanted, Base):
    """A report of a device whose driver is not signed in; its body goes once it is decided."""

    __tablename__ = "held_reports"
    __table_args__ = (
        UniqueConstraint("tenant_id", "device_id", "sequence"),
        Index("ix_held_reports_tenant_state", "tenant_id", "state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    device_id: Mapped[str] = mapped_column(String(36))
    sequence: Mapped[int]
    driver_id: Mapped[str] = mapped_column(String(36))
    command_id: Mapped[str] = mapped_column(String(36))
    digest: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    route_id: Mapped[str] = mapped_column(String(36))
    stop_id: Mapped[str | None] = mapped_column(String(36))
    shipment_id: Mapped[str | None] = mapped_column(String(36), index=True)
    files: Mapped[list[Any]] = mapped_column(JSON)
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(String(300))
