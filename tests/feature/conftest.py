import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from doorstep.bootstrap import Parts, open_parts
from doorstep.demo.seed import CITY_FILE
from doorstep.kernel import ScaledClock
from doorstep.plumbing.settings import Settings
from worlds.demo_process import new_data_folder
from worlds.described import answers_held_to_the_description
from worlds.postgres import (
    TABLES,
    make_tables,
    new_database,
    passing_database,
    running_postgres,
)

ASKED = "DOORSTEP_TEST_POSTGRESQL"


@pytest.fixture(autouse=True, scope="session")
def described() -> Iterator[None]:
    """Hold every answer that these tests see to the API description."""
    with answers_held_to_the_description():
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what is about SQLite alone, with the reason that the test gives."""
    if not os.environ.get(ASKED):
        return
    for item in items:
        mark = item.get_closest_marker("sqlite_only")
        if mark is not None:
            item.add_marker(pytest.mark.skip(reason=mark.kwargs["reason"]))


@pytest.fixture(autouse=True, scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start PostgreSQL for all these tests where that is asked for, and give its URL."""
    if not os.environ.get(ASKED):
        yield ""
        return
    with running_postgres(tmp_path_factory.mktemp("server")) as url:
        make_tables(url)
        yield url


@contextmanager
def _named_database(server: str) -> Iterator[None]:
    """Name a database of its own to whatever is started meanwhile, if there is a server."""
    if not server:
        yield
        return
    with passing_database(server, TABLES) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTEP_DATABASE_URL", url)
        yield


@pytest.fixture(autouse=True, scope="module")
def _database_of_the_module(postgresql: str) -> Iterator[None]:
    with _named_database(postgresql):
        yield


@pytest.fixture(autouse=True)
def _database_of_the_test(postgresql: str) -> Iterator[None]:
    with _named_database(postgresql):
        yield


@pytest.fixture
def bare_database(
    postgresql: str,
    _database_of_the_test: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Let the test find a database without any table."""
    if postgresql:
        monkeypatch.setenv("DOORSTEP_DATABASE_URL", new_database(postgresql))


@pytest.fixture
def parts(tmp_path: Path, roads_folder: Path) -> Iterator[Parts]:
    data = new_data_folder(tmp_path, roads_folder)
    clock = ScaledClock(datetime(2026, 6, 1, 4, 30, tzinfo=UTC))
    with open_parts(Settings(data_dir=data), CITY_FILE, clock) as opened:
        yield opened
