"""Two people who do the same thing in the same moment, on a database that lets both in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from doorstep import orders
from doorstep.plumbing import journal
from doorstep.plumbing.unit import Kit
from doorstep.roads.sources import Region
from worlds.helsinki import SIX_ORDERS
from worlds.postgres import running_postgres
from worlds.server import add_tenant, open_kit

MONDAY = date(2026, 6, 1)


@pytest.fixture
def kit(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    with (
        running_postgres(tmp_path_factory.mktemp("pg")) as url,
        open_kit(tmp_path, url=url) as opened,
    ):
        yield opened


def test_the_same_file_sent_twice_at_once_is_imported_once(kit: Kit, region: Region) -> None:
    tenant_id = add_tenant(kit)

    def send() -> orders.ImportReport:
        with kit.write(tenant_id, "system") as unit:
            return orders.import_csv(unit, SIX_ORDERS, service_on=MONDAY, region=region)

    with ThreadPoolExecutor() as people:
        with kit.write(tenant_id, "system") as unit:
            # The second one begins after the first has looked and before it has saved.
            first = orders.import_csv(unit, SIX_ORDERS, service_on=MONDAY, region=region)
            other = people.submit(send)
            with pytest.raises(TimeoutError):
                other.result(timeout=1)
        second = other.result(timeout=10)
    assert (first.added, second.added, second.unchanged) == (6, 0, 6)
    with kit.database.read(tenant_id) as session:
        assert journal.find_broken_link(session) is None
