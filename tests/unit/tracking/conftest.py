from collections.abc import Iterator
from pathlib import Path

import pytest

from worlds.day import Day, open_day


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with open_day(tmp_path) as opened:
        yield opened
