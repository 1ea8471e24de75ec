"""A dispatcher closes a street on the map, and the next plan leaves it out."""

import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright.sync_api import Browser, Locator, Page, expect

from doorstep.roads import decode_polyline
from journeys.pages import Console
from worlds.browser import DESKTOP, PHONE, visiting
from worlds.demo_process import DemoProcess

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

# On both sides of Bulevardi, where the map is still drawn at the zoom it opens with.
_PLAN_PATIENCE_S = 300
_STREET = "Bulevardi"
_ORDERS = (
    "reference,name,address,lat,lon\n"
    "B1,Maija,Hietalahdenkatu 1,60.1632,24.9335\n"
    "B2,Pekka,Aleksanterinkatu 20,60.1690,24.9480\n"
    "B3,Anna,Lonnrotinkatu 20,60.1655,24.9352\n"
)


@pytest.fixture
def page(chromium: Browser, demo: DemoProcess) -> Iterator[Page]:
    with visiting(chromium, demo.url, DESKTOP) as visitor:
        Console(visitor.page).sign_in_by_password(demo.email, demo.password)
        yield visitor.page


def get(page: Page, path: str) -> Any:
    answer = page.request.get(f"/api/v1/{path}")
    assert answer.ok, answer.text()
    return answer.json()


def open_roads(page: Page) -> Locator:
    page.goto("/#/roads")
    # Keys pressed while the page is still being drawn go nowhere.
    expect(page.get_by_role("button", name="Close a street")).to_be_visible()
    return page.get_by_role("region", name="Map with")


def plan(page: Page, service_on: str) -> Any:
    """Plan the day through the API."""
    body = {"service_on": service_on, "seconds": 1}
    asked = page.request.post("/api/v1/plans", data=body)
    assert asked.ok, asked.text()
    patience_ends_s = time.monotonic() + _PLAN_PATIENCE_S
    while (made := get(page, f"plans/{asked.json()['id']}"))["status"] != "ready":
        assert made["status"] != "failed", made
        assert time.monotonic() < patience_ends_s
        time.sleep(0.1)
    return made


def lines_of(made: Any) -> shapely.Geometry:
    lines = [decode_polyline(route["geometry"]) for route in made["routes"]]
    return shapely.MultiLineString([[(p.lon, p.lat) for p in line] for line in lines])


def draw(page: Page, area: Locator, corners: list[tuple[float, float]]) -> None:
    """Click points of the map, given in pixels from its middle."""
    box = area.bounding_box()
    assert box is not None
    middle_x, middle_y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for x, y in corners:
        page.mouse.click(middle_x + x, middle_y + y)


def test_an_area_closed_with_the_mouse_keeps_the_next_plan_out_of_it(
    page: Page, tmp_path: Path
) -> None:
    today = date.fromisoformat(get(page, "clock")["now_at"][:10])
    day = (today + timedelta(days=40)).isoformat()
    console = Console(page)
    orders = tmp_path / "orders.csv"
    orders.write_text(_ORDERS)
    console.open_day(day)
    console.import_file(orders)
    console.expect_orders(3)
    before = plan(page, day)

    area = open_roads(page)
    page.get_by_role("button", name="Close a street").click()
    page.get_by_label("Area", exact=True).check()
    expect(area.locator(".map.drawn")).to_be_visible()
    draw(page, area, [(60, -40), (170, -40), (170, 60), (60, 60)])
    expect(page.get_by_role("status").first).to_contain_text("pieces")
    page.get_by_label("Name", exact=True).fill("Market day")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("button", name="Market day")).to_be_visible()

    # Held by the pointer, the offer to undo stays for as long as it is looked at.
    undo = page.get_by_role("button", name="Undo", exact=True)
    undo.hover()
    (closed,) = get(page, "disruptions")["items"]
    square = shapely.from_geojson(json.dumps(closed["geometry"]))
    after = plan(page, day)
    assert square.intersection(lines_of(before)).length > 0, "nobody drove through the area before"
    assert square.intersection(lines_of(after)).length == pytest.approx(0, abs=2e-5)
    assert after["cost_minor"] != pytest.approx(before["cost_minor"], rel=0.05)

    undo.click()
    expect(page.get_by_text("All roads are as usual")).to_be_visible()
    undone = plan(page, day)
    assert square.intersection(lines_of(undone)).length > 0
    # Which way round a van goes is not asked: a second of search may end at either of two
    # that cost nearly the same.
    assert undone["cost_minor"] == pytest.approx(before["cost_minor"], rel=0.05)


def test_a_street_is_closed_by_its_name_with_the_keyboard_alone_and_ended(page: Page) -> None:
    console = Console(page)
    open_roads(page)
    console.tab_to("^Close a street$")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Line", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("By name", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Street", exact=True)).to_be_focused()
    page.keyboard.type(_STREET)
    expect(page.get_by_role("status").first).to_contain_text(_STREET)
    page.keyboard.press("Escape")  # the browser's own list of names
    console.tab_to("^Close it$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=_STREET)).to_be_visible()
    console.tab_to("^End now$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Over")).to_be_visible()
    (ended,) = get(page, "disruptions")["items"]
    page.request.delete(f"/api/v1/disruptions/{ended['id']}")


def test_a_barrier_is_drawn_with_the_keyboard_on_the_map(page: Page) -> None:
    area = open_roads(page)
    page.get_by_role("button", name="Close a street").click()
    expect(area.locator(".map.drawn")).to_be_visible()
    area.locator("canvas").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 point", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")  # at once, for who asked for less motion
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 points", exact=True)).to_be_visible()
    # Two points on one spot would be on no street.
    expect(page.get_by_role("status").first).to_contain_text("piece")


def test_the_page_of_the_roads_can_be_used_by_everybody_on_a_phone(
    chromium: Browser, demo: DemoProcess
) -> None:
    with visiting(chromium, demo.url, PHONE) as visitor:
        Console(visitor.page).sign_in_by_password(demo.email, demo.password)
        open_roads(visitor.page)
        button = visitor.page.get_by_role("button", name="Close a street")
        expect(button).to_be_visible()
        assert visitor.grave_findings() == []
        button.click()
        expect(visitor.page.get_by_role("form", name="Close or slow down streets")).to_be_visible()
        assert visitor.grave_findings() == []
