"""A real Chromium that notes what a visitor must never meet."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

_GRAVE = ("serious", "critical")
# A busy machine draws slowly; what never comes still fails.
_PATIENCE_MS = 60_000


def open_chromium(playwright: Playwright, more: Sequence[str] = ()) -> Browser:
    """Start the machine's Chromium, or Playwright's own where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    return playwright.chromium.launch(
        executable_path=path,
        args=[
            "--no-sandbox",
            "--disable-background-networking",
            "--use-angle=swiftshader",
            *more,
        ],
    )


@dataclass  # Playwright keeps its wrappers in attributes of its own, so no slots
class Visitor:
    """A browser window of its own, with everything that went wrong in it."""

    page: Page
    context: BrowserContext
    host: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors of the page and requests to any other host."""
        self.context.on("request", self._note_request)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def grave_findings(self) -> list[str]:
        """Return axe-core's serious and critical findings on the page as it is now."""
        violations: list[dict[str, Any]] = Axe().run(self.page)["violations"]
        return [
            f"{one['impact']}: {one['help']} at {node['target']}: {node.get('failureSummary', '')}"
            for one in violations
            if one["impact"] in _GRAVE
            for node in one["nodes"]
        ]

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.foreign.append(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} at {message.location}")


@contextmanager
def visiting(
    browser: Browser, url: str, viewport: dict[str, int], **options: Any
) -> Iterator[Visitor]:
    """Open a window on ``url``; at the end nothing may have gone wrong in it."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": viewport["width"], "height": viewport["height"]},
        locale=options.pop("locale", "en-GB"),
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(_PATIENCE_MS)
    visitor = Visitor(context.new_page(), context, urlsplit(url).netloc)
    visitor.watch()
    try:
        yield visitor
    finally:
        context.close()
    assert visitor.errors == []
    assert visitor.foreign == []
