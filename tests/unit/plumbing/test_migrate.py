from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

import doorstep.bootstrap
from doorstep.plumbing.db import Base, Database
from doorstep.plumbing.migrate import TablesDifferError, migrate
from worlds.postgres import new_database
from worlds.server import MONDAY_NOON, add_tenant, open_kit

assert doorstep.bootstrap  # imported so that every table is known


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'doorstep.db'}")
    else:
        opened = Database(new_database(request.getfixturevalue("postgres_url")))
    yield opened
    opened.close()


def test_a_migrated_database_has_just_the_tables_of_the_code(database: Database) -> None:
    migrate(database)
    migrate(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    assert differences == []


def test_a_database_between_releases_is_refused_at_the_start(database: Database) -> None:
    migrate(database)
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE shipments DROP COLUMN pays_by"))
    with pytest.raises(TablesDifferError, match=r"lacks shipments\.pays_by\."):
        migrate(database)


def test_events_and_tenants_work_alike_on_both_databases(
    database: Database, tmp_path: Path
) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    with open_kit(tmp_path, url=url) as kit:
        tenant_id = add_tenant(kit)
        with kit.write(tenant_id, "system") as unit:
            event = unit.emit("thing.happened", "1", {"note": "käsi", "weight_g": 2})
    assert event.happened_at == MONDAY_NOON
