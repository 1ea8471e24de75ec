"""Forget on time, and export or erase a person."""

import json
import zipfile
from dataclasses import asdict, dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from doorstep import messages, orders, tracking
from doorstep.plumbing import idempotency, looks
from doorstep.plumbing.db import Database
from doorstep.plumbing.invariants import tenant_ids_of
from doorstep.plumbing.problem import NotFoundError
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit, Unit
from doorstep.privacy import store

_AT_ONCE = 200
_REJECTED_KEPT = timedelta(days=30)
_ANSWERS_KEPT = timedelta(days=30)
"""An answer is given again when a request is repeated, also by a machine that was off for weeks;
it holds what was sent."""


_LOOKS_KEPT = timedelta(days=365)


class NobodyFoundError(NotFoundError):
    """Nothing is known about this person."""

    code = "nobody_found"
    title = "Nobody was found"
    action = "Write the number, address or reference just as it was imported."


@dataclass(frozen=True, slots=True)
class Policy:
    """How long things are kept.

    Parameters
    ----------
    positions
        Where drivers were.
    proof
        Photos, signatures, names and positions at doors.
    """

    positions: timedelta = timedelta(days=60)
    proof: timedelta = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is meant, by any of these; empty where not known."""

    phone: str = ""
    email: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Purged:
    """How many of each were forgotten."""

    positions: int = 0
    sign_ins: int = 0
    messages: int = 0
    proofs: int = 0
    answers: int = 0
    looks: int = 0
    pictures: int = 0


def purge(kit: Kit, positions: Database, policy: Policy) -> Purged:
    """Forget what is older than the policy allows; doing it again changes nothing."""
    now_at, wall_at = kit.clock.now(), kit.wall.now()
    count = tracking.purge_positions(positions, now_at - policy.positions)
    with kit.database.write(None) as session:
        sign_ins = store.purge_expired_sign_ins(session, wall_at)
        store.purge_rejected_rows(session, now_at - _REJECTED_KEPT)
    sent = proofs = answers = looked = pictures = 0
    for tenant_id in tenant_ids_of(kit.database):
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            sent += messages.purge_delivered(unit.session, wall_at - messages.DELIVERED_KEPT)
            answers += idempotency.forget_answers(unit.session, now_at - _ANSWERS_KEPT)
            looked += looks.forget_before(unit.session, wall_at - _LOOKS_KEPT)
        proofs += _purge_proof(kit, tenant_id, policy)
        pictures += _purge_pictures(kit, tenant_id, policy)
    return Purged(count, sign_ins, sent, proofs, answers, looked, pictures)


def export_person(unit: Unit, person: Person) -> bytes:
    """Return a ZIP file of everything that is known about a person.

    Raises
    ------
    NobodyFoundError
        Nothing is.
    """
    shipment_ids, standing = _find(unit, person)
    told = store.list_rows(unit.session, unit.tenant_id, shipment_ids)
    rows: dict[str, list[dict[str, Any]]] = {
        **told,
        "looks": [asdict(one) for one in _list_looks(unit, told, standing)],
        "address_book": [asdict(one) for one in standing.known],
        "recurring_orders": [asdict(one) for one in standing.recurring],
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(rows, default=str, ensure_ascii=False, indent=2, sort_keys=True)
        archive.writestr("person.json", text)
        for name in sorted(store.list_files(unit.session, unit.tenant_id, shipment_ids)):
            archive.writestr(f"files/{name}", unit.kit.blobs.get(name))
    return file.getvalue()


def erase_person(kit: Kit, tenant_id: str, actor: str, person: Person) -> int:
    """Erase everything about a person; return in how many shipments.

    Numbers, times and outcomes stay, and the journal with its chain of hashes, which holds
    nothing about people.

    Raises
    ------
    NobodyFoundError
        Nothing is known about them.
    """
    with kit.write(tenant_id, actor) as unit:
        shipment_ids, standing = _find(unit, person)
        orders.forget_standing(unit, standing)
        names = store.list_files(unit.session, tenant_id, shipment_ids)
        store.erase(unit.session, tenant_id, shipment_ids)
        gone = store.forget_files(unit.session, tenant_id, names)
        unit.emit("privacy.erased", tenant_id, {"shipments": len(shipment_ids)})
    _delete_files(kit, gone)
    return len(shipment_ids)


def _list_looks(
    unit: Unit, told: dict[str, list[dict[str, Any]]], standing: orders.Standing
) -> list[looks.Look]:
    """Return who looked at the person's orders, shipments, stops, attempts and entries."""
    ids = {row[name] for name in ("id", "order_id") for row in told["shipments"]}
    ids |= {row["id"] for name in ("stops", "attempts") for row in told[name]}
    ids |= {one.id for one in standing.known} | {one.id for one in standing.recurring}
    return looks.list_looks(unit.session, subject_ids=sorted(ids))


def _purge_proof(kit: Kit, tenant_id: str, policy: Policy) -> int:
    count = 0
    while True:
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            before_at = unit.now() - policy.proof
            old = store.find_ended_before(unit.session, tenant_id, before_at)[:_AT_ONCE]
            if not old:
                return count
            names = store.list_files(unit.session, tenant_id, old)
            store.erase_proof(unit.session, tenant_id, old)
            gone = store.forget_files(unit.session, tenant_id, names)
            unit.emit("privacy.purged", tenant_id, {"shipments": len(old)})
        _delete_files(kit, gone)
        count += len(old)


def _purge_pictures(kit: Kit, tenant_id: str, policy: Policy) -> int:
    """Forget pictures that prove nothing: of reports set aside, and those no report came for."""
    with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
        before_at = unit.now() - policy.proof
        store.forget_decided_reports(unit.session, tenant_id, before_at)
        names = store.list_unused_files(unit.session, tenant_id, before_at)
        gone = store.forget_files(unit.session, tenant_id, names)
        if names:
            unit.emit("privacy.purged", tenant_id, {"pictures": len(names)})
    _delete_files(kit, gone)
    return len(names)


def _delete_files(kit: Kit, names: list[str]) -> None:
    """Delete those files that no company names any more: equal pictures are kept once."""
    if names:
        with kit.database.read(None) as session:
            names = store.list_unnamed(session, names)
    for name in names:
        kit.blobs.delete(name)


def _find(unit: Unit, person: Person) -> tuple[list[str], orders.Standing]:
    found = store.find_shipments(unit.session, unit.tenant_id, **asdict(person))
    standing = orders.find_standing(
        unit, phone=person.phone, email=person.email, shipment_ids=found
    )
    if not found and not standing:
        message = "Nothing is known about this person."
        raise NobodyFoundError(message)
    return found, standing
