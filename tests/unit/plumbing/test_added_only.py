"""Journal, cash ledger and chain of holders: the database refuses to change what stands there."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

import doorstep.bootstrap
from doorstep.plumbing.added_only import find_unguarded
from doorstep.plumbing.db import Base
from doorstep.plumbing.migrate import migrate
from doorstep.plumbing.unit import Kit
from worlds.postgres import new_database
from worlds.server import MONDAY_NOON, add_tenant, open_kit

assert doorstep.bootstrap  # imported so that every table is known

ANY = {"any_tenant": True}
CHANGES = (
    "update events set actor = 'nobody'",
    "update events set tenant_id = tenant_id",
    "delete from events",
    "delete from events where kind = 'never'",
    "update cash_entries set amount_minor = 0",
    "delete from cash_entries",
    "update parcel_transfers set to_kind = 'lost'",
    "delete from parcel_transfers",
)
ON_SQLITE = ("insert or replace into events select * from events",)
ON_POSTGRESQL = ("truncate events", "truncate tenants cascade")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kit(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    """Give a database in which a thing, a transfer and a payment in cash stand."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'doorstep.db'}"
    else:
        url = new_database(request.getfixturevalue("postgres_url"))
    with open_kit(folder, url=url) as opened:
        tenant_id = add_tenant(opened)
        with opened.write(tenant_id, "system") as unit:
            unit.emit("thing.happened", "1", {})
            for name, row in rows().items():
                table = Base.metadata.tables[name]
                unit.session.execute(insert(table), [{"tenant_id": tenant_id, **row}])
        yield opened


def rows() -> dict[str, dict[str, Any]]:
    """Return a row of each table that a transfer and a payment in cash need."""
    noon = MONDAY_NOON
    return {
        "cash_shifts": {"id": "s", "driver_id": "d", "driver": "Ada", "opened_at": noon},
        "cash_entries": {
            "id": "e", "shift_id": "s", "kind": "collected", "amount_minor": 100,
            "currency": "EUR", "at": noon, "actor": "system", "note": "",
        },
    }  # fmt: skip


def do(session: Session, change: str) -> Any:
    return session.execute(text(change), execution_options=ANY)


@pytest.mark.parametrize("change", [*CHANGES, *ON_SQLITE, *ON_POSTGRESQL])
def test_what_was_written_is_neither_changed_nor_removed(kit: Kit, change: str) -> None:
    """I-9: not by Doorstep's own user, and not in a statement that finds no row."""
    is_sqlite = kit.database.engine.dialect.name == "sqlite"
    if change in (ON_POSTGRESQL if is_sqlite else ON_SQLITE):
        return  # the other database's own words
    if is_sqlite and ("transfers" in change or "never" in change):
        return  # SQLite asks its triggers for each row, and these find none
    never = pytest.raises(DBAPIError, match="never changed or removed")
    with never, kit.database.write(None) as session:
        do(session, change)


def test_what_is_new_is_added_all_the_same(kit: Kit) -> None:
    with kit.database.read(None) as session:
        (tenant_id,) = do(session, "select id from tenants").scalars()
    with kit.write(tenant_id, "system") as unit:
        unit.emit("thing.happened", "2", {})
    with kit.database.read(None) as session:
        assert do(session, "select count(*) from events").scalar() >= 2


def test_the_same_id_again_is_refused_as_before(kit: Kit) -> None:
    """No second row, whichever of trigger and key says so."""
    again = (
        "insert into events (tenant_id, id, kind, subject_id, actor, happened_at, recorded_at,"
        " data, previous_hash, hash) select tenant_id, id, kind, subject_id, actor, happened_at,"
        " recorded_at, data, previous_hash, hash from events"
    )
    with pytest.raises(IntegrityError), kit.database.write(None) as session:
        do(session, again)


def test_a_guard_that_was_taken_away_is_named_and_put_back_at_the_next_start(kit: Kit) -> None:
    is_sqlite = kit.database.engine.dialect.name == "sqlite"
    gone = "added_only_events_update" if is_sqlite else "added_only on events"
    with kit.database.engine.begin() as connection:
        connection.exec_driver_sql(f"drop trigger {gone}")
        assert find_unguarded(connection, Base.metadata) == ["events"]

    migrate(kit.database)

    with kit.database.engine.connect() as connection:
        assert find_unguarded(connection, Base.metadata) == []
    with pytest.raises(DBAPIError, match="never changed"), kit.database.write(None) as session:
        do(session, "update events set actor = 'nobody'")
