"""The demo as a visitor starts it: a process of its own, found by what it prints."""

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

_PATIENCE_S = 240.0


@dataclass(frozen=True, slots=True)
class DemoProcess:
    """Where the running demo answers, how to get in, and how to kill it."""

    pid: int
    url: str
    console_link: str
    driver_link: str
    email: str
    password: str


def new_data_folder(parent: Path, roads_folder: Path) -> Path:
    """Make an empty data folder that shares what was prepared from the city's roads."""
    roads_folder.mkdir(parents=True, exist_ok=True)
    folder = parent / "var"
    folder.mkdir()
    (folder / "roads").symlink_to(roads_folder, target_is_directory=True)
    return folder


@contextmanager
def running_demo(folder: Path, *arguments: str) -> Iterator[DemoProcess]:
    """Start ``doorstep demo`` on a free port and stop it as Ctrl-C would."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    log = folder.with_suffix(".log")
    program = str(Path(sys.executable).with_name("doorstep"))
    command = [program, "demo", "--port", port]
    command += ["--data", str(folder), *arguments]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield _wait(process, log)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], log: Path) -> DemoProcess:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        text = log.read_text()
        if "Links sign in once" in text:
            return _read(process.pid, text)
        if process.poll() is not None:
            break
        time.sleep(0.05)
    message = f"the demo did not start:\n{log.read_text()}"
    raise RuntimeError(message)


def _read(pid: int, text: str) -> DemoProcess:
    def find(pattern: str) -> str:
        found = re.search(pattern, text)
        assert found, text
        return found[1]

    return DemoProcess(
        pid=pid,
        url=find(r"runs at (http\S+)"),
        console_link=find(r"Console\s+(http\S+)"),
        driver_link=find(r"Driver\s+(http\S+)"),
        email=find(r"sign in as (\S+) /"),
        password=find(r"sign in as \S+ / (\S+)"),
    )
