"""Bring a database to the present schema with Alembic."""

from http import HTTPStatus
from pathlib import Path

from sqlalchemy import Connection, column, func, inspect, select, table
from sqlalchemy.exc import DatabaseError

from doorstep.plumbing import added_only, row_counts
from doorstep.plumbing.db import Base, Database
from doorstep.plumbing.problem import DoorstepError
from doorstep.plumbing.row_security import (
    EVERY_TENANT,
    SETTING,
    require_ordinary_user,
    secure_rows,
)
from doorstep.plumbing.scoping import ANY_TENANT

FOLDER = Path(__file__).parent / "migrations"
_KEPT_IN = "alembic_version"


class DatabaseUnreadableError(DoorstepError):
    """The database cannot be opened."""

    code = "database_unreadable"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title = "The database cannot be read"
    action = "Stop using this folder and restore the last good backup (doorstep restore)."


class TablesDifferError(DoorstepError):
    """The database says it is up to date, and lacks what this version keeps in it."""

    code = "tables_differ"
    status = HTTPStatus.CONFLICT
    title = "The data is of a version between releases"
    action = "Start with another folder (--data), or with the version that made this one."


def migrate(database: Database) -> None:
    """Apply every migration the database does not have yet, in one transaction.

    Raises
    ------
    TablesDifferError
        It has them all, and was yet made by other code: before a release, migrations change.
    DatabaseUserTooStrongError
        On PostgreSQL, the user is not held by row-level security.
    """
    with database.engine.begin() as whole:
        connection = whole.execution_options(**{ANY_TENANT: True})
        is_postgresql = connection.dialect.name == "postgresql"
        if is_postgresql:
            require_ordinary_user(connection)
            connection.execute(select(func.set_config(SETTING, EVERY_TENANT, True)))  # noqa: FBT003 -- SQL's own
        if _revisions(connection) != {newest_revision()}:
            _upgrade(connection)
        else:
            _require_same_tables(connection)
        # After each migration anew: SQLite's tables lose their triggers when they are made again.
        added_only.guard(connection, Base.metadata)
        row_counts.tell(connection)
        if is_postgresql:
            secure_rows(connection)


def is_migrated(database: Database) -> bool:
    """Tell whether the database has the present schema, without changing it.

    Raises
    ------
    DatabaseUnreadableError
        It is too damaged to tell.
    """
    try:
        with database.read(None) as session:
            found = _revisions(session.connection())
    except DatabaseError as error:
        message = f"The database says: {error.orig}."
        raise DatabaseUnreadableError(message) from error
    return found == {newest_revision()}


def _require_same_tables(connection: Connection) -> None:
    """Refuse to go on where each request would fail: six milliseconds that save a search."""
    found = {
        (name, one["name"])
        for (_schema, name), columns in inspect(connection).get_multi_columns().items()
        for one in columns
    }
    lacking = [
        f"{name}.{each.name}"
        for name, known in Base.metadata.tables.items()
        for each in known.columns
        if (name, each.name) not in found
    ]
    if lacking:
        message = f"The database lacks {lacking[0]}" + (
            f" and {len(lacking) - 1} more." if lacking[1:] else "."
        )
        raise TablesDifferError(message)


def newest_revision() -> str:
    """Return the revision of the newest migration: the number its file's name begins with."""
    return max(file.stem.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def _revisions(connection: Connection) -> set[str]:
    """Return what Alembic has noted in the database."""
    if not inspect(connection).has_table(_KEPT_IN):
        return set()
    return set(connection.scalars(select(column("version_num")).select_from(table(_KEPT_IN))))


def _upgrade(connection: Connection) -> None:
    # Here, since a server whose database is up to date does not need its fifteen megabytes.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = Base.metadata
    command.upgrade(config, "head")
