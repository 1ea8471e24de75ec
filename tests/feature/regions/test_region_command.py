"""A user brings a city with ``doorstep region``."""

import json
import os
import subprocess
import sys
from pathlib import Path

from worlds.extracts import write_village
from worlds.file_server import serve_files

DOORSTEP = Path(sys.executable).with_name("doorstep")


def run(data: Path, *words: str, index: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DOORSTEP, "region", *words, "--data", data],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "200", "DOORSTEP_REGION_INDEX_URL": index},
    )


def test_a_city_is_brought_listed_renewed_and_removed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert "doorstep region add" in run(data, "list").stdout

    with serve_files() as server:
        urls = {"pbf": f"{server.url}/v.osm.pbf"}
        entry = {"properties": {"id": "village", "name": "Village", "urls": urls}}
        server.files["/index.json"] = json.dumps({"features": [entry]}).encode()
        index = f"{server.url}/index.json"
        server.files["/v.osm.pbf"] = write_village(tmp_path / "v.osm.pbf").read_bytes()
        added = run(data, "add", "Village", index=index)
        assert added.returncode == 0, added.stderr
        assert "village, version 1" in added.stdout
        assert "© OpenStreetMap contributors" in added.stdout

        same = run(data, "update", index=index)
        assert "village is up to date" in same.stdout
        content = write_village(tmp_path / "v.osm.pbf", street="New Street").read_bytes()
        server.files["/v.osm.pbf"] = content
        assert "village, version 2" in run(data, "update", "village", index=index).stdout

    listed = run(data, "list").stdout
    assert "2 (current)" in listed
    assert len(listed.splitlines()) == 3  # head and two versions
    assert run(data, "remove", "village", "--version", "1").returncode == 0
    assert run(data, "remove", "village").returncode == 0
    assert "There is no region yet" in run(data, "list").stdout


def test_signs_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    village = write_village(tmp_path / "v.osm.pbf", sign="no @ (sunset-sunrise)")
    added = run(tmp_path / "data", "add", str(village)).stdout
    assert "Signs that cannot be read" in added
    assert "motor_vehicle:conditional=no @ (sunset-sunrise)" in added
    village = write_village(tmp_path / "w.osm.pbf", sign="no @ (Mo-Fr 07:30-09:00)")
    assert "Signs that" not in run(tmp_path / "data", "add", str(village)).stdout


def test_a_file_that_is_no_extract_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "town.osm.pbf"
    path.write_text("Street,Number\n" * 9)
    refused = run(tmp_path / "data", "add", str(path))

    assert refused.returncode == 2
    assert "town.osm.pbf is not a PBF file" in refused.stderr
    assert "[road_file_not_pbf]" in refused.stderr
    assert "Traceback" not in refused.stderr
