"""The wheel, installed where nothing else is, plans a day."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import install

from worlds.repository import ROOT

CARRIED = [
    "doorstep/web/console/index.html",
    "doorstep/web/driver/index.html",
    "doorstep/web/track/index.html",
    "doorstep/demo/data/helsinki.osm.pbf",
    "doorstep/roads/profiles/van.toml",
    "doorstep/plumbing/migrations/env.py",
    "doorstep/py.typed",
]


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command outside the checkout and return what it printed."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from this checkout."""
    if not (install.TOOLS / "uv").exists():
        pytest.fail("uv is not in .cache/tools: run `make setup` first")
    out = tmp_path_factory.mktemp("dist")
    build = ("build", "--wheel", "--out-dir", str(out), str(ROOT))
    assert install.uv(*build, UV_OFFLINE="1") or install.uv(*build)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def bin_of_clean_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel and its locked dependencies into an environment of their own."""
    venv = tmp_path_factory.mktemp("clean") / "venv"
    python = Path(sys.executable).resolve()
    assert install.install(venv, str(python), "--no-dev")
    assert install.uv(
        "pip", "install", "--offline", "--no-deps", "--python", str(venv), str(wheel)
    )
    return venv / "bin"


def names(wheel: Path) -> Iterator[str]:
    """Yield the paths in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        yield from archive.namelist()


def test_the_wheel_holds_what_is_no_python_code_and_nothing_of_the_workshop(wheel: Path) -> None:
    paths = set(names(wheel))

    assert set(CARRIED) <= paths
    assert any(path.startswith("doorstep/plumbing/migrations/versions/") for path in paths)
    assert {path.split("/")[0].split("-")[0] for path in paths} == {"doorstep"}
    assert not [path for path in paths if "__pycache__" in path or "node_modules" in path]


def test_the_installed_wheel_plans_a_day(bin_of_clean_environment: Path, tmp_path: Path) -> None:
    doorstep = bin_of_clean_environment / "doorstep"
    run(doorstep, "demo-files", "--out", "demo", "--orders", "40", "--seed", "1", cwd=tmp_path)
    orders = next((tmp_path / "demo").glob("*.csv"))
    fleet = next((tmp_path / "demo").glob("*.toml"))
    roads = next((tmp_path / "demo").glob("*.osm.pbf"))

    run(
        *(doorstep, "plan", orders, "--fleet", fleet, "--roads", roads),
        *("--out", "out", "--seconds", "2"),
        cwd=tmp_path,
    )

    plan = json.loads((tmp_path / "out/plan.json").read_text())
    assert plan["routes"]
