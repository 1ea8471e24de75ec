from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from worlds.browser import open_chromium
from worlds.demo_process import DemoProcess, new_data_folder, running_demo

# A busy machine draws slowly; what never comes still fails.
expect.set_options(timeout=45_000)


# Not for the whole run: Playwright's event loop stays in the thread until it is closed, and tests
# of other modules, which may come next in the same process, need a thread without one.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = open_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, roads_folder: Path) -> Iterator[DemoProcess]:
    folder = new_data_folder(tmp_path_factory.mktemp("demo"), roads_folder)
    with running_demo(folder) as process:
        yield process
