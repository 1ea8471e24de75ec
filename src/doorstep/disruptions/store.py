"""The table of disruptions and its queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from doorstep import roads
from doorstep.disruptions.model import Disruption, DisruptionKind, StoredDisruption
from doorstep.kernel import Point
from doorstep.plumbing.db import Base, Tenanted


class DisruptionRow(Tenanted, Base):
    """One named change of the roads for a time; drawings are lists of [lat, lon]."""

    __tablename__ = "disruptions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(32))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text)
    profiles: Mapped[list[str]] = mapped_column(JSON)
    speed_factor: Mapped[float]
    added_s: Mapped[int]
    direction: Mapped[str] = mapped_column(String(8))
    hours: Mapped[str] = mapped_column(String(200))
    timezone: Mapped[str] = mapped_column(String(64))
    lines: Mapped[list[list[list[float]]]] = mapped_column(JSON)
    areas: Mapped[list[list[list[float]]]] = mapped_column(JSON)
    streets: Mapped[list[str]] = mapped_column(JSON)
    edges: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))


def put(session: Session, tenant_id: str, stored: StoredDisruption) -> None:
    """Add a disruption or replace the one with its id."""
    disruption = stored.disruption
    on_roads = disruption.on_roads
    session.merge(
        DisruptionRow(
            id=stored.id,
            tenant_id=tenant_id,
            version=stored.version,
            name=disruption.name,
            kind=disruption.kind.value,
            starts_at=disruption.starts_at,
            ends_at=disruption.ends_at,
            note=disruption.note,
            profiles=sorted(on_roads.profiles),
            speed_factor=on_roads.speed_factor,
            added_s=on_roads.added_s,
            direction=on_roads.direction.value,
            hours=disruption.hours,
            timezone=disruption.timezone,
            lines=_to_lists(on_roads.lines),
            areas=_to_lists(on_roads.areas),
            streets=list(stored.streets),
            edges=stored.edges,
            created_at=stored.created_at,
            created_by=stored.created_by,
        )
    )
    session.flush()


def delete(session: Session, disruption_id: str) -> None:
    """Take one out; the journal keeps what it was."""
    session.delete(_query_one(session, disruption_id))
    session.flush()


def find(session: Session, disruption_id: str) -> StoredDisruption | None:
    """Return one by its id."""
    row = _query_one(session, disruption_id)
    return _to_stored(row) if row else None


def list_between(
    session: Session, from_at: datetime | None, until_at: datetime | None
) -> list[StoredDisruption]:
    """Return those in force at some time between two instants, the earliest first.

    Without an instant that side is open.
    """
    query = select(DisruptionRow).order_by(DisruptionRow.starts_at, DisruptionRow.id)
    if from_at is not None:
        query = query.where(or_(DisruptionRow.ends_at.is_(None), DisruptionRow.ends_at > from_at))
    if until_at is not None:
        query = query.where(DisruptionRow.starts_at < until_at)
    return [_to_stored(row) for row in session.scalars(query)]


def _query_one(session: Session, disruption_id: str) -> Any:  # noqa: ANN401 -- a row or none
    return session.scalars(select(DisruptionRow).where(DisruptionRow.id == disruption_id)).first()


def _to_stored(row: DisruptionRow) -> StoredDisruption:
    kind = DisruptionKind(row.kind)
    return StoredDisruption(
        id=row.id,
        version=row.version,
        disruption=Disruption(
            name=row.name,
            kind=kind,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            note=row.note,
            on_roads=roads.Disruption(
                lines=_to_points(row.lines),
                areas=_to_points(row.areas),
                profiles=frozenset(row.profiles),
                is_closed=kind is DisruptionKind.CLOSURE,
                speed_factor=row.speed_factor,
                added_s=row.added_s,
                direction=roads.Direction(row.direction),
            ),
            hours=row.hours,
            timezone=row.timezone,
        ),
        streets=tuple(row.streets),
        edges=row.edges,
        created_at=row.created_at,
        created_by=row.created_by,
    )


def _to_lists(shapes: Sequence[Sequence[Point]]) -> list[list[list[float]]]:
    return [[[point.lat, point.lon] for point in shape] for shape in shapes]


def _to_points(shapes: Sequence[Sequence[Sequence[float]]]) -> tuple[tuple[Point, ...], ...]:
    return tuple(tuple(Point(lat, lon) for lat, lon in shape) for shape in shapes)
