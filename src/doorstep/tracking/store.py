"""The table of positions, in a database file of its own.

Positions never wait for business writes nor those for them. There is no tenant guard in this
file, so every query here names the tenant itself.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, String, delete, func, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from doorstep.kernel import Point
from doorstep.plumbing.db import Database
from doorstep.tracking.model import Position

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class PositionsBase(DeclarativeBase):
    """The base of the tables in the positions file."""


class PositionRow(PositionsBase):
    """One fix of one driver; the instant is Unix milliseconds, to keep rows and keys small."""

    __tablename__ = "positions"
    __table_args__ = ({"sqlite_with_rowid": False},)

    tenant_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    driver_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    fixed_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    lat: Mapped[float]
    lon: Mapped[float]
    accuracy_m: Mapped[float | None]
    heading_deg: Mapped[float | None]
    speed_mps: Mapped[float | None]
    received_ms: Mapped[int] = mapped_column(BigInteger)


def prepare_positions(database: Database) -> None:
    """Make the table unless it is there."""
    PositionsBase.metadata.create_all(database.engine)


def add_positions(
    session: Session, tenant_id: str, positions: Sequence[Position], received_at: datetime
) -> int:
    """Add positions in one statement, those that are there left alone; return how many are new."""
    if not positions:
        return 0
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    rows = [
        {
            "tenant_id": tenant_id,
            "driver_id": one.driver_id,
            "fixed_ms": _to_ms(one.fixed_at),
            "lat": one.point.lat,
            "lon": one.point.lon,
            "accuracy_m": one.accuracy_m,
            "heading_deg": one.heading_deg,
            "speed_mps": one.speed_mps,
            "received_ms": _to_ms(received_at),
        }
        for one in positions
    ]
    statement = insert(PositionRow).on_conflict_do_nothing().returning(PositionRow.fixed_ms)
    return len(session.execute(statement, rows).all())


def purge_before(session: Session, before_at: datetime, most: int) -> int:
    """Forget at most so many positions fixed before an instant; return how many."""
    old = (
        select(PositionRow.tenant_id, PositionRow.driver_id, PositionRow.fixed_ms)
        .where(PositionRow.fixed_ms < _to_ms(before_at))
        .limit(most)
    )
    keys = session.execute(old).all()
    if keys:
        session.execute(
            delete(PositionRow).where(
                tuple_(PositionRow.tenant_id, PositionRow.driver_id, PositionRow.fixed_ms).in_(
                    [tuple(one) for one in keys]
                )
            )
        )
    return len(keys)


def list_latest(
    session: Session, tenant_id: str, driver_ids: Sequence[str]
) -> dict[str, Position]:
    """Return each driver's latest position by the time it was fixed."""
    newest = (
        select(PositionRow.driver_id, func.max(PositionRow.fixed_ms).label("fixed_ms"))
        .where(PositionRow.tenant_id == tenant_id, PositionRow.driver_id.in_(driver_ids))
        .group_by(PositionRow.driver_id)
        .subquery()
    )
    rows = session.scalars(
        select(PositionRow)
        .join(
            newest,
            (newest.c.driver_id == PositionRow.driver_id)
            & (newest.c.fixed_ms == PositionRow.fixed_ms),
        )
        .where(PositionRow.tenant_id == tenant_id)
    )
    return {row.driver_id: _to_position(row) for row in rows}


def list_between(
    session: Session, tenant_id: str, driver_id: str, from_at: datetime, until_at: datetime
) -> list[Position]:
    """Return a driver's positions between two instants, both included, in order."""
    rows = session.scalars(
        select(PositionRow)
        .where(
            PositionRow.tenant_id == tenant_id,
            PositionRow.driver_id == driver_id,
            PositionRow.fixed_ms.between(_to_ms(from_at), _to_ms(until_at)),
        )
        .order_by(PositionRow.fixed_ms)
    )
    return [_to_position(row) for row in rows]


def _to_position(row: PositionRow) -> Position:
    return Position(
        driver_id=row.driver_id,
        fixed_at=_EPOCH + row.fixed_ms * _MILLISECOND,
        point=Point(row.lat, row.lon),
        accuracy_m=row.accuracy_m,
        heading_deg=row.heading_deg,
        speed_mps=row.speed_mps,
    )


def _to_ms(instant: datetime) -> int:
    return (instant - _EPOCH) // _MILLISECOND
