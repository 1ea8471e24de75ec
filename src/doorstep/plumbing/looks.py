"""Who looked at what is personal: recipients' addresses, proof, and where drivers are.

A look is kept once an hour for each who, what and whom: screens ask again and again. It is on the
disk before the answer leaves, so that nobody sees what nobody knows they saw. Whoever has no
account (drivers, recipients) sees only their own stops and deliveries and is not written down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, ForeignKey, Index, String, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from doorstep.plumbing.auth import Principal
from doorstep.plumbing.db import Base, Tenanted
from doorstep.plumbing.unit import Kit, Unit

LOOKED_AT = {
    "/address-book/{entry_id}": "address_book",
    "/attempts/{attempt_id}/proof.zip": "attempt",
    "/attempts/{attempt_id}/receipt.pdf": "attempt",
    "/files/{sha256}": "file",
    "/imports/{import_id}/report.csv": "import",
    "/orders/{order_id}": "order",
    "/plans/{plan_id}": "plan",
    "/plans/{plan_id}/manifest.pdf": "plan",
    "/plans/{plan_id}/plan.json": "plan",
    "/plans/{plan_id}/routes.geojson": "plan",
    "/plans/{plan_id}/stops.csv": "plan",
    "/recurring-orders/{recurring_id}": "recurring_order",
    "/routes": "day",
    "/routes/{route_id}": "route",
    "/shipments/export.csv": "day",
    "/shipments/{shipment_id}": "shipment",
    "/shipments/{shipment_id}/history": "shipment",
    "/stops/{stop_id}/attempts": "stop",
}
"""Routes that show what is personal, and of what; a day is named by its date.

Lists that show a line for each are no look at any of them.
"""
_MOST_REMEMBERED = 20_000
_LONGEST_ID = 64


class LookRow(Tenanted, Base):
    """Somebody looked at something, at least once in the hour that begins then."""

    __tablename__ = "looks"
    __table_args__ = (Index("ix_looks_tenant_hour_at", "tenant_id", "hour_at"),)

    tenant_id: Mapped[str] = mapped_column(String(36), ForeignKey("tenants.id"), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    actor: Mapped[str] = mapped_column(String(80), primary_key=True)
    hour_at: Mapped[datetime] = mapped_column(primary_key=True)


@dataclass(frozen=True, slots=True)
class Look:
    """One look; ``hour_at`` is when its hour began, aware UTC."""

    actor: str
    kind: str
    subject_id: str
    hour_at: datetime


class Looks:
    """Writes down who looks, and remembers what is written, so that screens cost nothing."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._seen: set[tuple[str, Look]] = set()

    async def note(
        self, principal: Principal, path: str, asked: Mapping[str, str], service_on: str
    ) -> None:
        """Write a look down, where the route of this path shows what is personal.

        Parameters
        ----------
        path
            The route's pattern, without the prefix of the API.
        asked
            What the path names.
        service_on
            The date that a list is of, or empty.

        Raises
        ------
        TooBusyError
            It cannot be written now, and so nothing is shown.
        """
        kind = LOOKED_AT.get(path)
        if kind is None or principal.kind == "driver":
            return
        subject_id = next(iter(asked.values()), service_on)[:_LONGEST_ID]
        hour_at = self._kit.wall.now().replace(minute=0, second=0, microsecond=0)
        look = Look(principal.actor, kind, subject_id, hour_at)
        if (principal.tenant_id, look) in self._seen:
            return
        await self._kit.submit(principal.tenant_id, principal.actor, keep_all, look)
        if len(self._seen) >= _MOST_REMEMBERED:
            self._seen.clear()
        self._seen.add((principal.tenant_id, look))


def keep_all(unit: Unit, looks: Sequence[Look]) -> list[None]:
    """Write looks down that are not there yet, in the transaction of others of the company."""
    wanted = set(looks)
    there = {
        Look(row.actor, row.kind, row.subject_id, row.hour_at)
        for row in unit.session.scalars(
            select(LookRow).where(
                LookRow.subject_id.in_({one.subject_id for one in wanted}),
                LookRow.hour_at >= min(one.hour_at for one in wanted),
            )
        )
    }
    rows = [
        {
            "tenant_id": unit.tenant_id,
            "subject_id": one.subject_id,
            "kind": one.kind,
            "actor": one.actor,
            "hour_at": one.hour_at,
        }
        for one in sorted(wanted - there, key=lambda one: (one.hour_at, one.actor, one.subject_id))
    ]
    if rows:
        unit.session.execute(insert(LookRow), rows)
    return [None] * len(looks)


def list_looks(
    session: Session,
    *,
    subject_ids: Sequence[str] | None = None,
    actor: str | None = None,
    before_at: datetime | None = None,
    limit: int | None = None,
) -> list[Look]:
    """Return the session's tenant's looks, those of the latest hour first.

    Parameters
    ----------
    before_at
        Of hours that began earlier.
    """
    query = select(LookRow).order_by(
        LookRow.hour_at.desc(), LookRow.actor, LookRow.kind, LookRow.subject_id
    )
    if subject_ids is not None:
        query = query.where(LookRow.subject_id.in_(subject_ids))
    if actor is not None:
        query = query.where(LookRow.actor == actor)
    if before_at is not None:
        query = query.where(LookRow.hour_at < before_at)
    rows = session.scalars(query.limit(limit))
    return [Look(row.actor, row.kind, row.subject_id, row.hour_at) for row in rows]


def forget_before(session: Session, before_at: datetime) -> int:
    """Forget looks of hours before an instant; return how many."""
    done = session.execute(delete(LookRow).where(LookRow.hour_at < before_at))
    return cast("CursorResult[Any]", done).rowcount
