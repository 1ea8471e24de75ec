"""The table of positions, in a database file of its own.

Positions never wait for business writes nor those for them. There is no tenant guard in this
file, so every query here names the tenant itself.
"""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeAlias, TypeVar, cast

from sqlalchemy import (
    BigInteger,
    CursorResult,
    Integer,
    String,
    UniqueConstraint,
    delete,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from doorstep.kernel import Point
from doorstep.plumbing.db import Database
from doorstep.tracking.model import Position

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_PER_DEGREE = 10_000_000
_LARGEST = 1e12  # of what a device says of its accuracy


class PositionsBase(DeclarativeBase):
    """The base of the tables in the positions file."""


class FollowedRow(PositionsBase):
    """A driver who sends positions, by a number: it stands in every row instead of two ids."""

    __tablename__ = "followed"
    __table_args__ = (UniqueConstraint("tenant_id", "driver_id"),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(36))
    driver_id: Mapped[str] = mapped_column(String(36))


class PositionRow(PositionsBase):
    """One fix of one driver, in whole numbers: some forty bytes, of which a year has millions.

    Unix milliseconds; ten-millionths of a degree, which is a centimetre; decimetres, tenths of
    a degree, centimetres a second; and after how many milliseconds it came.
    """

    __tablename__ = "positions"
    __table_args__ = ({"sqlite_with_rowid": False},)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    fixed_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    lat_e7: Mapped[int]
    lon_e7: Mapped[int]
    accuracy_dm: Mapped[int | None] = mapped_column(BigInteger)
    heading_ddeg: Mapped[int | None]
    speed_cmps: Mapped[int | None]
    delay_ms: Mapped[int] = mapped_column(BigInteger)


_LEAVE_THERE = "insert into positions values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing"
"""In the order of the columns. As text, and past SQLAlchemy: it adds a third to a request."""
_FOLLOW = sqlite.insert(FollowedRow).on_conflict_do_nothing()


def prepare_positions(database: Database) -> None:
    """Make the tables unless they are there."""
    PositionsBase.metadata.create_all(database.engine)


_Row: TypeAlias = tuple[int | None, ...]
_Sent = TypeVar("_Sent")
_Rest = TypeVar("_Rest")
_Check = Callable[[str, Sequence[_Sent]], tuple[datetime, list[tuple[list[Position], _Rest]]]]
"""Gives when it was received, and of each request the good positions and whatever else."""


class Adding(Generic[_Sent, _Rest]):
    """Adds what several requests of a tenant brought, once ``check`` has told good from bad."""

    def __init__(self, check: _Check[_Sent, _Rest]) -> None:
        self._check = check

    def __call__(self, session: Session, requests: Sequence[_Sent]) -> list[tuple[int, _Rest]]:
        """Return for each request how many positions are new, and what else the check gave."""
        tenant_id: str = session.info["tenant_id"]
        received_at, checked = self._check(tenant_id, requests)
        counts = add_positions(session, tenant_id, [good for good, _ in checked], received_at)
        return [(count, rest) for count, (_, rest) in zip(counts, checked, strict=True)]


def add_positions(
    session: Session,
    tenant_id: str,
    batches: Sequence[Sequence[Position]],
    received_at: datetime,
) -> list[int]:
    """Add batches, leaving what is there alone; return how many are new in each.

    Of a fix that stands in several batches, the first one's counts.

    Raises
    ------
    DBAPIError
        The disk is full, or the database does not answer.
    """
    drivers = {one.driver_id for batch in batches for one in batch}
    if not drivers:
        return [0] * len(batches)
    numbers = _number(session, tenant_id, drivers)
    received_ms = _to_ms(received_at)
    rows = [
        [_to_row(one, numbers[one.driver_id], received_ms) for one in batch] for batch in batches
    ]
    cursor = session.connection().connection.cursor()
    try:
        return [_insert(cursor, batch) for batch in rows]
    except sqlite3.Error as error:
        raise DBAPIError.instance(_LEAVE_THERE, None, error, sqlite3.Error) from error
    finally:
        cursor.close()


def _insert(cursor: DBAPICursor, rows: Sequence[_Row]) -> int:
    if not rows:
        return 0
    cursor.executemany(_LEAVE_THERE, rows)
    return cursor.rowcount


def purge_before(session: Session, before_at: datetime, most: int) -> int:
    """Forget at most so many positions fixed before an instant; return how many."""
    before_ms = _to_ms(before_at)
    gone = 0
    # Each driver's oldest come first in the key, so that nothing new is read on the way.
    for number in session.scalars(select(FollowedRow.number)).all():
        old = (
            select(PositionRow.fixed_ms)
            .where(PositionRow.number == number, PositionRow.fixed_ms < before_ms)
            .order_by(PositionRow.fixed_ms)
            .limit(most - gone)
        )
        until_ms = max(session.scalars(old).all(), default=None)
        if until_ms is None:
            continue
        done = session.execute(
            delete(PositionRow).where(
                PositionRow.number == number, PositionRow.fixed_ms <= until_ms
            )
        )
        gone += cast("CursorResult[Any]", done).rowcount
        if gone >= most:
            break
    return gone


def list_latest(
    session: Session, tenant_id: str, driver_ids: Sequence[str]
) -> dict[str, Position]:
    """Return each driver's latest position by the time it was fixed."""
    found: dict[str, Position] = {}
    followed = session.execute(
        select(FollowedRow.number, FollowedRow.driver_id).where(
            FollowedRow.tenant_id == tenant_id, FollowedRow.driver_id.in_(driver_ids)
        )
    )
    for number, driver_id in followed.all():
        row = session.scalars(
            select(PositionRow)
            .where(PositionRow.number == number)
            .order_by(PositionRow.fixed_ms.desc())
            .limit(1)
        ).first()
        if row is not None:
            found[driver_id] = _to_position(row, driver_id)
    return found


def list_between(
    session: Session, tenant_id: str, driver_id: str, from_at: datetime, until_at: datetime
) -> list[Position]:
    """Return a driver's positions between two instants, both included, in order."""
    rows = session.scalars(
        select(PositionRow)
        .join(FollowedRow, FollowedRow.number == PositionRow.number)
        .where(
            FollowedRow.tenant_id == tenant_id,
            FollowedRow.driver_id == driver_id,
            PositionRow.fixed_ms.between(_to_ms(from_at), _to_ms(until_at)),
        )
        .order_by(PositionRow.fixed_ms)
    )
    return [_to_position(row, driver_id) for row in rows]


def _number(session: Session, tenant_id: str, driver_ids: Collection[str]) -> dict[str, int]:
    """Return the drivers' numbers; whoever has none gets one."""
    wanted = select(FollowedRow.driver_id, FollowedRow.number).where(
        FollowedRow.tenant_id == tenant_id, FollowedRow.driver_id.in_(sorted(driver_ids))
    )
    numbers = {driver_id: number for driver_id, number in session.execute(wanted)}  # noqa: C416
    missing = [one for one in driver_ids if one not in numbers]
    if missing:
        rows = [{"tenant_id": tenant_id, "driver_id": one} for one in missing]
        session.execute(_FOLLOW, rows)
        numbers = {driver_id: number for driver_id, number in session.execute(wanted)}  # noqa: C416
    return numbers


def _to_row(one: Position, number: int, received_ms: int) -> _Row:
    """Return the values of a row, in the order of the columns."""
    fixed_ms = _to_ms(one.fixed_at)
    return (
        number,
        fixed_ms,
        round(one.point.lat * _PER_DEGREE),
        round(one.point.lon * _PER_DEGREE),
        _scale(one.accuracy_m, 10),
        _scale(one.heading_deg, 10),
        _scale(one.speed_mps, 100),
        received_ms - fixed_ms,
    )


def _to_position(row: PositionRow, driver_id: str) -> Position:
    return Position(
        driver_id=driver_id,
        fixed_at=_EPOCH + row.fixed_ms * _MILLISECOND,
        point=Point(row.lat_e7 / _PER_DEGREE, row.lon_e7 / _PER_DEGREE),
        accuracy_m=None if row.accuracy_dm is None else row.accuracy_dm / 10,
        heading_deg=None if row.heading_ddeg is None else row.heading_ddeg / 10,
        speed_mps=None if row.speed_cmps is None else row.speed_cmps / 100,
    )


def _scale(value: float | None, per: int) -> int | None:
    return None if value is None else round(min(value, _LARGEST) * per)


def _to_ms(instant: datetime) -> int:
    return (instant - _EPOCH) // _MILLISECOND
