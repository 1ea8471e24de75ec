"""Tables whose rows are added and never changed or removed: the database itself refuses.

A table says so with ``ADDED_ONLY`` in its arguments. Nothing is exempt: what must be erasable for
somebody's sake, such as a name, does not belong in such a table.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, Table, UniqueConstraint, text

ADDED_ONLY = {"info": {"added_only": True}}
"""The last of a table's ``__table_args__``."""

_NAME = "added_only"
_SQLITE = ("update", "delete", "replace")
_REFUSE = """
    create or replace function doorstep_refuse_change() returns trigger language plpgsql as $$
    begin
        raise exception 'rows of % are never changed or removed', tg_table_name
            using errcode = 'integrity_constraint_violation';
    end $$
"""


def guard(connection: Connection, metadata: MetaData) -> None:
    """Put triggers on every table that is added to only and lacks them; harmless to do again."""
    missing = set(find_unguarded(connection, metadata))
    if missing and connection.dialect.name != "sqlite":
        connection.execute(text(_REFUSE))
    for table in _added_only(metadata):
        if table.name not in missing:
            continue
        if connection.dialect.name == "sqlite":
            for statement in _on_sqlite(table):
                connection.exec_driver_sql(statement)
        else:
            # For each statement, so that one which finds no row is refused as well.
            connection.execute(
                text(
                    f"create or replace trigger {_NAME} before update or delete or truncate"
                    f' on "{table.name}" for each statement'
                    " execute function doorstep_refuse_change()"
                )
            )


def find_unguarded(connection: Connection, metadata: MetaData) -> list[str]:
    """Return the tables that should refuse changes and do not."""
    if connection.dialect.name == "sqlite":
        query = "select name from sqlite_master where type = 'trigger'"
    else:
        query = (
            "select distinct t.tgname || '_' || c.relname from pg_trigger t"
            " join pg_class c on c.oid = t.tgrelid"
            " where c.relnamespace = current_schema()::regnamespace and t.tgenabled = 'O'"
        )
    there = set(connection.exec_driver_sql(query).scalars())
    kinds = [f"_{kind}" for kind in _SQLITE] if connection.dialect.name == "sqlite" else [""]
    return [
        table.name
        for table in _added_only(metadata)
        if not {f"{_NAME}_{table.name}{kind}" for kind in kinds} <= there
    ]


def _added_only(metadata: MetaData) -> Iterator[Table]:
    return (table for table in metadata.sorted_tables if table.info.get("added_only"))


def _on_sqlite(table: Table) -> Iterator[str]:
    refuse = f"select raise(abort, 'rows of {table.name} are never changed or removed')"
    # "insert or replace" removes rows without asking a delete trigger.
    same = " or ".join(
        f"({' and '.join(f'{name} = new.{name}' for name in names)})" for names in _keys(table)
    )
    there = f'exists (select 1 from "{table.name}" where {same})'  # noqa: S608 -- our own names
    for kind, begins in (
        ("update", f'before update on "{table.name}"'),
        ("delete", f'before delete on "{table.name}"'),
        ("replace", f'before insert on "{table.name}" when {there}'),
    ):
        yield (
            f"create trigger if not exists {_NAME}_{table.name}_{kind} {begins}"
            f" begin {refuse}; end"
        )


def _keys(table: Table) -> Iterator[list[str]]:
    """Yield the columns of each unique key: a row with the same would be replaced."""
    yield [column.name for column in table.primary_key]
    for column in table.columns:
        if column.unique:
            yield [column.name]
    for one in table.constraints:
        if isinstance(one, UniqueConstraint):
            yield [column.name for column in one.columns]
