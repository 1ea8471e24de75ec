"""The measured server: a process of its own on loopback."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path


class Server:
    """``doorstep demo`` on a data folder, which is an ordinary server with a city."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder, self._url = folder, url
        self.host, self.port = "127.0.0.1", _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> float:
        """Start it; return the seconds until it answered."""
        began = time.perf_counter()
        environment = dict(os.environ)
        # As where it is installed: compiled once, not at each start.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(self._folder.parent / "compiled")
        if self._url:
            environment["DOORSTEP_DATABASE_URL"] = self._url
        doorstep = str(Path(sys.executable).parent / "doorstep")
        log = (self._folder.parent / "server.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [doorstep, "demo", "--port", str(self.port), "--data", str(self._folder)],
                stdout=log,
                stderr=log,
                env=environment,
            )
        while not self._answers():
            if self._process.poll() is not None:
                raise SystemExit((self._folder.parent / "server.log").read_text())
            time.sleep(0.05)
        return round(time.perf_counter() - began, 2)

    def stop(self) -> None:
        """Ask it to end."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End it at once, as a cut of power to the process."""
        self._end(signal.SIGKILL)

    def cpu_s(self) -> float:
        """Return the processor time it has used, that of its children included."""
        file = Path(f"/proc/{self.pid}/stat")
        if not file.exists():
            return 0.0
        fields = file.read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def rss_mb(self, what: str = "VmRSS") -> float:
        """Return its memory: VmRSS now, VmHWM at most so far."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        match = re.search(rf"{what}:\s+(\d+)", status)
        return round(int(match[1]) / 1024, 1) if match else 0.0

    def _answers(self) -> bool:
        try:
            with socket.create_connection((self.host, self.port), 1) as connection:
                connection.sendall(b"GET /readyz HTTP/1.0\r\nHost: x\r\n\r\n")
                return connection.recv(12).endswith(b"200")
        except OSError:
            return False

    def _end(self, sign: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(sign)
        self._process.wait(60)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
