"""PostgreSQL itself shows a tenant nothing of another, whatever a query forgets."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

import doorstep.bootstrap
from doorstep.kernel import SystemClock as Now
from doorstep.kernel import SystemRng, new_id
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Tenant
from doorstep.plumbing.db import Base, Database
from doorstep.plumbing.migrate import migrate
from doorstep.plumbing.row_security import DatabaseUserTooStrongError
from worlds.postgres import new_database

assert doorstep.bootstrap  # imported so that every table is known

Raw = psycopg.Connection[tuple[object, ...]]
TENANTS = ("mine", "theirs")


@pytest.fixture(scope="module")
def url(postgres_url: str) -> Iterator[str]:
    """Give a migrated database in which two companies have an invitation each."""
    fresh = new_database(postgres_url)
    database = Database(fresh)
    migrate(database)
    for name in TENANTS:
        with database.write(None) as session:
            auth.create_tenant(session, Tenant(name, name, "UTC", "EUR", "en"))
        with database.write(name) as session:
            session.connection().execute(
                Base.metadata.tables["invitations"].insert(),
                {
                    "id": new_id(Now(), SystemRng()),
                    "tenant_id": name,
                    "token_hash": name,
                    "email": f"{name}@x.example",
                    "name": "",
                    "role": "planner",
                    "invited_by": "",
                    "expires_at": Now().now(),
                },
            )
    yield fresh
    database.close()


@pytest.fixture
def raw(url: str) -> Iterator[Raw]:
    """Give a connection that knows nothing of Doorstep, as the same user."""
    plain = make_url(url)
    with psycopg.connect(
        dbname=plain.database, user=plain.username, host=str(plain.query["host"])
    ) as connection:
        yield connection
        connection.rollback()


def seen(raw: Raw) -> list[object]:
    return [row[0] for row in raw.execute("select email from invitations").fetchall()]


def say(raw: Raw, tenant_id: str) -> None:
    raw.execute("select set_config('doorstep.tenant', %s, true)", (tenant_id,))


def test_every_table_of_a_tenant_is_secured_and_its_owner_held_to_it(raw: Raw) -> None:
    rows = raw.execute(
        "select relname, relrowsecurity and relforcerowsecurity from pg_class"
        " where relkind = 'r' and relnamespace = current_schema()::regnamespace"
    ).fetchall()
    secured = {str(name) for name, is_secured in rows if is_secured}
    wanted = {name for name, table in Base.metadata.tables.items() if "tenant_id" in table.c}
    assert secured == wanted | {"tenants"}


def test_a_connection_that_says_nothing_sees_nothing(raw: Raw) -> None:
    assert seen(raw) == []
    assert raw.execute("select count(*) from tenants").fetchone() == (0,)


def test_a_tenant_sees_and_changes_only_its_own_rows(raw: Raw) -> None:
    say(raw, "mine")
    assert seen(raw) == ["mine@x.example"]
    assert raw.execute("update invitations set name = 'x'").rowcount == 1
    assert raw.execute("delete from invitations where tenant_id = 'theirs'").rowcount == 0
    assert raw.execute("select name from tenants").fetchall() == [("mine",)]


def test_a_tenant_nobody_has_sees_nothing(raw: Raw) -> None:
    say(raw, "wrong")
    assert seen(raw) == []


@pytest.mark.parametrize(
    "change",
    [
        "update invitations set tenant_id = 'theirs'",
        """insert into invitations
        (id, token_hash, email, name, role, invited_by, expires_at, tenant_id)
        select 'n', 'n', email, name, role, invited_by, expires_at, 'theirs' from invitations""",
    ],
)
def test_a_tenant_gives_another_one_no_rows(raw: Raw, change: str) -> None:
    say(raw, "mine")
    with pytest.raises(psycopg.errors.Error, match="row-level security"):
        raw.execute(change.encode())


def test_what_a_transaction_said_is_forgotten_at_its_end(raw: Raw) -> None:
    say(raw, "mine")
    raw.commit()
    assert seen(raw) == []


def test_work_for_every_tenant_says_so(raw: Raw) -> None:
    say(raw, "*")
    assert sorted(map(str, seen(raw))) == ["mine@x.example", "theirs@x.example"]


def test_a_connection_from_the_pool_does_not_remember_whose_it_was(url: str) -> None:
    database = Database(url)
    query, every = text("select email from invitations"), {"any_tenant": True}
    with database.read(None) as session:
        assert len(session.execute(query, execution_options=every).all()) == 2
    with database.engine.connect() as connection:
        assert connection.execute(query, execution_options=every).all() == []
    database.close()


def test_a_superuser_is_refused_because_nothing_holds_one(url: str) -> None:
    strong = make_url(url).set(username="postgres")
    database = Database(strong.render_as_string(hide_password=False))
    with pytest.raises(DatabaseUserTooStrongError):
        migrate(database)
    database.close()


def test_the_policy_is_what_hides_rows(url: str) -> None:
    """Take it away, as a migration that forgot it would, and the raw connection sees all."""
    plain = make_url(url)
    engine = create_engine(plain, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("alter table invitations disable row level security"))
        assert len(connection.execute(text("select 1 from invitations")).all()) == 2
        connection.execute(text("alter table invitations enable row level security"))
        assert connection.execute(text("select 1 from invitations")).all() == []
    engine.dispose()
