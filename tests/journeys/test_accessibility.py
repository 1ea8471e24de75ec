"""No grave finding of axe-core on any page, in light and dark, on a desk and on a phone."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.pages import Console
from worlds.browser import DESKTOP, PHONE, Visitor, visiting
from worlds.demo_process import DemoProcess

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def office(chromium: Browser, demo: DemoProcess) -> Iterator[Visitor]:
    """Sign a dispatcher in, on a day that is planned, released and chosen."""
    with visiting(chromium, demo.url, DESKTOP) as visitor:
        console = Console(visitor.page)
        console.sign_in_by_password(demo.email, demo.password)
        day = visitor.page.request.get("/api/v1/clock").json()["now_at"][:10]
        console.draw_orders(30, day)
        console.request_plan(day)
        console.open_day(day)
        console.expect_draft()
        console.release()
        yield visitor


def _findings(visitor: Visitor) -> list[str]:
    """Return the grave findings at both sizes, in light and dark."""
    found = []
    for scheme in _SCHEMES:
        visitor.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size in (DESKTOP, PHONE):
            visitor.page.set_viewport_size({"width": size["width"], "height": size["height"]})
            expect(visitor.page.locator("html")).to_have_attribute("data-theme", scheme)
            found += [f"{scheme}, {size['width']}: {one}" for one in visitor.grave_findings()]
    return found


def test_the_day_is_accessible_with_a_stop_open(office: Visitor) -> None:
    office.page.get_by_role("article").first.get_by_role("button").first.click()
    office.page.get_by_role("article").first.get_by_role("listitem").first.click()
    expect(office.page.get_by_role("complementary", name="Stop details")).to_be_visible()
    assert _findings(office) == []


@pytest.mark.parametrize("name", ["Numbers", "Fleet"])
def test_a_page_of_the_console_is_accessible(office: Visitor, name: str) -> None:
    office.page.get_by_role("link", name=name).click()
    expect(office.page.get_by_role("heading", name=name)).to_be_visible()
    assert _findings(office) == []


def test_the_drivers_page_is_accessible(
    office: Visitor, chromium: Browser, demo: DemoProcess
) -> None:
    link = _link_of_a_driver(office.page)
    with visiting(chromium, demo.url, PHONE) as driver:
        driver.page.goto(link)
        expect(driver.page.get_by_role("button", name="Start route")).to_be_visible()
        assert _findings(driver) == []


def test_the_recipients_page_is_accessible(
    office: Visitor, chromium: Browser, demo: DemoProcess
) -> None:
    shipments = office.page.request.get("/api/v1/shipments?status=planned&limit=1").json()
    with visiting(chromium, demo.url, PHONE) as recipient:
        recipient.page.goto(shipments["items"][0]["tracking_url"])
        expect(recipient.page.get_by_role("heading").first).to_be_visible()
        assert _findings(recipient) == []


def test_the_sign_in_is_accessible(chromium: Browser, demo: DemoProcess) -> None:
    with visiting(chromium, demo.url, DESKTOP) as stranger:
        stranger.page.goto("/")
        expect(stranger.page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert _findings(stranger) == []


def _link_of_a_driver(page: Page) -> str:
    today = page.request.get("/api/v1/clock").json()["now_at"][:10]
    route = page.request.get(f"/api/v1/routes?service_on={today}").json()["items"][0]
    code = page.request.post(f"/api/v1/drivers/{route['driver_id']}/sign-in-codes").json()
    return str(code["url"])
