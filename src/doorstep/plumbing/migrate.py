"""Bring a database to the present schema with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from doorstep.plumbing.db import Base, Database

FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Apply every migration the database does not have yet, in one transaction."""
    with database.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
        config.attributes["connection"] = connection
        config.attributes["metadata"] = Base.metadata
        command.upgrade(config, "head")
