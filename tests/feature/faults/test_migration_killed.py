"""D-20: a migration is killed at any of its steps; the database is the old one or the new one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from doorstep.plumbing.db import Database
from doorstep.plumbing.migrate import is_migrated, migrate

MIGRATOR = """
import os, sys
import doorstep.bootstrap
from sqlalchemy import event
from doorstep.plumbing.db import Database
from doorstep.plumbing.migrate import migrate
database = Database(sys.argv[1])
last, count = int(sys.argv[2]), 0
def step(*_):
    global count
    count += 1
    if count == last:
        os._exit(9)
event.listen(database.engine, "before_cursor_execute", step)
migrate(database)
print(count)
"""


def run(url: str, last: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", MIGRATOR, url, str(last)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )


def tables_of(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names()) - {"alembic_version"}
    engine.dispose()
    return found


def kill_at(folder: Path, steps: range) -> None:
    for last in steps:
        url = f"sqlite:///{folder / f'{last}.db'}"
        assert run(url, last).returncode == 9
        # Old: nothing of it is there.
        assert tables_of(url) == set()
        database = Database(url)
        assert not is_migrated(database)
        migrate(database)
        assert is_migrated(database)
        database.close()
        assert "events" in tables_of(url)


def count_steps(folder: Path) -> int:
    done = run(f"sqlite:///{folder / 'whole.db'}", -1)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.timeout(300)
def test_a_migration_killed_at_its_first_middle_and_last_step_leaves_the_old_database(
    tmp_path: Path,
) -> None:
    """D-20."""
    steps = count_steps(tmp_path)
    assert steps > 50
    for last in (2, steps // 2, steps):
        kill_at(tmp_path, range(last, last + 1))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_migration_killed_at_every_step_leaves_the_old_database(tmp_path: Path) -> None:
    """D-20, the nightly amount."""
    kill_at(tmp_path, range(1, count_steps(tmp_path) + 1))


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
