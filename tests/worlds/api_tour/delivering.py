"""The day: planned, released, driven, followed, paid and counted."""

import threading
import time
from typing import Any

from starlette.testclient import TestClient

from doorstep.kernel import FixedClock, SeededRng, new_id
from worlds.api_tour.town import API, TODAY, Town, good
from worlds.day_on_server import photo
from worlds.devices import Phone

PATIENCE_S = 900
_RNG = SeededRng(23)


def plan_the_day(town: Town) -> None:
    owner = town.owner
    plan = good(owner.post(f"{API}/plans", json={"service_on": TODAY, "seconds": 1})).json()
    town.ids["plan"] = plan["id"]
    path = f"{API}/plans/{plan['id']}"
    patience_ends_s = time.monotonic() + PATIENCE_S
    while plan["status"] not in {"ready", "failed"}:
        assert time.monotonic() < patience_ends_s, plan
        time.sleep(0.1)
        # Only the finished plan is worth an example.
        plan = good(TestClient(owner.app, cookies=owner.cookies).get(path)).json()
    assert plan["status"] == "ready", plan
    good(owner.get(path))
    good(owner.get(f"{API}/plans", params={"service_on": TODAY}))
    for name in ("manifest.pdf", "stops.csv", "routes.geojson", "plan.json"):
        good(owner.get(f"{path}/{name}"))
    good(owner.post(f"{path}/release"))
    good(owner.post(f"{path}/recall"))
    good(owner.post(f"{path}/release"))
    again = {"service_on": "2026-06-02", "seconds": 60}
    other = good(owner.post(f"{API}/plans", json=again)).json()
    good(owner.post(f"{API}/plans/{other['id']}/stop"))
    station = [24.9420, 60.1715]
    document = {
        "vehicles": [{"id": 1, "profile": "van", "start": station, "end": station}],
        "jobs": [{"id": 1, "location": [24.9390, 60.1690], "service": 60}],
    }
    good(owner.post(f"{API}/vroom", params={"seconds": 1}, json=document))


def drive_it(town: Town) -> None:
    owner, phone = town.owner, town.browser()
    (route,) = good(owner.get(f"{API}/routes", params={"service_on": TODAY})).json()["items"]
    good(owner.get(f"{API}/routes/{route['id']}"))
    path = f"{API}/drivers/{route['driver_id']}/sign-in-codes"
    code = good(owner.post(path)).json()["code"]
    good(phone.post(f"{API}/driver/session", json={"code": code}))
    device = Phone()
    good(phone.put(f"{API}/driver/devices/{device.id}", json=device.registration()))
    route = good(phone.get(f"{API}/driver/route")).json()["route"]
    stops = sorted(route["stops"], key=lambda one: str(one["reference"]) != "A-1001")
    name, data = photo()
    sent_as = {"Content-Type": "image/jpeg"}
    good(phone.put(f"{API}/driver/files/{name}", content=data, headers=sent_as))
    first = stops[0]
    ways = {"lat": 60.1715, "lon": 24.942}
    good(phone.get(f"{API}/driver/stops/{first['id']}/directions", params=ways))
    fix = {"lat": 60.1661, "lon": 24.9401, "accuracy_m": 8.0}
    position = fix | {"fixed_at": town.clock.now().isoformat(), "speed_mps": 0.0}
    good(phone.post(f"{API}/driver/positions", json={"positions": [position]}))
    _pay_by_card(town, phone, first["id"])
    cash = {"amount_minor": 2400, "currency": "EUR"}
    proof = {"photos": [name], "recipient_name": "Eino", "position": fix, "cash": cash}
    reports = [
        _report(town, "start_route", route),
        _report(town, "arrive", route, stop_id=first["id"]),
        _report(town, "deliver", route, stop_id=first["id"], **proof),
    ]
    _send(town, phone, device, reports[:1])
    _send(town, phone, device, reports[1:])
    failed = {"reason": "recipient_absent"}
    for stop in stops[1:]:
        _send(town, phone, device, [_report(town, "fail", route, stop_id=stop["id"], **failed)])
    _send(town, phone, device, [_report(town, "finish_route", route)])
    _hear(town, phone, "/driver/live")
    good(phone.delete(f"{API}/driver/session"))
    _hand_over(town, device, _report(town, "arrive", route, stop_id=first["id"]))
    attempts = good(owner.get(f"{API}/stops/{first['id']}/attempts")).json()["items"]
    good(owner.get(f"{API}/attempts/{attempts[0]['id']}/proof.zip"))
    good(owner.get(f"{API}/attempts/{attempts[0]['id']}/receipt.pdf"))
    good(owner.get(f"{API}/files/{name}"))
    good(owner.get(f"{API}/devices/gaps"))
    good(owner.get(f"{API}/numbers", params={"service_on": TODAY}))
    _hear(town, owner, "/live")


def _hand_over(town: Town, device: Phone, told: dict[str, Any]) -> None:
    """Hand two reports over without a session; one counts, the other does not."""
    owner, phone = town.owner, town.browser()
    path = f"{API}/driver/devices/{device.id}"
    name, data = photo("olive")
    other = told | {"id": new_id(FixedClock(town.clock.now()), _RNG)}
    reports = [device.seal(told | {"photos": [name]}), device.seal(other)]
    good(phone.post(f"{path}/held-reports", json={"commands": reports}))
    sent_as = {"Content-Type": "image/jpeg"}
    good(phone.put(f"{path}/held-files/{name}", content=data, headers=sent_as))
    first, second = good(owner.get(f"{API}/held-reports")).json()["items"]
    good(owner.post(f"{API}/held-reports/{first['id']}/release"))
    note = {"note": "The driver had told us by phone"}
    good(owner.post(f"{API}/held-reports/{second['id']}/set-aside", json=note))


def follow_it(town: Town) -> None:
    shipment = good(town.owner.get(f"{API}/shipments/{town.ids['shipment']}")).json()
    token = shipment["tracking_url"].removeprefix("/t/")
    recipient = town.browser()
    good(recipient.get(f"{API}/track/{token}"))
    _hear(town, recipient, f"/track/{token}/live")


def count_the_cash(town: Town) -> None:
    owner = town.owner
    cash = good(owner.get(f"{API}/cash")).json()
    shift, difference = cash["shifts"][0], cash["exceptions"][0]
    counted = {"counted": [{"amount_minor": 2300, "currency": "EUR"}]}
    path = f"{API}/cash/shifts/{shift['id']}"
    good(owner.post(f"{path}/hand-in", json=counted))
    good(owner.post(f"{path}/approve", json={"note": "A coin was lost on the stairs"}))
    note = {"note": "The recipient had no change"}
    good(owner.post(f"{API}/cash/exceptions/{difference['id']}/settle", json=note))


def give_the_card_back(town: Town) -> None:
    """Cash was taken as well as the card: the card gets its money back."""
    items = good(town.owner.get(f"{API}/payments")).json()["items"]
    paid = next(one for one in items if one["state"] == "paid")
    good(town.owner.post(f"{API}/payments/{paid['id']}/refund"))


def _pay_by_card(town: Town, phone: TestClient, stop_id: str) -> None:
    path = f"{API}/driver/stops/{stop_id}/payment"
    good(phone.post(path))
    good(phone.post(f"{path}/cancel"))
    good(phone.post(path))
    provider = town.browser()

    def tell(body: bytes, signature: str) -> Any:
        headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
        return good(provider.post(f"{API}/payments/news", content=body, headers=headers))

    town.stripe.tell = tell
    town.stripe.now_s = int(town.clock.now().timestamp())
    town.stripe.pay(list(town.stripe.sessions)[-1])


def _send(town: Town, phone: TestClient, device: Phone, reports: list[dict[str, Any]]) -> None:
    body = {"sent_at": town.clock.now().isoformat(), "commands": [*map(device.seal, reports)]}
    results = good(phone.post(f"{API}/driver/commands", json=body)).json()["results"]
    assert {one["outcome"] for one in results} == {"applied"}, results


def _report(town: Town, kind: str, route: dict[str, Any], **more: Any) -> dict[str, Any]:
    now_at = town.clock.now()
    told = {"id": new_id(FixedClock(now_at), _RNG), "kind": kind, "route_id": route["id"]}
    return told | {"happened_at": now_at.isoformat()} | more


def _hear(town: Town, client: TestClient, path: str) -> None:
    """Listen to a live stream from the beginning, until all that has happened was said."""
    done = threading.Event()

    def end_streams() -> None:
        while not done.wait(0.05):
            town.parts.kit.bus.close()

    ending = threading.Thread(target=end_streams)
    ending.start()
    try:
        good(client.get(API + path, headers={"Last-Event-ID": "0"}))
    finally:
        done.set()
        ending.join()
