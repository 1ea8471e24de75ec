"""Programs of peers, taken out of their wheels; they run beside any Python.

The wheels are made for newer Pythons than ours, so pip only downloads them.
"""

import os
import shutil
import socket
import subprocess
import zipfile
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "doorstep-bench"


class PeerMissingError(Exception):
    """The peer cannot be had here, or does not run."""


def unpack(wheel: str, folder: Path, programs: str) -> Path:
    """Return the folder of a wheel's programs; downloaded when they are not there.

    Parameters
    ----------
    wheel
        As pip has it: "osrm-bindings==26.10.0".
    programs
        Where in the wheel they are: "osrm/bin".
    """
    home = folder / wheel.replace("==", "-")
    if not (home / programs).exists():
        home.mkdir(parents=True, exist_ok=True)
        command = [shutil.which("pip") or "pip", "download", wheel, "--no-deps", "-q"]
        command += ["-d", str(home), "--python-version", "3.12", "--only-binary=:all:"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found = sorted(home.glob("*.whl"))
        if not found:
            raise PeerMissingError(done.stderr.strip()[-300:])
        draft = home / ".draft"
        with zipfile.ZipFile(found[-1]) as archive:
            archive.extractall(draft)
        for program in (draft / programs).iterdir():
            program.chmod(0o755)
        for part in draft.iterdir():
            part.rename(home / part.name)
        draft.rmdir()
        found[-1].unlink()
    return home / programs


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def cpu_of(pid: int) -> float:
    """Return the CPU seconds that all threads of a process have used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
