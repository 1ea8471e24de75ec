"""Bring a database to the present schema with Alembic."""

from http import HTTPStatus
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

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


class DatabaseUnreadableError(DoorstepError):
    """The database cannot be opened."""

    code = "database_unreadable"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title = "The database cannot be read"
    action = "Stop using this folder and restore the last good backup (doorstep restore)."


def migrate(database: Database) -> None:
    """Apply every migration the database does not have yet, in one transaction.

    Raises
    ------
    DatabaseUserTooStrongError
        On PostgreSQL, the user is not held by row-level security.
    """
    with database.engine.begin() as whole:
        connection = whole.execution_options(**{ANY_TENANT: True})
        is_postgresql = connection.dialect.name == "postgresql"
        if is_postgresql:
            require_ordinary_user(connection)
            connection.execute(select(func.set_config(SETTING, EVERY_TENANT, True)))  # noqa: FBT003 -- SQL's own
        config = _config()
        config.attributes["connection"] = connection
        config.attributes["metadata"] = Base.metadata
        command.upgrade(config, "head")
        if is_postgresql:
            secure_rows(connection)


def is_migrated(database: Database) -> bool:
    """Tell whether the database has the present schema, without changing it.

    Raises
    ------
    DatabaseUnreadableError
        It is too damaged to tell.
    """
    heads = ScriptDirectory.from_config(_config()).get_heads()
    try:
        with database.read(None) as session:
            current = MigrationContext.configure(session.connection()).get_current_heads()
    except DatabaseError as error:
        message = f"The database says: {error.orig}."
        raise DatabaseUnreadableError(message) from error
    return current == tuple(heads)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
