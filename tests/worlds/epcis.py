"""What the EPCIS 2.0 standard requires of a document with object events, as a check of our own.

GS1 publishes a JSON schema under a disclaimer that gives nobody the right to pass copies on, so it
is not in this repository. This is written from the text of the standard (sections 7.4 and 10) and
the Core Business Vocabulary (7.1 to 7.4); where the schema is at hand, both are asked.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from doorstep.orders import is_sscc

_DOCUMENT = {"@context", "id", "type", "schemaVersion", "creationDate", "epcisHeader", "epcisBody"}
_EVENT = {
    "type",
    "eventID",
    "eventTime",
    "eventTimeZoneOffset",
    "recordTime",
    "action",
    "epcList",
    "bizStep",
    "disposition",
    "readPoint",
    "bizLocation",
    "bizTransactionList",
    "sourceList",
    "destinationList",
}
_STEPS = {
    "accepting", "arriving", "assembling", "collecting", "commissioning", "consigning",
    "creating_class_instance", "cycle_counting", "decommissioning", "departing", "destroying",
    "disassembling", "dispensing", "encoding", "entering_exiting", "holding", "inspecting",
    "installing", "killing", "loading", "other", "packing", "picking", "receiving", "removing",
    "repackaging", "repairing", "replacing", "reserving", "retail_selling", "sampling",
    "sensor_reporting", "shipping", "staging_outbound", "stock_taking", "stocking", "storing",
    "transporting", "unloading", "unpacking", "void_shipping",
}  # fmt: skip
_DISPOSITIONS = {
    "active", "available", "completeness_inferred", "completeness_verified", "conformant",
    "container_closed", "container_open", "damaged", "destroyed", "dispensed", "disposed",
    "encoded", "expired", "in_progress", "in_transit", "inactive", "mismatch_class",
    "mismatch_instance", "mismatch_quantity", "needs_replacement", "no_pedigree_match",
    "non_conformant", "non_sellable_other", "partially_dispensed", "recalled", "reserved",
    "retail_sold", "returned", "sellable_accessible", "sellable_not_accessible", "stolen",
    "unavailable", "unknown",
}  # fmt: skip
_PARTIES = {"owning_party", "possessing_party", "location"}
_OFFSET = re.compile(r"[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)")
_DIGITAL_LINK = re.compile(r"https://id\.gs1\.org/00/(.*)")


def find_faults(document: dict[str, Any]) -> list[str]:
    """Return what the standard does not allow in a document, as sentences."""
    return list(_check_document(document))


def _check_document(document: dict[str, Any]) -> Iterator[str]:
    prefixes = [
        name for one in document.get("@context", []) if isinstance(one, dict) for name in one
    ]
    yield from _check_names(document, _DOCUMENT, prefixes)
    for name in ("@context", "type", "schemaVersion", "creationDate", "epcisBody"):
        if not document.get(name):
            yield f"the document has no {name}"
    if document.get("type") != "EPCISDocument":
        yield "the document is none of EPCIS"
    if document.get("schemaVersion") != "2.0":
        yield "the document is of another version"
    yield from _check_time(document, "creationDate")
    ids = set()
    for event in document.get("epcisBody", {}).get("eventList", []):
        yield from _check_event(event, prefixes)
        if event.get("eventID") in ids:
            yield f"{event['eventID']} is there twice"
        ids.add(event.get("eventID"))


def _check_event(event: dict[str, Any], prefixes: list[str]) -> Iterator[str]:
    yield from _check_names(event, _EVENT, prefixes)
    for name in ("type", "eventTime", "eventTimeZoneOffset", "action", "epcList"):
        if name not in event:
            yield f"an event has no {name}"
    if event.get("type") != "ObjectEvent":
        yield f"{event.get('type')} is no kind of event that is told"
    if event.get("action") not in ("ADD", "OBSERVE", "DELETE"):
        yield f"{event.get('action')} is no action"
    for name in ("eventTime", "recordTime"):
        yield from _check_time(event, name)
    if not _OFFSET.fullmatch(event.get("eventTimeZoneOffset", "")):
        yield f"{event.get('eventTimeZoneOffset')} is no offset"
    if event.get("bizStep") not in _STEPS:
        yield f"{event.get('bizStep')} is no business step"
    if event.get("disposition") not in _DISPOSITIONS:
        yield f"{event.get('disposition')} is no disposition"
    epcs = event.get("epcList", [])
    if not epcs or len(set(epcs)) != len(epcs):
        yield "an event is about nothing, or about something twice"
    yield from _check_uris(event, epcs)


def _check_uris(event: dict[str, Any], epcs: list[str]) -> Iterator[str]:
    named = [*epcs, event.get("eventID"), event.get("readPoint", {}).get("id")]
    named += [one.get("bizTransaction") for one in event.get("bizTransactionList", [])]
    for side in ("source", "destination"):
        for one in event.get(f"{side}List", []):
            named.append(one.get(side))
            if one.get("type") not in _PARTIES:
                yield f"{one.get('type')} is no kind of party"
    for uri in named:
        if (
            not isinstance(uri, str)
            or not urlsplit(uri).scheme
            or re.search(r"[\s<>\"{}|\\^`]", uri)
        ):
            yield f"{uri} is no URI"
        elif (found := _DIGITAL_LINK.fullmatch(uri)) and not is_sscc(found[1]):
            yield f"{uri} names no SSCC"


def _check_names(told: dict[str, Any], known: set[str], prefixes: list[str]) -> Iterator[str]:
    for name in told.keys() - known:
        if name.partition(":")[0] not in prefixes:
            yield f"{name} is no word of the standard and of no namespace"


def _check_time(told: dict[str, Any], name: str) -> Iterator[str]:
    try:
        if datetime.fromisoformat(told.get(name, "")).tzinfo is None:
            yield f"{name} has no time zone"
    except ValueError:
        yield f"{name} is no instant"
