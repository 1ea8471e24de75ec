"""The address book: told once, used for each order of the same recipient."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from worlds.orders import DOOR, Office

ADDRESS = "Mannerheimintie 5"
AINO = {
    "name": "Aino Aalto",
    "phone": "+358 40 123 4567",
    "email": "aino@example.com",
    "gate_code": "12#",
    "safe_place": "Behind the flower box",
    "neighbour": "Bo, 3rd floor",
}


@pytest.fixture
def entry(client: TestClient) -> dict[str, Any]:
    sent = {"recipient": AINO, "note": "Ring twice", **DOOR}
    answer = client.post("address-book", json=sent)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    "recipient",
    [
        {"phone": "0401234567"},
        {"name": "somebody else", "phone": "00358401234567"},
        {"email": "AINO@example.com"},
        {"name": "aino  AALTO"},
    ],
)
def test_an_order_of_a_known_recipient_is_completed(
    office: Office, entry: dict[str, Any], recipient: dict[str, str]
) -> None:
    assert entry["version"] == 1
    one = office.create("A-1", recipient=recipient, address="MANNERHEIMINTIE 5")
    wishes = {name: AINO[name] for name in ("gate_code", "safe_place", "neighbour")}
    assert {name: one["recipient"][name] for name in wishes} == wishes
    assert one["note"] == "Ring twice"
    assert one["recipient"]["name"] == recipient.get("name", "Aino Aalto")


def test_what_the_order_says_itself_stays(office: Office, entry: dict[str, Any]) -> None:
    assert entry["id"]
    recipient = {"phone": AINO["phone"], "gate_code": "77#"}
    one = office.create("A-1", recipient=recipient, note="Leave it")
    assert (one["recipient"]["gate_code"], one["note"]) == ("77#", "Leave it")


@pytest.mark.parametrize(
    ("recipient", "address"),
    [
        ({"phone": AINO["phone"]}, "Mannerheimintie 50"),
        ({"phone": "+358 40 999 9999", "name": "Aino Aalto"}, ADDRESS),
        ({"name": "Aino"}, ADDRESS),
        ({}, ADDRESS),
    ],
)
def test_somebody_else_gets_nothing_of_it(
    office: Office, entry: dict[str, Any], recipient: dict[str, str], address: str
) -> None:
    assert entry["id"]
    one = office.create("A-1", recipient=recipient, address=address)
    assert (one["recipient"]["gate_code"], one["note"]) == ("", "")


def test_a_door_that_was_shown_once_is_never_looked_for_again(
    client: TestClient, office: Office
) -> None:
    unknown = "Kuvitteellinen kuja 999 Q"
    before = office.post_order(
        {"reference": "B-0", "shipments": [{"service_on": "2026-06-01", "address": unknown}]}
    ).json()["shipments"][0]
    assert before["status"] == "unlocated"
    sent = {"recipient": {"name": "Aino"}, **DOOR, "address": unknown}
    assert client.post("address-book", json=sent).status_code == 201
    shipment = {"service_on": "2026-06-01", "address": unknown, "recipient": {"name": "Aino"}}
    after = office.post_order({"reference": "B-1", "shipments": [shipment]}).json()["shipments"][0]
    assert (after["status"], after["lat"], after["lon"]) == ("pending", DOOR["lat"], DOOR["lon"])


def test_files_are_completed_too(
    client: TestClient, office: Office, entry: dict[str, Any]
) -> None:
    assert entry["id"]
    file = (
        f"reference,name,phone,address,lat,lon\nF-1,A. Aalto,0401234567,{ADDRESS},60.169,24.939\n"
    )
    query = {"service_on": "2026-06-01"}
    headers = {"Content-Type": "text/csv"}
    answer = client.post("shipments/import", content=file, params=query, headers=headers)
    assert answer.json()["added"] == 1, answer.text
    (one,) = office.get("shipments", q="F-1")["items"]
    assert (one["recipient"]["name"], one["recipient"]["gate_code"]) == ("A. Aalto", "12#")


def test_the_same_recipient_stands_in_it_once(client: TestClient, entry: dict[str, Any]) -> None:
    again = client.post("address-book", json={"recipient": {"phone": "0401234567"}, **DOOR})
    assert (again.status_code, again.json()["code"]) == (409, "address_book_taken")
    headers = {"If-Match": f'"{entry["version"]}"'}
    same = {"recipient": AINO | {"gate_code": "1"}, **DOOR}
    changed = client.put(f"address-book/{entry['id']}", json=same, headers=headers)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = client.put(f"address-book/{entry['id']}", json=same, headers=headers)
    assert stale.status_code == 412


def test_it_is_searched_in_pages_and_entries_go_for_good(
    client: TestClient, office: Office, entry: dict[str, Any]
) -> None:
    for name in ("Bo", "Cia"):
        client.post("address-book", json={"recipient": {"name": name}, **DOOR})
    first = office.get("address-book", limit=2)
    names = [one["recipient"]["name"] for one in first["items"]]
    rest = office.get("address-book", limit=2, cursor=first["next_cursor"])
    names += [one["recipient"]["name"] for one in rest["items"]]
    assert (names, rest["next_cursor"]) == (["Aino Aalto", "Bo", "Cia"], None)
    assert [one["id"] for one in office.get("address-book", q="example.com")["items"]] == [
        entry["id"]
    ]
    assert office.get("address-book", q="%")["items"] == []
    gone = client.delete(f"address-book/{entry['id']}", headers={"If-Match": '"1"'})
    assert gone.status_code == 204
    missing = client.get(f"address-book/{entry['id']}")
    assert missing.json()["code"] == "address_book_entry_not_found"


@pytest.mark.parametrize(
    "body",
    [
        {"recipient": {}, **DOOR},
        {"recipient": {"name": "A"}, "address": ""},
        {"recipient": {"name": "A"}, "address": "x", "lat": 60.1},
        {"recipient": {"name": "A", "admin": True}, **DOOR},
        {"recipient": {"name": "4111 1111 1111 1111"}, **DOOR},
    ],
)
def test_what_is_no_entry_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post("address-book", json=body).status_code == 422
