from collections.abc import Iterator
from pathlib import Path

import pytest

from worlds.day import Day, open_day
from worlds.receiver import Receiver, running_receiver


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with open_day(tmp_path) as opened:
        yield opened


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running_receiver() as running:
        yield running
