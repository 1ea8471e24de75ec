"""A server with a company, and one who is signed in as its dispatcher."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from doorstep.roads.sources import Region
from worlds.helsinki import open_console
from worlds.orders import Office


@pytest.fixture
def client(tmp_path: Path, region: Region) -> Iterator[TestClient]:
    with open_console(tmp_path, region) as opened:
        yield opened


@pytest.fixture
def office(client: TestClient) -> Office:
    return Office(client)


@pytest.fixture
def order(office: Office) -> dict[str, Any]:
    """Give an order of one shipment with three parcels."""
    return office.create("A-1", parcels=[{"barcode": f"P-{number}"} for number in (1, 2, 3)])
