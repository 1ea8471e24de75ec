"""Downloads on a network that breaks."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from doorstep.roads.sources import RoadFileError
from doorstep.roads.sources.download import download, read_text
from worlds.file_server import FileServer, serve_files

CONTENT = bytes(range(256)) * 40  # 10,240 bytes


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serve_files() as running:
        running.files["/town.pbf"] = CONTENT
        yield running


def fetch(server: FileServer, folder: Path) -> bytes:
    return download(f"{server.url}/town.pbf", folder, lambda _there, _total: None).read_bytes()


def test_a_whole_file_arrives_and_its_progress_is_told(server: FileServer, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    path = download(f"{server.url}/town.pbf", tmp_path, lambda *how: told.append(how))

    assert path.read_bytes() == CONTENT
    assert told[0] == (0, 10_240)
    assert told[-1] == (10_240, 10_240)


def test_what_broke_off_goes_on_by_itself(server: FileServer, tmp_path: Path) -> None:
    # Four tries of 3,000 bytes: the last one brings the rest of 1,240.
    server.break_after = 3_000

    assert fetch(server, tmp_path) == CONTENT
    assert [wanted for _, wanted in server.asked] == [
        "",
        "bytes=3000-",
        "bytes=6000-",
        "bytes=9000-",
    ]


def test_a_later_command_goes_on_where_an_earlier_one_gave_up(
    server: FileServer, tmp_path: Path
) -> None:
    server.break_after = 100
    with pytest.raises(RoadFileError) as caught:
        fetch(server, tmp_path)
    assert caught.value.code == "region_download_broken"
    server.break_after = None

    assert fetch(server, tmp_path) == CONTENT
    assert server.asked[-1] == ("/town.pbf", "bytes=400-")


def test_a_file_that_changed_meanwhile_is_fetched_from_its_start(
    server: FileServer, tmp_path: Path
) -> None:
    server.break_after = 100
    with pytest.raises(RoadFileError):
        fetch(server, tmp_path)
    server.break_after = None
    server.files["/town.pbf"] = CONTENT[::-1]

    assert fetch(server, tmp_path) == CONTENT[::-1]


def test_a_server_without_ranges_is_asked_for_everything(
    server: FileServer, tmp_path: Path
) -> None:
    server.break_after = 100
    with pytest.raises(RoadFileError):
        fetch(server, tmp_path)
    server.break_after, server.knows_ranges = None, False

    assert fetch(server, tmp_path) == CONTENT


def test_a_part_that_is_all_there_is_is_taken_as_it_is(server: FileServer, tmp_path: Path) -> None:
    server.break_after = 100
    with pytest.raises(RoadFileError):
        fetch(server, tmp_path)
    server.break_after = None
    (part,) = tmp_path.glob("*.part")
    part.write_bytes(CONTENT)  # killed after the last byte, before it was moved

    assert fetch(server, tmp_path) == CONTENT


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("{}/other.pbf", "region_address_refused"),
        ("http://127.0.0.1:9/town.pbf", "region_address_unreachable"),
        ("http://[bad/town.pbf", "region_address_unreachable"),
    ],
)
def test_an_address_that_gives_nothing_says_why(
    server: FileServer, tmp_path: Path, url: str, code: str
) -> None:
    with pytest.raises(RoadFileError) as caught:
        download(url.format(server.url), tmp_path, lambda _there, _total: None)

    assert caught.value.code == code
    assert not list(tmp_path.glob("*.part"))


def test_a_disk_that_is_too_full_is_found_out_before_the_download(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 16 times 10,240 bytes are needed.
    class Usage:
        free = 163_839

    def usage(_: Any) -> Usage:
        return Usage()

    monkeypatch.setattr(shutil, "disk_usage", usage)
    with pytest.raises(RoadFileError) as caught:
        fetch(server, tmp_path)
    assert caught.value.code == "region_disk_full"
    assert not list(tmp_path.glob("*.part"))

    Usage.free = 163_840
    assert fetch(server, tmp_path) == CONTENT


def test_a_text_that_is_not_there_is_none(server: FileServer) -> None:
    server.files["/sum.md5"] = b"abc"

    assert read_text(f"{server.url}/sum.md5") == "abc"
    assert read_text(f"{server.url}/none.md5") is None
