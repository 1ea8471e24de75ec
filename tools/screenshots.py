"""Take the pictures of the documentation: ``make screenshots``.

Starts the demo in a fresh folder, lives a morning of it, and photographs every page at desktop
and phone size into ``docs/images/``.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from worlds.browser import DESKTOP, PHONE, open_chromium, visiting  # noqa: E402 -- needs the path
from worlds.demo_process import DemoProcess, running_demo  # noqa: E402 -- needs the path

IMAGES = ROOT / "docs" / "images"
_SIZES = {"desktop": DESKTOP, "phone": PHONE}
_MORNING_DONE = 60
_ON_THE_ROAD: dict[str, Any] = {
    "permissions": ["geolocation"],
    "geolocation": {"latitude": 60.1702, "longitude": 24.9414},
}
_SETTLE_MS = 5_000


def main() -> None:
    """Photograph every page."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = open_chromium(playwright)
        with running_demo(Path(folder) / "var", "--drive", "--speed", "240") as demo:
            _wait_for_a_busy_morning(browser, demo)
            _console(browser, demo)
            _recipient(browser, demo)
            _driver(browser, demo)
        browser.close()


def _wait_for_a_busy_morning(browser: Browser, demo: DemoProcess) -> None:
    with visiting(browser, demo.url, DESKTOP) as office:
        _sign_in(office.page, demo)
        while _count(office.page, "delivered") < _MORNING_DONE:
            time.sleep(0.5)
        office.page.request.post("/api/v1/demo/pause")


def _console(browser: Browser, demo: DemoProcess) -> None:
    pages: dict[str, Callable[[Page], None]] = {
        "console": lambda page: _go(page, "/#/day"),
        "numbers": lambda page: _go(page, "/#/numbers"),
        "fleet": lambda page: _go(page, "/#/fleet"),
    }
    for size, viewport in _SIZES.items():
        for scheme in ("light", "dark"):
            with visiting(browser, demo.url, viewport, color_scheme=scheme) as office:
                _sign_in(office.page, demo)
                for name, open_page in pages.items():
                    open_page(office.page)
                    _shoot(office.page, f"{name}-{size}-{scheme}")


def _recipient(browser: Browser, demo: DemoProcess) -> None:
    with visiting(browser, demo.url, DESKTOP) as office:
        _sign_in(office.page, demo)
        on_the_way = _tracking_url(office.page, "out_for_delivery", with_driver=True)
        delivered = _tracking_url(office.page, "delivered", with_driver=False)
    for size, viewport in _SIZES.items():
        for name, path in (("track", on_the_way), ("delivered", delivered)):
            with visiting(browser, demo.url, viewport) as recipient:
                _go(recipient.page, path)
                _shoot(recipient.page, f"{name}-{size}-light")


def _driver(browser: Browser, demo: DemoProcess) -> None:
    for size, viewport in _SIZES.items():
        with visiting(browser, demo.url, DESKTOP) as office:
            _sign_in(office.page, demo)
            link = _driver_link(office.page)
        with visiting(browser, demo.url, viewport, has_touch=True, **_ON_THE_ROAD) as driver:
            _go(driver.page, link)
            _shoot(driver.page, f"driver-{size}-light")


def _sign_in(page: Page, demo: DemoProcess) -> None:
    body = {"email": demo.email, "password": demo.password}
    assert page.request.post("/api/v1/session", data=body).ok  # noqa: S101 -- a script


def _count(page: Page, status: str) -> int:
    answer = page.request.get(f"/api/v1/shipments?status={status}&limit=1").json()
    return int(answer["total"])


def _tracking_url(page: Page, status: str, *, with_driver: bool) -> str:
    shipments = page.request.get(f"/api/v1/shipments?status={status}").json()["items"]
    for shipment in shipments:
        token = shipment["tracking_url"].removeprefix("/t/")
        view = page.request.get(f"/api/v1/track/{token}").json()
        if not with_driver or view["driver"]:
            return str(shipment["tracking_url"])
    message = f"no shipment is {status}"
    raise SystemExit(message)


def _driver_link(page: Page) -> str:
    """Return a link for a driver who is on the road and has stops to go."""
    today = page.request.get("/api/v1/clock").json()["now_at"][:10]
    routes = page.request.get(f"/api/v1/routes?service_on={today}").json()["items"]
    started = [one for one in routes if one["status"] == "started"]
    route = max(started, key=lambda one: one["done"] * (one["total"] - one["done"]))
    code = page.request.post(f"/api/v1/drivers/{route['driver_id']}/sign-in-codes").json()
    return str(code["url"])


def _go(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("load")
    page.wait_for_timeout(_SETTLE_MS)


def _shoot(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / f"{name}.png")
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    main()
