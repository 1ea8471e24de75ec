import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import (
    Executable,
    Insert,
    and_,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.exc import StatementError

from doorstep.plumbing import auth
from doorstep.plumbing.auth import Role
from doorstep.plumbing.auth.store import AccountRow, SessionRow
from doorstep.plumbing.db import Base, Database
from doorstep.plumbing.scoping import UnscopedQueryError
from doorstep.plumbing.unit import Kit
from worlds.server import MONDAY_NOON, add_tenant


def _add_account(kit: Kit, tenant_id: str, email: str) -> str:
    with kit.write(tenant_id, "system") as unit:
        return auth.create_account(
            unit, email=email, name="Ada", role=Role.DISPATCHER, password="correct horse"
        )


def test_sqlite_keeps_a_commit_through_a_power_cut(kit: Kit) -> None:
    with kit.database.read(None) as session:
        connection = session.connection()
        pragmas = [
            connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "mmap_size")
        ]
    assert pragmas == ["wal", 2, 1, 0]


def test_a_tenant_sees_only_its_own_rows(kit: Kit, tenant_id: str) -> None:
    other_id = add_tenant(kit, "Other Courier")
    _add_account(kit, tenant_id, "ada@example.com")
    _add_account(kit, other_id, "bob@example.com")
    with kit.read(tenant_id) as unit:
        emails = list(unit.session.scalars(select(AccountRow.email)))
        count = unit.session.scalar(select(func.count()).select_from(AccountRow))
    assert emails == ["ada@example.com"]
    assert count == 1


def test_a_tenant_cannot_load_another_ones_row_by_its_id(kit: Kit, tenant_id: str) -> None:
    other_id = add_tenant(kit, "Other Courier")
    foreign_id = _add_account(kit, other_id, "bob@example.com")
    with kit.read(tenant_id) as unit:
        assert unit.session.get(AccountRow, foreign_id) is None


def test_a_tenant_cannot_change_or_remove_another_ones_rows(kit: Kit, tenant_id: str) -> None:
    other_id = add_tenant(kit, "Other Courier")
    _add_account(kit, other_id, "bob@example.com")
    with kit.write(tenant_id, "system") as unit:
        unit.session.execute(update(AccountRow).values(name="Eve"))
        unit.session.execute(delete(AccountRow))
    with kit.read(other_id) as unit:
        assert unit.session.scalars(select(AccountRow.name)).all() == ["Ada"]


def test_a_query_without_a_tenant_is_refused(kit: Kit) -> None:
    with kit.database.read(None) as session, pytest.raises(UnscopedQueryError):
        session.scalars(select(SessionRow)).all()


ACCOUNTS = Base.metadata.tables["accounts"]
OTHERS = ACCOUNTS.alias("others")
UNSCOPED = {
    "a plain table": select(ACCOUNTS.c.email),
    "another tenant named": select(ACCOUNTS.c.email).where(ACCOUNTS.c.tenant_id == "another"),
    "all but its own": select(ACCOUNTS.c.email).where(ACCOUNTS.c.tenant_id != "another"),
    "a count": select(func.count()).select_from(ACCOUNTS),
    "a subquery": select(select(ACCOUNTS.c.email).subquery().c.email),
    "a condition that asks": select(literal(1)).where(select(ACCOUNTS.c.id).exists()),
    "one of two that are joined": select(OTHERS.c.email).join(
        ACCOUNTS, ACCOUNTS.c.id == OTHERS.c.id
    ),
    "half of a union": union_all(select(literal("x")), select(ACCOUNTS.c.email)),
    "text": text("select email from accounts"),
    "text in capitals": text("SELECT * FROM Accounts"),
    "text in a query": select(text("email from accounts")),
    "a change": update(ACCOUNTS).values(name="Eve"),
    "a removal": delete(ACCOUNTS),
    "text that removes": text("delete from accounts"),
    "a foreign row": insert(ACCOUNTS).values(id="1", tenant_id="another"),
    "rows that are selected": insert(ACCOUNTS).from_select(
        ["id"], select(literal("1")).where(literal(1) == 1)
    ),
}


@pytest.mark.parametrize("statement", UNSCOPED.values(), ids=UNSCOPED)
@pytest.mark.parametrize("scope", ["of a tenant", "of none"])
def test_a_statement_that_nothing_narrows_is_refused(
    kit: Kit, tenant_id: str, scope: str, statement: Executable
) -> None:
    whose = tenant_id if scope == "of a tenant" else None
    with kit.database.read(whose) as session:
        if whose is None and isinstance(statement, Insert) and statement.select is None:
            return  # each row says whose it is
        with pytest.raises(UnscopedQueryError):
            session.connection().execute(statement)
        with pytest.raises(UnscopedQueryError):
            session.execute(statement)


def test_sql_handed_to_the_driver_is_refused_as_well(kit: Kit, tenant_id: str) -> None:
    with kit.database.read(tenant_id) as session, pytest.raises(UnscopedQueryError):
        session.connection().exec_driver_sql("select email from accounts")
    with kit.database.engine.connect() as connection, pytest.raises(UnscopedQueryError):
        connection.exec_driver_sql("with x as (select 1) select email from accounts")


def test_a_statement_that_names_its_tenant_is_not_refused(kit: Kit, tenant_id: str) -> None:
    _add_account(kit, tenant_id, "ada@example.com")
    own = ACCOUNTS.c.tenant_id == tenant_id
    with kit.read(tenant_id) as unit:
        connection = unit.session.connection()
        assert connection.scalar(select(ACCOUNTS.c.email).where(own)) == "ada@example.com"
        joined = and_(ACCOUNTS.c.id == OTHERS.c.id, ACCOUNTS.c.tenant_id == OTHERS.c.tenant_id)
        both = select(OTHERS.c.email).join(ACCOUNTS, joined).where(own)
        assert connection.scalar(both) == "ada@example.com"


def test_work_for_every_tenant_says_so_and_not_while_it_is_one_s(kit: Kit, tenant_id: str) -> None:
    _add_account(kit, tenant_id, "ada@example.com")
    every, query = {"any_tenant": True}, select(func.count()).select_from(ACCOUNTS)
    with kit.database.read(None) as session:
        assert session.scalar(query, execution_options=every) == 1
    with kit.database.read(tenant_id) as session, pytest.raises(UnscopedQueryError):
        session.scalar(query, execution_options=every)


def test_a_row_of_another_tenant_is_never_written(kit: Kit, tenant_id: str) -> None:
    other_id = add_tenant(kit, "Other Courier")
    foreign_id = _add_account(kit, other_id, "bob@example.com")
    with kit.database.read(other_id) as session:
        row = session.get(AccountRow, foreign_id)
        session.expunge_all()
    assert row is not None
    row.name = "Eve"
    with kit.database.read(tenant_id) as session:
        session.add(row)
        with pytest.raises(UnscopedQueryError):
            session.flush()


def test_a_failed_block_leaves_nothing_behind(kit: Kit, tenant_id: str) -> None:
    def fail_after_emitting() -> None:
        with kit.write(tenant_id, "system") as unit:
            unit.emit("thing.happened", "1", {})
            raise KeyError

    with pytest.raises(KeyError):
        fail_after_emitting()
    with kit.read(tenant_id) as unit:
        assert unit.session.scalars(select(AccountRow)).all() == []


def test_instants_come_back_aware_and_in_utc(tmp_path: Path, kit: Kit, tenant_id: str) -> None:
    del tmp_path
    three_east = timezone(timedelta(hours=3))
    with kit.write(tenant_id, "system") as unit:
        noon_there = datetime(2026, 6, 1, 12, 0, tzinfo=three_east)
        event = unit.emit("thing.happened", "1", {}, happened_at=noon_there)
    assert event.happened_at == MONDAY_NOON
    assert event.happened_at.tzinfo == UTC


def test_a_naive_instant_is_never_stored(kit: Kit, tenant_id: str) -> None:
    naive = datetime(2026, 6, 1, 12, 0)  # noqa: DTZ001 -- the mistake this test is about
    with pytest.raises(ValueError, match="naive"), kit.write(tenant_id, "system") as unit:
        unit.emit("thing.happened", "1", {}, happened_at=naive)
    with pytest.raises(StatementError, match="naive"), kit.read(tenant_id) as unit:
        unit.session.scalars(select(SessionRow).where(SessionRow.expires_at > naive)).all()


def test_two_writers_wait_for_each_other(tmp_path: Path, kit: Kit, tenant_id: str) -> None:
    second = Database(f"sqlite:///{tmp_path / 'doorstep.db'}")
    with kit.write(tenant_id, "first") as unit:
        unit.emit("thing.happened", "1", {})
    with second.write(tenant_id) as session:
        session.scalars(select(AccountRow)).all()
    second.close()


def test_a_connection_given_back_after_the_end_is_closed(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'late.db'}")
    held = database.engine.connect()
    late = held.connection.dbapi_connection
    assert isinstance(late, sqlite3.Connection)

    database.close()
    late.execute("select 1")  # whoever holds it may finish
    held.close()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        late.execute("select 1")
