"""Orders come in once, whatever the network does, and only as what they can be."""
# Bad input: B-21 (docs/guides/bad-input.md).

import csv
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from worlds.orders import DOOR, MONDAY, Office, order_body


def test_an_order_is_there_with_its_shipment_when_it_is_answered(office: Office) -> None:
    answer = office.post_order(
        order_body(
            parcels=[{"weight_g": 1200, "length_mm": 100, "width_mm": 100, "height_mm": 101}] * 2,
            cod={"amount_minor": 2495, "currency": "EUR"},
        )
    )
    order = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/orders/{order['id']}"
    assert answer.headers["ETag"] == '"1"'
    assert office.get(f"orders/{order['id']}") == order
    (shipment,) = order["shipments"]
    assert (order["status"], shipment["status"], shipment["reference"]) == (
        "open",
        "pending",
        "A-1",
    )
    # 2 x 1200 g; 2 x 1 010 000 mm3 are 2020 cm3.
    assert (shipment["parcels"], shipment["weight_g"], shipment["volume_cm3"]) == (2, 2400, 2020)
    assert shipment["cod"] == {"amount_minor": 2495, "currency": "EUR"}


def test_how_the_recipient_means_to_pay_is_said_changed_and_taken_away(office: Office) -> None:
    cod = {"amount_minor": 2495, "currency": "EUR"}
    shipment = office.create("A-1", cod=cod, pays_by="card")
    assert shipment["pays_by"] == "card"
    assert office.create("A-2", cod=cod)["pays_by"] == "any"
    file = office.client.get("shipments/export.csv").text
    row = next(csv.DictReader(file.splitlines()))
    assert (row["cod_amount"], row["cod_currency"], row["pays_by"]) == ("24.95", "EUR", "card")

    assert office.act(shipment, "change", {"pays_by": "any"}).json()["pays_by"] == "any"
    refused = office.post_order(order_body("A-3", cod=cod, pays_by="cheque"))
    assert refused.status_code == 422


def test_a_repeated_request_gives_the_first_answer_and_adds_nothing(office: Office) -> None:
    first = office.post_order(order_body(), key="one")
    again = office.post_order(order_body(), key="one")
    quoted = office.post_order(order_body(), key='"one"')
    assert (again.status_code, again.content) == (201, first.content)
    assert quoted.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert office.get("orders")["total"] == 1


def test_a_key_used_for_another_request_is_refused(office: Office) -> None:
    office.post_order(order_body(), key="one")
    other = office.post_order(order_body("A-2"), key="one")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert office.get("orders")["total"] == 1


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "idempotency_key_missing"),
        ({"Idempotency-Key": ""}, "idempotency_key_malformed"),
        ({"Idempotency-Key": "x" * 256}, "idempotency_key_malformed"),
        ({"Idempotency-Key": "a\tb"}, "idempotency_key_malformed"),
    ],
)
def test_without_a_proper_key_nothing_is_taken_in(
    office: Office, client: TestClient, headers: dict[str, str], code: str
) -> None:
    answer = client.post("orders", json=order_body(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert office.get("orders")["total"] == 0


def test_a_refused_request_keeps_nothing_so_that_it_can_succeed_later(office: Office) -> None:
    blocking = office.create("A-1")
    refused = office.post_order(order_body("A-1"), key="later")
    assert (refused.status_code, refused.json()["code"]) == (409, "reference_taken")
    office.act(blocking, "change", {"reference": "A-2"})
    assert office.post_order(order_body("A-1"), key="later").status_code == 201


def test_the_same_request_many_times_at_once_is_done_once(office: Office) -> None:
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda _: office.post_order(order_body(), key="one"), range(16)))
    # Whoever came while the first was being worked on is told to wait; nobody else is served.
    assert {one.status_code for one in answers} <= {201, 409}
    assert {one.json()["code"] for one in answers if one.status_code == 409} <= {
        "idempotency_key_in_flight"
    }
    assert len({one.content for one in answers if one.status_code == 201}) == 1
    assert office.get("orders")["total"] == 1


def test_of_several_orders_the_bad_ones_are_named_and_the_good_ones_kept(
    office: Office, client: TestClient
) -> None:
    many = {"orders": [order_body("A-1"), order_body("A-1"), order_body("A-2", lat=61.5)]}
    answer = client.post("orders/bulk", json=many, headers={"Idempotency-Key": "bulk"})
    found = answer.json()
    assert (answer.status_code, found["created"], found["refused"]) == (200, 1, 2)
    codes = [one["problem"] and one["problem"]["code"] for one in found["items"]]
    assert codes == [None, "reference_taken", "address_outside"]
    assert [one["index"] for one in found["items"]] == [0, 1, 2]
    again = client.post("orders/bulk", json=many, headers={"Idempotency-Key": "bulk"})
    assert again.content == answer.content
    assert office.get("orders")["total"] == 1


def test_an_address_nobody_is_sure_of_waits_for_a_person(office: Office) -> None:
    nowhere = {"lat": None, "lon": None, "address": "Xyzzystrasse 99, Nowhere"}
    shipment = office.create("A-1", **nowhere)
    assert (shipment["status"], shipment["is_located"]) == ("unlocated", False)
    assert office.get("shipments", status="unlocated")["total"] == 1
    held = office.act(shipment, "hold")
    assert (held.status_code, held.json()["code"]) == (409, "shipment_status")
    fixed = office.act(shipment, "change", {"lat": 60.169, "lon": 24.939})
    assert (fixed.status_code, fixed.json()["status"]) == (200, "pending")
    assert fixed.json()["is_located"] is True


def test_pages_of_orders_follow_each_other_newest_first(office: Office) -> None:
    for number in range(5):
        office.create(f"A-{number}")
    seen: list[Any] = []
    cursor = ""
    while True:
        page = office.get("orders", limit=2, cursor=cursor)
        seen += [one["reference"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == [f"A-{number}" for number in range(5)]
    assert page["total"] == 5


def test_orders_are_found_by_what_is_known_of_them(office: Office) -> None:
    office.create("A-1", recipient={"name": "Ämma"})
    office.post_order({**order_body("B-7"), "merchant": "Kauppa"})
    assert [one["reference"] for one in office.get("orders", q="ämm")["items"]] == ["A-1"]
    assert [one["reference"] for one in office.get("orders", merchant="Kauppa")["items"]] == [
        "B-7"
    ]
    assert office.get("orders", reference="B-7")["total"] == 1
    assert office.get("shipments", merchant="Kauppa")["total"] == 1
    assert office.get("orders", q="%")["total"] == 0


def test_an_order_of_several_shipments_names_each(office: Office) -> None:
    one = {"service_on": MONDAY, **DOOR}
    body = {"reference": "O-1", "shipments": [one, one]}
    assert office.post_order(body).json()["code"] == "invalid_input"
    body = {
        "reference": "O-1",
        "shipments": [{**one, "reference": "S-1"}, {**one, "reference": "S-2", "kind": "pickup"}],
    }
    order = office.post_order(body).json()
    assert [shipment["kind"] for shipment in order["shipments"]] == ["delivery", "pickup"]
