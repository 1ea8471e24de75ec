"""``doorstep solve`` as users of other programs run it: a process of its own, pipes, files."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from worlds.repository import ROOT

DOORSTEP = Path(sys.executable).with_name("doorstep")

SQUARE = """NAME : square
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 0 10
3 10 10
4 10 0
DEMAND_SECTION
1 0
2 4
3 5
4 6
DEPOT_SECTION
1
-1
EOF
"""

SOLOMON = """C000

VEHICLE
NUMBER     CAPACITY
  2         9

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0      0         0          0          0        100          0
    1      1         1          1         10         20          5
    2      3         4          2         30         40          5
"""


LI_LIM = """1 10 1
0 0 0 0 0 100 0 0 0
1 3 4 6 0 100 0 0 2
2 6 8 -6 0 100 0 1 0
"""


def document(**job: Any) -> str:
    """Return a VROOM document of one job 60 seconds away."""
    return json.dumps(
        {
            "vehicles": [{"id": 1, "start_index": 0, "end_index": 0}],
            "jobs": [{"id": 8, "location_index": 1, **job}],
            "matrices": {"car": {"durations": [[0, 60], [60, 0]]}},
        }
    )


def solve(folder: Path, *given: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(DOORSTEP), "solve", *given, "--seconds", "0.2"],
        cwd=folder,
        env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")},
        input=text,
        capture_output=True,
        text=True,
        timeout=360,
        check=False,
    )


def test_a_document_piped_in_comes_out_as_routes(tmp_path: Path) -> None:
    done = solve(tmp_path, "-", "--format", "vroom", text=document())

    answer = json.loads(done.stdout)
    assert (done.returncode, answer["code"], answer["summary"]["cost"]) == (0, 0, 120)
    assert [step["type"] for step in answer["routes"][0]["steps"]] == ["start", "job", "end"]
    assert done.stderr == ""


def test_an_answer_in_a_file_leaves_the_screen_to_the_table(tmp_path: Path) -> None:
    (tmp_path / "problem.json").write_text(document())

    done = solve(tmp_path, "problem.json", "--format", "vroom", "--out", "answer.json")

    assert done.returncode == 0
    assert json.loads((tmp_path / "answer.json").read_text())["summary"]["cost"] == 120
    assert "1 route " in done.stdout
    assert "The independent check found nothing wrong." in done.stdout


def test_coordinates_are_measured_on_the_streets_that_are_named(tmp_path: Path) -> None:
    given = json.loads(document(location=[24.9390, 60.1690]))
    del given["matrices"]
    given["vehicles"][0] |= {"profile": "van", "start": [24.9420, 60.1715]}
    del given["vehicles"][0]["end_index"]
    streets = str(ROOT / "src/doorstep/demo/data/helsinki.osm.pbf")

    with_streets = solve(
        tmp_path, "-", "--format", "vroom", "--roads", streets, text=json.dumps(given)
    )
    without = solve(tmp_path, "-", "--format", "vroom", text=json.dumps(given))

    summary = json.loads(with_streets.stdout)["summary"]
    assert with_streets.returncode == 0, with_streets.stderr
    assert 200 < summary["distance"] < 3000
    assert summary["unassigned"] == 0
    assert (without.returncode, json.loads(without.stdout)["code"]) == (2, 2)


def test_what_is_not_supported_is_answered_in_the_same_shape(tmp_path: Path) -> None:
    done = solve(tmp_path, "-", "--format", "vroom", text=document(setup_per_type={"van": 60}))

    assert done.returncode == 2
    said = "Not supported yet: jobs[0].setup_per_type."
    assert json.loads(done.stdout) == {"code": 2, "error": said}
    assert "jobs[0].setup_per_type" in done.stderr


def test_nothing_planned_has_its_own_exit_code(tmp_path: Path) -> None:
    done = solve(tmp_path, "-", "--format", "vroom", text=document(skills=[1]))

    assert done.returncode == 3
    assert json.loads(done.stdout)["unassigned"][0]["reason"] == "skills"


@pytest.mark.parametrize(
    ("form", "text", "solution"),
    [
        # 10 + 14 + 10 and 10 + 10: 4 and 5 fit together into 10, and so do 4 and 6
        ("vrplib", SQUARE, 54),
        ("solomon", SOLOMON, 10),  # tenths: 14 + 36 + 50
    ],
)
def test_instances_are_solved_into_solution_files(
    tmp_path: Path, form: str, text: str, solution: int
) -> None:
    (tmp_path / "problem").write_text(text)

    done = solve(tmp_path, "problem", "--format", form, "--out", "routes.sol")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "routes.sol").read_text().endswith(f"\nCost {solution}\n")
    assert str(solution) in done.stdout


def test_without_a_format_the_file_tells_it(tmp_path: Path) -> None:
    (tmp_path / "pairs.txt").write_text(LI_LIM)

    done = solve(tmp_path, "pairs.txt", "--out", "routes.sol")

    assert done.returncode == 0, done.stderr
    # fetched at (3, 4), brought to (6, 8): five, five and ten home
    assert (tmp_path / "routes.sol").read_text() == "Route #1: 1 2\nCost 20\n"


def test_a_file_that_looks_like_nothing_asks_for_its_format(tmp_path: Path) -> None:
    done = solve(tmp_path, "-", text="a letter to nobody")

    assert done.returncode == 2
    assert "--format" in done.stderr


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("nothing", "NODE_COORD_SECTION is missing."), (None, "problem cannot be read: No such")],
)
def test_a_file_that_is_no_instance_is_refused(
    tmp_path: Path, text: str | None, sentence: str
) -> None:
    if text is not None:
        (tmp_path / "problem").write_text(text)

    done = solve(tmp_path, "problem", "--format", "vrplib")

    assert done.returncode == 2
    assert sentence in done.stderr
