"""The Python client against a real server: once, in turn, and with the server's own words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from doorstep.demo.seed import CITY_FILE
from doorstep_client import Doorstep, Event, Refused, Unreachable, each
from doorstep_client.transport import Transport, read_events
from worlds.demo_process import new_data_folder
from worlds.office import API, Office, open_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, roads_folder: Path) -> Iterator[Office]:
    folder = new_data_folder(tmp_path_factory.mktemp("client"), roads_folder)
    with open_office(folder, CITY_FILE) as opened:
        yield opened


@pytest.fixture
def key(office: Office) -> str:
    scopes = ["orders:read", "orders:write", "fleet:read"]
    made = office.owner.post(f"{API}/api-keys", json={"name": "k", "scopes": scopes})
    return str(made.json()["secret"])


class Line(httpx2.BaseTransport):
    """The network to a server in this process; it loses answers when told to."""

    def __init__(self, office: Office) -> None:
        self.client = TestClient(office.owner.app)
        self.mishaps: list[str] = []
        self.sent: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append(request)
        mishap = self.mishaps.pop(0) if self.mishaps else ""
        if mishap == "busy":
            problem = {"code": "too_busy", "title": "Too busy just now"}
            return httpx2.Response(503, json=problem, headers={"Retry-After": "1"})
        answer = self.client.request(
            request.method, str(request.url), content=request.read(), headers=dict(request.headers)
        )
        if mishap == "no answer":
            message = "the line went dead"
            raise httpx2.ReadError(message)
        kept = {
            name: answer.headers[name]
            for name in ("content-type", "retry-after")
            if name in answer.headers
        }
        return httpx2.Response(answer.status_code, content=answer.content, headers=kept)


@pytest.fixture
def line(office: Office) -> Line:
    return Line(office)


@pytest.fixture
def doorstep(line: Line, key: str) -> Iterator[Doorstep]:
    http = httpx2.Client(base_url="http://testserver", transport=line)
    with Doorstep("", key=key, http=http, sleep=lambda _s: None) as opened:
        yield opened


def order(reference: str) -> Any:
    return {
        "reference": reference,
        "merchant": "Kauppa",
        "shipments": [
            {
                "service_on": "2026-06-01",
                "recipient": {"name": "Aino"},
                "address": "Bulevardi 2",
                "lat": 60.166,
                "lon": 24.94,
                "parcels": [{"barcode": f"{reference}-1"}],
            }
        ],
    }


def test_an_order_is_sent_found_changed_and_cancelled(doorstep: Doorstep) -> None:
    sent = doorstep.orders.create_order(order("PY-1"))
    assert doorstep.orders.get_order(sent["id"])["reference"] == "PY-1"
    shipment = sent["shipments"][0]
    changed = doorstep.shipments.change_shipment(
        shipment["id"], {"note": "Ring twice"}, version=shipment["version"]
    )
    assert changed["note"] == "Ring twice"
    why: Any = {"note": "Ordered twice"}
    gone = doorstep.shipments.cancel_shipment(shipment["id"], why, version=changed["version"])
    assert gone["status"] == "cancelled"


def test_an_order_whose_answer_was_lost_is_taken_in_once(doorstep: Doorstep, line: Line) -> None:
    line.mishaps = ["no answer", "busy", "no answer"]
    sent = doorstep.orders.create_order(order("PY-2"))
    assert len(line.sent) == 4
    assert len({one.headers["idempotency-key"] for one in line.sent}) == 1
    found = doorstep.orders.list_orders(reference="PY-2")
    assert [one["id"] for one in found["items"]] == [sent["id"]]


def test_a_change_that_is_no_repetition_is_not_sent_twice(doorstep: Doorstep, line: Line) -> None:
    line.mishaps = ["no answer"]
    entry: Any = {"recipient": {"name": "Eino"}, "address": "Here", "lat": 60.166, "lon": 24.94}
    with pytest.raises(Unreachable):
        doorstep.address_book.add_entry(entry)
    assert len(line.sent) == 1
    # A busy server has done nothing: that may be sent again.
    line.mishaps = ["busy"]
    with pytest.raises(Refused) as raised:
        doorstep.address_book.add_entry(entry)
    assert raised.value.code == "address_book_taken"


def test_who_was_overtaken_learns_the_version_that_is_there(doorstep: Doorstep) -> None:
    shipment = doorstep.orders.create_order(order("PY-3"))["shipments"][0]
    doorstep.shipments.change_shipment(shipment["id"], {"note": "one"}, version=1)
    with pytest.raises(Refused) as raised:
        doorstep.shipments.change_shipment(shipment["id"], {"note": "two"}, version=1)
    refused = raised.value
    assert (refused.status, refused.code, refused.current_version) == (412, "version_stale", 2)
    assert refused.action


def test_what_is_wrong_with_an_order_is_told_in_words(doorstep: Doorstep) -> None:
    wrong = order("PY-4")
    wrong["shipments"][0]["service_on"] = "2026-02-30"
    with pytest.raises(Refused) as raised:
        doorstep.orders.create_order(wrong)
    (finding,) = raised.value.findings
    assert "service_on" in finding["column"]
    assert finding["reason"] in str(raised.value)


def test_a_key_without_the_right_is_refused(doorstep: Doorstep) -> None:
    with pytest.raises(Refused) as raised:
        doorstep.cash.get_cash()
    assert (raised.value.status, raised.value.code) == (403, "not_allowed")


def test_lists_that_come_in_pages_are_one_list(doorstep: Doorstep) -> None:
    for number in range(5):
        doorstep.orders.create_order(order(f"PAGE-{number}"))
    found = [one["reference"] for one in each(doorstep.orders.list_orders, q="PAGE", limit=2)]
    assert sorted(found) == [f"PAGE-{number}" for number in range(5)]


def test_files_come_as_text_and_addresses_are_quoted(doorstep: Doorstep) -> None:
    assert doorstep.imports.get_example_file().startswith("reference,")
    with pytest.raises(Refused) as raised:
        doorstep.orders.get_order("b?c#d")
    assert raised.value.code == "order_not_found"


def test_an_answer_in_other_words_is_a_refusal_all_the_same() -> None:
    refused = Refused.of(httpx2.Response(502, text="<h1>Bad gateway</h1>"))
    assert (refused.status, refused.code) == (502, "http_502")


def test_nobody_answering_is_told_apart_from_a_refusal() -> None:
    http = httpx2.Client(base_url="http://127.0.0.1:1", trust_env=False)
    pauses: list[float] = []
    with http, pytest.raises(Unreachable):
        Transport(http, tries=3, sleep=pauses.append).send("GET", "/orders")
    assert pauses == [0.5, 1.0]


def test_events_are_read_as_the_standard_says() -> None:
    text = (
        ": open\n\nid: 7\nevent: stop.delivered\ndata: {\ndata: }\n\nid: 8\n\ndata: x\n\ndata: cut"
    )
    assert list(read_events(iter(text.split("\n")))) == [
        Event("7", "stop.delivered", "{\n}"),
        Event("8", "message", "x"),
    ]
