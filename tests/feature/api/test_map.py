"""The map read in pieces, as browsers read it, and a geocoder beside it."""

from pathlib import Path
from typing import Any

from pmtiles.reader import MmapSource, Reader
from starlette.testclient import TestClient

from doorstep.bootstrap import Parts, open_parts
from doorstep.demo.seed import CITY_FILE
from doorstep.plumbing.settings import Settings
from worlds.demo_process import new_data_folder
from worlds.json_server import serve_json

READER: Any = Reader
SOURCE: Any = MmapSource


def test_the_map_says_whose_data_it_is(client: TestClient) -> None:
    assert client.get("/api/v1/map").json()["attribution"] == "© OpenStreetMap contributors"


def test_tiles_are_read_in_pieces(client: TestClient, parts: Parts) -> None:
    url = client.get("/api/v1/map").json()["tiles_url"]
    asked: list[int] = []

    def fetch(offset: int, length: int) -> bytes:
        wanted = f"bytes={offset}-{offset + length - 1}"
        # As a browser asks; what is compressed would be no piece of the file.
        answer = client.get(url, headers={"Range": wanted, "Accept-Encoding": "gzip, br"})
        assert answer.status_code == 206
        assert answer.headers["Content-Range"].startswith(f"bytes {offset}-")
        assert answer.headers.get("Content-Encoding", "identity") == "identity"
        asked.append(len(answer.content))
        return answer.content

    remote = READER(fetch)
    with parts.tiles.open("rb") as file:
        local = READER(SOURCE(file))
        header = local.header()
        assert remote.header() == header
        tiles = 0
        for x in range(9300, 9340):
            for y in range(4720, 4760):
                tile = local.get(14, x, y)
                if tile is not None:
                    assert remote.get(14, x, y) == tile
                    tiles += 1
    assert tiles > 0
    assert max(asked) < parts.tiles.stat().st_size / 4


def test_the_whole_file_may_be_kept_and_another_file_is_not_mixed_in(client: TestClient) -> None:
    url = client.get("/api/v1/map").json()["tiles_url"]
    whole = client.get(url)
    assert whole.status_code == 200
    assert "immutable" in whole.headers["Cache-Control"]
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.content[:7] == b"PMTiles"
    # With the mark of another file, a piece is no continuation: all of it comes.
    other = client.get(url, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert other.status_code == 200
    assert len(other.content) == len(whole.content)


def test_a_geocoder_is_asked_for_what_the_region_does_not_know(
    tmp_path: Path, roads_folder: Path
) -> None:
    data = new_data_folder(tmp_path, roads_folder)
    with serve_json() as server:
        house = {"house_number": "12", "road": "Unmapped Lane"}
        place = {"lat": "60.17", "lon": "24.94", "display_name": "12, Unmapped Lane"}
        server.answers["/search"] = (200, [{**place, "address": house}])
        settings = Settings(data_dir=data, geocoder_url=f"nominatim+{server.url}")
        with open_parts(settings, CITY_FILE) as opened:
            known = opened.region.addresses.find("Aleksanterinkatu 17")
            assert known is not None
            assert server.asked == []
            found = opened.region.addresses.find("Unmapped Lane 12")

    assert found is not None
    assert found.label == "12, Unmapped Lane"
