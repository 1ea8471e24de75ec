"""No statement reaches a tenant's table without naming the tenant, however it was written.

Queries on mapped classes are narrowed by ``db`` by themselves. What remains are statements on
plain tables and SQL as text, which nothing narrows: those are refused here unless they pin the
tenant, or say ``any_tenant`` in a session that belongs to no tenant. So are rows of one tenant
that are about to be written in a session of another. PostgreSQL holds the same line a third time
by itself: see ``row_security``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.engine.interfaces import DBAPIConnection, ExecutionContext
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, TextClause
from sqlalchemy.sql.selectable import (
    Alias,
    CompoundSelect,
    FromClause,
    Select,
    TableClause,
)

ANY_TENANT = "any_tenant"
"""The execution option of a statement that is about no tenant in particular."""
NARROWED = "doorstep_narrowed"
"""The execution option of a statement that ``db`` has narrowed already."""

_KEY = "doorstep_session"
_FLUSHING = "is_flushing"
_COLUMN = "tenant_id"
_CHANGES_OR_READS = re.compile(r"\s*(with|select|insert|update|delete|replace)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


class UnscopedQueryError(RuntimeError):
    """A statement on a tenant's table names no tenant, or another one than its session's."""


def watch(engine: Engine, tables: Mapping[str, TableClause]) -> None:
    """Refuse unscoped statements on ``engine`` from now on.

    Parameters
    ----------
    tables
        Every table there is, by name; those with a column ``tenant_id`` are guarded.
    """

    def before_execute(
        connection: Connection,
        statement: Any,  # noqa: ANN401 -- whatever can be executed
        many: list[dict[str, Any]],
        params: dict[str, Any],
        options: Mapping[str, Any],
    ) -> None:
        if isinstance(statement, (Select, CompoundSelect, Insert, Update, Delete, TextClause)):
            _check(connection, statement, [*many, *([params] if params else [])], options, names())

    def before_cursor_execute(
        connection: Connection,
        _cursor: object,
        statement: str,
        _params: object,
        context: ExecutionContext | None,
        _many: bool,  # noqa: FBT001 -- SQLAlchemy's signature
    ) -> None:
        if context is None or context.compiled is None:
            options = context.execution_options if context else connection.get_execution_options()
            if not _is_free(connection.info.get(_KEY) or {}, options):
                _check_text(statement, names())

    known: tuple[int, set[str]] = (0, set())

    def names() -> set[str]:
        nonlocal known
        # Asked with each statement; tables are only ever added.
        if known[0] != len(tables):
            known = (
                len(tables),
                {name for name, table in tables.items() if _COLUMN in table.c},
            )
        return known[1]

    event.listen(engine, "before_execute", before_execute)
    event.listen(engine, "before_cursor_execute", before_cursor_execute)
    event.listen(engine, "checkin", _forget)


def note(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """Let the connection know whose session uses it; for ``after_begin``."""
    session.info.pop(_FLUSHING, None)
    connection.info[_KEY] = session.info


def check_flush(session: Session, _context: object, _objects: object) -> None:
    """Refuse to write rows of another tenant than the session's; for ``before_flush``.

    Raises
    ------
    UnscopedQueryError
        There is such a row.
    """
    session.info[_FLUSHING] = True
    tenant_id = session.info.get(_COLUMN)
    if tenant_id is None:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        named = inspect(row).dict.get(_COLUMN, tenant_id)
        if named != tenant_id:
            message = f"a {type(row).__name__} of another tenant was about to be written"
            raise UnscopedQueryError(message)


def end_flush(session: Session, _context: object) -> None:
    """Note that what follows is no flush any more; for ``after_flush``."""
    session.info.pop(_FLUSHING, None)


def _forget(_connection: DBAPIConnection, record: Any) -> None:  # noqa: ANN401 -- of the pool
    record.info.pop(_KEY, None)


def _is_free(info: Mapping[str, Any], options: Mapping[str, Any]) -> bool:
    """Tell whether the statement may be about any tenant."""
    return bool(options.get(ANY_TENANT)) and info.get(_COLUMN) is None


def _check(
    connection: Connection,
    statement: Any,  # noqa: ANN401 -- any of several classes
    rows: list[dict[str, Any]],
    options: Mapping[str, Any],
    names: set[str],
) -> None:
    info = connection.info.get(_KEY) or {}
    tenant_id = info.get(_COLUMN)
    if _is_free(info, options):
        return
    if isinstance(statement, Insert) and statement.table.name in names:
        _check_insert(statement, rows, tenant_id)
        return
    if options.get(NARROWED) or info.get(_FLUSHING):
        return
    if isinstance(statement, TextClause):
        _check_text(statement.text, names)
        return
    for part in visitors.iterate(statement):
        if isinstance(part, TextClause):
            _check_text(f"select {part.text}", names)
    pinned = set(_pinned(statement, tenant_id))
    for place in _guarded(statement, names):
        if place not in pinned:
            name = getattr(place, "name", "")
            message = f"a statement on {name} names no tenant, or not its session's"
            raise UnscopedQueryError(message)


def _check_insert(statement: Insert, rows: list[dict[str, Any]], tenant_id: str | None) -> None:
    """Refuse rows that are not the session's tenant's; without one, they say whose they are."""
    named = [*_inserted(statement), *(row[_COLUMN] for row in rows if _COLUMN in row)]
    wanted = named[:1] if tenant_id is None else [tenant_id]
    if not named or statement.select is not None or set(named) - set(wanted):
        message = f"rows of {statement.table.name} name no tenant, or not their session's"
        raise UnscopedQueryError(message)


def _inserted(statement: Insert) -> Iterator[object]:
    for values in (statement._values or {}, *_many_values(statement)):  # noqa: SLF001 -- no other way
        for column, value in values.items():
            if getattr(column, "key", column) == _COLUMN:
                yield value.value if isinstance(value, BindParameter) else value


def _many_values(statement: Insert) -> Iterator[dict[Any, Any]]:
    for group in statement._multi_values:  # noqa: SLF001 -- no other way
        yield from (row for row in group if isinstance(row, dict))


def _check_text(sql: str, names: set[str]) -> None:
    """Refuse SQL as text that names a tenant's table: nobody can tell what it does to it."""
    if not _CHANGES_OR_READS.match(sql):
        return
    found = sorted(names.intersection(word.lower() for word in _WORD.findall(sql)))
    if found:
        message = f"SQL as text about {found[0]}, which belongs to tenants"
        raise UnscopedQueryError(message)


def _guarded(statement: Any, names: set[str]) -> Iterator[FromClause]:  # noqa: ANN401 -- any
    """Yield every place in a statement where a tenant's table is read or changed."""
    aliased = {
        one.element
        for one in visitors.iterate(statement)
        if isinstance(one, Alias) and isinstance(one.element, TableClause)
    }
    for one in visitors.iterate(statement):
        if isinstance(one, Alias) and isinstance(one.element, TableClause):
            if one.element.name in names:
                yield one
        elif isinstance(one, TableClause) and one.name in names and one not in aliased:
            yield one
    if isinstance(statement, (Update, Delete)) and getattr(statement.table, "name", "") in names:
        yield statement.table
    for select in _selects(statement):
        for place in select.get_final_froms():
            if isinstance(place, TableClause) and place.name in names:
                yield place


def _selects(statement: Any) -> Iterator[Select[Any]]:  # noqa: ANN401 -- any
    return (one for one in visitors.iterate(statement) if isinstance(one, Select))


def _pinned(statement: Any, tenant_id: str | None) -> Iterator[FromClause]:  # noqa: ANN401 -- any
    """Yield what a statement pins: to the tenant's id, or to another's row that is of the same."""
    for one in visitors.iterate(statement):
        if not isinstance(one, BinaryExpression) or one.operator is not operators.eq:
            continue
        sides = (one.left, one.right)
        columns = [side for side in sides if getattr(side, "key", None) == _COLUMN]
        columns = [side for side in columns if getattr(side, "table", None) is not None]
        values = [side.value for side in sides if isinstance(side, BindParameter)]
        if len(columns) == len(sides) or (
            columns and tenant_id is not None and values == [tenant_id]
        ):
            yield from (column.table for column in columns)
