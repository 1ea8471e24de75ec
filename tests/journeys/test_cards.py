"""A recipient pays by card at the door: a code on the phone that turns to paid by itself."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, expect

from doorstep.api import health_routes
from doorstep.api.web_apps import mount_web_apps
from doorstep.dispatch import issue_driver_code
from doorstep.orders import PaysBy
from worlds.browser import PHONE, Visitor, visiting
from worlds.stripe_server import FakeStripe, running_stripe
from worlds.till import Till, open_till

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]

_PATIENCE_S = 300


@contextmanager
def listening(till: Till) -> Iterator[str]:
    """Serve the day and the apps on a free port."""
    app = till.served.app
    app.include_router(health_routes.router)
    mount_web_apps(app)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    patience_ends_s = time.monotonic() + _PATIENCE_S
    while not server.started:
        assert time.monotonic() < patience_ends_s
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        till.served.day.kit.bus.close()
        thread.join()


@pytest.fixture
def stripe() -> Iterator[FakeStripe]:
    with running_stripe() as running:
        yield running


@contextmanager
def at_the_door(till: Till, chromium: Browser, **screen: Any) -> Iterator[Visitor]:
    """Show the phone of the driver at the till's stop, about to hand over."""
    day = till.served.day
    with listening(till) as url:
        with day.write() as unit:
            code = issue_driver_code(unit, day.drivers["Ada"], url).code
        with visiting(chromium, url, PHONE, has_touch=True, **screen) as phone:
            phone.page.goto(f"/driver/#code={code}")
            expect(phone.page.get_by_text("Rauhankatu 7").first).to_be_visible()
            phone.page.goto(f"/driver/#/deliver/{till.stop['id']}")
            yield phone


def test_the_phone_shows_a_code_and_turns_to_paid_by_itself(
    tmp_path: Path, stripe: FakeStripe, chromium: Browser
) -> None:
    with (
        open_till(tmp_path, stripe) as till,
        at_the_door(till, chromium) as phone,
    ):
        page = phone.page
        page.get_by_role("button", name="Take €24.95 by card").click()
        shown = page.get_by_role("img", name="QR code of the payment page")
        expect(shown).to_be_visible()
        expect(page.get_by_label("Collected, in EUR")).to_have_count(0)
        assert phone.grave_findings() == []
        shown.scroll_into_view_if_needed()
        page.screenshot(path=tmp_path / "card-code.png")
        stripe.pay(till.session())
        expect(page.get_by_text("€24.95 paid by card")).to_be_visible()
        assert phone.grave_findings() == []
        page.screenshot(path=tmp_path / "card-paid.png")


def test_who_would_rather_have_cash_gets_the_amount_back_on_the_screen(
    tmp_path: Path, stripe: FakeStripe, chromium: Browser
) -> None:
    with (
        open_till(tmp_path, stripe) as till,
        at_the_door(till, chromium, color_scheme="dark") as phone,
    ):
        page = phone.page
        page.get_by_role("button", name="Take €24.95 by card").click()
        expect(page.get_by_role("img", name="QR code of the payment page")).to_be_visible()
        page.screenshot(path=tmp_path / "card-dark.png")
        page.get_by_role("button", name="Take cash instead").click()
        expect(page.get_by_label("Collected, in EUR")).to_be_visible()
        assert stripe.sessions[till.session()]["status"] == "expired"


def test_who_means_to_pay_by_card_is_asked_for_the_card_first(
    tmp_path: Path, stripe: FakeStripe, chromium: Browser
) -> None:
    with (
        open_till(tmp_path, stripe, PaysBy.CARD) as till,
        at_the_door(till, chromium) as phone,
    ):
        page = phone.page
        expect(page.get_by_role("heading", name="Collect €24.95 by card")).to_be_visible()
        expect(page.get_by_role("button", name="Take €24.95 by card")).to_be_enabled()
        expect(page.get_by_text("Take the card payment, or cash instead.")).to_be_visible()
        assert phone.grave_findings() == []
        page.get_by_role("button", name="Take cash instead").click()
        page.get_by_label("Collected, in EUR").fill("20")
        expect(page.get_by_text("Too little")).to_be_visible()
        assert phone.grave_findings() == []
