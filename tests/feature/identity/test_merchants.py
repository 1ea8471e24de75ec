"""Merchants see and send in their own orders, and nothing of anybody else's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from doorstep.demo.seed import CITY_FILE
from worlds.demo_process import new_data_folder
from worlds.office import API, Office, open_office

ORDERS = f"{API}/merchant/orders"
# All that a merchant may read; what is not here, such as notes, skills and PINs, stays inside.
READABLE = {
    "id", "reference", "service_on", "recipient", "address", "windows", "parcels", "cod",
    "status", "tracking_url",
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, roads_folder: Path) -> Iterator[Office]:
    folder = new_data_folder(tmp_path_factory.mktemp("merchants"), roads_folder)
    with open_office(folder, CITY_FILE) as opened:
        yield opened


@pytest.fixture(scope="module")
def shop(office: Office) -> TestClient:
    return office.hire("merchant", "eva@shop.example", "Eva's shop")


@pytest.fixture(scope="module")
def rival(office: Office) -> TestClient:
    return office.hire("merchant", "rob@rival.example", "Rival")


def body(reference: str, **more: Any) -> dict[str, Any]:
    shipment = {
        "service_on": "2026-06-01",
        "recipient": {"name": "Aino", "gate_code": "CANARYGATE"},
        "address": "Bulevardi 5",
        "lat": 60.1649,
        "lon": 24.9384,
        "note": "CANARYNOTE",
    }
    return {"reference": reference, "shipments": [shipment | more]}


def send(client: TestClient, reference: str, **more: Any) -> Any:
    headers = {"Idempotency-Key": reference}
    return client.post(ORDERS, json=body(reference, **more), headers=headers)


def test_a_merchant_sends_in_and_sees_just_what_is_theirs(
    office: Office, shop: TestClient, rival: TestClient
) -> None:
    mine, theirs = send(shop, "E-1").json(), send(rival, "R-1").json()
    by_office = body("O-1") | {"merchant": "Eva's shop"}
    posted = office.owner.post(f"{API}/orders", json=by_office, headers={"Idempotency-Key": "o"})
    assert posted.status_code == 201
    listed = shop.get(ORDERS).json()
    assert {one["reference"] for one in listed["items"]} == {"E-1", "O-1"}
    assert (listed["merchant"], listed["total"]) == ("Eva's shop", 2)
    assert shop.get(f"{ORDERS}/{mine['id']}").status_code == 200
    foreign, never = (shop.get(f"{ORDERS}/{one}") for one in (theirs["id"], "never"))
    assert (foreign.status_code, foreign.json()) == (404, never.json())
    assert shop.get(ORDERS, params={"q": "R-1"}).json()["items"] == []


def test_a_merchant_reads_no_field_that_is_the_carrier_s(shop: TestClient) -> None:
    made = send(shop, "E-2")
    text = made.text + shop.get(ORDERS).text
    assert "CANARYGATE" not in text
    assert "CANARYNOTE" not in text
    (shipment,) = made.json()["shipments"]
    assert set(shipment) == READABLE


@pytest.mark.parametrize("field", ["priority", "skills", "service_s"])
def test_a_merchant_writes_no_field_that_is_the_carrier_s(shop: TestClient, field: str) -> None:
    value: Any = {"priority": 9, "skills": ["cold"], "service_s": 1}[field]
    refused = send(shop, f"E-{field}", **{field: value})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")
    assert shop.get(ORDERS, params={"q": f"E-{field}"}).json()["items"] == []


def test_a_merchant_sends_nothing_in_as_somebody_else(shop: TestClient) -> None:
    wish = body("E-9") | {"merchant": "Rival"}
    refused = shop.post(ORDERS, json=wish, headers={"Idempotency-Key": "E-9"})
    assert refused.status_code == 422


def test_a_merchant_s_account_opens_nothing_of_the_office(shop: TestClient) -> None:
    for path in ("shipments", "orders", "routes", "depots", "company", "setup", "team", "cash"):
        assert shop.get(f"{API}/{path}").status_code in {403, 422}, path
    assert shop.get(f"{API}/session").json()["may"] == ["account", "own-orders"]


def test_nobody_else_is_invited_with_a_merchant_s_name_and_no_merchant_without(
    office: Office,
) -> None:
    for wish in (
        {"role": "merchant"},
        {"role": "merchant", "merchant": "  "},
        {"role": "planner", "merchant": "Rival"},
    ):
        asked = office.owner.post(f"{API}/team/invitations", json={"email": "n@x.example"} | wish)
        assert asked.status_code == 422, wish


def test_nobody_becomes_a_merchant_later_who_belongs_to_none(office: Office) -> None:
    office.hire("planner", "pia@x.example")
    changed = office.change("role", {"role": "merchant"}, "pia@x.example")
    assert changed.status_code == 422
