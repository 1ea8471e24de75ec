"""A driver's sign-in is over for good; the phone hands what it holds to the office."""
# Bad input: B-90 (docs/guides/bad-input.md).

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys.pages import Console, DriverApp
from worlds.browser import DESKTOP, PHONE, Visitor, visiting
from worlds.demo_process import DemoProcess

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]

_TURNS = 240


def _picture(visitor: Visitor, name: str) -> None:
    """Keep a picture where somebody wants to look at the screens."""
    if folder := os.environ.get("DOORSTEP_PICTURES"):
        visitor.page.screenshot(path=Path(folder) / f"{name}.png")


def _release_a_day(office: Visitor) -> str:
    """Plan and release today's orders through the API; return a code for one of the drivers."""
    call = office.page.request
    today = call.get("/api/v1/clock").json()["now_at"][:10]
    Console(office.page).draw_orders(12, today)
    plan = call.post("/api/v1/plans", data={"service_on": today, "seconds": 1}).json()
    for _ in range(_TURNS):
        if call.get(f"/api/v1/plans/{plan['id']}").json()["status"] == "ready":
            break
        office.page.wait_for_timeout(250)
    released = call.post(f"/api/v1/plans/{plan['id']}/release")
    assert released.ok, released.text()
    route = call.get(f"/api/v1/routes?service_on={today}").json()["items"][0]
    code: str = call.post(f"/api/v1/drivers/{route['driver_id']}/sign-in-codes").json()["code"]
    return code


def test_work_on_a_phone_that_is_signed_out_for_good_reaches_the_office_and_counts(
    chromium: Browser, demo: DemoProcess
) -> None:
    with visiting(chromium, demo.url, DESKTOP) as office:
        Console(office.page).sign_in(demo.console_link)
        code = _release_a_day(office)
        with visiting(chromium, demo.url, PHONE, has_touch=True) as van:
            app = DriverApp(van.page)
            app.sign_in(f"/driver/#code={code}")
            app.expect_kept_on_the_phone()
            van.context.set_offline(True)
            app.start()
            app.arrive_at_next()
            app.fail("Nobody at home")
            van.context.clear_cookies()
            van.context.set_offline(False)

            ended = van.page.get_by_role("link", name=re.compile("Your sign-in has ended"))
            expect(ended).to_be_visible()
            ended.click()
            hand = van.page.get_by_role("button", name="Hand it to the office")
            expect(hand).to_be_visible()
            _picture(van, "phone-holds")
            assert van.grave_findings() == []
            hand.click()
            expect(van.page.get_by_text(re.compile(r"\d handed to the office"))).to_be_visible()
            expect(hand).to_have_count(0)
            _picture(van, "phone-handed-over")
            # What the browser itself says about being signed out.
            van.errors[:] = [one for one in van.errors if "401" not in one]
            van.errors[:] = [one for one in van.errors if "ERR_INTERNET_DISCONNECTED" not in one]

        page = office.page
        page.goto("/#/office")
        page.get_by_role("tab", name="Devices").click()
        waiting = page.get_by_role("listitem").filter(has_text="Not delivered")
        expect(waiting).to_be_visible()
        _picture(office, "office-holds")
        assert office.grave_findings() == []
        for text in ("Set off", "Arrived", "Not delivered"):
            row = page.get_by_role("listitem").filter(has_text=text)
            row.get_by_role("button", name="Release").click()
            expect(row).to_have_count(0)
        expect(page.get_by_text("Waiting for you")).to_have_count(0)
        today = page.request.get("/api/v1/clock").json()["now_at"][:10]
        routes = page.request.get(f"/api/v1/routes?service_on={today}").json()["items"]
        assert [s["status"] for r in routes for s in r["stops"]].count("failed") == 1
