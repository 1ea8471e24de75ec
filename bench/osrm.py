"""OSRM as a peer: the programs inside the wheel ``osrm-bindings``, run beside any Python.

They are downloaded with pip into a temporary folder and started on loopback.
"""

import json
import os
import resource
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from doorstep.kernel import Point
from doorstep.roads import encode_polyline

WHEEL = "osrm-bindings==26.10.0"
TICKS = os.sysconf("SC_CLK_TCK")


class OsrmMissingError(Exception):
    """The wheel cannot be had here."""


def unpack(folder: Path) -> Path:
    """Return the folder with OSRM's programs, downloaded when they are not there."""
    programs = folder / "osrm" / "bin"
    if not programs.exists():
        pip = shutil.which("pip") or "pip"
        command = [pip, "download", WHEEL, "--no-deps", "-q", "-d", str(folder)]
        command += ["--python-version", "3.12", "--only-binary=:all:"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheels = sorted(folder.glob("osrm_bindings-*.whl"))
        if not wheels:
            raise OsrmMissingError(done.stderr.strip()[-300:])
        with zipfile.ZipFile(wheels[-1]) as wheel:
            wheel.extractall(folder)
        for program in programs.iterdir():
            program.chmod(0o755)
    return programs


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
            raise OsrmMissingError((done.stderr or done.stdout)[-500:])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent[name] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent


@contextmanager
def serve(programs: Path, folder: Path, most: int) -> Iterator["Server"]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
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
        raise OsrmMissingError(message)

    def cpu_s(self) -> float:
        """Return the CPU seconds the server has used so far."""
        fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def table(self, points: Sequence[Point]) -> tuple[float, list[list[float | None]]]:
        """Return the CPU seconds of a table of durations and distances, and the durations."""
        line = quote(encode_polyline(points), safe="")
        url = f"{self._base}/table/v1/driving/polyline6({line})?annotations=duration,distance"
        before = self.cpu_s()
        with urllib.request.urlopen(url, timeout=600) as answer:
            text = answer.read()
        return self.cpu_s() - before, json.loads(text)["durations"]
