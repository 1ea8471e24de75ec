"""SQLite looks for rows by their ids, not among all that a company has."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table

from doorstep.plumbing import row_counts
from doorstep.plumbing.db import Base
from doorstep.plumbing.scoping import ANY_TENANT
from worlds.server import open_kit

pytestmark = pytest.mark.sqlite_only(reason="PostgreSQL counts by itself")
_AT_ONCE = 128


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with open_kit(tmp_path) as kit:
        with kit.database.engine.begin() as opened:
            row_counts.tell(opened)
        with kit.database.engine.connect() as opened:
            yield opened.execution_options(**{ANY_TENANT: True})


def found_by(connection: Connection, table: Table, column: str) -> str:
    """Return how rows of one company are found by many values of a column."""
    values = ", ".join(f"'{number}'" for number in range(_AT_ONCE))
    query = f"explain query plan select * from {table.name} where {column} in ({values})"  # noqa: S608 -- ours
    rows = connection.exec_driver_sql(f"{query} and tenant_id = 'ours'").all()
    return " ".join(row.detail for row in rows)


def tables_of_companies() -> list[Table]:
    return [
        table
        for table in Base.metadata.sorted_tables
        if "tenant_id" in table.c and table.primary_key.columns.keys() == ["id"]
    ]


def test_rows_of_each_table_are_found_by_their_ids(connection: Connection) -> None:
    assert len(tables_of_companies()) > 15
    for table in tables_of_companies():
        assert "(id=?)" in found_by(connection, table, "id"), table.name


def test_rows_are_found_by_what_they_belong_to(connection: Connection) -> None:
    tables = Base.metadata.tables
    for table, column in (
        ("stops", "route_id"),
        ("parcels", "shipment_id"),
        ("payments", "shipment_id"),
        ("cash_shifts", "driver_id"),
        ("driver_commands", "command_id"),
        ("files", "sha256"),
        ("events", "subject_id"),
    ):
        assert f"{column}=?" in found_by(connection, tables[table], column), table


def test_figures_are_written_once(connection: Connection) -> None:
    query = "select * from sqlite_stat1 order by 1, 2"
    told = connection.exec_driver_sql(query).all()
    row_counts.tell(connection)
    assert told == connection.exec_driver_sql(query).all()
    assert any(row.idx == "ix_stops_route_id" for row in told)
