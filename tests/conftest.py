"""What every test stands on: no network beyond this machine, one clock, one city."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from doorstep.kernel import FixedClock
from doorstep.roads.sources import Region, load_region
from worlds.repository import ROOT

LOOPBACK = "127.0.0.1,::1,localhost"
HELSINKI = ROOT / "src/doorstep/demo/data/helsinki.osm.pbf"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Close the network but for loopback: a test that calls out is a broken test."""
    if not config.option.allow_hosts:
        config.option.allow_hosts = LOOPBACK
        config.option.allow_unix_socket = True


@pytest.fixture
def clock() -> FixedClock:
    """Give a clock that stands at a Friday morning, 06:00 UTC, until it is moved."""
    return FixedClock(datetime(2026, 11, 20, 6, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def roads_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder in which all processes of this run keep prepared roads and map tiles."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # a worker's own folder lies in the run's
    return folder / "regions"


@pytest.fixture(scope="session")
def region(roads_folder: Path) -> Region:
    """Give the streets of central Helsinki, prepared once for all processes of this run."""
    return load_region(HELSINKI, roads_folder)
