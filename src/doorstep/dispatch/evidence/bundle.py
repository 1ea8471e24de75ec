"""A proof bundle: one ZIP file that anybody can check without us or our database; pure.

It holds ``manifest.json`` (what is known about the attempt), ``event.json`` (the entry of the
journal that holds the manifest's hash) and the pictures. What it proves, and what not, is in
``docs/decisions/0016-evidence.md``.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from doorstep.dispatch.evidence.device_keys import Algorithm, BadKeyError, is_signed
from doorstep.dispatch.evidence.manifest import FORMAT, seal_of
from doorstep.plumbing.journal import Entry, Event, event_hash

MANIFEST = "manifest.json"
EVENT = "event.json"
READ_ME = "README.txt"
_SHOWN = "files/"
_SENT = "as_sent/"
_MAX_BYTES = 200 * 1024 * 1024
_MAX_ENTRIES = 64
_MAX_RATIO = 100
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_ABOUT = """\
Proof of one attempt to deliver, sealed by Doorstep.

manifest.json  what is known: outcome, time, place, device, and the SHA-256 of each picture
event.json     the journal's entry that holds the SHA-256 of manifest.json
files/         the pictures as they are shown: the camera's own notes were taken out
as_sent/       the pictures as the device sent them, if they were asked for

Check it with: doorstep proof verify THIS_FILE
"""


class BundleError(ValueError):
    """The file is no bundle that can be read."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``ok`` is none where there was nothing to look at."""

    name: str
    ok: bool | None
    sentence: str


def write_bundle(manifest: str, entry: Entry, pictures: Mapping[str, bytes]) -> bytes:
    """Return the bundle; the same evidence gives the same bytes.

    Parameters
    ----------
    pictures
        Bytes by their SHA-256; those that the manifest calls sent ones go into ``as_sent``.
    """
    known = _named_files(json.loads(manifest))
    content: dict[str, bytes] = {
        READ_ME: _ABOUT.encode(),
        MANIFEST: manifest.encode(),
        EVENT: json.dumps(_entry_document(entry), sort_keys=True, indent=2).encode(),
    }
    content |= {
        path: pictures[one.sha256] for path, one in known.items() if one.sha256 in pictures
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content[name])
    return file.getvalue()


def verify_bundle(data: bytes) -> list[Check]:
    """Return what was checked in a bundle, from its bytes alone.

    Raises
    ------
    BundleError
        It cannot be read as a bundle at all.
    """
    content = _read(data)
    try:
        manifest_text = content[MANIFEST].decode()
        manifest, entry = json.loads(manifest_text), _read_entry(json.loads(content[EVENT]))
        if manifest["format"] != FORMAT:
            message = f"It is a bundle of another format: {manifest['format']!r}."
            raise BundleError(message)
        return [
            _check_seal(manifest_text, entry),
            _check_event(entry),
            _check_subject(manifest, entry),
            *_check_files(manifest, content),
            _check_device(manifest),
            _check_report(manifest),
        ]
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        if isinstance(error, BundleError):
            raise
        message = "Its manifest or its event is missing or malformed."
        raise BundleError(message) from error


@dataclass(frozen=True, slots=True)
class _Named:
    sha256: str
    size: int


def _named_files(manifest: Mapping[str, Any]) -> dict[str, _Named]:
    """Return where in the bundle each file of the manifest is, or would be."""
    named = {}
    for number, one in enumerate(manifest["proof"]["files"], 1):
        for folder, kind in ((_SHOWN, "shown"), (_SENT, "sent")):
            ending = _ENDINGS[one[f"{kind}_media_type"]]
            path = f"{folder}{number}-{one['role']}.{ending}"
            named[path] = _Named(one[f"{kind}_sha256"], one[f"{kind}_size"])
    return named


def _read(data: bytes) -> dict[str, bytes]:
    """Unpack a file that nobody has looked at yet."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            names = [one.filename for one in entries]
            if len(names) > _MAX_ENTRIES or len(set(names)) != len(names):
                message = "It has too many entries, or two of one name."
                raise BundleError(message)
            size = sum(one.file_size for one in entries)
            if size > min(_MAX_BYTES, _MAX_RATIO * len(data)):
                message = "It would unpack to far too much."
                raise BundleError(message)
            return {one.filename: archive.read(one) for one in entries}
    # NotImplementedError is a compression that zipfile cannot read, RuntimeError a password.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        message = "It is no ZIP file, or a damaged one."
        raise BundleError(message) from error


def _entry_document(entry: Entry) -> dict[str, Any]:
    event = asdict(entry.event)
    for name in ("happened_at", "recorded_at"):
        event[name] = event[name].isoformat()
    return event | {"previous_hash": entry.previous_hash, "hash": entry.hash}


def _read_entry(document: dict[str, Any]) -> Entry:
    event = Event(
        id=document["id"],
        kind=document["kind"],
        subject_id=document["subject_id"],
        actor=document["actor"],
        happened_at=datetime.fromisoformat(document["happened_at"]),
        recorded_at=datetime.fromisoformat(document["recorded_at"]),
        data=document["data"],
        sequence=document["sequence"],
    )
    return Entry(event, document["previous_hash"], document["hash"])


def _check_seal(manifest: str, entry: Entry) -> Check:
    return Check(
        "manifest_sealed",
        seal_of(manifest) == entry.event.data["evidence_sha256"],
        "The manifest is the one whose hash the journal holds.",
    )


def _check_event(entry: Entry) -> Check:
    return Check(
        "event_whole",
        event_hash(entry.event, entry.previous_hash) == entry.hash,
        "The journal's entry fits its own hash.",
    )


def _check_subject(manifest: dict[str, Any], entry: Entry) -> Check:
    data = entry.event.data
    same = (
        data["attempt_id"] == manifest["attempt"]["id"]
        and data["command_id"] == manifest["attempt"]["command_id"]
        and data["shipment_id"] == manifest["shipment"]["id"]
        and entry.event.subject_id == manifest["route"]["stop_id"]
        and entry.event.actor == f"driver:{manifest['route']['driver_id']}"
    )
    return Check("same_attempt", same, "Manifest and entry speak of the same attempt.")


def _check_files(manifest: dict[str, Any], content: dict[str, bytes]) -> Iterator[Check]:
    named = _named_files(manifest)
    shown = {path: one for path, one in named.items() if path.startswith(_SHOWN)}
    yield Check(
        "pictures_whole",
        all(_is(content.get(path), one) for path, one in shown.items()) if shown else None,
        "Every picture is there with the bytes that the manifest names.",
    )
    sent = {path: one for path, one in named.items() if path.startswith(_SENT)}
    there = {path: one for path, one in sent.items() if path in content}
    yield Check(
        "pictures_as_sent",
        all(_is(content[path], one) for path, one in there.items()) if there else None,
        "The pictures as the device sent them have the bytes that the manifest names.",
    )
    strangers = content.keys() - named.keys() - {MANIFEST, EVENT, READ_ME}
    yield Check("nothing_added", not strangers, "The file holds nothing that was not sealed.")


def _is(data: bytes | None, named: _Named) -> bool:
    if data is None or len(data) != named.size:
        return False
    return hashlib.sha256(data).hexdigest() == named.sha256


def _check_device(manifest: dict[str, Any]) -> Check:
    sentence = "The device's key has signed the report."
    device = manifest["device"]
    if device is None or not device["signature"] or "public_key" not in device:
        return Check("device_signed", None, sentence)
    try:
        signed = is_signed(
            Algorithm(device["algorithm"]),
            device["public_key"],
            device["signed"],
            device["signature"],
        )
    except BadKeyError:
        signed = False
    return Check("device_signed", signed, sentence)


def _check_report(manifest: dict[str, Any]) -> Check:
    """Compare what the device signed with what the manifest makes of it."""
    sentence = "What the device signed is what the manifest says."
    device = manifest["device"]
    if device is None or not device["signed"]:
        return Check("report_unchanged", None, sentence)
    report = json.loads(device["signed"])
    files = manifest["proof"]["files"]
    position, fix = manifest["position"], report.get("position")
    same = (
        report["id"].lower() == manifest["attempt"]["command_id"]
        and report["stop_id"] == manifest["route"]["stop_id"]
        and datetime.fromisoformat(report["happened_at"])
        == datetime.fromisoformat(manifest["time"]["device_at"])
        and sorted(report.get("photos", []))
        == sorted(one["sent_sha256"] for one in files if one["role"] == "photo")
        and [one for one in [report.get("signature")] if one]
        == [one["sent_sha256"] for one in files if one["role"] == "signature"]
        and report["kind"]
        == {"delivered": "deliver", "failed": "fail"}[manifest["attempt"]["outcome"]]
        and (fix is None) == (position is None)
        and (fix is None or (fix["lat"], fix["lon"]) == (position["lat"], position["lon"]))
    )
    return Check("report_unchanged", same, sentence)
