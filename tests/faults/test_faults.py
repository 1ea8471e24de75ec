"""Each protection is taken away once, in a copy, and some test must miss it."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from worlds.repository import ROOT

FAULTS = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))[
    "fault"
]
SOURCE = ROOT / "src" / "doorstep"
LEAST = 40


def test_there_are_enough_of_them_and_each_is_told_apart() -> None:
    assert len({one["what"] for one in FAULTS}) == len(FAULTS) >= LEAST


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one["what"])
def test_the_place_of_each_fault_is_still_there(fault: dict[str, Any]) -> None:
    assert (SOURCE / fault["file"]).read_text(encoding="utf-8").count(fault["old"]) == 1
    assert (ROOT / fault["test"].partition("::")[0]).exists()


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the product's sources that may be broken."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copytree(
        SOURCE, folder / "doorstep", ignore=shutil.ignore_patterns("__pycache__", "web")
    )
    return folder


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one["what"])
def test_a_planted_fault_turns_its_test_red(
    copy: Path, tmp_path: Path, fault: dict[str, Any]
) -> None:
    # into a file: a database that outlives its test would hold a pipe open
    told = tmp_path / "told.txt"
    file = copy / "doorstep" / fault["file"]
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound.replace(fault["old"], fault["new"]), encoding="utf-8")
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q"]
    command += ["-p", "no:cacheprovider", "-p", "no:xdist", fault["test"]]
    try:
        with told.open("w", encoding="utf-8") as output:
            run = subprocess.run(
                command,
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": str(copy)},
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
    finally:
        file.write_text(sound, encoding="utf-8")
    text = told.read_text(encoding="utf-8")
    # 1: tests ran and failed. A copy that cannot even be read (2) proves nothing.
    assert run.returncode == 1, text[-2000:]
    assert " failed" in text, text[-2000:]
