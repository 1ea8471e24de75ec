"""Regions: versions beside each other, whole or not there."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from doorstep.kernel import Point
from doorstep.roads.sources import (
    RegionVersion,
    RoadFileError,
    Watcher,
    Wish,
    bring_region,
    find_region,
    get_region,
    list_regions,
    open_region,
    remove_version,
)
from doorstep.roads.sources.sorting import is_sorted
from worlds.extracts import write_village
from worlds.file_server import FileServer, serve_files
from worlds.repository import ROOT

HELSINKI = ROOT / "src/doorstep/demo/data/helsinki.osm.pbf"
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def bring(
    folder: Path, source: str | Path, name: str = "", *, index: str = "", sha256: str = ""
) -> tuple[RegionVersion, bool]:
    watcher = Watcher(lambda _: None, lambda _there, _total: None, lambda _: None)
    return bring_region(folder, Wish(str(source), name, sha256), index, NOW, watcher)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "regions"


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serve_files() as running:
        yield running


def test_a_file_becomes_version_one_and_can_be_opened(tmp_path: Path, folder: Path) -> None:
    version, is_new = bring(folder, write_village(tmp_path / "Old-Village.osm.pbf"))

    assert is_new
    assert (version.name, version.number) == ("old-village", 1)
    assert list_regions(folder) == [version]
    with open_region(folder, "old-village") as opened:
        assert opened.region.addresses.find("Main Street 1") is not None
        assert opened.tiles.is_file()


def test_the_same_bytes_again_are_no_new_version(tmp_path: Path, folder: Path) -> None:
    pbf = write_village(tmp_path / "village.osm.pbf")
    first, _ = bring(folder, pbf)
    again, is_new = bring(folder, pbf)

    assert not is_new
    assert again == first
    assert list_regions(folder) == [first]


def test_a_new_version_does_not_disturb_the_one_in_use(tmp_path: Path, folder: Path) -> None:
    pbf = tmp_path / "village.osm.pbf"
    bring(folder, write_village(pbf))
    with open_region(folder, "village") as old:
        before = {file: file.read_bytes() for file in old.version.folder.iterdir()}
        second, is_new = bring(folder, write_village(pbf, street="New Street"))

        assert is_new
        assert second.number == 2
        assert {file: file.read_bytes() for file in old.version.folder.iterdir()} == before
        points = [Point(60.0, 25.0), Point(60.0, 25.004)]
        assert old.region.network.matrix(points, "car").duration_s[0, 1] > 0
    assert find_region(folder, "village") == second
    with open_region(folder, "village") as new, open_region(folder, "village", 1) as still:
        assert new.region.addresses.find("New Street 1") is not None
        assert still.region.addresses.find("Main Street 1") is not None


def test_a_version_in_use_is_not_removed(tmp_path: Path, folder: Path) -> None:
    version, _ = bring(folder, write_village(tmp_path / "village.osm.pbf"))
    with open_region(folder, "village"), pytest.raises(RoadFileError) as caught:
        remove_version(folder, version)
    assert caught.value.code == "region_in_use"
    assert list_regions(folder) == [version]

    remove_version(folder, version)
    assert list_regions(folder) == []
    assert not (folder / "village").exists()


def test_a_region_that_is_not_there_is_named_with_those_that_are(
    tmp_path: Path, folder: Path
) -> None:
    bring(folder, write_village(tmp_path / "village.osm.pbf"))
    with pytest.raises(RoadFileError, match="There are: village") as caught:
        get_region(folder, "porto")
    assert caught.value.code == "region_missing"


def test_an_unsorted_extract_is_put_in_order(tmp_path: Path, folder: Path) -> None:
    pbf = write_village(tmp_path / "village.osm.pbf", is_sorted=False)
    assert not is_sorted(pbf)
    version, _ = bring(folder, pbf)

    assert is_sorted(version.pbf)
    # The region knows the file it came from, not the one in order.
    assert version.sha256 == hashlib.sha256(pbf.read_bytes()).hexdigest()
    with open_region(folder, "village") as opened:
        assert opened.region.addresses.find("Main Street 1") is not None


def empty(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    whole = HELSINKI.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def last_byte_gone(path: Path) -> None:
    path.write_bytes(HELSINKI.read_bytes()[:-1])


def flipped(path: Path) -> None:
    whole = bytearray(HELSINKI.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 64] = bytes(64)
    path.write_bytes(bytes(whole))


def text(path: Path) -> None:
    path.write_text("Street,Number\n" * 100)


def unsorted_half(path: Path) -> None:
    write_village(path, is_sorted=False)
    path.write_bytes(path.read_bytes()[:-40])


@pytest.mark.parametrize(
    ("damage", "codes"),
    [
        (lambda _: None, {"road_file_missing"}),
        (Path.mkdir, {"road_file_is_folder"}),
        (empty, {"road_file_empty"}),
        (half, {"road_file_cut_off"}),
        (last_byte_gone, {"road_file_cut_off"}),
        (flipped, {"road_file_not_pbf"}),
        (text, {"road_file_not_pbf"}),
        (unsorted_half, {"road_file_cut_off"}),
    ],
)
def test_a_damaged_file_is_refused_by_name_and_leaves_nothing_behind(
    tmp_path: Path, folder: Path, damage: Callable[[Path], None], codes: set[str]
) -> None:
    kept, _ = bring(folder, write_village(tmp_path / "village.osm.pbf"))
    before = sorted(folder.rglob("*"))
    path = tmp_path / "village2.osm.pbf"
    damage(path)

    with pytest.raises(RoadFileError, match=r"village2\.osm\.pbf") as caught:
        bring(folder, path, "village")

    assert caught.value.code in codes
    assert sorted(folder.rglob("*")) == before
    assert list_regions(folder) == [kept]


def test_an_extract_comes_from_an_address_with_its_checksum(
    server: FileServer, tmp_path: Path, folder: Path
) -> None:
    content = write_village(tmp_path / "x.osm.pbf").read_bytes()
    server.files["/eu/village-latest.osm.pbf"] = content
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    server.files["/eu/village-latest.osm.pbf.md5"] = f"{md5}  village-latest.osm.pbf\n".encode()
    version, _ = bring(folder, f"{server.url}/eu/village-latest.osm.pbf")

    assert version.name == "village"
    assert version.pbf.read_bytes() == content
    assert not list((folder / ".downloads").iterdir())


@pytest.mark.parametrize("said", ["md5", "sha256"])
def test_a_wrong_checksum_is_refused_and_nothing_stays(
    server: FileServer, tmp_path: Path, folder: Path, said: str
) -> None:
    server.files["/village.osm.pbf"] = write_village(tmp_path / "x.osm.pbf").read_bytes()
    if said == "md5":
        server.files["/village.osm.pbf.md5"] = b"0" * 32
    with pytest.raises(RoadFileError) as caught:
        bring(folder, f"{server.url}/village.osm.pbf", sha256="0" * 64 if said == "sha256" else "")

    assert caught.value.code == "region_checksum_differs"
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [".sweeping.lock"]


def index_of(server: FileServer) -> str:
    def feature(id_: str, name: str) -> dict[str, object]:
        urls = {"pbf": f"{server.url}/{id_}-latest.osm.pbf"}
        return {"type": "Feature", "properties": {"id": id_, "name": name, "urls": urls}}

    features = [
        feature("portugal", "Portugal"),
        feature("georgia", "Georgia"),
        feature("us/georgia", "Georgia"),
        {"type": "Feature", "properties": {"id": "europe", "name": "Europe", "urls": {}}},
    ]
    document = {"type": "FeatureCollection", "features": features}
    server.files["/index.json"] = json.dumps(document).encode()
    return f"{server.url}/index.json"


def test_a_name_is_looked_up_in_the_index(
    server: FileServer, tmp_path: Path, folder: Path
) -> None:
    server.files["/portugal-latest.osm.pbf"] = write_village(tmp_path / "x.osm.pbf").read_bytes()
    version, _ = bring(folder, "Portugal", index=index_of(server))

    assert (version.name, version.source) == ("portugal", "Portugal")


def test_a_name_is_an_identifier_before_it_is_a_name(server: FileServer, folder: Path) -> None:
    # "georgia" is the identifier of one and the name of two: the identifier decides.
    with pytest.raises(RoadFileError) as caught:
        bring(folder, "georgia", index=index_of(server))
    assert caught.value.code == "region_address_refused"
    assert server.asked[-1][0] == "/georgia-latest.osm.pbf"


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("portugl", "region_name_unknown", "Did you mean: portugal?"),
        ("europe", "region_name_unknown", ""),
        ("xyzzy", "region_name_unknown", "Give a file"),
    ],
)
def test_a_name_the_index_lacks_is_refused_with_near_ones(
    server: FileServer, folder: Path, name: str, code: str, says: str
) -> None:
    with pytest.raises(RoadFileError) as caught:
        bring(folder, name, index=index_of(server))

    assert caught.value.code == code
    assert says in caught.value.action


@pytest.mark.parametrize("content", [None, b"<html>", b'{"features": [1]}'])
def test_what_is_no_index_says_which_setting_to_check(
    server: FileServer, folder: Path, content: bytes | None
) -> None:
    if content is not None:
        server.files["/index.json"] = content
    with pytest.raises(RoadFileError, match="DOORSTEP_REGION_INDEX_URL") as caught:
        bring(folder, "portugal", index=f"{server.url}/index.json")
    assert caught.value.code == "region_index_unreadable"


def test_a_name_that_is_no_folder_name_is_refused(tmp_path: Path, folder: Path) -> None:
    pbf = write_village(tmp_path / "village.osm.pbf")
    for name in ("../up", ".hidden", "Ört", "a" * 61):
        with pytest.raises(RoadFileError) as caught:
            bring(folder, pbf, name)
        assert caught.value.code == "region_name_unusable"
    assert not folder.exists()


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import doorstep.roads.sources.regions as regions
from doorstep.roads.sources import Watcher, Wish, bring_region

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

moment = sys.argv[3]
if moment == "before the rename":
    regions._write_facts = die
watcher = Watcher(
    lambda step: die() if moment in step else None,
    lambda *_: None,
    lambda share: die() if moment == "half prepared" and share > 0.3 else None,
)
wish = Wish(sys.argv[2], "village")
bring_region(Path(sys.argv[1]), wish, "", datetime.now(UTC), watcher)
"""


@pytest.mark.parametrize("moment", ["Checking the order", "half prepared", "before the rename"])
def test_a_killed_command_leaves_nothing_half(tmp_path: Path, folder: Path, moment: str) -> None:
    pbf = tmp_path / "village.osm.pbf"
    first, _ = bring(folder, write_village(pbf))
    write_village(pbf, street="New Street")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(pbf), moment],
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == -signal.SIGKILL

    assert list_regions(folder) == [first]
    assert list(folder.glob(".draft-*"))  # what the killed process held
    second, _ = bring(folder, pbf)
    assert second.number == 2
    assert not list(folder.glob(".draft-*"))
