"""A company of one's own as its owner starts it: ``doorstep serve`` on an empty folder."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from doorstep.demo.seed import CITY_FILE

_PATIENCE_S = 240.0
ADA = {"name": "Ada Owner", "email": "ada@own.example", "password": "correct horse battery"}


@dataclass(frozen=True, slots=True)
class ServeProcess:
    """Where the running server answers, and what it printed."""

    pid: int
    url: str
    said: str

    @property
    def owner_token(self) -> str:
        """Return the token of the first owner's link; empty when none was printed."""
        found = re.search(r"#join=([0-9a-f]{64})", self.said)
        return found[1] if found else ""


@contextmanager
def running_serve(folder: Path, *arguments: str, roads: bool = True) -> Iterator[ServeProcess]:
    """Start ``doorstep serve`` on a free port and stop it as Ctrl-C would."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    log = folder.with_suffix(f".{port}.log")
    program = str(Path(sys.executable).with_name("doorstep"))
    command = [program, "serve", "--port", port, "--data", str(folder), *arguments]
    if roads:
        command += ["--roads", str(CITY_FILE)]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield ServeProcess(process.pid, f"http://127.0.0.1:{port}", _wait(process, log))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        text = log.read_text()
        if "Ctrl-C stops it" in text and text.endswith("\n\n"):
            return text
        if process.poll() is not None:
            break
        time.sleep(0.05)
    message = f"the server did not start:\n{log.read_text()}"
    raise RuntimeError(message)
