"""What a server that has nothing to do holds in memory: nothing that only some work needs."""

import json
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from worlds.demo_process import new_data_folder

HEAVY = {
    "PIL": "pictures",
    "alembic": "a database of another version",
    "joserfc": "signing in elsewhere",
    "llvmlite": "planning",
    "mapbox_vector_tile": "drawing a map",
    "numba": "planning",
    "openpyxl": "workbooks",
    "osmium": "reading an extract",
    "rich": "progress in a terminal",
    "scipy": "a city's first hour",
    "segno": "codes for a phone",
    "typst": "documents",
    "webauthn": "passkeys",
    "zxingcpp": "labels",
}
"""Large libraries, and what each of them is for."""

START = """
import gc, json, os, signal, sys
from doorstep.cli import demo
from pathlib import Path

def told(*_):
    print(json.dumps({"imported": sorted(sys.modules), "set_aside": gc.get_freeze_count()}))
    os.kill(os.getpid(), signal.SIGINT)

demo._print = told
demo.demo(port=int(sys.argv[2]), data=Path(sys.argv[1]), drive=False, speed=60.0)
"""


@dataclass(frozen=True)
class Idle:
    """What a server holds once it answers."""

    imported: set[str]
    set_aside: int


def start(folder: Path) -> Idle:
    """Start the server as people do; return what it holds once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = subprocess.run(
        [sys.executable, "-c", START, str(folder), str(port)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("{")]
    held = json.loads(line)
    return Idle(set(held["imported"]), held["set_aside"])


@pytest.mark.usefixtures("bare_database")
def test_a_server_that_waits_for_work_has_imported_no_heavy_library(
    tmp_path: Path, roads_folder: Path
) -> None:
    folder = new_data_folder(tmp_path, roads_folder)
    first = start(folder).imported
    again = start(folder).imported

    assert "alembic" in first, "the first start makes the database"
    assert {"dbos", "doorstep.api.app", "doorstep.roads.network"} <= again
    assert sorted(again & HEAVY.keys()) == []


@pytest.mark.usefixtures("bare_database")
def test_what_a_server_has_loaded_is_not_looked_through_again_under_load(
    tmp_path: Path, roads_folder: Path
) -> None:
    # Everything imported, some 280,000 things, is set aside for Python's collector.
    assert start(new_data_folder(tmp_path, roads_folder)).set_aside > 100_000
