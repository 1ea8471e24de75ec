from collections.abc import Iterator
from pathlib import Path

import pytest

from doorstep.plumbing.unit import Kit
from worlds.postgres import running_postgres
from worlds.server import add_tenant, open_kit


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    with open_kit(tmp_path) as opened:
        yield opened


@pytest.fixture
def tenant_id(kit: Kit) -> str:
    return add_tenant(kit)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_postgres(tmp_path_factory.mktemp("pg")) as url:
        yield url
