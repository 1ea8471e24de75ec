"""What a dispatcher does on the console, each test on a day of its own."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.pages import Console
from worlds.browser import DESKTOP, PHONE, Visitor, visiting
from worlds.demo_process import DemoProcess

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

_HEADER = "reference,name,address,lat,lon,window_start,window_end,parcels\n"
_GOOD = "A1,Maija,Mannerheimintie 5,60.1689,24.9411,09:00,11:00,1\n"
_BAD = (
    "A2,Pekka,Kalevankatu 3,60.1672,24.9390,15:00,11:00,1\n"
    "A3,Anna,Kalevankatu 4,60.1673,24.9391,,,x\n"
)
_days = count(1)


@pytest.fixture(scope="module")
def office(chromium: Browser, demo: DemoProcess) -> Iterator[Visitor]:
    with visiting(chromium, demo.url, DESKTOP) as visitor:
        Console(visitor.page).sign_in_by_password(demo.email, demo.password)
        yield visitor


@pytest.fixture
def page(office: Visitor) -> Page:
    return office.page


@pytest.fixture
def console(page: Page) -> Console:
    return Console(page)


@pytest.fixture
def day(page: Page) -> str:
    """Return a service date that no other test uses."""
    today = date.fromisoformat(page.request.get("/api/v1/clock").json()["now_at"][:10])
    return (today + timedelta(days=next(_days))).isoformat()


def test_a_day_is_planned_and_released_with_the_keyboard_alone(
    console: Console, page: Page, day: str
) -> None:
    console.draw_orders(40, day)
    console.open_day(day)
    console.expect_orders(40)
    page.keyboard.press("p")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Start planning")).to_be_focused()
    page.keyboard.press("Shift+Tab")  # Cancel
    page.keyboard.press("Shift+Tab")  # the peak hours
    page.keyboard.press("Shift+Tab")  # the search times
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    console.expect_draft()
    console.tab_to("^Release$")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Release")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Released", exact=True).first).to_be_visible()


def test_the_stops_of_a_plan_are_walked_through_with_the_keyboard_alone(
    console: Console, page: Page, day: str
) -> None:
    console.draw_orders(20, day)
    console.request_plan(day)
    console.open_day(day)
    console.expect_draft()
    console.tab_to(r"^1\. ")
    page.keyboard.press("ArrowRight")
    drawer = page.get_by_role("complementary", name="Stop details")
    expect(drawer).to_be_visible()
    first = drawer.get_by_role("heading").first.inner_text()
    page.keyboard.press("ArrowRight")
    expect(drawer.get_by_role("heading").first).not_to_have_text(first)
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_an_import_with_bad_rows_says_where_why_and_what_to_do(
    console: Console, page: Page, day: str, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(_HEADER.replace("parcels", "parcels,colour") + _GOOD + _BAD)
    console.open_day(day)
    console.import_file(file)
    report = page.get_by_role("dialog", name="Import report")
    expect(report.get_by_text("1 order added")).to_be_visible()
    expect(report.get_by_text("2 rows rejected")).to_be_visible()
    expect(report.get_by_text("Column 'colour' is not known")).to_be_visible()
    row = report.get_by_role("row").filter(has_text="window_end")
    for cell in ("3", "11:00", "The window closes before it opens.", "Put the earlier moment"):
        expect(row.get_by_role("cell").filter(has_text=cell).first).to_be_visible()
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    expect(report.get_by_text("Put the earlier moment")).to_be_in_viewport()
    page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
    report.get_by_role("button", name="Close").last.click()
    console.expect_orders(1)


def test_a_file_sent_again_says_what_changed(
    console: Console, page: Page, day: str, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(_HEADER + _GOOD + _GOOD.replace("A1", "A2"))
    console.open_day(day)
    console.import_file(file)
    expect(page.get_by_text("2 orders added")).to_be_visible()
    console.expect_orders(2)  # the way of choosing a first file has gone from the page by now
    file.write_text(_HEADER + _GOOD + _GOOD.replace("A1", "A2").replace("Maija", "Liisa"))
    console.import_file(file)
    expect(page.get_by_text("1 updated, 1 already there")).to_be_visible()
    console.expect_orders(2)


def test_a_file_dropped_anywhere_is_imported(console: Console, day: str) -> None:
    console.open_day(day)
    console.drop_file(_HEADER + _GOOD)
    console.expect_orders(1)


def test_a_search_that_is_stopped_leaves_the_best_plan_so_far(
    console: Console, page: Page, day: str
) -> None:
    console.draw_orders(60, day)
    console.open_day(day)
    page.get_by_role("button", name="Plan", exact=True).click()
    page.get_by_label("2 min", exact=True).check()
    page.get_by_role("button", name="Start planning").click()
    page.get_by_text("Searching for better routes").first.wait_for()
    page.get_by_role("button", name="Stop, keep the best").click()
    console.expect_draft()


def test_a_release_is_undone_by_recalling_it(console: Console, page: Page, day: str) -> None:
    console.draw_orders(20, day)
    console.request_plan(day)
    console.open_day(day)
    console.expect_draft()
    console.release()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The routes are recalled")).to_be_visible()
    console.expect_draft()
    assert page.request.get(f"/api/v1/routes?service_on={day}").json()["items"] == []


def test_a_list_of_a_thousand_orders_draws_only_what_is_in_sight(
    console: Console, page: Page, day: str
) -> None:
    console.draw_orders(1_000, day)
    console.open_day(day)
    console.expect_orders(1_000)
    rows = page.get_by_role("list", name="Orders").get_by_role("listitem")
    expect(rows.first).to_be_visible()
    assert rows.count() < 50
    rows.first.get_by_role("button").focus()
    page.keyboard.press("End")
    expect(rows.locator(":focus")).to_be_visible()
    expect(page.locator("li:has(:focus)")).to_have_attribute("aria-posinset", "1000")


def test_a_day_that_cannot_be_read_does_not_look_empty(
    office: Visitor, console: Console, page: Page, day: str
) -> None:
    page.route("**/api/v1/shipments?*", lambda route: route.abort())
    console.open_day(day)
    expect(page.get_by_text("No connection", exact=True)).to_be_visible()
    expect(page.get_by_text("No orders on this day")).to_have_count(0)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("No orders on this day")).to_be_visible()
    office.errors.clear()  # what the browser itself says of the request that was cut
