"""The journal as GS1 EPCIS 2.0: what was done to which goods, when, where and why; pure.

Only what happened to goods is told: numbering, leaving, arriving, handing over, failing to, and
changes of hands. A parcel with an SSCC is named by its GS1 Digital Link [2]_, any other one by the
URN of its id; shipments are the business transactions they are part of. Business steps and
dispositions are words of the Core Business Vocabulary 2.0 [1]_.

References
----------
.. [1] GS1, EPCIS Standard and Core Business Vocabulary Standard 2.0, 2022.
.. [2] GS1, Digital Link Standard: URI Syntax 1.4; application identifier 00.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from doorstep.orders import HolderKind, ShipmentKind, is_sscc
from doorstep.plumbing.journal import Entry

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
_DIGITAL_LINK = "https://id.gs1.org/00/"
_Told = dict[str, Any]

_STEPS = {
    "stop.arrived": ("arriving", "in_transit"),
    "stop.delivered": ("accepting", "in_progress"),
    "stop.failed": ("holding", "in_transit"),
}
_FETCHED = ("collecting", "in_transit")
# Where a parcel goes says what is done: loading into a vehicle, unloading at a site.
_MOVES = {
    HolderKind.VEHICLE: ("loading", "in_transit"),
    HolderKind.RECIPIENT: ("accepting", "in_progress"),
    HolderKind.NEIGHBOUR: ("accepting", "in_progress"),
    HolderKind.LOCKER: ("storing", "in_transit"),
    HolderKind.DEPOT: ("receiving", "in_progress"),
    HolderKind.RETURNED: ("receiving", "returned"),
    HolderKind.LOST: ("other", "unknown"),
}
_AT_THE_DOOR = {HolderKind.RECIPIENT, HolderKind.NEIGHBOUR}


def to_epcis(
    tenant_id: str, timezone: str, entries: Iterable[Entry], created_at: datetime
) -> dict[str, Any]:
    """Return an EPCIS document (JSON-LD) of what the entries say about goods.

    Parameters
    ----------
    timezone
        IANA name; EPCIS wants to know what the clock on the wall said.
    """
    telling = _Telling(tenant_id, ZoneInfo(timezone))
    return {
        "@context": [CONTEXT, {"doorstep": "urn:doorstep:vocabulary:"}],
        "id": f"urn:doorstep:{tenant_id}:epcis:{int(created_at.timestamp())}",
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": _instant(created_at),
        "epcisBody": {"eventList": list(telling.tell(entries))},
    }


@dataclass(slots=True)
class _Telling:
    """What is known by now: what is in which shipment and on which route, and a move held back."""

    tenant_id: str
    zone: ZoneInfo
    parcels: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    fetched: set[str] = field(default_factory=set)
    loads: dict[str, list[str]] = field(default_factory=dict)
    held: tuple[Entry, str, list[_Told]] | None = None

    def tell(self, entries: Iterable[Entry]) -> Iterator[_Told]:
        for entry in entries:
            # The stop's own event, of the same transaction, says better what happened there.
            if self.held and self.held[0].event.recorded_at != entry.event.recorded_at:
                yield from self._let_go()
            yield from self._tell_one(entry)
        yield from self._let_go()

    def _tell_one(self, entry: Entry) -> Iterator[_Told]:
        event, data = entry.event, entry.event.data
        if event.kind in ("order.created", "shipments.imported"):
            self._note(data["shipments"])
        elif event.kind == "shipment.split":
            for one in data["into"]:
                mine = self.parcels.get(event.subject_id, [])
                mine[:] = [id_ for id_ in mine if id_ not in one["parcels"]]
            self._note(data["into"])
        elif event.kind == "labels.numbered":
            yield from self._number(entry)
        elif event.kind == "route.released":
            # Says what is on the route; EPCIS hears of it when the route leaves.
            self.loads[event.subject_id] = [stop["shipment_id"] for stop in data["stops"]]
        elif event.kind == "route.started" and event.subject_id in self.loads:
            yield self._depart(entry)
        elif event.kind in _STEPS:
            yield self._stop(entry)
        elif event.kind == "parcels.moved":
            yield from self._move(entry)

    def _note(self, shipments: Iterable[_Told]) -> None:
        for one in shipments:
            self.parcels[one["id"]] = list(one["parcels"])
            if one["kind"] == ShipmentKind.PICKUP.value:
                self.fetched.add(one["id"])

    def _number(self, entry: Entry) -> Iterator[_Told]:
        numbered = self._name(entry.event.data["parcels"])
        epcs = [epc for epc in numbered if epc.startswith(_DIGITAL_LINK)]
        if epcs:
            told = self._event(entry, epcs, ("commissioning", "active"), "labels")
            yield told | {"action": "ADD"}

    def _depart(self, entry: Entry) -> _Told:
        route_id = entry.event.subject_id
        shipments = [one for one in self.loads.pop(route_id) if one not in self.fetched]
        epcs = [epc for one in shipments for epc in self._epcs(one)]
        told = self._event(entry, epcs, ("departing", "in_transit"), f"route:{route_id}")
        return told | _transactions(shipments)

    def _stop(self, entry: Entry) -> _Told:
        event, data = entry.event, entry.event.data
        shipment_id = data["shipment_id"]
        step = _STEPS[event.kind]
        if event.kind == "stop.delivered" and shipment_id in self.fetched:
            step = _FETCHED
        told = self._event(entry, self._epcs(shipment_id), step, f"stop:{event.subject_id}")
        told |= _transactions([shipment_id])
        for name in ("reason", "evidence_sha256"):
            if data.get(name):
                told[f"doorstep:{name}"] = data[name]
        if event.kind == "stop.delivered" and self.held and self.held[1] == shipment_id:
            (moved,) = self.held[2]
            told |= {name: moved[name] for name in ("sourceList", "destinationList")}
            self.held = None
        return told

    def _move(self, entry: Entry) -> Iterator[_Told]:
        data = entry.event.data
        epcs = self._name(data["parcels"])
        kinds = HolderKind(data["from"]["kind"]), HolderKind(data["to"]["kind"])
        shipments = list(dict.fromkeys(one["shipment_id"] for one in data["parcels"]))
        step = _MOVES.get(kinds[1], ("other", "in_progress"))
        told = self._event(entry, epcs, step, self._holder(data["to"]))
        told |= _transactions(shipments) | {
            "sourceList": [{"type": "possessing_party", "source": self._party(data["from"])}],
            "destinationList": [
                {"type": "possessing_party", "destination": self._party(data["to"])}
            ],
        }
        if HolderKind.VEHICLE in kinds and _AT_THE_DOOR & {*kinds} and len(shipments) == 1:
            yield from self._let_go()
            self.held = entry, shipments[0], [told]
        else:
            yield told

    def _let_go(self) -> Iterator[_Told]:
        if self.held:
            yield from self.held[2]
        self.held = None

    def _name(self, parcels: Iterable[_Told]) -> list[str]:
        """Remember what parcels are called by now; return their names."""
        named = []
        for one in parcels:
            barcode = one["barcode"]
            name = f"{_DIGITAL_LINK}{barcode}" if is_sscc(barcode) else _urn(one["id"])
            self.names[one["id"]] = name
            named.append(name)
        return named

    def _epcs(self, shipment_id: str) -> list[str]:
        return [self.names.get(id_) or _urn(id_) for id_ in self.parcels.get(shipment_id, ())]

    def _holder(self, holder: dict[str, str]) -> str:
        return ":".join(["holder", *(quote(one, safe="") for one in holder.values() if one)])

    def _party(self, holder: dict[str, str]) -> str:
        return f"urn:doorstep:{self.tenant_id}:{self._holder(holder | {'place': ''})}"

    def _event(self, entry: Entry, epcs: list[str], step: tuple[str, str], where: str) -> _Told:
        event = entry.event
        return {
            "type": "ObjectEvent",
            "eventID": f"urn:uuid:{event.id}",
            "eventTime": _instant(event.happened_at),
            "eventTimeZoneOffset": _offset(event.happened_at, self.zone),
            "recordTime": _instant(event.recorded_at),
            "action": "OBSERVE",
            "epcList": list(dict.fromkeys(epcs)),
            "bizStep": step[0],
            "disposition": step[1],
            "readPoint": {"id": f"urn:doorstep:{self.tenant_id}:{where}"},
            "doorstep:chainhash": entry.hash,
        }


def _transactions(shipment_ids: Iterable[str]) -> _Told:
    told = [{"bizTransaction": _urn(one)} for one in shipment_ids]
    return {"bizTransactionList": told} if told else {}


def _urn(id_: str) -> str:
    return f"urn:uuid:{id_}"


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _offset(at: datetime, zone: ZoneInfo) -> str:
    text = at.astimezone(zone).strftime("%z")
    return f"{text[:3]}:{text[3:5]}"
