"""``bench/roads.py`` measures a city and says what it found."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from worlds.repository import ROOT

HELSINKI = ROOT / "src/doorstep/demo/data/helsinki.osm.pbf"


@pytest.mark.slow
def test_it_finds_no_wrong_way_in_helsinki_and_writes_its_figures(tmp_path: Path) -> None:
    for name in ("porto", "milan"):
        shutil.copy(HELSINKI, tmp_path / f"{name}.osm.pbf")
    out = tmp_path / "figures.json"
    command = [sys.executable, str(ROOT / "bench/roads.py"), "--osm", str(tmp_path)]
    done = subprocess.run(
        [*command, "--no-peers", "--only-own", "--routes", "200", "--json", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    report = json.loads(out.read_text())
    assert report["protocol"]["seed"] == 2026
    figures = report["figures"]
    assert figures["dijkstra_mismatches"] == 0
    assert figures["route_matrix_mismatches"] == 0
    assert figures["turn_restrictions_violated"] == 0
    assert figures["one_ways_violated"] == 0
    assert figures["milan_routes"] == 200
    assert figures["milan_points_checked"] > 1000
    assert figures["matrix_1000_turns_s"] > 0
