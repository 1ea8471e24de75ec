"""What nobody has planned yet can be changed, held, cancelled and split, by one at a time."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from worlds.orders import MONDAY, Office, order_body


def test_a_change_says_which_version_it_is_meant_for(
    office: Office, client: TestClient, order: dict[str, Any]
) -> None:
    path = f"shipments/{order['id']}"
    missing = client.patch(path, json={"note": "x"})
    star = client.patch(path, json={"note": "x"}, headers={"If-Match": "*"})
    first = office.act(order, "change", {"note": "Ring twice"})
    stale = office.act(order, "change", {"note": "Other"})
    assert (missing.status_code, missing.json()["code"]) == (428, "version_missing")
    assert (star.status_code, star.json()["code"]) == (422, "invalid_input")
    assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
    assert (stale.status_code, stale.json()["code"]) == (412, "version_stale")
    assert (stale.json()["current_version"], stale.headers["ETag"]) == (2, '"2"')
    assert office.seen(order)["note"] == "Ring twice"


def test_a_change_that_changes_nothing_makes_no_version(
    office: Office, order: dict[str, Any]
) -> None:
    assert office.act(order, "change", {"note": order["note"]}).json()["version"] == 1


def test_only_what_is_said_changes(office: Office, order: dict[str, Any]) -> None:
    change = {
        "recipient": {"gate_code": "1234#"},
        "windows": [{"early_at": "2026-06-01T06:00:00Z", "late_at": "2026-06-01T09:00:00Z"}],
        "cod": {"amount_minor": 500, "currency": "EUR"},
        "service_on": "2026-06-02",
    }
    changed = office.act(order, "change", change).json()
    assert changed["recipient"]["name"] == "Aino"
    assert changed["recipient"]["gate_code"] == "1234#"
    assert changed["service_on"] == "2026-06-02"
    assert office.act(changed, "change", {"cod": None}).json()["cod"] is None


def test_hold_and_resume_keep_a_shipment_out_of_planning_and_let_it_in_again(
    office: Office, order: dict[str, Any]
) -> None:
    held = office.act(order, "hold", {"note": "Customer is away"}).json()
    assert (held["status"], held["hold_note"]) == ("held", "Customer is away")
    again = office.act(held, "hold")
    assert (again.status_code, again.json()["code"]) == (409, "shipment_status")
    resumed = office.act(held, "resume").json()
    assert (resumed["status"], resumed["hold_note"], resumed["version"]) == ("pending", "", 3)
    assert office.act(resumed, "resume").status_code == 409


def test_a_cancellation_can_be_taken_back(office: Office, order: dict[str, Any]) -> None:
    cancelled = office.act(order, "cancel", {"note": "Ordered twice"}).json()
    assert cancelled["status"] == "cancelled"
    assert office.get(f"orders/{order['order_id']}")["status"] == "cancelled"
    assert office.act(cancelled, "change", {"note": "x"}).status_code == 409
    assert office.act(cancelled, "reinstate").json()["status"] == "pending"


def test_after_the_cut_off_only_a_person_s_say_cancels(office: Office) -> None:
    # It is noon in Helsinki, 09:00 UTC.
    late = {**order_body(), "cancel_until_at": "2026-06-01T08:00:00Z"}
    early = {**order_body("A-2"), "cancel_until_at": "2026-06-01T10:00:00Z"}
    (shipment,) = office.post_order(late).json()["shipments"]
    (other,) = office.post_order(early).json()["shipments"]
    refused = office.act(shipment, "cancel")
    assert (refused.status_code, refused.json()["code"]) == (409, "cutoff_passed")
    assert office.act(shipment, "change", {"note": "x"}).status_code == 409
    assert office.act(shipment, "cancel", {"override": True}).json()["status"] == "cancelled"
    assert office.act(other, "cancel").json()["status"] == "cancelled"


def test_a_split_moves_parcels_and_shares_what_they_are(office: Office) -> None:
    shipment = office.create(
        "A-1",
        parcels=[{"barcode": f"P-{number}"} for number in (1, 2, 3)],
        weight_g=1000,
        cod={"amount_minor": 100, "currency": "EUR"},
    )
    parcels = office.get(f"shipments/{shipment['id']}/parcels")["items"]
    body = {
        "reference": "A-1b",
        "parcel_ids": [parcels[0]["id"], parcels[2]["id"]],
        "service_on": "2026-06-02",
    }
    answer = office.act(shipment, "split", body).json()
    stays, new = answer["stays"], answer["new"]
    # Two of three: 666 of 1000 g and 66 of 100 cents go, the rest stays.
    assert (new["parcels"], new["weight_g"], new["cod"]["amount_minor"]) == (2, 666, 66)
    assert (stays["parcels"], stays["weight_g"], stays["cod"]["amount_minor"]) == (1, 334, 34)
    assert (new["service_on"], new["order_id"]) == ("2026-06-02", shipment["order_id"])
    moved = office.get(f"shipments/{new['id']}/parcels")["items"]
    assert [(one["barcode"], one["ordinal"]) for one in moved] == [("P-1", 1), ("P-3", 2)]
    left = office.get(f"shipments/{shipment['id']}/parcels")["items"]
    assert [(one["barcode"], one["ordinal"]) for one in left] == [("P-2", 1)]


@pytest.mark.parametrize("which", ["none of it", "all", "another's"])
def test_a_split_leaves_and_moves_at_least_one(
    office: Office, order: dict[str, Any], which: str
) -> None:
    other = office.create("B-1")
    mine = [one["id"] for one in office.get(f"shipments/{order['id']}/parcels")["items"]]
    (foreign,) = [one["id"] for one in office.get(f"shipments/{other['id']}/parcels")["items"]]
    ids = {"none of it": ["x"], "all": mine, "another's": [mine[0], foreign]}[which]
    refused = office.act(order, "split", {"reference": "A-9", "parcel_ids": ids})
    assert (refused.status_code, refused.json()["code"]) == (422, "split_invalid")


def test_several_at_once_are_each_answered(
    office: Office, client: TestClient, order: dict[str, Any]
) -> None:
    other = office.create("A-2")
    office.act(other, "hold")
    body = {
        "action": "hold",
        "shipments": [
            {"id": order["id"], "version": 1},
            {"id": other["id"], "version": 1},
        ],
    }
    found = client.post("shipments/bulk", json=body).json()
    assert (found["changed"], found["refused"]) == (1, 1)
    assert [one["problem"] and one["problem"]["code"] for one in found["items"]] == [
        None,
        "version_stale",
    ]


def test_several_with_one_that_is_not_there_are_refused_without_a_hint(
    office: Office, client: TestClient, order: dict[str, Any]
) -> None:
    gone = {"id": "gone", "version": 1}
    body = {"action": "hold", "shipments": [{"id": order["id"], "version": 1}, gone]}
    refused = client.post("shipments/bulk", json=body)
    assert (refused.status_code, refused.json()["code"]) == (404, "shipment_not_found")
    assert "gone" not in refused.text
    assert order["id"] not in refused.text
    assert office.get(f"shipments/{order['id']}")["status"] == "pending"


def test_the_history_says_who_did_what(office: Office, order: dict[str, Any]) -> None:
    changed = office.act(order, "change", {"note": "Ring twice", "priority": 3}).json()
    office.act(changed, "cancel", {"note": "Ordered twice"})
    history = office.get(f"shipments/{order['id']}/history")["items"]
    assert [one["kind"] for one in history] == [
        "order.created",
        "shipment.changed",
        "shipment.cancelled",
    ]
    changes = {one["field"]: (one["before"], one["after"]) for one in history[1]["changes"]}
    assert changes == {"note": ("", "Ring twice"), "priority": ("0", "3")}
    assert history[2]["note"] == "Ordered twice"
    assert {one["actor"] for one in history} == {"account:1"}


def test_what_an_order_says_of_itself_can_change(
    client: TestClient, office: Office, order: dict[str, Any]
) -> None:
    path = f"orders/{order['order_id']}"
    answer = client.patch(path, json={"merchant": "Kauppa"}, headers={"If-Match": '"1"'})
    assert (answer.json()["merchant"], answer.headers["ETag"]) == ("Kauppa", '"2"')
    stale = client.patch(path, json={"merchant": "X"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert office.get("shipments", merchant="Kauppa", service_on=MONDAY)["total"] == 1
