"""What somebody with the database in hand can do, past foreign keys and triggers."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TRIGGERS = "select name, sql from sqlite_master where type = 'trigger'"


def tamper(file: Path, script: str) -> None:
    """Run SQL on a database; its guards are there again afterwards."""
    connection = sqlite3.connect(file)
    guards = connection.execute(TRIGGERS).fetchall()
    taken = "".join(f"drop trigger {name}; " for name, _ in guards)
    given = "".join(f"{sql}; " for _, sql in guards)
    connection.executescript(f"pragma foreign_keys = off; begin; {taken}{script}; {given} commit;")
    connection.close()


@contextmanager
def no_guards(connection: Any) -> Iterator[None]:
    """Take the triggers off SQLite for a while, on a connection of SQLAlchemy's."""
    guards = connection.exec_driver_sql(TRIGGERS).all()
    for name, _ in guards:
        connection.exec_driver_sql(f"drop trigger {name}")
    yield
    for _, sql in guards:
        connection.exec_driver_sql(sql)
