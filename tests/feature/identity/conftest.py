from collections.abc import Iterator
from pathlib import Path

import pytest

from worlds.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give a server of an own company, its owner signed in."""
    with open_office(tmp_path / "data") as opened:
        yield opened
