"""What a server that has nothing to do holds in memory: nothing that only some work needs."""

import json
import socket
import subprocess
import sys
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
import json, os, signal, sys
from doorstep.cli import demo
from pathlib import Path

def told(*_):
    print(json.dumps(sorted(sys.modules)))
    os.kill(os.getpid(), signal.SIGINT)

demo._print = told
demo.demo(port=int(sys.argv[2]), data=Path(sys.argv[1]), drive=False, speed=60.0)
"""


def start(folder: Path) -> set[str]:
    """Start the server as people do; return what is imported once it answers."""
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
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("[")]
    return set(json.loads(line))


@pytest.mark.usefixtures("bare_database")
def test_a_server_that_waits_for_work_has_imported_no_heavy_library(
    tmp_path: Path, roads_folder: Path
) -> None:
    folder = new_data_folder(tmp_path, roads_folder)
    first = start(folder)
    again = start(folder)

    assert "alembic" in first, "the first start makes the database"
    assert {"dbos", "doorstep.api.app", "doorstep.roads.network"} <= again
    assert sorted(again & HEAVY.keys()) == []
