from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from doorstep.bootstrap import Parts, open_parts
from doorstep.demo.seed import CITY_FILE
from doorstep.kernel import ScaledClock
from doorstep.plumbing.settings import Settings
from worlds.demo_process import new_data_folder
from worlds.described import answers_held_to_the_description


@pytest.fixture(autouse=True, scope="session")
def described() -> Iterator[None]:
    """Hold every answer that these tests see to the API description."""
    with answers_held_to_the_description():
        yield


@pytest.fixture
def parts(tmp_path: Path, roads_folder: Path) -> Iterator[Parts]:
    data = new_data_folder(tmp_path, roads_folder)
    clock = ScaledClock(datetime(2026, 6, 1, 4, 30, tzinfo=UTC))
    with open_parts(Settings(data_dir=data), CITY_FILE, clock) as opened:
        yield opened
