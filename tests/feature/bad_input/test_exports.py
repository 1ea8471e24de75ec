"""Exports: many at once, broken off, and of rows that change meanwhile."""
# Bad input: B-70 (docs/guides/bad-input.md).

import csv
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep import orders
from doorstep.orders.routes.shipments import _write_export
from doorstep.orders.store import ShipmentFilter
from doorstep.plumbing.exports import TooManyExportsError
from doorstep.plumbing.unit import Kit
from doorstep.roads.sources import Region
from worlds.helsinki import import_orders
from worlds.orders import Office
from worlds.postgres import running_postgres
from worlds.server import add_tenant, open_kit

EVERYTHING = ShipmentFilter(None, None, "", "")
MANY = 600  # more than a page of 500, and more than the first portion of 64 kB


def export(kit: Kit, tenant_id: str) -> Iterator[str]:
    caller: Any = SimpleNamespace(
        kit=kit, principal=SimpleNamespace(tenant_id=tenant_id), read=lambda: kit.read(tenant_id)
    )
    return _write_export(caller, EVERYTHING)


def fill(kit: Kit, tenant_id: str, count: int, region: Region) -> None:
    note = "x" * 300
    rows = [
        f"R-{number:06},Aino,Mannerheimintie 5,60.169,24.939,{note}" for number in range(count)
    ]
    data = "\n".join(["reference,name,address,lat,lon,note", *rows]).encode()
    report = import_orders(kit, tenant_id, region, data, date(2026, 6, 1))
    assert report.added == count


def test_a_third_export_waits_its_turn_and_the_first_two_go_on(office: Office) -> None:
    office.create("A-1")
    kit: Kit = office.client.app.state.kit  # type: ignore[attr-defined] # Starlette's
    with kit.database.read(None) as session:
        (tenant_id,) = session.connection().exec_driver_sql("select id from tenants").scalars()
    with kit.exports.one(tenant_id), kit.exports.one(tenant_id):
        refused = office.client.get("shipments/export.csv")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_exports")
        assert int(refused.headers["Retry-After"]) > 0
    for _ in range(3):
        assert "A-1" in office.client.get("shipments/export.csv").text


def test_of_fifty_exports_at_once_two_are_written(tmp_path: Path) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id, other = add_tenant(kit), add_tenant(kit, "Other")
        begun = [export(kit, tenant_id) for _ in range(50)]

        def begin(one: Iterator[str]) -> bool:
            try:
                next(one)
            except TooManyExportsError:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(begin, begun)) == 2
        next(export(kit, other))  # another company's turns are its own


@pytest.fixture(params=["sqlite", "postgresql"])
def kit(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kit]:
    if request.param == "sqlite":
        with open_kit(tmp_path) as opened:
            yield opened
        return
    with (
        running_postgres(tmp_path_factory.mktemp("pg")) as url,
        open_kit(tmp_path, url=url) as opened,
    ):
        yield opened


def test_rows_that_change_while_a_file_is_written_stand_in_it_as_they_were(
    kit: Kit, region: Region
) -> None:
    tenant_id = add_tenant(kit)
    fill(kit, tenant_id, MANY, region)
    lines = export(kit, tenant_id)
    portions = [next(lines)]

    with kit.write(tenant_id, "system") as unit:
        last = orders.list_shipments(unit, EVERYTHING, limit=MANY).items[-1]
        orders.cancel_shipment(unit, last.id, last.version, "meanwhile")
    portions += lines

    rows = list(csv.DictReader("".join(portions).splitlines()))
    assert len(portions) > 2
    assert [row["reference"] for row in rows] == [f"R-{number:06}" for number in range(MANY)]
    assert {row["status"] for row in rows} == {"pending"}
    (after,) = list(csv.DictReader("".join(export(kit, tenant_id)).splitlines()))[-1:]
    assert after["status"] == "cancelled"


def test_an_export_that_was_broken_off_gives_its_turn_back(tmp_path: Path, region: Region) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        fill(kit, tenant_id, MANY, region)
        for _ in range(5):
            lines = export(kit, tenant_id)
            next(lines)
            del lines  # whoever read it is gone
        kit.exports.one(tenant_id).__enter__()
        next(export(kit, tenant_id))


@pytest.mark.slow
def test_a_large_export_takes_no_more_memory_than_a_page(tmp_path: Path, region: Region) -> None:
    """20,000 rows are 8 MB of text; a page of 500 and a portion of 64 kB are in memory."""
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        fill(kit, tenant_id, 20_000, region)
        tracemalloc.start()
        written = sum(len(portion) for portion in export(kit, tenant_id))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert written > 8_000_000
    assert peak < 8_000_000
