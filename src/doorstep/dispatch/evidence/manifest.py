"""The manifest: everything that is known about one attempt, as text that is sealed; pure.

The text itself is hashed and kept, so nobody who checks it has to write JSON just as we do.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from doorstep.dispatch.doors import Door, find_flags, match_scans
from doorstep.dispatch.evidence.device_keys import Algorithm, BadKeyError, is_signed
from doorstep.dispatch.model import (
    Attempt,
    Command,
    DeviceSeal,
    DispatchedRoute,
    DispatchedStop,
    Fix,
)
from doorstep.kernel import Money

FORMAT = "doorstep-proof/1"


class Signed(StrEnum):
    """What the device's signature is worth."""

    VALID = "valid"
    UNSIGNED = "unsigned"
    UNKNOWN_DEVICE = "unknown_device"
    WRONG = "wrong"
    OTHER_REPORT = "other_report"


@dataclass(frozen=True, slots=True)
class Device:
    """An installation of the driver's app, with the public half of its key."""

    id: str
    driver_id: str
    algorithm: Algorithm
    public_key: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A picture as the device sent it, and the copy of it that is shown to people."""

    sha256: str
    media_type: str
    size: int
    shown_sha256: str
    shown_media_type: str
    shown_size: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a manifest is written from.

    Parameters
    ----------
    files
        By the names that the proof uses.
    clock_offset_s
        How far the server's clock was ahead of the device's, or none where it was not told.
    """

    tenant: str
    route: DispatchedRoute
    stop: DispatchedStop
    attempt: Attempt
    door: Door
    command: Command
    files: Mapping[str, KeptFile]
    device: Device | None
    clock_offset_s: float | None


def write_manifest(seen: Evidence) -> str:
    """Return the manifest as canonical JSON: sorted members, no spaces, UTF-8."""
    return json.dumps(_document(seen), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal_of(manifest: str) -> str:
    """Return the SHA-256 of the manifest's bytes, in hex."""
    return hashlib.sha256(manifest.encode()).hexdigest()


def judge_signature(seal: DeviceSeal | None, device: Device | None) -> Signed:
    """Tell what the device's signature is worth."""
    if seal is None or not seal.signature:
        return Signed.UNSIGNED
    if device is None:
        return Signed.UNKNOWN_DEVICE
    try:
        valid = is_signed(device.algorithm, device.public_key, seal.signed, seal.signature)
    except BadKeyError:
        return Signed.WRONG
    if not valid:
        return Signed.WRONG
    return Signed.VALID if seal.same else Signed.OTHER_REPORT


def _document(seen: Evidence) -> dict[str, Any]:
    attempt, stop, proof = seen.attempt, seen.stop, seen.attempt.proof
    scanned = match_scans(seen.door.labels, proof.scans)
    return {
        "format": FORMAT,
        "company": seen.tenant,
        "attempt": {
            "id": attempt.id,
            "outcome": attempt.outcome.value,
            "reason": attempt.reason and attempt.reason.value,
            "note": attempt.note,
            "disputed": attempt.disputed,
            "command_id": attempt.command_id,
        },
        "shipment": {
            "id": stop.shipment_id,
            "reference": stop.reference,
            "parcels": stop.parcels,
            "recipient": stop.recipient,
            "address": stop.address,
            "lat": stop.location.lat,
            "lon": stop.location.lon,
        },
        "route": {
            "id": seen.route.id,
            "service_on": seen.route.service_on.isoformat(),
            "vehicle": seen.route.vehicle,
            "driver": seen.route.driver,
            "driver_id": seen.route.driver_id,
            "stop_id": stop.id,
            "sequence": stop.sequence,
            "planned_arrival_at": stop.arrival_at.isoformat(),
        },
        "proof": {
            "recipient_name": proof.recipient_name,
            "handed_to": proof.handed_to.value,
            "files": _files(proof.photos, proof.signature, seen.files),
            "strokes": [[list(point) for point in stroke] for stroke in proof.strokes],
            "scans": list(proof.scans),
            "age_checked": proof.age_checked,
            "pin": attempt.pin.value,
            "cash": _money(seen.command.cash),
        },
        "asked": {
            "labels": list(seen.door.labels),
            "labels_scanned": list(scanned.found),
            "labels_strange": list(scanned.strange),
            "min_age": seen.door.min_age,
            "pin": seen.door.pin_check,
            "cash": _money(stop.cod),
        },
        "flags": list(find_flags(seen.door, attempt)),
        "position": _position(attempt.position, attempt.distance_m),
        "time": {
            "device_at": attempt.happened_at.isoformat(),
            "recorded_at": attempt.recorded_at.isoformat(),
            "counted_at": attempt.completed_at.isoformat(),
            "clock_offset_s": seen.clock_offset_s,
        },
        "device": _device(seen.command.device, seen.device),
    }


def _files(
    photos: Sequence[str], signature: str | None, files: Mapping[str, KeptFile]
) -> list[dict[str, Any]]:
    named = [("photo", name) for name in photos]
    if signature is not None:
        named.append(("signature", signature))
    return [
        {
            "role": role,
            "sent_sha256": name,
            "sent_size": files[name].size,
            "sent_media_type": files[name].media_type,
            "shown_sha256": files[name].shown_sha256,
            "shown_size": files[name].shown_size,
            "shown_media_type": files[name].shown_media_type,
        }
        for role, name in named
    ]


def _money(money: Money | None) -> dict[str, Any] | None:
    if money is None:
        return None
    return {"amount_minor": money.amount_minor, "currency": money.currency}


def _position(fix: Fix | None, distance_m: int | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {
        "lat": fix.point.lat,
        "lon": fix.point.lon,
        "accuracy_m": fix.accuracy_m,
        "distance_to_address_m": distance_m,
    }


def _device(seal: DeviceSeal | None, device: Device | None) -> dict[str, Any] | None:
    if seal is None:
        return None
    document: dict[str, Any] = {
        "id": seal.device_id,
        "sequence": seal.sequence,
        "signed": seal.signed,
        "signature": seal.signature,
        "verdict": judge_signature(seal, device).value,
    }
    if device is not None:
        document |= {
            "algorithm": device.algorithm.value,
            "public_key": device.public_key,
            "registered_at": device.registered_at.isoformat(),
        }
    return document
