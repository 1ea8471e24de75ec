"""The three screens as their users speak of them."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

_PLAN_PATIENCE_MS = 60_000


class Console:
    """The dispatcher's screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, link: str) -> None:
        self.page.goto(link)
        expect(self.page.get_by_role("navigation", name="Main")).to_be_visible()

    def load_demo_orders(self) -> None:
        self.page.get_by_role("button", name="Load demo orders").click()
        expect(self.page.get_by_role("tab", name=re.compile("Orders"))).to_contain_text("300")

    def plan(self, seconds: str) -> None:
        self.page.get_by_role("button", name="Plan", exact=True).click()
        self.page.get_by_label(seconds, exact=True).check()
        self.page.get_by_role("button", name="Start planning").click()
        release = self.page.get_by_role("button", name="Release", exact=True)
        expect(release).to_be_visible(timeout=_PLAN_PATIENCE_MS)

    def release(self) -> None:
        self.page.get_by_role("button", name="Release", exact=True).click()
        self.page.get_by_role("dialog").get_by_role("button", name="Release").click()
        expect(self.page.get_by_text("Released", exact=True).first).to_be_visible()

    def expect_route(self, driver: str, text: str, within_ms: float) -> None:
        card = self.page.get_by_role("article").filter(has_text=driver)
        expect(card).to_contain_text(text, timeout=within_ms)


class DriverApp:
    """The driver's screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, link: str) -> None:
        self.page.goto(link)
        expect(self.page.get_by_role("button", name="Start route")).to_be_visible()

    def start(self) -> None:
        self.page.get_by_role("button", name="Start route").click()

    def arrive_at_next(self) -> None:
        self.page.get_by_role("link", name=re.compile("Open stop")).last.click()
        self.page.get_by_role("button", name="I have arrived").click()

    def deliver_with_photo_and_signature(self, photo: Path) -> None:
        self.page.get_by_role("link", name="Deliver", exact=True).click()
        self.page.locator("input[type=file]").first.set_input_files(photo)
        expect(self.page.get_by_alt_text("Photo 1 of this delivery")).to_be_visible()
        self._scribble()
        self.page.get_by_role("button", name="Mark as delivered").click()
        # The app says so once it is on the phone's disk.
        expect(self.page.get_by_text(re.compile(r"Stop \d+ delivered"))).to_be_visible()

    def fail(self, reason: str) -> None:
        self.page.get_by_role("link", name=re.compile("Can.t deliver")).click()
        self.page.get_by_text(reason).click()
        self.page.get_by_role("button", name="Mark as not delivered").click()

    def expect_all_sent(self) -> None:
        waiting = self.page.get_by_text(re.compile("waiting"))
        expect(waiting).to_have_count(0, timeout=20_000)

    def _scribble(self) -> None:
        box = self.page.locator("canvas").last.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        mouse.move(box["x"] + 20, box["y"] + 40)
        mouse.down()
        for step in range(1, 12):
            mouse.move(box["x"] + 20 + 12 * step, box["y"] + 40 + 25 * (step % 3))
        mouse.up()
