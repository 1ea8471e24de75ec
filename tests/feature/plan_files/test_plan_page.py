"""``plan.html`` in a real browser, opened from the disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from doorstep.planning import to_html
from worlds.browser import DESKTOP, PHONE, Visitor, open_chromium, visiting
from worlds.plans import FORMULA, HOSTILE, small_plan

pytestmark = pytest.mark.journey


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def visitor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Visitor]:
    page = tmp_path / "plan.html"
    page.write_text(to_html(small_plan()), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = open_chromium(playwright)
        with visiting(browser, page.as_uri(), request.param) as visitor:
            visitor.page.goto(page.as_uri())
            yield visitor
        browser.close()


def test_a_stop_is_found_by_keyboard_and_its_texts_are_texts(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("button", name="Van 1, 09:00 to 10:00, 2 stops.").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#card")).to_contain_text(FORMULA)
    page.get_by_role("button", name="Next").press("Enter")
    expect(page.locator("#card")).to_contain_text(HOSTILE)
    expect(page.get_by_role("button", name="Previous")).to_be_focused()
    assert visitor.grave_findings() == []


def test_the_page_shows_totals_and_what_is_left_out_in_both_themes(visitor: Visitor) -> None:
    page = visitor.page
    expect(page.locator("#totals")).to_contain_text("47.12 EUR")
    expect(page.locator("#left-list")).to_contain_text("No room. Add a van.")
    expect(page.locator("#left-list")).to_contain_text("Would fit: With 12 minutes more on Van 1")
    page.get_by_role("button", name="Use the dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert visitor.grave_findings() == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("innerWidth")
