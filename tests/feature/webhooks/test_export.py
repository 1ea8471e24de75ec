"""The journal leaves the house in forms that others read."""

import copy
import io
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from doorstep import messages, orders
from doorstep.plumbing.invariants import Installation
from worlds.day_on_server import API, Served, photo, report
from worlds.epcis import find_faults


@pytest.fixture
def driven(served: Served) -> Served:
    """Give a day on which Ada has delivered A and failed at B."""
    served.release()
    route = served.route_of(served.ada)
    name, data = photo()
    served.ada.put(f"{API}/driver/files/{name}", content=data)
    served.day.clock.advance(timedelta(minutes=100))
    served.report(
        served.ada,
        report("start_route", route, "06:00"),
        report("arrive", route, "06:10", stop="A"),
        report("deliver", route, "06:15", stop="A", photos=[name]),
        report("fail", route, "06:35", stop="B", reason="no_access"),
    )
    return served


def export(served: Served, form: str) -> str:
    file = io.StringIO()
    kit = served.day.kit
    messages.write_events(Installation(kit, kit.database), "", form, file)
    return file.getvalue()


def test_every_event_is_a_cloud_event_on_a_line_of_its_own(driven: Served) -> None:
    lines = [json.loads(line) for line in export(driven, "cloudevents").splitlines()]
    sequences = [one["sequence"] for one in lines]
    assert sequences == sorted(set(sequences))
    assert {one["specversion"] for one in lines} == {"1.0"}
    required = {"id", "source", "specversion", "type"}
    assert all(required <= one.keys() for one in lines)
    # CloudEvents 1.0: names of attributes are lower-case letters and digits.
    assert all(name.isalnum() and name == name.lower() for one in lines for name in one)
    assert lines[-1]["type"] == "doorstep.stop.failed"


def events(served: Served) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(export(served, "epcis"))["epcisBody"]["eventList"]
    return found


def parcels_of(served: Served, *references: str) -> list[str]:
    with served.day.kit.read(served.day.tenant_id) as unit:
        found = [orders.list_parcels(unit, served.day.shipments[one]) for one in references]
    return [f"urn:uuid:{parcel.id}" for parcels in found for parcel in parcels]


def test_epcis_tells_what_was_done_to_the_goods(driven: Served) -> None:
    told = [one for one in events(driven) if ":stop:" in one["readPoint"]["id"]]
    assert [one["bizStep"] for one in told] == ["arriving", "accepting", "holding"]
    assert [one["disposition"] for one in told] == ["in_transit", "in_progress", "in_transit"]
    assert told[1]["eventTime"] == "2026-06-01T06:15:00.000Z"
    # Helsinki in June.
    assert told[1]["eventTimeZoneOffset"] == "+03:00"
    assert told[1]["epcList"] == parcels_of(driven, "A")
    transaction = {"bizTransaction": f"urn:uuid:{driven.day.shipments['A']}"}
    assert told[1]["bizTransactionList"] == [transaction]
    assert len(told[1]["doorstep:evidence_sha256"]) == 64
    assert told[2]["doorstep:reason"] == "no_access"


def test_a_route_is_loaded_and_departs_with_all_its_parcels(driven: Served) -> None:
    loaded, left = [one for one in events(driven) if one["bizStep"] in ("loading", "departing")]
    assert (loaded["bizStep"], left["bizStep"]) == ("loading", "departing")
    assert left["epcList"] == parcels_of(driven, "A", "B", "C")
    assert sorted(loaded["epcList"]) == sorted(left["epcList"])
    (party,) = loaded["destinationList"]
    assert party["destination"].endswith(driven.route_of(driven.ada)["vehicle_id"])


def test_a_hand_over_is_told_once_and_names_both_sides(driven: Served) -> None:
    (given,) = [one for one in events(driven) if one["bizStep"] == "accepting"]
    (source,), (destination,) = given["sourceList"], given["destinationList"]
    assert ":holder:vehicle:" in source["source"]
    assert destination["destination"].endswith(":holder:recipient")


def test_parcels_are_named_by_their_sscc_as_a_digital_link(served: Served) -> None:
    with served.day.write() as unit:
        orders.set_company_prefix(unit, "6141414")
        wanted = orders.LabelRequest(shipment_ids=(served.day.shipments["A"],))
        orders.make_labels(unit, wanted)
    served.release()
    served.report(served.ada, report("start_route", served.route_of(served.ada), "06:00"))
    numbered, loaded, _ = events(served)
    # 0 6141414 000000001: from the right 3*(1+1+1+1+0) + (4+4+4+6) = 30, so the check digit is 0.
    link = "https://id.gs1.org/00/061414140000000010"
    assert (numbered["bizStep"], numbered["action"], numbered["epcList"]) == (
        "commissioning",
        "ADD",
        [link],
    )
    assert link in loaded["epcList"]
    assert find_faults(json.loads(export(served, "epcis"))) == []


def _break(document: dict[str, Any], place: str, value: Any) -> dict[str, Any]:
    *way, last = place.split(".")
    broken = copy.deepcopy(document)
    there: Any = broken
    for one in way:
        there = there[int(one) if one.isdigit() else one]
    if value is None:
        del there[last]
    else:
        there[last] = value
    return broken


EVENT = "epcisBody.eventList.0."
BROKEN = [
    ("creationDate", None),
    ("epcisBody", None),
    ("invented", "x"),
    (EVENT + "eventTimeZoneOffset", "Helsinki"),
    (EVENT + "eventTimeZoneOffset", None),
    (EVENT + "eventTime", None),
    (EVENT + "action", "LOOK"),
    (EVENT + "bizStep", "delivering"),
    (EVENT + "disposition", "gone"),
    (EVENT + "epcList", None),
    (EVENT + "readPoint.id", None),
    (EVENT + "sourceList.0.type", "somebody"),
]


def test_the_document_is_what_the_standard_asks_for(driven: Served) -> None:
    document = json.loads(export(driven, "epcis"))
    assert find_faults(document) == []
    assert [
        place for place, value in BROKEN if not find_faults(_break(document, place, value))
    ] == []


@pytest.mark.skipif(
    "DOORSTEP_EPCIS_SCHEMA" not in os.environ,
    reason="GS1 does not license its schema for copies: name a file of EPCIS-JSON-Schema.json",
)
def test_the_document_is_valid_against_the_official_schema(driven: Served) -> None:
    schema = json.loads(Path(os.environ["DOORSTEP_EPCIS_SCHEMA"]).read_text(encoding="utf-8"))
    formats = FormatChecker()
    formats.checks("uri")(lambda text: not isinstance(text, str) or ":" in text)
    validator = Draft7Validator(schema, format_checker=formats)
    document = json.loads(export(driven, "epcis"))
    assert [error.message for error in validator.iter_errors(document)] == []
    # Ours is no laxer: whatever it refuses, the official one does.
    passed = [
        place for place, value in BROKEN if validator.is_valid(_break(document, place, value))
    ]
    assert passed == []


def test_events_hold_nothing_about_people(driven: Served) -> None:
    text = export(driven, "cloudevents") + export(driven, "epcis")
    for person in ("Aino", "Aalto", "Rauhankatu", "358401", "Ring twice", "token-A", "60.01"):
        assert person not in text
