"""``receipt.pdf``: one attempt told to people, from its manifest and its pictures."""

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from doorstep.kernel import Money

_OUTCOMES = {"delivered": "Delivered", "failed": "Not delivered"}
_REASONS = {
    "recipient_absent": "nobody was there",
    "refused": "the recipient refused it",
    "wrong_address": "the address was wrong",
    "no_access": "there was no way in",
    "damaged": "the goods were damaged",
    "out_of_time": "there was no time left",
    "age_not_proved": "the age was not proved",
    "not_paid": "the cash was not paid",
}
_SIGNED = {
    "valid": "Signed by the key of the driver's device",
    "unsigned": "Not signed by a device",
    "unknown_device": "Signed by a device that is not known",
    "wrong": "The device's signature does not fit",
    "other_report": "The device signed another report",
}
_HANDED_TO = {
    "recipient": "the recipient",
    "household": "somebody of the household",
    "neighbour": "a neighbour",
    "safe_place": "left in the safe place",
}
_PIN = {"not_asked": "", "right": "right", "wrong": "wrong", "missing": "not given"}
# Fonts that every printed page shares.
_FONTS = "doorstep.plumbing"
_LAST_KNOWN = 0x1EFF


def write_receipt(
    manifest: str, sha256: str, pictures: Mapping[str, bytes], timezone: str
) -> bytes:
    """Return the PDF; the same evidence gives the same bytes.

    Parameters
    ----------
    pictures
        The copies that are shown, by their SHA-256.
    timezone
        IANA name; the times on it are local.
    """
    import typst  # noqa: PLC0415 -- with the first document

    document = json.loads(manifest)
    data = json.dumps(_told(document, sha256, ZoneInfo(timezone)), ensure_ascii=False)
    with as_file(files(_FONTS) / "fonts") as fonts, TemporaryDirectory() as folder:
        # Typst takes pictures from files only.
        for one in _pictures(document):
            Path(folder, one["path"]).write_bytes(pictures[one["shown"]])
        main = Path(folder, "receipt.typ")
        main.write_bytes(files(__package__).joinpath("receipt.typ").read_bytes())
        compiled = typst.Compiler(
            main,
            root=Path(folder),
            font_paths=typst.Fonts(
                include_system_fonts=any(ord(char) > _LAST_KNOWN for char in data),
                font_paths=[str(fonts)],
            ),
            sys_inputs={"data": data},
        ).compile(
            format="pdf",
            timestamp=datetime.fromisoformat(document["time"]["recorded_at"]),
        )
    assert isinstance(compiled, bytes)  # noqa: S101 -- a PDF is one file
    return compiled


def _pictures(document: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "path": f"picture-{number}.{one['shown_media_type'].removeprefix('image/')}",
            "shown": one["shown_sha256"],
            "role": one["role"],
        }
        for number, one in enumerate(document["proof"]["files"], 1)
    ]


def _told(document: dict[str, Any], sha256: str, zone: ZoneInfo) -> dict[str, Any]:
    attempt, shipment, proof = document["attempt"], document["shipment"], document["proof"]
    time = document["time"]
    rows = [
        ("Shipment", shipment["reference"]),
        ("To", f"{shipment['recipient']}, {shipment['address']}"),
        ("Parcels", str(shipment["parcels"])),
        ("Received by", proof["recipient_name"] if attempt["outcome"] == "delivered" else ""),
        ("Reason", _REASONS.get(attempt["reason"] or "", "")),
        ("Driver's note", attempt["note"]),
        ("Time at the door", _local(time["device_at"], zone)),
        ("Known to the server", _local(time["recorded_at"], zone)),
        ("Place", _place(document["position"])),
        ("Handed to", _HANDED_TO[proof["handed_to"]] if attempt["outcome"] == "delivered" else ""),
        ("Scanned", _scanned(document)),
        ("PIN", _PIN[proof["pin"]]),
        ("Age checked", f"{proof['age_checked']} or older" if proof["age_checked"] else ""),
        ("Cash due", _money(document["asked"]["cash"])),
        ("Cash collected", _money(proof["cash"])),
        ("Vehicle and driver", f"{document['route']['vehicle']}, {document['route']['driver']}"),
        ("Device", _SIGNED[(document["device"] or {}).get("verdict", "unsigned")]),
    ]
    return {
        "company": document["company"],
        "title": _OUTCOMES[attempt["outcome"]],
        "rows": [row for row in rows if row[1]],
        "pictures": _pictures(document),
        "seal": sha256,
        "attempt": attempt["id"],
    }


def _local(instant: str, zone: ZoneInfo) -> str:
    local = datetime.fromisoformat(instant).astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M:%S} ({zone.key})"


def _place(position: dict[str, Any] | None) -> str:
    if position is None:
        return "The device gave no position"
    accuracy = position["accuracy_m"]
    told = f"{position['lat']:.5f}, {position['lon']:.5f}"
    told += f", known to {accuracy:.0f} m" if accuracy is not None else ""
    return f"{told}; {position['distance_to_address_m']} m from the address"


def _scanned(document: dict[str, Any]) -> str:
    scans, labels = document["proof"]["scans"], document["asked"]["labels"]
    if not labels or not scans:
        return ", ".join(scans)
    found = document["asked"]["labels_scanned"]
    told = f"{len(found)} of {len(labels)} labels: {', '.join(found)}"
    strange = document["asked"]["labels_strange"]
    return f"{told}; of no parcel of this shipment: {', '.join(strange)}" if strange else told


def _money(cash: dict[str, Any] | None) -> str:
    return str(Money(cash["amount_minor"], cash["currency"])) if cash else ""
