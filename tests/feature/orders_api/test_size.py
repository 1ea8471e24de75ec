"""How much disk an order takes, with its shipment, parcel, event, kept answer and all indexes."""

import sqlite3
from pathlib import Path

import pytest

from worlds.orders import Office, order_body

_BYTES = 2900
"""What it has come down to; less is welcome."""


def size(folder: Path) -> int:
    (file,) = folder.rglob("doorstep.db")
    with sqlite3.connect(file) as connection:
        (used,) = connection.execute("select sum(pgsize) from dbstat").fetchone()
    return int(used)


@pytest.mark.slow
@pytest.mark.sqlite_only(reason="the pages of a SQLite file are counted")
def test_an_order_takes_no_more_disk_than_it_has_come_down_to(
    office: Office, tmp_path: Path
) -> None:
    sizes = []
    for start, end in ((0, 100), (100, 600)):
        for number in range(start, end):
            assert office.post_order(order_body(f"A-{number}")).status_code == 201
        sizes.append(size(tmp_path))
    before, after = sizes
    each = (after - before) / 500
    assert each <= _BYTES
