"""D-20: a migration is killed at any of its steps; the database is the old one or the new one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from doorstep.kernel import SeededRng
from doorstep.plumbing.db import Database
from doorstep.plumbing.migrate import is_migrated, migrate

# Imports once and forks for each migration, which so costs no start of Python.
MIGRATOR = """
import os, signal, sys, threading, time
import doorstep.bootstrap
from sqlalchemy import event
from doorstep.plumbing.db import Database
from doorstep.plumbing.migrate import migrate
def run(url, last, writer):
    database = Database(url)
    count = 0
    def step(*_):
        nonlocal count
        count += 1
        if count == last:
            os._exit(9)
    event.listen(database.engine, "before_cursor_execute", step)
    os.write(writer, b"s")
    migrate(database)
    os.write(writer, str(count).encode())
    os._exit(0)
for line in sys.stdin:
    url, last, after_s = line.split()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        run(url, int(last), writer)
    os.close(writer)
    os.read(reader, 1)
    if float(after_s):
        time.sleep(float(after_s))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), os.read(reader, 9).decode() or 0, flush=True)
    os.close(reader)
"""
NEVER, KILLED = -1, -9


class Migrator:
    """Migrates databases in processes that end when they are told to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, url: str, last: int = NEVER, after_s: float = 0) -> tuple[int, int]:
        """End at the ``last`` statement, or after some time; return the exit code and steps."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{url} {last} {after_s}\n")
        self._process.stdin.flush()
        code, count = self._process.stdout.readline().split()
        return int(code), int(count)


@contextmanager
def running_migrator() -> Iterator[Migrator]:
    with subprocess.Popen(
        [sys.executable, "-c", MIGRATOR],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    ) as process:
        yield Migrator(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="module")
def migrator() -> Iterator[Migrator]:
    with running_migrator() as running:
        yield running


def tables_of(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names()) - {"alembic_version"}
    engine.dispose()
    return found


def require_old_or_new(url: str, *, old: bool) -> None:
    """Nothing of the new is there, or all of it; and the next start makes it new."""
    database = Database(url)
    is_new = is_migrated(database)
    assert is_new or tables_of(url) == set()
    assert not (old and is_new)
    migrate(database)
    assert is_migrated(database)
    database.close()
    assert "events" in tables_of(url)


def count_steps(migrator: Migrator, folder: Path) -> int:
    code, steps = migrator.run(f"sqlite:///{folder / 'whole.db'}")
    assert code == 0
    return steps


def kill_at(migrator: Migrator, folder: Path, last: int) -> None:
    url = f"sqlite:///{folder / f'{last}.db'}"
    assert migrator.run(url, last)[0] == 9
    require_old_or_new(url, old=True)


def test_a_migration_killed_at_its_first_middle_and_last_step_leaves_the_old_database(
    migrator: Migrator, tmp_path: Path
) -> None:
    """D-20."""
    steps = count_steps(migrator, tmp_path)
    assert steps > 50
    for last in (2, steps // 2, steps):
        kill_at(migrator, tmp_path, last)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_migration_killed_at_every_step_leaves_the_old_database(
    migrator: Migrator, tmp_path: Path
) -> None:
    """D-20: all steps."""
    for last in range(1, count_steps(migrator, tmp_path) + 1):
        kill_at(migrator, tmp_path, last)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_migration_killed_at_any_moment_leaves_the_old_database_or_the_new_one(
    migrator: Migrator, tmp_path: Path
) -> None:
    """D-20: ten times as often as there are files to migrate, between two statements or in one."""
    rng = SeededRng(20)
    ended = set()
    for number in range(100):
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        ended.add(migrator.run(url, after_s=rng.uniform(0.001, 0.6))[0])
        require_old_or_new(url, old=False)
    assert KILLED in ended


def test_a_database_of_a_later_version_is_refused(tmp_path: Path) -> None:
    """D-20: an old program on a new schema."""
    database = Database(f"sqlite:///{tmp_path / 'doorstep.db'}")
    migrate(database)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999_later'")
    assert not is_migrated(database)
    with pytest.raises(Exception, match="9999_later"):
        migrate(database)
    database.close()
