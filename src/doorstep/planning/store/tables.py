"""The tables of plans, their routes and stops, and what is unassigned."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from doorstep.planning.stored import IN_PROGRESS
from doorstep.plumbing.db import Base, Tenanted

_IN_PROGRESS_SQL = text(
    f"status IN ({', '.join(repr(status.value) for status in sorted(IN_PROGRESS))})"
)


class PlanRow(Tenanted, Base):
    """One plan; at most one of a service date is in progress, whoever asks at the same time."""

    __tablename__ = "plans"
    __table_args__ = (
        Index("ix_plans_tenant_service_on", "tenant_id", "service_on"),
        Index(
            "uq_plans_in_progress",
            "tenant_id",
            "service_on",
            unique=True,
            sqlite_where=_IN_PROGRESS_SQL,
            postgresql_where=_IN_PROGRESS_SQL,
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_on: Mapped[date] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    requested_by: Mapped[str] = mapped_column(String(80))
    seconds: Mapped[int]
    stop_requested: Mapped[bool] = mapped_column(default=False)
    currency: Mapped[str] = mapped_column(String(3))
    cost_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    distance_m: Mapped[int] = mapped_column(BigInteger, default=0)
    duration_s: Mapped[int] = mapped_column(BigInteger, default=0)
    co2e_g: Mapped[int] = mapped_column(BigInteger, default=0)
    co2e_cost_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    extra_visits: Mapped[int] = mapped_column(default=0)
    extra_visits_cost_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    progress_elapsed_s: Mapped[float | None]
    progress_cost_minor: Mapped[int | None] = mapped_column(BigInteger)
    progress_routes: Mapped[int | None]
    progress_unassigned: Mapped[int | None]
    problem_code: Mapped[str | None] = mapped_column(String(64))
    problem_detail: Mapped[str | None] = mapped_column(Text)
    problem_action: Mapped[str | None] = mapped_column(Text)


class PlanRouteRow(Tenanted, Base):
    """One vehicle's route of a plan."""

    __tablename__ = "plan_routes"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    ordinal: Mapped[int]
    vehicle_id: Mapped[str] = mapped_column(ForeignKey("vehicles.id"))
    vehicle: Mapped[str] = mapped_column(String(200))
    driver_id: Mapped[str | None] = mapped_column(ForeignKey("drivers.id"))
    driver: Mapped[str] = mapped_column(String(200))
    color: Mapped[str] = mapped_column(String(7))
    depot_id: Mapped[str] = mapped_column(ForeignKey("depots.id"))
    depot: Mapped[str] = mapped_column(String(200))
    depot_address: Mapped[str] = mapped_column(String(300))
    depot_lat: Mapped[float]
    depot_lon: Mapped[float]
    start_at: Mapped[datetime]
    end_at: Mapped[datetime]
    distance_m: Mapped[int]
    cost_minor: Mapped[int] = mapped_column(BigInteger)
    weight_g: Mapped[int] = mapped_column(BigInteger)
    volume_cm3: Mapped[int] = mapped_column(BigInteger)
    capacity_g: Mapped[int] = mapped_column(BigInteger)
    capacity_cm3: Mapped[int] = mapped_column(BigInteger)
    geometry: Mapped[str] = mapped_column(Text)
    breaks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    co2e_g: Mapped[int] = mapped_column(BigInteger)
    co2e_cost_minor: Mapped[int] = mapped_column(BigInteger)
    extra_visits: Mapped[int]
    extra_visits_cost_minor: Mapped[int] = mapped_column(BigInteger)


class PlanStopRow(Tenanted, Base):
    """One stop of a plan's route."""

    __tablename__ = "plan_stops"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    route_id: Mapped[str] = mapped_column(ForeignKey("plan_routes.id"))
    sequence: Mapped[int]
    shipment_id: Mapped[str] = mapped_column(ForeignKey("shipments.id"))
    reference: Mapped[str] = mapped_column(String(100))
    recipient: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(50))
    address: Mapped[str] = mapped_column(String(300))
    lat: Mapped[float]
    lon: Mapped[float]
    arrival_at: Mapped[datetime]
    service_start_at: Mapped[datetime]
    departure_at: Mapped[datetime]
    windows: Mapped[list[list[str]]] = mapped_column(JSON)
    parcels: Mapped[int]
    weight_g: Mapped[int]
    volume_cm3: Mapped[int]
    service_s: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    slack_s: Mapped[int]
    tracking_token: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))


class PlanUnassignedRow(Tenanted, Base):
    """One shipment that a plan leaves out, with the reason."""

    __tablename__ = "unassigned"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[str] = mapped_column(ForeignKey("shipments.id"))
    reference: Mapped[str] = mapped_column(String(100))
    recipient: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    lat: Mapped[float]
    lon: Mapped[float]
    reason: Mapped[str] = mapped_column(String(32))
    sentence: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    fixes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
