"""A company sets its webhooks up, sees how they stand, and sends again what was missed."""

import json
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from doorstep.messages import Guard, Pump
from worlds.day_on_server import API, Served, report
from worlds.receiver import Receiver, answering


@pytest.fixture
def pump(served: Served) -> Pump:
    return Pump(served.day.kit, Guard.of("127.0.0.0/8"))


def test_a_delivery_reaches_the_shop_without_names_or_addresses(
    served: Served, owner: TestClient, pump: Pump, receiver: Receiver
) -> None:
    made = owner.post(f"{API}/webhooks", json={"url": receiver.url, "kinds": ["stop.*"]})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    served.release()
    route = served.route_of(served.ada)
    served.report(
        served.ada,
        report("deliver", route, "05:00", stop="A", position={"lat": 60.0123, "lon": 25.0123}),
    )
    pump.run_once()
    (message,) = receiver.got
    event = json.loads(message.body)
    assert event["data"]["reference"] == "A"
    assert len(event["data"]["evidence_sha256"]) == 64
    for secret in (b"Aino", b"Rauhankatu", b"358401", b"60.0123", b"token-A"):
        assert secret not in message.body
    (seen,) = owner.get(f"{API}/webhooks").json()["items"]
    assert (seen["pending"], seen["delivered"], seen["dead"]) == (0, 1, 0)
    assert "secret" not in seen


def test_trouble_is_seen_and_what_was_missed_is_sent_again(
    served: Served, owner: TestClient, pump: Pump, receiver: Receiver
) -> None:
    id_ = owner.post(f"{API}/webhooks", json={"url": receiver.url}).json()["id"]
    owner.post(f"{API}/webhooks/{id_}/test")
    served.release()
    receiver.behave = answering(500)
    pump.run_once()
    (seen,) = owner.get(f"{API}/webhooks").json()["items"]
    assert (seen["attempts"], seen["last_error"]) == (1, "The receiver answered 500.")
    assert owner.post(f"{API}/webhooks/{id_}/skip").status_code == 204
    receiver.behave = answering(204)
    pump.run_once()
    rows = owner.get(f"{API}/webhooks/{id_}/deliveries").json()["items"]
    assert [one["status"] for one in rows] == ["delivered", "delivered", "delivered", "dead"]
    body = {"from_at": "2026-06-01T05:00:00Z", "to_at": "2026-06-02T00:00:00Z"}
    assert owner.post(f"{API}/webhooks/{id_}/replay", json=body).json()["count"] > 2
    owner.patch(f"{API}/webhooks/{id_}", json={"enabled": False})
    before = len(receiver.got)
    pump.run_once()
    assert len(receiver.got) == before
    assert owner.delete(f"{API}/webhooks/{id_}").status_code == 204
    assert owner.get(f"{API}/webhooks").json()["items"] == []


@pytest.mark.parametrize(
    "url",
    ["https://10.0.0.1/", "https://[::1]/", "file:///etc/passwd", "https://169.254.169.254/"],
)
def test_an_address_behind_the_door_is_refused_when_it_is_saved(
    owner: TestClient, url: str
) -> None:
    answer = owner.post(f"{API}/webhooks", json={"url": url})
    assert (answer.status_code, answer.json()["code"]) == (422, "webhook_address_refused")


def test_webhooks_are_the_owners_business(served: Served, receiver: Receiver) -> None:
    for client in (served.office, served.ada):
        assert client.get(f"{API}/webhooks").status_code == 403
        made = client.post(f"{API}/webhooks", json={"url": receiver.url})
        assert made.status_code == 403


# The newest first; what she drives out with moves from the depot into her van.
BY_ADA = ["stop.delivered", "route.started", "parcels.moved", "parcels.moved"]


def test_who_did_what_is_found_by_subject_person_kind_and_time(
    served: Served, owner: TestClient
) -> None:
    served.release()
    route = served.route_of(served.ada)
    served.day.clock.advance(timedelta(hours=2))
    served.report(served.ada, report("deliver", route, "06:15", stop="A"))
    by_ada = owner.get(f"{API}/events?actor=driver:{served.day.drivers['Ada']}").json()["items"]
    assert [one["kind"] for one in by_ada] == BY_ADA
    kinds = {one["kind"] for one in owner.get(f"{API}/events?kind=route.").json()["items"]}
    assert kinds == {"route.released", "route.started"}
    late = owner.get(f"{API}/events?from_at=2026-06-01T06:00:00Z").json()["items"]
    assert [one["kind"] for one in late] == BY_ADA
    page = owner.get(f"{API}/events?limit=1").json()
    assert [one["kind"] for one in page["items"]] == ["stop.delivered"]
    older = owner.get(f"{API}/events?limit=1&before={page['next_before']}").json()
    assert [one["kind"] for one in older["items"]] == ["route.started"]
    event = owner.get(f"{API}/events/{by_ada[0]['id']}").json()
    assert event["type"] == "doorstep.stop.delivered"
    assert served.office.get(f"{API}/events").status_code == 403
