"""The three screens as their users speak of them."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

_PLAN_PATIENCE_MS = 150_000
_FARTHEST_TAB = 60
_FOCUSED_NAME = """() => {
    const focused = document.activeElement;
    return focused.getAttribute("aria-label") ?? focused.innerText;
}"""
_DRAG = """([type, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "orders.csv", { type: "text/csv" }));
    const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector("nav").dispatchEvent(event);
    return event.defaultPrevented;
}"""


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

    def sign_in_by_password(self, email: str, password: str) -> None:
        answer = self.page.request.post(
            "/api/v1/session", data={"email": email, "password": password}
        )
        assert answer.ok, answer.text()

    def open_day(self, service_on: str) -> None:
        """Go to a day, and wait until it has taken the place of the page before."""
        self.page.goto(f"/#/day/{service_on}")
        expect(self.page.get_by_role("navigation", name="Main")).to_be_visible()
        expect(self.page.get_by_label("Service date")).to_have_value(service_on)
        side = self.page.get_by_role("region", name="Orders and routes")
        expect(side).to_be_visible()
        expect(side.get_by_label("Loading")).to_have_count(0)

    def import_file(self, file: Path) -> None:
        self.page.get_by_label("Import CSV").last.set_input_files(file)

    def drop_file(self, text: str) -> None:
        """Let a file go beside the place meant for it, as a hand that slips does."""
        self.page.evaluate(_DRAG, ["dragenter", text])
        expect(self.page.get_by_text("Drop the file to import")).to_be_visible()
        assert self.page.evaluate(_DRAG, ["drop", text]), "the browser would open the file"

    def draw_orders(self, count: int, service_on: str) -> None:
        """Put demo orders on a day through the API."""
        answer = self.page.request.post(
            "/api/v1/demo/shipments", data={"count": count, "service_on": service_on}
        )
        assert answer.ok, answer.text()

    def request_plan(self, service_on: str) -> None:
        """Ask for a plan through the API, after the shortest search."""
        answer = self.page.request.post(
            "/api/v1/plans", data={"service_on": service_on, "seconds": 1}
        )
        assert answer.ok, answer.text()

    def expect_orders(self, count: int) -> None:
        tab = self.page.get_by_role("tab", name=re.compile("Orders"))
        expect(tab).to_contain_text(str(count))

    def expect_draft(self) -> None:
        release = self.page.get_by_role("button", name="Release", exact=True)
        expect(release).to_be_visible(timeout=_PLAN_PATIENCE_MS)

    def tab_to(self, name: str) -> None:
        """Press Tab until the focus is on what has this name."""
        for _ in range(_FARTHEST_TAB):
            self.page.keyboard.press("Tab")
            if re.search(name, self.page.evaluate(_FOCUSED_NAME)):
                return
        message = f"Tab does not lead to {name}"
        raise AssertionError(message)


class DriverApp:
    """The driver's screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, link: str) -> None:
        self.page.goto(link)
        expect(self.page.get_by_role("button", name="Start route")).to_be_visible()

    def start(self) -> None:
        self.page.get_by_role("button", name="Start route").click()

    def expect_kept_on_the_phone(self) -> None:
        """Wait until the app opens without a network."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def arrive_at_next(self) -> None:
        self.page.get_by_role("link", name=re.compile("Open stop")).last.click()
        self.page.get_by_role("button", name="I have arrived").click()

    def deliver_with_photo_and_signature(self, photo: Path) -> None:
        self.page.get_by_role("link", name="Deliver", exact=True).click()
        expect(self.page.get_by_role("heading", name="Deliver", exact=True)).to_be_visible()
        self.page.locator("input[type=file]").first.set_input_files(photo)
        expect(self.page.get_by_alt_text("Photo 1 of this delivery")).to_be_visible()
        self.sign_and_deliver()

    def sign_and_deliver(self) -> None:
        self._scribble()
        self.page.get_by_role("button", name="Mark as delivered").click()
        # The app says so once it is on the phone's disk.
        expect(self.page.get_by_text(re.compile(r"Stop \d+ delivered"))).to_be_visible()

    def fail(self, reason: str) -> None:
        self.page.get_by_role("link", name=re.compile("Can.t deliver")).click()
        self.page.get_by_text(reason).click()
        self.page.get_by_role("button", name="Mark as not delivered").click()

    def expect_all_sent(self) -> None:
        # A page that is not drawn yet says of nothing that it waits.
        expect(self.page.get_by_role("link", name=re.compile("Open stop")).last).to_be_visible()
        waiting = self.page.get_by_text(re.compile("waiting"))
        expect(waiting).to_have_count(0, timeout=60_000)

    def _scribble(self) -> None:
        canvas = self.page.locator("canvas").last
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        mouse.move(box["x"] + 20, box["y"] + 40)
        mouse.down()
        for step in range(1, 12):
            mouse.move(box["x"] + 20 + 12 * step, box["y"] + 40 + 25 * (step % 3))
        mouse.up()
        pad = self.page.get_by_role("group", name="Signature")
        expect(pad.get_by_role("button")).to_be_visible()  # what is signed can be cleared


def set_company_up(page: Page) -> None:
    """Go through the set-up as a first owner would."""
    page.get_by_label("Company name").fill("Own Courier")
    page.get_by_label("Time zone").select_option("Europe/Helsinki")
    page.get_by_role("button", name="Continue").click()
    # The city came with --roads: the set-up says so and goes on.
    expect(page.get_by_text("In use")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Address").first.fill("Mannerheimintie 5")
    page.get_by_label("Address").first.press("Enter")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Driver's name")).to_be_visible()
    page.get_by_label("Driver's name").fill("Kaisa")
    page.get_by_role("button", name="Add a vehicle").click()
    expect(page.get_by_text(re.compile("Kaisa, 08:00"))).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Go to today").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
