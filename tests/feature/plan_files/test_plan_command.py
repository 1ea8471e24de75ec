"""``doorstep plan`` as a visitor runs it: a process of its own, files in, files out."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from doorstep.planning import plan_schema
from worlds.repository import ROOT

DOORSTEP = Path(sys.executable).with_name("doorstep")
ROADS = ROOT / "src/doorstep/demo/data/helsinki.osm.pbf"
FLEET = ROOT / "src/doorstep/demo/data/fleet.toml"
OUTPUTS = {"plan.json", "routes.geojson", "stops.csv", "manifest.pdf", "plan.html"}
HEADER = "reference,address,lat,lon,window,skills\n"
GOOD = 'A1,"Bulevardi 5, Helsinki",,,09:00-12:00,\nA2,,60.1698,24.9460,,cold\n'


@dataclass(frozen=True)
class Desk:
    """A folder with the files of a day, and a cache of its own."""

    folder: Path

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def environment(self) -> dict[str, str]:
        return {**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache"), "COLUMNS": "120"}

    def command(self, *more: str, orders: str = "orders.csv", fleet: Path = FLEET) -> list[str]:
        given = [orders, "--fleet", str(fleet), "--roads", str(ROADS), "--out", "out"]
        return [str(DOORSTEP), "plan", *given, "--date", "2026-05-04", *more]

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=360,
            check=False,
        )

    def plan(self, rows: str, *more: str) -> subprocess.CompletedProcess[str]:
        (self.folder / "orders.csv").write_text(HEADER + rows, encoding="utf-8")
        return self.run(self.command("--seconds", "0.5", *more))

    def written(self) -> set[str]:
        return {path.name for path in self.out.iterdir()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_day_of_300_orders_is_planned_and_the_second_run_measures_nothing(desk: Desk) -> None:
    files = desk.run([str(DOORSTEP), "demo-files", "--out", "demo", "--date", "2026-05-04"])
    assert files.returncode == 0, files.stderr
    first = desk.run(desk.command("--seconds", "4", orders="demo/orders.csv"))
    assert first.returncode == 0, first.stderr
    assert "Travel times were measured and kept." in first.stdout
    assert desk.written() == OUTPUTS
    document, schema = json.loads((desk.out / "plan.json").read_text()), plan_schema()
    assert list(Draft202012Validator(schema).iter_errors(document)) == []
    planned = sum(len(route["stops"]) for route in document["routes"])
    assert (planned, document["unassigned"]) == (300, [])
    again = desk.run(desk.command("--seconds", "0.5", orders="demo/orders.csv"))
    assert "Travel times came from the cache." in again.stdout


def test_bad_rows_are_named_and_put_aside_and_the_good_ones_planned(desk: Desk) -> None:
    done = desk.plan(GOOD + "A3,Nowhere 1,,,,\nA4,,60.17,24.94,12:00-09:00,\n")
    assert done.returncode == 0, done.stderr
    assert "line 4, address 'Nowhere 1': The road file does not know this address." in done.stderr
    assert "line 5, window '12:00-09:00': The window closes before it opens." in done.stderr
    assert desk.written() == {*OUTPUTS, "rejected.csv"}
    text = (desk.out / "rejected.csv").read_text("utf-8-sig")
    assert [row["reference"] for row in csv.DictReader(io.StringIO(text))] == ["A3", "A4"]
    # Once corrected, the old list of faults is gone too.
    desk.plan(GOOD)
    assert desk.written() == OUTPUTS


def test_strict_plans_nothing_while_a_row_is_wrong(desk: Desk) -> None:
    done = desk.plan(GOOD + "A3,Nowhere 1,,,,\n", "--strict")
    assert done.returncode == 2
    assert "1 row is wrong:" in done.stderr
    assert "nothing was planned" in done.stderr
    assert desk.written() == set()


def test_a_day_without_one_good_row_is_bad_input(desk: Desk) -> None:
    done = desk.plan("A1,Nowhere 1,,,,\n")
    assert done.returncode == 2
    assert "No row of the orders file can be planned." in done.stderr
    assert desk.written() == {"rejected.csv"}


@pytest.mark.parametrize(
    ("option", "content", "sentence"),
    [
        ("--fleet", b"currency = 3\n", "currency '3': A text is needed."),
        ("--roads", b"not a map", "road file"),
        ("--fleet", None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_bad_input(
    desk: Desk, option: str, content: bytes | None, sentence: str
) -> None:
    path = desk.folder / "given"
    if content is not None:
        path.write_bytes(content)
    done = desk.plan(GOOD, option, str(path))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_day_of_which_nothing_fits_ends_with_3_and_the_reasons(desk: Desk) -> None:
    done = desk.plan("A1,,60.1698,24.9460,,piano\n")
    assert done.returncode == 3
    assert "A1 (skills): No vehicle has all the skills it needs. Give a vehicle" in done.stdout
    assert "    would fit: With the skill piano on " in done.stdout
    assert json.loads((desk.out / "plan.json").read_text())["unassigned"][0]["reason"] == "skills"
    assert "manifest.pdf" not in desk.written()


def test_a_file_of_disruptions_makes_the_day_longer_in_traffic_too(desk: Desk) -> None:
    west, south, east, north = 24.8, 60.1, 25.1, 60.3
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    facts = {"kind": "weather", "name": "Snow", "speed_factor": 0.5}
    times = {"starts_at": "2026-05-04T00:00:00+03:00", "ends_at": "2026-05-05T00:00:00+03:00"}
    snow = {
        "type": "Feature",
        "properties": facts | times,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file = desk.folder / "snow.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [snow]}))
    lasting = []
    for more in ((), ("--traffic", "--disruptions", str(file))):
        done = desk.plan(GOOD, *more)
        assert done.returncode == 0, done.stderr
        lasting.append(json.loads((desk.out / "plan.json").read_text())["duration_s"])
    assert lasting[0] < lasting[1]

    file.write_text(json.dumps({"type": "FeatureCollection", "features": [{}]}))
    refused = desk.plan(GOOD, "--disruptions", str(file))
    assert refused.returncode == 2
    assert "feature 1" in refused.stderr


def test_quiet_says_nothing_when_all_is_well(desk: Desk) -> None:
    done = desk.plan(GOOD, "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_ctrl_c_keeps_the_best_plan_so_far(desk: Desk) -> None:
    (desk.folder / "orders.csv").write_text(HEADER + GOOD, encoding="utf-8")
    running = subprocess.Popen(
        desk.command("--seconds", "100"),
        cwd=desk.folder,
        env=desk.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    for line in running.stderr:
        if " EUR, " in line:
            break
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=30)
    assert running.returncode == 0, errors
    assert "Stopped early: this is the best plan found so far." in errors
    assert json.loads((desk.out / "plan.json").read_text())["unassigned"] == []
