"""The database past the product: what somebody with it in hand reads, changes and copies.

Of the test's folder, or the one in DOORSTEP_DATABASE_URL where tests run on PostgreSQL; there as
its superuser, from whom no row is hidden.
"""

import os
import re
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, make_url
from sqlalchemy.pool import NullPool

_TRIGGERS = "select name, sql from sqlite_master where type = 'trigger'"
_BARE_POSTGRES = (
    "set local session_replication_role = replica",
    "alter role doorstep bypassrls",
    "set local role doorstep",
)
_AS_BEFORE = (
    "reset role",
    "alter role doorstep nobypassrls",
    "set local session_replication_role = origin",
)


def url_of(folder: Path) -> str:
    """Return the URL of the business database that belongs to a folder."""
    return os.environ.get("DOORSTEP_DATABASE_URL") or f"sqlite:///{folder / 'doorstep.db'}"


@contextmanager
def in_hand(folder: Path) -> Iterator[Connection]:
    """Open the database in a transaction."""
    url, level = make_url(url_of(folder)), "SERIALIZABLE"
    if url.get_backend_name() == "postgresql":
        # One moment for all that is read, as SQLite's are by nature.
        url, level = url.set(username="postgres"), "REPEATABLE READ"
    engine = create_engine(url, poolclass=NullPool, isolation_level=level)
    with engine.begin() as connection:
        yield connection


def read_tables(folder: Path, leave_out: Collection[str] = ()) -> dict[str, list[str]]:
    """Return every row of every table as text, in an order that does not change."""
    with in_hand(folder) as connection:
        return {
            name: sorted(str(tuple(row)) for row in _list_rows(connection, name))
            for name in sorted(set(inspect(connection).get_table_names()) - set(leave_out))
        }


def tamper(folder: Path, script: str) -> None:
    """Run SQL past foreign keys and guards, which are there again afterwards."""
    with in_hand(folder) as connection, no_guards(connection):
        for statement in re.sub("--.*", "", script).split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)


@contextmanager
def no_guards(connection: Connection) -> Iterator[None]:
    """Take what refuses changes off for a while; on PostgreSQL of a superuser's connection.

    What is made meanwhile belongs to the product's user.
    """
    if connection.dialect.name == "postgresql":
        before, after = list(_BARE_POSTGRES), list(_AS_BEFORE)
    else:
        guards = connection.exec_driver_sql(_TRIGGERS).all()
        before, after = [f"drop trigger {name}" for name, _ in guards], [sql for _, sql in guards]
    for statement in before:
        connection.exec_driver_sql(statement)
    yield
    for statement in after:
        connection.exec_driver_sql(statement)


def set_aside(folder: Path) -> None:
    """Copy the whole database, as a backup does."""
    if is_sqlite(folder):
        _copy_file(folder / "doorstep.db", folder / "aside.db")
        return
    with in_hand(folder) as connection:
        connection.exec_driver_sql("create schema aside")
        for name in inspect(connection).get_table_names():
            connection.exec_driver_sql(f'create table aside."{name}" as table "{name}"')


def bring_back(folder: Path) -> None:
    """Put the copy in the place of what there is, as the restoring of a backup does."""
    if is_sqlite(folder):
        _copy_file(folder / "aside.db", folder / "doorstep.db")
        return
    with in_hand(folder) as connection:
        names = inspect(connection).get_table_names()
        connection.exec_driver_sql("set local session_replication_role = replica")
        everything = ", ".join(f'"{name}"' for name in names)
        connection.exec_driver_sql(f"truncate {everything}")
        for name in names:
            connection.exec_driver_sql(
                f'insert into "{name}" overriding system value table aside."{name}"'
            )


def is_sqlite(folder: Path) -> bool:
    """Tell whether the database is a file of SQLite's."""
    return url_of(folder).startswith("sqlite")


def _list_rows(connection: Connection, name: str) -> Sequence[Any]:
    return connection.exec_driver_sql(f'select * from "{name}"').all()  # noqa: S608 -- our names


def _copy_file(source: Path, target: Path) -> None:
    old, new = sqlite3.connect(source), sqlite3.connect(target)
    old.backup(new)
    old.close()
    new.close()
