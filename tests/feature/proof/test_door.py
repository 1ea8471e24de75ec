"""What is asked at the door: labels, PIN, age, cash; and what becomes of the answers."""

import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from doorstep import orders
from doorstep.kernel import Money
from doorstep.orders import LabelRequest
from doorstep.orders.labels import Symbology
from worlds.day_on_server import API, Served, report


@pytest.fixture
def labels(served: Served) -> list[str]:
    """Ask for everything at A's door, which gets two labelled parcels; then go."""
    day = served.day
    with day.write() as unit:
        before = orders.get_shipment(unit, day.shipments["A"])
        recipient = replace(before.shipment.recipient, gate_code="12#", neighbour="Bo, 3rd floor")
        asked = replace(
            before.shipment,
            parcels=2,
            min_age=18,
            pin_check=True,
            cod=Money(2495, "EUR"),
            recipient=recipient,
        )
        orders.change_shipment(unit, before.id, before.version, asked)
        orders.make_labels(unit, LabelRequest(Symbology.QR, (before.id, day.shipments["B"])))
        codes = [one.details.barcode for one in orders.list_parcels(unit, before.id)]
    served.release()
    day.clock.advance(timedelta(minutes=80))  # 06:20
    return codes


@pytest.fixture
def pin(served: Served, labels: list[str]) -> str:
    assert labels
    with served.day.write() as unit:
        return orders.get_shipment(unit, served.day.shipments["A"]).door_pin


def deliver(served: Served, stop: str = "A", **answers: Any) -> dict[str, Any]:
    """Deliver; return the attempt as the office sees it."""
    route = served.route_of(served.ada)
    (result,) = served.report(served.ada, report("deliver", route, "06:15", stop=stop, **answers))
    assert result["outcome"] == "applied", result
    stop_id = next(one["id"] for one in route["stops"] if one["reference"] == stop)
    attempt: dict[str, Any]
    (attempt,) = served.office.get(f"{API}/stops/{stop_id}/attempts").json()["items"]
    return attempt


def manifest_of(served: Served, attempt: dict[str, Any]) -> dict[str, Any]:
    with zipfile.ZipFile(BytesIO(served.office.get(attempt["bundle_url"]).content)) as archive:
        found: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return found


def ways(served: Served, reference: str) -> list[list[tuple[str, str, str]]]:
    """Return each parcel's transfers: from, to, note."""
    with served.day.write() as unit:
        return [
            [
                (one.from_holder.kind.value, one.to_holder.label, one.note)
                for one in orders.list_transfers(unit, parcel.id)
            ]
            for parcel in orders.list_parcels(unit, served.day.shipments[reference])
        ]


def test_the_drivers_route_says_what_to_ask_and_never_the_pin(
    served: Served, labels: list[str], pin: str
) -> None:
    answer = served.ada.get(f"{API}/driver/route")
    stop = answer.json()["route"]["stops"][0]["id"]
    door = next(one for one in answer.json()["doors"] if one["stop_id"] == stop)
    assert door == {
        "stop_id": stop,
        "kind": "delivery",
        "labels": labels,
        "min_age": 18,
        "pin_check": True,
        "gate_code": "12#",
        "safe_place": "",
        "neighbour": "Bo, 3rd floor",
        "pays_by": "any",
        "temperature": "ambient",
        "dangerous_goods": "",
    }
    assert pin not in answer.text


def test_only_the_recipient_is_shown_the_pin_and_only_until_it_is_used(
    served: Served, pin: str
) -> None:
    page = served.ada.get(f"{API}/track/token-A").json()
    assert page["door_pin"] == pin
    assert served.ada.get(f"{API}/track/token-B").json()["door_pin"] is None
    deliver(served, pin=pin)
    assert served.ada.get(f"{API}/track/token-A").json()["door_pin"] is None


def test_right_answers_are_in_the_evidence_and_raise_no_flag(
    served: Served, labels: list[str], pin: str
) -> None:
    attempt = deliver(
        served,
        scans=[f"]Q3{labels[0]}", labels[1].lower()],
        pin=pin,
        age_checked=18,
        cash={"amount_minor": 2495, "currency": "EUR"},
    )
    assert (attempt["pin"], attempt["flags"]) == ("right", [])
    manifest = manifest_of(served, attempt)
    assert manifest["asked"] == {
        "labels": labels,
        "labels_scanned": labels,
        "labels_strange": [],
        "min_age": 18,
        "pin": True,
        "cash": {"amount_minor": 2495, "currency": "EUR"},
    }
    assert manifest["proof"]["pin"] == "right"
    van = served.day.route(served.route_of(served.ada)["id"]).vehicle_id
    way = [("merchant", f"vehicle {van}", ""), ("vehicle", "recipient", "")]
    assert ways(served, "A") == [way, way]
    receipt = served.office.get(attempt["receipt_url"]).content
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(receipt)).pages)
    assert "2 of 2 labels" in text
    assert "Cash due" in text


@pytest.mark.parametrize(
    ("answers", "pin", "flags"),
    [
        ({}, "missing", ["pin_missing", "age_not_checked"]),
        ({"pin": "000000", "age_checked": 16}, "wrong", ["pin_wrong", "age_not_checked"]),
    ],
)
def test_a_delivery_with_wrong_answers_counts_and_is_flagged(
    served: Served, labels: list[str], answers: dict[str, Any], pin: str, flags: list[str]
) -> None:
    assert labels
    attempt = deliver(served, **answers)
    assert (attempt["pin"], attempt["flags"]) == (pin, flags)
    assert served.day.status("A") == "delivered"


def test_a_parcel_that_was_not_scanned_says_so_in_its_transfer(
    served: Served, labels: list[str], pin: str
) -> None:
    attempt = deliver(served, scans=[labels[0]], pin=pin, age_checked=20)
    assert attempt["flags"] == ["parcels_not_scanned"]
    assert [way[-1][2] for way in ways(served, "A")] == [
        "",
        "Not scanned, others of the shipment were",
    ]


def test_a_parcel_of_another_door_is_flagged_and_stays_where_it_is(
    served: Served, labels: list[str], pin: str
) -> None:
    with served.day.write() as unit:
        (other,) = orders.list_parcels(unit, served.day.shipments["B"])
    scans = [*labels, other.details.barcode]
    attempt = deliver(served, scans=scans, pin=pin, age_checked=20)
    assert attempt["flags"] == ["strange_parcel"]
    assert ways(served, "B")[0][-1][1].startswith("vehicle")


@pytest.mark.parametrize(
    ("handed_to", "holder"),
    [
        ("recipient", "recipient"),
        ("household", "recipient household"),
        ("neighbour", "neighbour"),
        ("safe_place", "recipient safe place"),
    ],
)
def test_who_took_it_is_with_whom_it_is(
    served: Served, labels: list[str], handed_to: str, holder: str
) -> None:
    assert labels
    attempt = deliver(served, "B", handed_to=handed_to)
    assert attempt["handed_to"] == handed_to
    assert ways(served, "B")[0][-1][:2] == ("vehicle", holder)


def test_a_hand_over_far_from_the_address_is_flagged(served: Served, labels: list[str]) -> None:
    assert labels
    # 0.01 degrees south of B's door: 1112 m; it is known to 50 m.
    far = {"lat": 60.01, "lon": 25.0, "accuracy_m": 50}
    assert deliver(served, "B", position=far)["flags"] == ["far_from_address"]


def test_refused_and_damaged_goods_stay_in_the_van_and_come_back_to_the_depot(
    served: Served, labels: list[str]
) -> None:
    assert labels
    route = served.route_of(served.ada)
    served.day.clock.advance(timedelta(hours=1))
    for stop, reason in (("A", "age_not_proved"), ("B", "damaged")):
        sent = report("fail", route, "06:15", stop=stop, reason=reason)
        served.report(served.ada, sent)
        assert ways(served, stop)[0][-1][1].startswith("vehicle")
    served.report(served.ada, report("finish_route", route, "07:00"))
    assert [way[-1][:2] for way in ways(served, "A")] == [("vehicle", "depot Hub")] * 2
