import os
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
from worlds.postgres import new_database, running_postgres


@pytest.fixture(autouse=True, scope="session")
def described() -> Iterator[None]:
    """Hold every answer that these tests see to the API description."""
    with answers_held_to_the_description():
        yield


@pytest.fixture(autouse=True, scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start PostgreSQL for all these tests where DOORSTEP_TEST_POSTGRESQL asks for it."""
    if not os.environ.get("DOORSTEP_TEST_POSTGRESQL"):
        yield ""
        return
    with running_postgres(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture(autouse=True, scope="module")
def _database_of_the_module(postgresql: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if postgresql:
            patch.setenv("DOORSTEP_DATABASE_URL", new_database(postgresql))
        yield


@pytest.fixture(autouse=True)
def _database_of_the_test(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if postgresql:
        monkeypatch.setenv("DOORSTEP_DATABASE_URL", new_database(postgresql))


@pytest.fixture
def parts(tmp_path: Path, roads_folder: Path) -> Iterator[Parts]:
    data = new_data_folder(tmp_path, roads_folder)
    clock = ScaledClock(datetime(2026, 6, 1, 4, 30, tzinfo=UTC))
    with open_parts(Settings(data_dir=data), CITY_FILE, clock) as opened:
        yield opened
