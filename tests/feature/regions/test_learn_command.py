"""``doorstep roads learn`` on an installation that is stopped."""

from datetime import UTC, datetime
from pathlib import Path

from typer.testing import CliRunner, Result

from doorstep import cli
from doorstep.bootstrap import (
    NoRegionError,
    open_parts,
    open_region_of_company,
    prepare_company,
    silent_watcher,
)
from doorstep.kernel import FixedClock
from doorstep.plumbing.settings import Settings
from worlds.extracts import write_village

NOW = datetime(2026, 6, 1, 4, 30, tzinfo=UTC)


def make_company(data: Path, extract: Path | None = None) -> None:
    with open_parts(Settings(data_dir=data), None, FixedClock(NOW)) as parts:
        first = prepare_company(parts)
        if extract is not None:
            open_region_of_company(parts, first.tenant_id, str(extract), silent_watcher())


def learn(data: Path) -> Result:
    return CliRunner().invoke(cli.make_app(), ["roads", "learn", "--data", str(data)])


def test_it_says_how_many_drives_there_were_to_learn_from(tmp_path: Path) -> None:
    make_company(tmp_path / "data", write_village(tmp_path / "v.osm.pbf"))
    learned = learn(tmp_path / "data")
    assert (learned.exit_code, learned.exception) == (0, None)
    assert learned.output == "Routes learned from: 0. Pieces of street: 0.\n"


def test_without_a_city_it_says_how_to_bring_one(tmp_path: Path) -> None:
    make_company(tmp_path / "data")
    refused = learn(tmp_path / "data")
    assert isinstance(refused.exception, NoRegionError)
