"""Where words about people stand in the database, and how they are taken out.

This is the one place that knows all tables. A test holds the list against the schema: a new
column of text has to be named here as personal, or there as harmless.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from doorstep.plumbing import idempotency
from doorstep.plumbing.db import Base
from doorstep.plumbing.scoping import ANY_TENANT

_BLANK = ""

PERSONAL: Mapping[str, Mapping[str, Any]] = {
    "shipments": {
        "recipient_name": _BLANK,
        "recipient_phone": _BLANK,
        "recipient_email": _BLANK,
        "gate_code": _BLANK,
        "safe_place": _BLANK,
        "neighbour": _BLANK,
        "door_pin": _BLANK,
        "address": _BLANK,
        "note": _BLANK,
        "collection": None,
        "hold_note": _BLANK,
        "search_text": _BLANK,
    },
    "stops": {
        "recipient": _BLANK,
        "phone": _BLANK,
        "address": _BLANK,
        "note": _BLANK,
        "recipient_name": None,
        "photos": [],
        "signature": None,
    },
    "plan_stops": {"recipient": _BLANK, "phone": _BLANK, "address": _BLANK, "note": _BLANK},
    "unassigned": {"recipient": _BLANK, "address": _BLANK},
    "held_reports": {"body": {}, "files": []},
    "attempts": {
        "recipient_name": _BLANK,
        "note": _BLANK,
        "strokes": [],
        "photos": [],
        "signature": None,
        "lat": None,
        "lon": None,
        "accuracy_m": None,
    },
}
"""What stands where, and what is put in its place; all of these have a shipment's id."""

# About one kilometre: enough to count with, not enough to find a door.
_DIGITS = 2
_PLACED = ("shipments", "stops", "plan_stops", "unassigned")


def table(name: str) -> Table:
    """Return a table by its name."""
    return Base.metadata.tables[name]


def find_shipments(
    session: Session, tenant_id: str, *, phone: str, email: str, reference: str
) -> list[str]:
    """Return the shipments of who has this phone number, e-mail address or reference."""
    shipments = table("shipments")
    wanted = [
        column == value
        for column, value in (
            (shipments.c.recipient_phone, phone),
            (shipments.c.recipient_email, email),
            (shipments.c.reference, reference),
        )
        if value
    ]
    if not wanted:
        return []
    found = session.connection().scalars(
        select(shipments.c.id)
        .where(shipments.c.tenant_id == tenant_id, or_(*wanted))
        .order_by(shipments.c.id)
    )
    return list(found)


def find_ended_before(session: Session, tenant_id: str, before_at: datetime) -> list[str]:
    """Return the shipments whose proof is older than an instant and still there."""
    attempts, seals = table("attempts"), table("proof_seals")
    found = session.connection().scalars(
        select(attempts.c.shipment_id)
        .join(
            seals,
            and_(seals.c.attempt_id == attempts.c.id, seals.c.tenant_id == attempts.c.tenant_id),
        )
        .where(attempts.c.tenant_id == tenant_id, seals.c.manifest != _BLANK)
        .group_by(attempts.c.shipment_id)
        .having(func.max(attempts.c.recorded_at) < before_at)
    )
    return list(found)


def list_rows(
    session: Session, tenant_id: str, shipment_ids: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """Return all rows that hold something about the recipients of shipments, by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name in PERSONAL:
        rows = session.connection().execute(
            select(table(name)).where(_theirs(name, tenant_id, shipment_ids))
        )
        found[name] = [dict(row) for row in rows.mappings()]
    return found


def purge_rejected_rows(session: Session, before_at: datetime) -> None:
    """Forget what stood in rows of files that could not be read; in a session of no company."""
    imports = table("imports")
    session.connection().execute(
        update(imports).where(imports.c.created_at < before_at).values(rejected=[]),
        execution_options={ANY_TENANT: True},
    )


def list_files(session: Session, tenant_id: str, shipment_ids: Sequence[str]) -> set[str]:
    """Return the pictures that only attempts and held reports of these shipments name."""
    attempts = table("attempts")
    rows = session.connection().execute(
        select(attempts.c.shipment_id, attempts.c.photos, attempts.c.signature).where(
            attempts.c.tenant_id == tenant_id
        )
    )
    held = table("held_reports")
    waiting = session.connection().execute(
        select(held.c.shipment_id, held.c.files).where(held.c.tenant_id == tenant_id)
    )
    named = [
        *(
            (one, {*photos, *([signature] if signature else [])})
            for one, photos, signature in rows
        ),
        *((one, set(files)) for one, files in waiting),
    ]
    wanted = set(shipment_ids)
    mine = {name for one, names in named if one in wanted for name in names}
    return mine - {name for one, names in named if one not in wanted for name in names}


def forget_decided_reports(session: Session, tenant_id: str, before_at: datetime) -> None:
    """Take the pictures off the held reports that were decided before an instant.

    What counted stands in attempts, which have a time of their own.
    """
    held = table("held_reports")
    session.connection().execute(
        update(held)
        .where(
            held.c.tenant_id == tenant_id,
            held.c.decided_at < before_at,
            func.json_array_length(held.c.files) > 0,
        )
        .values(files=[])
    )


def list_unused_files(session: Session, tenant_id: str, before_at: datetime) -> set[str]:
    """Return the pictures uploaded before an instant that no attempt and no held report names."""
    files, attempts, held = table("files"), table("attempts"), table("held_reports")
    connection = session.connection()
    old = connection.scalars(
        select(files.c.sha256).where(
            files.c.tenant_id == tenant_id, files.c.uploaded_at < before_at
        )
    )
    unused = set(old)
    if not unused:
        return unused
    proofs = select(attempts.c.photos, attempts.c.signature)
    for photos, signature in connection.execute(proofs.where(attempts.c.tenant_id == tenant_id)):
        unused.difference_update(photos, [signature])
    for waiting in connection.scalars(select(held.c.files).where(held.c.tenant_id == tenant_id)):
        unused.difference_update(waiting)
    return unused


def erase(session: Session, tenant_id: str, shipment_ids: Sequence[str]) -> None:
    """Take everything about the recipients of shipments out of the tables."""
    erase_proof(session, tenant_id, shipment_ids)
    connection = session.connection()
    for name, blanks in PERSONAL.items():
        where = _theirs(name, tenant_id, shipment_ids)
        connection.execute(update(table(name)).where(where).values(dict(blanks)))
        if name in _PLACED:
            _blur(session, name, tenant_id, where)
    revisions = table("shipment_revisions")
    connection.execute(
        delete(revisions).where(
            revisions.c.tenant_id == tenant_id, revisions.c.shipment_id.in_(shipment_ids)
        )
    )
    # Answers are kept to be given again, and hold what was sent.
    idempotency.forget_naming(session, tenant_id, shipment_ids)


def erase_proof(session: Session, tenant_id: str, shipment_ids: Sequence[str]) -> None:
    """Take what proves deliveries out of the tables; that they happened stays."""
    connection = session.connection()
    attempts, seals, stops = table("attempts"), table("proof_seals"), table("stops")
    theirs = select(attempts.c.id).where(_theirs("attempts", tenant_id, shipment_ids))
    sealed = and_(seals.c.tenant_id == tenant_id, seals.c.attempt_id.in_(theirs))
    connection.execute(update(seals).where(sealed).values(manifest=_BLANK))
    where = _theirs("attempts", tenant_id, shipment_ids)
    connection.execute(update(attempts).where(where).values(dict(PERSONAL["attempts"])))
    blanks: dict[str, Any] = {"photos": [], "signature": None, "recipient_name": None}
    where = and_(_theirs("stops", tenant_id, shipment_ids), stops.c.photos.is_not(None))
    connection.execute(update(stops).where(where).values(blanks))


def forget_files(session: Session, tenant_id: str, names: Iterable[str]) -> list[str]:
    """Forget a company's pictures; return the names of the files on disk that it had."""
    files = table("files")
    connection = session.connection()
    gone: set[str] = set()
    for name in sorted(names):
        where = and_(files.c.tenant_id == tenant_id, files.c.sha256 == name)
        for row in connection.execute(select(files.c.sha256, files.c.shown_sha256).where(where)):
            gone.update(row)
        connection.execute(delete(files).where(where))
    return sorted(gone)


def list_unnamed(session: Session, names: Iterable[str]) -> list[str]:
    """Return those of ``names`` that no company has any more; in a session of no company."""
    files, gone = table("files"), set(names)
    named = session.connection().execute(
        select(files.c.sha256, files.c.shown_sha256).where(
            or_(files.c.sha256.in_(gone), files.c.shown_sha256.in_(gone))
        ),
        execution_options={ANY_TENANT: True},
    )
    return sorted(gone - {one for row in named for one in row})


def purge_expired_sign_ins(session: Session, now_at: datetime) -> int:
    """Forget sessions and one-time codes that have ended, of all companies; return how many."""
    count = 0
    for name in ("sessions", "sign_in_codes"):
        ended = session.connection().execute(
            delete(table(name)).where(table(name).c.expires_at < now_at),
            execution_options={ANY_TENANT: True},
        )
        count += int(ended.rowcount)
    return count


def _theirs(name: str, tenant_id: str, shipment_ids: Sequence[str]) -> Any:  # noqa: ANN401 -- SQL
    columns = table(name).c
    key = columns.id if name == "shipments" else columns.shipment_id
    return and_(columns.tenant_id == tenant_id, key.in_(shipment_ids))


def _blur(session: Session, name: str, tenant_id: str, where: Any) -> None:  # noqa: ANN401 -- SQL
    """Round coordinates, row by row: databases round in different ways."""
    place = table(name)
    keys = list(cast("Iterable[Any]", place.primary_key.columns))
    connection = session.connection()
    rows = connection.execute(select(*keys, place.c.lat, place.c.lon).where(where)).all()
    for row in rows:
        change = (
            update(place)
            .where(
                place.c.tenant_id == tenant_id,
                *(key == bindparam(f"key_{key.name}") for key in keys),
            )
            .values(lat=round(row[-2], _DIGITS), lon=round(row[-1], _DIGITS))
        )
        connection.execute(
            change, {f"key_{key.name}": value for key, value in zip(keys, row, strict=False)}
        )
