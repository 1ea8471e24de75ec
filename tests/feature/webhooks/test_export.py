"""The journal leaves the house in forms that others read."""

import io
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from doorstep import messages
from doorstep.plumbing.invariants import Installation
from worlds.day_on_server import API, Served, photo, report


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


def test_epcis_tells_what_was_done_to_the_goods(driven: Served) -> None:
    told = [
        one for one in events(driven) if one["readPoint"]["id"].startswith("urn:doorstep:stop")
    ]
    assert [one["bizStep"] for one in told] == ["arriving", "accepting", "holding"]
    assert [one["disposition"] for one in told] == ["in_transit", "in_progress", "in_transit"]
    assert told[1]["eventTime"] == "2026-06-01T06:15:00.000Z"
    # Helsinki in June.
    assert told[1]["eventTimeZoneOffset"] == "+03:00"
    assert told[1]["epcList"] == [f"urn:uuid:{driven.day.shipments['A']}"]
    assert len(told[1]["doorstep:evidence_sha256"]) == 64
    assert told[2]["doorstep:reason"] == "no_access"


def test_a_route_departs_with_all_its_shipments(driven: Served) -> None:
    (left,) = [one for one in events(driven) if one["bizStep"] == "departing"]
    assert left["epcList"] == [f"urn:uuid:{driven.day.shipments[one]}" for one in "ABC"]


@pytest.mark.skipif(
    "DOORSTEP_EPCIS_SCHEMA" not in os.environ,
    reason="GS1 does not license its schema for copies: name a file of EPCIS-JSON-Schema.json",
)
def test_the_document_is_valid_against_the_official_schema(driven: Served) -> None:
    schema = json.loads(Path(os.environ["DOORSTEP_EPCIS_SCHEMA"]).read_text(encoding="utf-8"))
    validator = Draft7Validator(schema, format_checker=FormatChecker())
    document = json.loads(export(driven, "epcis"))
    assert [error.message for error in validator.iter_errors(document)] == []
    document["epcisBody"]["eventList"][0]["eventTimeZoneOffset"] = "Helsinki"
    assert list(validator.iter_errors(document))


def test_events_hold_nothing_about_people(driven: Served) -> None:
    text = export(driven, "cloudevents") + export(driven, "epcis")
    for person in ("Aino", "Aalto", "Rauhankatu", "358401", "Ring twice", "token-A", "60.01"):
        assert person not in text
