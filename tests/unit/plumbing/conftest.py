from collections.abc import Iterator
from pathlib import Path

import pytest

from doorstep.plumbing.unit import Kit
from worlds.server import add_tenant, open_kit


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    with open_kit(tmp_path) as opened:
        yield opened


@pytest.fixture
def tenant_id(kit: Kit) -> str:
    return add_tenant(kit)
