"""What is asked at a door, answered on a phone without a network, and what the office sees of it.

The camera is a film of a label; it is read with the reader the app brings along.
"""
# Bad input: B-82 (docs/guides/bad-input.md).

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import APIRequestContext, Browser, expect, sync_playwright

from journeys.pages import Console, DriverApp
from worlds.browser import DESKTOP, PHONE, Visitor, open_chromium, visiting
from worlds.demo_process import DemoProcess

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]

LABELS = ("DOOR-1", "DOOR-2")
_PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def filming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Give a browser whose camera sees the first label."""
    film = tmp_path_factory.mktemp("film") / "label.mjpeg"
    code = zxingcpp.create_barcode(LABELS[0], zxingcpp.BarcodeFormat.QRCode)
    bars = np.array(zxingcpp.write_barcode_to_image(code, scale=8))
    picture = Image.new("L", (640, 480), 255)
    picture.paste(Image.fromarray(bars), (200, 120))
    frame = io.BytesIO()
    picture.convert("RGB").save(frame, "JPEG", quality=95)
    film.write_bytes(frame.getvalue() * 10)
    camera = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    with sync_playwright() as playwright:
        browser = open_chromium(playwright, camera)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def office(filming: Browser, demo: DemoProcess) -> Iterator[Visitor]:
    with visiting(filming, demo.url, DESKTOP) as visitor:
        Console(visitor.page).sign_in(demo.console_link)
        yield visitor


@pytest.fixture(scope="module")
def shipment(office: Visitor) -> dict[str, Any]:
    """Give a shipment for which everything is asked, on its way with a driver."""
    call = office.page.request
    today = call.get("/api/v1/clock").json()["now_at"][:10]
    one = {
        "service_on": today,
        "recipient": {"name": "Aino", "gate_code": "12#"},
        "address": "Mannerheimintie 5",
        "lat": 60.169,
        "lon": 24.939,
        "parcels": [{"barcode": label} for label in LABELS],
        "pin_check": True,
        "min_age": 18,
        "cod": {"amount_minor": 2495, "currency": "EUR"},
    }
    order = {"reference": "DOOR", "shipments": [one]}
    made = call.post("/api/v1/orders", data=order, headers={"Idempotency-Key": "door"})
    assert made.ok, made.text()
    plan = call.post("/api/v1/plans", data={"service_on": today, "seconds": 1}).json()
    _wait_for_plan(call, office, plan["id"])
    released = call.post(f"/api/v1/plans/{plan['id']}/release")
    assert released.ok, released.text()
    found: dict[str, Any] = made.json()["shipments"][0]
    return found


def _wait_for_plan(call: APIRequestContext, office: Visitor, plan_id: str) -> None:
    for _ in range(_PATIENCE_MS // 250):
        if call.get(f"/api/v1/plans/{plan_id}").json()["status"] == "ready":
            return
        office.page.wait_for_timeout(250)
    message = "the plan is not ready"
    raise AssertionError(message)


@pytest.fixture(scope="module")
def van(
    filming: Browser, demo: DemoProcess, office: Visitor, shipment: dict[str, Any]
) -> Iterator[Visitor]:
    """Give the phone of the shipment's driver, who has started."""
    call = office.page.request
    (route,) = call.get(f"/api/v1/routes?service_on={shipment['service_on']}").json()["items"]
    code = call.post(f"/api/v1/drivers/{route['driver_id']}/sign-in-codes").json()["code"]
    options = {"has_touch": True, "permissions": ["camera"]}
    with visiting(filming, demo.url, PHONE, **options) as visitor:
        DriverApp(visitor.page).sign_in(f"/driver/#code={code}")
        # From here on the app is on the phone, the reader of labels with it.
        DriverApp(visitor.page).expect_kept_on_the_phone()
        visitor.page.reload()
        DriverApp(visitor.page).start()
        yield visitor


def test_parcels_pin_age_and_cash_land_once_from_a_phone_without_a_network(
    office: Visitor, van: Visitor, shipment: dict[str, Any]
) -> None:
    page = van.page
    expect(page.get_by_text("12#")).to_be_visible()
    DriverApp(page).arrive_at_next()
    page.get_by_role("link", name="Deliver", exact=True).click()
    expect(page.get_by_role("heading", name="Deliver", exact=True)).to_be_visible()
    van.context.set_offline(True)
    page.get_by_label("ID seen: 18 or older").check()
    page.get_by_label("PIN").fill(shipment["door_pin"])
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.get_by_text(f"Right: {LABELS[0]}")).to_be_visible(timeout=_PATIENCE_MS)
    page.get_by_role("button", name="Close").click()
    page.get_by_label("Code on the label").fill("elsewhere")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not for this door: elsewhere")).to_be_visible()
    page.get_by_label("Code on the label").fill(LABELS[1].lower())
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 2 scanned")).to_be_visible()
    assert van.grave_findings() == []
    DriverApp(page).sign_and_deliver()
    van.context.set_offline(False)

    call = office.page.request
    (stop,) = call.get(f"/api/v1/routes?service_on={shipment['service_on']}").json()["items"][0][
        "stops"
    ]
    attempts: list[dict[str, Any]] = []
    for _ in range(_PATIENCE_MS // 500):
        attempts = call.get(f"/api/v1/stops/{stop['id']}/attempts").json()["items"]
        if attempts:
            break
        office.page.wait_for_timeout(500)
    (attempt,) = attempts
    assert (attempt["signed"], attempt["pin"], attempt["flags"]) == ("valid", "right", [])
    parcels = call.get(f"/api/v1/shipments/{shipment['id']}/parcels").json()["items"]
    assert [one["holder"]["kind"] for one in parcels] == ["recipient"] * 2
    van.errors.clear()  # a browser without a network says so on its console
