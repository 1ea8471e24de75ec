"""The database: SQLite in WAL mode with full synchronisation, or PostgreSQL, by URL."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    Insert,
    MetaData,
    String,
    TypeDecorator,
    Update,
    bindparam,
    create_engine,
    event,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import (
    DeclarativeBase,
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.pool import ConnectionPoolEntry

from doorstep.plumbing import scoping
from doorstep.plumbing.row_security import EVERY_TENANT, SETTING
from doorstep.plumbing.scoping import ANY_TENANT, NARROWED, UnscopedQueryError
from doorstep.plumbing.together import ManyWork, Together
from doorstep.plumbing.turns import Turns

AFTER_COMMIT = "after_commit"
"""Names in ``Session.info`` what to call once the transaction is on disk."""
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
SAFE_SETTINGS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "mmap_size": 0}
"""With which SQLite keeps a commit through a cut of power; read back at each connection."""
_READ_ONLY = "doorstep_read_only"
_LOCKS = "takes_the_lock"
_ROW = "row_id"
_BUSY_TIMEOUT_MS = 15_000
_WRITERS_OF_A_SERVER = 4


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware going in and coming out, UTC in the database.

    SQLite keeps no time zone, so the conversion is ours; a naive value is refused.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a naive datetime was about to be stored"
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant, aware, in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table, with names that migrations can rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012 -- SQLAlchemy reads it so


class Tenanted:
    """A table whose rows each belong to one tenant; queries are narrowed to it by themselves."""

    tenant_id: Mapped[str] = mapped_column(String(36), ForeignKey("tenants.id"), index=True)


def _to_json(value: Any) -> str:  # noqa: ANN401 -- whatever JSON can hold
    """Return JSON without the spaces that nobody reads."""
    return json.dumps(value, separators=(",", ":"))


class TenantLed(Tenanted):
    """A table with another index that begins with the tenant, so that it needs none of its own.

    For tables that grow with each order, where an index more is a twentieth of the disk.
    """

    tenant_id: Mapped[str] = mapped_column(String(36), ForeignKey("tenants.id"))


@lru_cache(maxsize=1000)
def _only_of(tenant_id: str) -> LoaderCriteriaOption:
    return with_loader_criteria(
        Tenanted, lambda table: table.tenant_id == tenant_id, include_aliases=True
    )


@event.listens_for(Session, "do_orm_execute")
def _narrow_to_tenant(state: ORMExecuteState) -> None:
    """Add the tenant to every ORM query, below all handlers, and refuse one without a tenant."""
    if state.is_column_load or state.is_relationship_load:
        state.update_execution_options(**{NARROWED: True})
        return
    tenant_id = state.session.info.get("tenant_id")
    if tenant_id is None:
        if any(issubclass(mapper.class_, Tenanted) for mapper in state.all_mappers):
            if state.execution_options.get(ANY_TENANT):
                return
            message = "this session belongs to no tenant"
            raise UnscopedQueryError(message)
        return
    if not state.is_orm_statement:
        return  # nothing mapped, so nothing would be narrowed: ``scoping`` judges it
    state.statement = state.statement.options(_only_of(tenant_id))
    state.update_execution_options(**{NARROWED: True})


def add_rows(session: Session, kind: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows at once, after what is pending; a third of what it costs as objects.

    Parameters
    ----------
    rows
        Values by the names of columns, all with the same names.
    """
    if rows:
        session.flush()
        session.execute(_insert(kind), rows)


def change_rows(session: Session, change: Update) -> None:
    """Change rows without going through the objects that a session may hold of them.

    Those are read anew when they are looked at next; to find out which of them the change is
    about takes longer than the change.
    """
    session.execute(change, execution_options={"synchronize_session": False})
    session.expire_all()


def change_many(
    session: Session, kind: type[Base], changes: Sequence[tuple[str, Mapping[str, Any]]]
) -> None:
    """Change rows of the session's tenant at once; as ``change_rows``, one statement for many.

    Parameters
    ----------
    changes
        The ids of rows, each with the new values by the names of columns; one statement for all
        with the same names.
    """
    by_names: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for id_, values in changes:
        row = {_ROW: id_} | {f"new_{name}": value for name, value in values.items()}
        by_names.setdefault(tuple(values), []).append(row)
    for names, rows in by_names.items():
        session.flush()
        session.execute(_update(kind, session.info["tenant_id"], names), rows)
    if changes:
        session.expire_all()


@lru_cache(maxsize=1000)
def _update(kind: type[Base], tenant_id: str, names: tuple[str, ...]) -> Update:
    columns = kind.__table__.c
    return (
        update(kind.__table__)  # type: ignore[arg-type]  # as below
        .where(columns.id == bindparam(_ROW), columns.tenant_id == tenant_id)
        .values({name: bindparam(f"new_{name}", type_=columns[name].type) for name in names})
    )


@cache
def _insert(kind: type[Base]) -> Insert:
    return insert(kind.__table__)  # type: ignore[arg-type]  # a table, whatever else might be mapped


event.listen(Session, "before_flush", scoping.check_flush)
event.listen(Session, "after_flush", scoping.end_flush)


@event.listens_for(Session, "after_begin")
def _say_whose(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    """Tell connection and database which tenant the transaction is for."""
    scoping.note(session, transaction, connection)
    if transaction.nested or connection.dialect.name != "postgresql":
        return
    tenant_id = session.info.get("tenant_id")
    said = [func.set_config(SETTING, tenant_id or EVERY_TENANT, True)]  # noqa: FBT003 -- SQL's own
    if session.info.get(_LOCKS):
        # A lock on the name alone, held to the transaction's end.
        said.append(func.pg_advisory_xact_lock(func.hashtextextended(tenant_id, 0)))
    connection.execute(select(*said))


class Database:
    """One database and how to open sessions on it.

    Writers wait for each other instead of failing half-way: on SQLite each write transaction
    begins IMMEDIATE, on PostgreSQL it first takes the tenant's lock. So what a change is decided
    on still holds when it is saved, and the tenant's journal is one chain. On SQLite each commit
    is on disk before it returns, as on PostgreSQL.

    Parameters
    ----------
    url
        SQLAlchemy URL: ``sqlite:///...`` or ``postgresql://...``.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = self.new_engine()
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _begin_ourselves)
            event.listen(self.engine, "begin", _begin)
        scoping.watch(self.engine, Base.metadata.tables)
        self._reader = self.engine.execution_options(**{_READ_ONLY: True})
        if self.engine.dialect.name == "postgresql":
            # All that one session reads is of one moment, as it is on SQLite.
            self._reader = self._reader.execution_options(isolation_level="REPEATABLE READ")
        # SQLite has one writer at a time, whatever is asked of it.
        self._turns = Turns() if self.engine.dialect.name == "sqlite" else None
        self._together = Together(self.write, 1 if self._turns else _WRITERS_OF_A_SERVER)

    def new_engine(self) -> Engine:
        """Return an engine of its own on this database, for a library that begins by itself."""
        engine = create_engine(
            self.url,
            pool_pre_ping=not self.url.startswith("sqlite"),
            json_serializer=_to_json,
        )
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _set_pragmas)
        return engine

    @contextmanager
    def write(self, tenant_id: str | None) -> Iterator[Session]:
        """Open a session whose changes are committed when the block ends without an error."""
        info = {"tenant_id": tenant_id, _LOCKS: tenant_id is not None}
        turn = self._turns.turn(_BUSY_TIMEOUT_MS / 1000) if self._turns else nullcontext()
        with turn, Session(self.engine, info=info) as session, session.begin():
            yield session
        for tell in session.info.get(AFTER_COMMIT, ()):
            tell()

    def write_together(self, tenant_id: str, work: Callable[[Session], _Result]) -> _Result:
        """Do ``work`` in a transaction shared with others of the tenant that come now."""
        return self._together.run(tenant_id, work)

    async def submit(self, tenant_id: str, many: ManyWork[_Item, _Result], item: _Item) -> _Result:
        """Have ``item`` written with others of its kind, from an event loop; see ``together``."""
        return await self._together.submit(tenant_id, many, item)

    async def submit_all(
        self, tenant_id: str, many: ManyWork[_Item, _Result], items: Sequence[_Item]
    ) -> list[_Result | BaseException]:
        """Have items written in their order, with others of their kind; see ``together``."""
        return await self._together.submit_all(tenant_id, many, items)

    def count_waiting(self, tenant_id: str) -> int:
        """Return how many changes wait to be written together."""
        return self._together.count_waiting(tenant_id)

    @contextmanager
    def read(self, tenant_id: str | None) -> Iterator[Session]:
        """Open a session for reading; it is rolled back at the end."""
        with Session(self._reader, info={"tenant_id": tenant_id}) as session:
            yield session

    def probe(self) -> None:
        """Ask the database for one, to see that it answers."""
        with self._reader.connect() as connection:
            connection.execute(select(literal(1)))

    def answers(self) -> bool:
        """Tell whether the database answers at all."""
        try:
            self.probe()
        except SQLAlchemyError:
            return False
        return True

    def close(self) -> None:
        """Let what waits be written, then close every connection."""
        self._together.close()
        close_engine(self.engine)


def close_engine(engine: Engine) -> None:
    """Close every connection: what a thread still holds, as soon as it gives it back.

    Without that the last job of a queue that is stopped leaves an open one behind.
    """

    def close_late(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.invalidate()

    event.listen(engine.pool, "checkin", close_late)
    engine.dispose()


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 -- the dialect's own driver
    connection.execute(f"pragma busy_timeout={_BUSY_TIMEOUT_MS}")
    for name, value in SAFE_SETTINGS.items():
        connection.execute(f"pragma {name}={value}").fetchall()
        got = connection.execute(f"pragma {name}").fetchone()
        # Read back: a pragma that was not taken says nothing by itself.
        if got is not None and got[0] != value:
            message = f"SQLite did not take {name}={value}, it is {got[0]}"
            raise RuntimeError(message)
    # Python begins a transaction before the first change, and takes the write lock at once.
    connection.isolation_level = "IMMEDIATE"


def _begin_ourselves(connection: DBAPIConnection, _record: object) -> None:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 -- the dialect's own driver
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    """Take the write lock before reading what the change is decided on."""
    reading = connection.get_execution_options().get(_READ_ONLY)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
