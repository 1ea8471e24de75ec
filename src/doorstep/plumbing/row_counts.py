"""SQLite is told how its tables look once they are large.

Without figures it takes a company's rows to be ten, whichever table they are in, so it looks for
five rows by their ids among all that the company has. PostgreSQL counts by itself. The figures are
fixed, not counted: they need to be right only in which of two ways is the shorter one, a query is
answered the same way on every installation, and an empty database is told them too.
"""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection

_ROWS = 1_000_000
_OF_A_COMPANY = 100_000
_OF_SOME = 5000
"""Rows that share some of an index's columns, such as a company's of one day."""
_OF_ONE = 50
"""Rows that share all of an index's columns, such as the stops of a route."""
_COMPANY = "tenant_id"
_INDEXES = """
    select m.name, l.name, l."unique", i.name
    from sqlite_master m, pragma_index_list(m.name) l, pragma_index_info(l.name) i
    where m.type = 'table' and not l.partial and m.name not like 'sqlite_%'
    order by m.name, l.name, i.seqno
"""


def tell(connection: Connection) -> None:
    """Write the figures for every index, where SQLite reads them; harmless to do again."""
    if connection.dialect.name != "sqlite":
        return
    wanted = sorted(_figures(connection))
    query = "select tbl, idx, stat from sqlite_stat1 order by 1, 2"
    has_any = "select 1 from sqlite_master where name = 'sqlite_stat1'"
    if connection.exec_driver_sql(has_any).first() is None:
        # Makes the table where the figures are, and counts nothing but a few rows.
        connection.exec_driver_sql("analyze tenants")
    elif [tuple(row) for row in connection.exec_driver_sql(query)] == wanted:
        return
    connection.exec_driver_sql("delete from sqlite_stat1")
    add = "insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)"
    connection.exec_driver_sql(add, wanted)
    connection.exec_driver_sql("analyze sqlite_master")


def _figures(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Yield table, index, and how many rows share the first one, two, ... of its columns."""
    found = connection.exec_driver_sql(_INDEXES)
    for (table, index, is_unique), group in groupby(found, key=lambda row: tuple(row[:3])):
        columns = [row[3] for row in group]
        is_company = columns[0] == _COMPANY
        first, next_ones = (_OF_A_COMPANY, _OF_SOME) if is_company else (_OF_ONE, _OF_ONE)
        shared = [first, *[next_ones] * (len(columns) - 1)]
        if is_unique or len(columns) > 1:
            shared[-1] = 1 if is_unique else _OF_ONE
        yield table, index, " ".join(map(str, (_ROWS, *shared)))
