"""Valhalla as a peer: the programs inside the wheel ``pyvalhalla`` (MIT).

Tiles are built from the extract; the service runs on loopback with one worker of each kind.
"""

import json
import resource
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peer_programs import PeerMissingError, cpu_of, free_port, unpack

from doorstep.kernel import Point

WHEEL = "pyvalhalla==3.9.1"
MOST_PAIRS = 1_000_000


def programs(folder: Path) -> Path:
    """Return the folder with Valhalla's programs."""
    return unpack(WHEEL, folder, "valhalla/bin")


def prepare(programs: Path, pbf: Path, folder: Path) -> float:
    """Build tiles; return the CPU seconds."""
    writer = programs.parent / "valhalla_build_config.py"
    tiles = folder / "valhalla_tiles"
    wanted = ["--mjolnir-tile-dir", str(tiles), "--mjolnir-tile-extract", ""]
    wanted += ["--mjolnir-admin", "", "--mjolnir-timezone", ""]
    written = _run([sys.executable, str(writer), *wanted])
    config: dict[str, Any] = json.loads(written)
    config["mjolnir"]["concurrency"] = 1
    config["service_limits"]["auto"] |= {"max_matrix_location_pairs": MOST_PAIRS}
    for part in ("loki", "thor", "odin"):
        config[part]["service"]["proxy"] = f"ipc://{folder}/{part}"
    config["httpd"]["service"] |= {
        "loopback": f"ipc://{folder}/loopback",
        "interrupt": f"ipc://{folder}/interrupt",
    }
    _config(folder).write_text(json.dumps(config))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run([str(programs / "valhalla_build_tiles"), "-c", str(_config(folder)), str(pbf)])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def serve(programs: Path, folder: Path) -> Iterator["Server"]:
    port = free_port()
    config = json.loads(_config(folder).read_text())
    config["httpd"]["service"]["listen"] = f"tcp://127.0.0.1:{port}"
    _config(folder).write_text(json.dumps(config))
    process = subprocess.Popen(
        [str(programs / "valhalla_service"), str(_config(folder)), "1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        server = Server(port, process.pid)
        server.wait()
        yield server
    finally:
        process.kill()
        process.wait()


class Server:
    def __init__(self, port: int, pid: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._pid = pid

    def wait(self) -> None:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self._base}/status", timeout=5)
            except OSError:
                time.sleep(0.1)
            else:
                return
        message = "valhalla_service does not answer"
        raise PeerMissingError(message)

    def table(self, points: Sequence[Point]) -> tuple[float, list[list[float | None]]]:
        """Return the CPU seconds of a table of durations and distances, and the durations."""
        places = [{"lat": point.lat, "lon": point.lon} for point in points]
        body = {"sources": places, "targets": places, "costing": "auto", "verbose": False}
        asked = urllib.request.Request(
            f"{self._base}/sources_to_targets", json.dumps(body).encode(), method="POST"
        )
        before = cpu_of(self._pid)
        try:
            with urllib.request.urlopen(asked, timeout=900) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise PeerMissingError(error.read().decode()[:300]) from error
        return cpu_of(self._pid) - before, json.loads(text)["sources_to_targets"]["durations"]


def _config(folder: Path) -> Path:
    return folder / "valhalla.json"


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerMissingError((done.stderr or done.stdout)[-500:])
    return done.stdout
