"""The journal as GS1 EPCIS 2.0: what was done to which goods, when, where and why; pure.

Only what happened to goods is told: leaving, arriving, handing over, failing to, and changes of
hands. Shipments and parcels are named by URNs of their ids. Business steps and dispositions are
words of the Core Business Vocabulary 2.0 [1]_.

References
----------
.. [1] GS1, Core Business Vocabulary Standard 2.0, 2022.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from doorstep.plumbing.journal import Entry

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
KINDS = ("parcel.moved", "route.started", "stop.arrived", "stop.delivered", "stop.failed")
"""The events that become EPCIS events."""

_STEPS = {
    "stop.arrived": ("arriving", "in_transit"),
    "stop.delivered": ("accepting", "in_progress"),
    "stop.failed": ("holding", "in_transit"),
}
# Where a parcel goes says what is done: loading into a vehicle, unloading at a site.
_MOVES = {
    "vehicle": ("loading", "in_transit"),
    "recipient": ("accepting", "in_progress"),
    "neighbour": ("accepting", "in_progress"),
    "locker": ("storing", "in_transit"),
    "depot": ("receiving", "in_progress"),
    "returned": ("receiving", "returned"),
    "lost": ("other", "unknown"),
}


def to_epcis(
    tenant_id: str, timezone: str, entries: Iterable[Entry], created_at: datetime
) -> dict[str, Any]:
    """Return an EPCIS document (JSON-LD) of what the entries say about goods.

    Parameters
    ----------
    timezone
        IANA name; EPCIS wants to know what the clock on the wall said.
    """
    zone = ZoneInfo(timezone)
    loads: dict[str, list[str]] = {}
    return {
        "@context": [CONTEXT, {"doorstep": "urn:doorstep:vocabulary:"}],
        "id": f"urn:doorstep:{tenant_id}:epcis:{int(created_at.timestamp())}",
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": _instant(created_at),
        "epcisBody": {
            "eventList": [event for entry in entries for event in _to_events(entry, zone, loads)]
        },
    }


def _to_events(
    entry: Entry, zone: ZoneInfo, loads: dict[str, list[str]]
) -> Iterator[dict[str, Any]]:
    event, data = entry.event, entry.event.data
    if event.kind == "route.released":
        # Says what is on the route; EPCIS hears of it when the route leaves.
        loads[event.subject_id] = [_urn(stop["shipment_id"]) for stop in data["stops"]]
    elif event.kind == "route.started" and loads.get(event.subject_id):
        epcs = loads.pop(event.subject_id)
        yield _event(entry, zone, epcs, "departing", "in_transit", f"route:{event.subject_id}")
    elif event.kind in _STEPS:
        step, disposition = _STEPS[event.kind]
        epcs, where = [_urn(data["shipment_id"])], f"stop:{event.subject_id}"
        told = _event(entry, zone, epcs, step, disposition, where)
        for name in ("reason", "evidence_sha256"):
            if data.get(name):
                told[f"doorstep:{name}"] = data[name]
        yield told
    elif event.kind == "parcel.moved":
        # "vehicle 7": the kind of holder comes first.
        kind = data["to"].partition(" ")[0]
        step, disposition = _MOVES.get(kind, ("other", "in_progress"))
        where = f"holder:{kind}:{event.subject_id}"
        yield _event(entry, zone, [_urn(event.subject_id)], step, disposition, where)


def _event(
    entry: Entry, zone: ZoneInfo, epcs: list[str], step: str, disposition: str, where: str
) -> dict[str, Any]:
    event = entry.event
    return {
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:{event.id}",
        "eventTime": _instant(event.happened_at),
        "eventTimeZoneOffset": _offset(event.happened_at, zone),
        "recordTime": _instant(event.recorded_at),
        "action": "OBSERVE",
        "epcList": list(dict.fromkeys(epcs)),
        "bizStep": step,
        "disposition": disposition,
        "readPoint": {"id": f"urn:doorstep:{where}"},
        "doorstep:chainhash": entry.hash,
    }


def _urn(id_: str) -> str:
    return f"urn:uuid:{id_}"


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _offset(at: datetime, zone: ZoneInfo) -> str:
    text = at.astimezone(zone).strftime("%z")
    return f"{text[:3]}:{text[3:5]}"
