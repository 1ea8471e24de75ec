"""OSRM as a peer: the programs inside the wheel ``osrm-bindings`` (BSD-2-Clause).

Started on loopback with one thread.
"""

import json
import resource
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from peer_programs import PeerMissingError, cpu_of, free_port, unpack

from doorstep.kernel import Point
from doorstep.roads import encode_polyline

WHEEL = "osrm-bindings==26.10.0"


def programs(folder: Path) -> Path:
    """Return the folder with OSRM's programs."""
    return unpack(WHEEL, folder, "osrm/bin")


def prepare(programs: Path, pbf: Path, folder: Path) -> dict[str, float]:
    """Extract, partition and customize; return CPU seconds of each."""
    base = folder / "city.osrm"
    profile = programs.parent / "share" / "profiles" / "car.lua"
    steps = {
        "extract": ["-p", str(profile), "-o", str(base), str(pbf)],
        "partition": [str(base)],
        "customize": [str(base)],
    }
    spent = {}
    for name, arguments in steps.items():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [str(programs / f"osrm-{name}"), "--threads", "1", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PeerMissingError((done.stderr or done.stdout)[-500:])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent[name] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent


@contextmanager
def serve(programs: Path, folder: Path, most: int) -> Iterator["Server"]:
    port = free_port()
    command = [str(programs / "osrm-routed"), "--algorithm", "mld", "--ip", "127.0.0.1"]
    command += ["--port", str(port), "--threads", "1", "--max-table-size", str(most)]
    process = subprocess.Popen(
        [*command, str(folder / "city.osrm")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        server = Server(port, process.pid)
        server.wait()
        yield server
    finally:
        process.terminate()
        process.wait()


class Server:
    def __init__(self, port: int, pid: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._pid = pid

    def wait(self) -> None:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self._base}/nearest/v1/driving/0,0", timeout=5)
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        message = "osrm-routed does not answer"
        raise PeerMissingError(message)

    def table(self, points: Sequence[Point]) -> tuple[float, list[list[float | None]]]:
        """Return the CPU seconds of a table of durations and distances, and the durations."""
        line = quote(encode_polyline(points), safe="")
        url = f"{self._base}/table/v1/driving/polyline6({line})?annotations=duration,distance"
        before = cpu_of(self._pid)
        with urllib.request.urlopen(url, timeout=600) as answer:
            text = answer.read()
        return cpu_of(self._pid) - before, json.loads(text)["durations"]
