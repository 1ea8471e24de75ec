from collections.abc import Iterator
from pathlib import Path

import pytest

from worlds.day_on_server import Served, serve_day


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve_day(tmp_path) as opened:
        yield opened
