"""An installation's databases to look at: of a stopped one, or of one moment of a serving one."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, event, text

from doorstep.plumbing.db import Database
from doorstep.plumbing.migrate import DatabaseUnreadableError

BUSINESS, POSITIONS = "doorstep.db", "positions.db"


@contextmanager
def stopped_databases(
    folder: Path, url: str, *, to_change: bool
) -> Iterator[tuple[Database, Database]]:
    """Open both databases of a folder in which nobody works; to read unless ``to_change``."""
    here, there = (
        _for_change(folder / name) if to_change else _read_only(folder / name)
        for name in (BUSINESS, POSITIONS)
    )
    with _closing(Database(url or here), Database(there)) as both:
        yield both


@contextmanager
def snapshot_of(folder: Path, url: str) -> Iterator[tuple[Database, Database]]:
    """Open both databases as they are at this moment, while a server works on.

    SQLite's are copied with its online backup into a scratch folder beside them, which takes as
    much room again; PostgreSQL shows every reader the same snapshot.

    Raises
    ------
    DatabaseUnreadableError
        A database is too damaged to be copied.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=".looking-") as scratch:
        # Positions first: what the business knows of the rest is never older than they are.
        there = _copy(folder / POSITIONS, Path(scratch))
        if not url:
            here = _copy(folder / BUSINESS, Path(scratch))
            with _closing(Database(_read_only(here)), Database(_read_only(there))) as both:
                yield both
            return
        with (
            _closing(Database(url), Database(_read_only(there))) as both,
            _held_still(both[0].engine),
        ):
            yield both


@contextmanager
def _closing(business: Database, positions: Database) -> Iterator[tuple[Database, Database]]:
    try:
        yield business, positions
    finally:
        positions.close()
        business.close()


@contextmanager
def _held_still(engine: Engine) -> Iterator[None]:
    """Let every transaction of an engine on PostgreSQL see what one sees that stays open."""
    first = engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with closing(first):
        name = first.execute(text("select pg_export_snapshot()")).scalar_one()

        def look_there(connection: Connection) -> None:
            connection.exec_driver_sql(f"set transaction snapshot '{name}'")

        event.listen(engine, "begin", look_there)
        try:
            yield
        finally:
            event.remove(engine, "begin", look_there)


def _copy(file: Path, scratch: Path) -> Path:
    target = scratch / file.name
    try:
        with (
            closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
    except sqlite3.DatabaseError as error:
        message = f"{file.name} says: {error}."
        raise DatabaseUnreadableError(message) from error
    return target


def _for_change(file: Path) -> str:
    return f"sqlite:///{file.resolve()}"


def _read_only(file: Path) -> str:
    return f"sqlite:///{file.resolve().as_uri()}?mode=ro&uri=true"
