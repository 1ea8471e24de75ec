"""The tables of lessons and of the routes they came from, and their queries."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlalchemy import LargeBinary, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from doorstep.plumbing.db import Base, Tenanted


class LessonsRow(Tenanted, Base):
    """What one week taught of streets to one profile, as ``roads.Lessons.to_bytes`` has it."""

    __tablename__ = "street_lessons"
    __table_args__ = (
        UniqueConstraint(
            "tenant_id", "profile", "week_on", name="uq_street_lessons_tenant_id_profile"
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    profile: Mapped[str] = mapped_column(String(40))
    week_on: Mapped[date]
    routes: Mapped[int]
    lessons: Mapped[bytes] = mapped_column(LargeBinary)


class LearnedRouteRow(Tenanted, Base):
    """A route that has been learned from, so that it is not once more."""

    __tablename__ = "learned_routes"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    learned_at: Mapped[datetime]


def list_learned(session: Session, route_ids: Collection[str]) -> set[str]:
    """Return which of some routes have been learned from."""
    found = select(LearnedRouteRow.id).where(LearnedRouteRow.id.in_(list(route_ids)))
    return set(session.scalars(found))


def add_learned(session: Session, tenant_id: str, route_id: str, learned_at: datetime) -> None:
    """Note that a route has been learned from."""
    session.add(LearnedRouteRow(tenant_id=tenant_id, id=route_id, learned_at=learned_at))


def find_week(session: Session, profile: str, week_on: date) -> LessonsRow | None:
    """Return the lessons of a week."""
    return session.scalars(
        select(LessonsRow).where(LessonsRow.profile == profile, LessonsRow.week_on == week_on)
    ).first()


def add_week(session: Session, row: LessonsRow) -> None:
    """Add the lessons of a week that has none."""
    session.add(row)
    session.flush()


def list_weeks(session: Session, since_on: date) -> list[tuple[str, date, int]]:
    """Return profile, week and number of routes of all lessons since a day."""
    query = select(LessonsRow.profile, LessonsRow.week_on, LessonsRow.routes)
    query = query.where(LessonsRow.week_on >= since_on)
    rows = session.execute(query.order_by(LessonsRow.week_on, LessonsRow.profile))
    return [(profile, week_on, routes) for profile, week_on, routes in rows]


def iter_lessons(session: Session, since_on: date) -> Iterator[tuple[str, bytes]]:
    """Yield profile and lessons of each week since a day, the oldest first."""
    query = select(LessonsRow).where(LessonsRow.week_on >= since_on)
    for row in session.scalars(query.order_by(LessonsRow.week_on, LessonsRow.profile)):
        yield row.profile, row.lessons


def delete_before(session: Session, before_on: date, before_at: datetime) -> None:
    """Forget lessons of weeks before a day, and the routes learned from before an instant."""
    session.execute(delete(LessonsRow).where(LessonsRow.week_on < before_on))
    session.execute(delete(LearnedRouteRow).where(LearnedRouteRow.learned_at < before_at))
