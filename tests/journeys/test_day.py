"""A delivery day on all three screens, in a real browser against a real server."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from journeys.pages import Console, DriverApp
from worlds.browser import DESKTOP, PHONE, Visitor, visiting
from worlds.demo_process import DemoProcess

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

DRIVER = "Aino H."
# The app sends six seconds after the tap, so that it can be undone; a busy machine needs more.
_UNDO_AND_TRAVEL_MS = 60_000


@pytest.fixture(scope="module")
def office(chromium: Browser, demo: DemoProcess) -> Iterator[Visitor]:
    with visiting(chromium, demo.url, DESKTOP) as visitor:
        console = Console(visitor.page)
        console.sign_in(demo.console_link)
        console.load_demo_orders()
        console.plan("5 s")
        console.release()
        yield visitor


@pytest.fixture(scope="module")
def van(chromium: Browser, demo: DemoProcess, office: Visitor) -> Iterator[Visitor]:
    assert office
    with visiting(chromium, demo.url, PHONE, has_touch=True) as visitor:
        DriverApp(visitor.page).sign_in(demo.driver_link)
        DriverApp(visitor.page).start()
        yield visitor


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "photo.jpg"
    picture = io.BytesIO()
    Image.effect_noise((900, 1200), 60).convert("RGB").save(picture, "JPEG")
    file.write_bytes(picture.getvalue())
    return file


def test_a_day_goes_from_orders_to_proof_on_three_screens(
    office: Visitor, van: Visitor, photo: Path, chromium: Browser, demo: DemoProcess
) -> None:
    driver = DriverApp(van.page)
    driver.arrive_at_next()
    driver.deliver_with_photo_and_signature(photo)
    Console(office.page).expect_route(DRIVER, "1 of ", _UNDO_AND_TRAVEL_MS)

    delivered = office.page.request.get("/api/v1/shipments?status=delivered").json()["items"]
    assert len(delivered) == 1
    with visiting(chromium, demo.url, PHONE) as recipient:
        recipient.page.goto(delivered[0]["tracking_url"])
        expect(recipient.page.get_by_text(re.compile("Delivered")).first).to_be_visible()
        expect(recipient.page.get_by_role("img").first).to_be_visible()
        assert recipient.grave_findings() == []


def test_a_failed_stop_reaches_the_office_with_its_reason(office: Visitor, van: Visitor) -> None:
    driver = DriverApp(van.page)
    driver.arrive_at_next()
    driver.fail("Nobody at home")
    expect(van.page.get_by_text("2 done", exact=True)).to_be_visible()
    Console(office.page).expect_route(DRIVER, "1 failed", _UNDO_AND_TRAVEL_MS)
    failed = office.page.request.get("/api/v1/shipments?status=delivery_failed").json()
    assert failed["total"] == 1


def test_a_driver_without_a_network_loses_nothing(
    office: Visitor, van: Visitor, photo: Path
) -> None:
    driver = DriverApp(van.page)
    driver.expect_kept_on_the_phone()
    van.context.set_offline(offline=True)
    van.page.reload()
    driver.arrive_at_next()
    driver.deliver_with_photo_and_signature(photo)
    van.page.reload()
    van.context.set_offline(offline=False)
    driver.expect_all_sent()
    Console(office.page).expect_route(DRIVER, "2 of ", _UNDO_AND_TRAVEL_MS)
    van.errors.clear()  # what the browser itself says of requests without a network


def test_the_numbers_come_from_what_the_driver_did(office: Visitor, van: Visitor) -> None:
    assert van
    office.page.get_by_role("link", name="Numbers").click()
    expect(office.page.get_by_role("heading", name="Cost per delivery")).to_be_visible()
    expect(office.page.get_by_role("row").filter(has_text="Van 1").first).to_be_visible()
    assert office.grave_findings() == []
