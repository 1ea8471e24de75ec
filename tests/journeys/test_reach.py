"""A dispatcher looks how far vehicles get from the depot."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Response, expect

from journeys.pages import Console
from worlds.browser import DESKTOP, PHONE, visiting
from worlds.demo_process import DemoProcess

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_areas_are_drawn_changed_and_hidden(
    chromium: Browser, demo: DemoProcess, size: Any
) -> None:
    def is_answer(answer: Response) -> bool:
        return "/roads/isochrones" in answer.url

    with visiting(chromium, demo.url, size) as visitor:
        page = visitor.page
        Console(page).sign_in_by_password(demo.email, demo.password)
        page.goto("/#/roads")
        panel = page.get_by_role("region", name="How far from the depot")
        with page.expect_response(is_answer) as shown:
            panel.get_by_role("button", name="Show how far vehicles get").click()
        features = shown.value.json()["features"]
        assert [one["properties"]["minutes"] for one in features] == [15, 10, 5]
        expect(panel.get_by_role("button", name="Hide")).to_be_visible()
        with page.expect_response(is_answer) as changed:
            panel.get_by_label("Within").select_option(label="2, 4, 6 min")
        features = changed.value.json()["features"]
        assert [one["properties"]["minutes"] for one in features] == [6, 4, 2]
        panel.get_by_label("Way to").fill("Bulevardi 5")
        panel.get_by_role("button", name="Show", exact=True).click()
        expect(panel.get_by_text("Bulevardi 5, ")).to_be_visible()
        with page.expect_response(is_answer) as later:
            panel.get_by_label("Leaving at").fill("2026-11-23T16:30")
        assert "departs_at=2026-11-23T" in later.value.url
        assert len(later.value.json()["features"]) == 3
        expect(panel.get_by_text("Bulevardi 5, ")).to_be_visible()
        assert visitor.grave_findings() == []

        panel.get_by_role("button", name="Hide").click()
        expect(panel.get_by_role("button", name="Show how far vehicles get")).to_be_visible()
        assert visitor.errors == []
