"""Hand out the evidence of attempts: what is known, as a list, a bundle and a receipt."""

import json
from dataclasses import dataclass
from typing import Any

from doorstep.dispatch import store
from doorstep.dispatch.errors import NoProofError
from doorstep.dispatch.evidence.bundle import write_bundle
from doorstep.dispatch.evidence.receipt import write_receipt
from doorstep.dispatch.model import Attempt
from doorstep.dispatch.store.tables import SealRow
from doorstep.plumbing import auth, journal
from doorstep.plumbing.unit import Unit


@dataclass(frozen=True, slots=True)
class SealedAttempt:
    """An attempt with the hash of its evidence, and what the device's signature is worth."""

    attempt: Attempt
    evidence_sha256: str | None
    signed: str
    distance_m: int | None
    clock_offset_s: float | None
    flags: tuple[str, ...]


def list_sealed(unit: Unit, stop_id: str) -> list[SealedAttempt]:
    """Return the attempts at a stop, first to last, with what is known about their proof."""
    found = []
    for attempt in store.list_attempts_at_stop(unit.session, stop_id):
        row = store.find_seal(unit.session, attempt.id)
        manifest: dict[str, Any] = json.loads(row.manifest) if row and row.manifest else {}
        found.append(
            SealedAttempt(
                attempt,
                row.sha256 if row else None,
                (manifest.get("device") or {}).get("verdict", "unsigned"),
                attempt.distance_m,
                manifest.get("time", {}).get("clock_offset_s"),
                tuple(manifest.get("flags", ())),
            )
        )
    return found


def export_bundle(unit: Unit, attempt_id: str, *, as_sent: bool = False) -> bytes:
    """Return the proof bundle of an attempt.

    Parameters
    ----------
    as_sent
        Put the pictures in as the device sent them too, with what the camera wrote into them.

    Raises
    ------
    NoProofError
        There is no such attempt, or its evidence was erased.
    """
    seal = _get_seal(unit, attempt_id)
    entry = journal.find_entry(unit.session, seal.event_id)
    if entry is None:
        message = "The journal has no entry for this attempt."
        raise NoProofError(message)
    pictures = _read_pictures(unit, seal, ("shown", "sent") if as_sent else ("shown",))
    return write_bundle(seal.manifest, entry, pictures)


def export_receipt(unit: Unit, attempt_id: str) -> bytes:
    """Return a PDF of one page or more that tells an attempt to people.

    Raises
    ------
    NoProofError
        There is no such attempt, or its evidence was erased.
    """
    seal = _get_seal(unit, attempt_id)
    tenant = auth.find_tenant(unit.session, unit.tenant_id)
    pictures = _read_pictures(unit, seal, ("shown",))
    zone = tenant.timezone if tenant else "UTC"
    return write_receipt(seal.manifest, seal.sha256, pictures, zone)


def _get_seal(unit: Unit, attempt_id: str) -> SealRow:
    seal = store.find_seal(unit.session, attempt_id)
    if seal is None or not seal.manifest:
        message = "No evidence is kept for this attempt."
        raise NoProofError(message)
    return seal


def _read_pictures(unit: Unit, seal: SealRow, kinds: tuple[str, ...]) -> dict[str, bytes]:
    """Return the pictures of a manifest by their SHA-256."""
    try:
        return {
            one[f"{kind}_sha256"]: unit.kit.blobs.get(one[f"{kind}_sha256"])
            for one in json.loads(seal.manifest)["proof"]["files"]
            for kind in kinds
        }
    except FileNotFoundError as error:
        message = "A picture was lost or damaged on the server's disk."
        raise NoProofError(message, action="Bring it back from a backup.") from error
