"""Write a migration from what the tables have become.

Run it as ``tools/new_migration.py "what changes"`` and read what it wrote. There are no
downgrades: a backup taken before is the way back.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

import doorstep.bootstrap  # every table is known once the parts are imported
from doorstep.plumbing.db import Base, Database
from doorstep.plumbing.migrate import FOLDER, migrate


def main() -> None:
    """Compare an up-to-date, empty database with the tables in the code."""
    assert doorstep.bootstrap  # noqa: S101 -- imported for its tables
    message = " ".join(sys.argv[1:]) or "change"
    versions = list((FOLDER / "versions").glob("[0-9]*.py"))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.db'}")
        if versions:
            migrate(database)
        with database.engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(FOLDER))
            config.attributes["connection"] = connection
            config.attributes["metadata"] = Base.metadata
            command.revision(config, message, autogenerate=True, rev_id=f"{len(versions) + 1:04d}")
        database.close()


if __name__ == "__main__":
    main()
