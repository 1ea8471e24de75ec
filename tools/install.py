"""Install the locked Python packages and Doorstep itself, editable, into .venv.

Run by `make setup` with the private Python that holds uv. Where pip has been given a package
mirror (``PIP_INDEX_URL`` or ``index-url`` in its configuration), that mirror is used and the
lock's hashes are still checked.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
UV = Path(sys.executable).with_name("uv")


def main(python: str) -> None:
    """Bring .venv to exactly what uv.lock says, or exit with one sentence."""
    started_s = time.monotonic()
    environment = {
        **os.environ,
        "DOORSTEP_SKIP_WEB": "1",  # the web apps are built by `make web`
        "UV_PROJECT_ENVIRONMENT": str(ROOT / ".venv"),
        "UV_PYTHON": python,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
    }
    if "PIP_CERT" in os.environ:
        environment.setdefault("SSL_CERT_FILE", os.environ["PIP_CERT"])
    mirror = find_mirror()
    steps = mirror_steps(mirror) if mirror else [["sync", "--locked", "--quiet"]]
    for step in steps:
        if subprocess.run([UV, *step], cwd=ROOT, env=environment, check=False).returncode != 0:
            sys.exit(
                "The packages of uv.lock could not be installed: see uv's message above. "
                "Check the network, then run the command again; nothing is left half done."
            )
    print(f"setup: Python packages in .venv, {time.monotonic() - started_s:.0f} s")


def find_mirror() -> str | None:
    """Return the package index pip was told to use, or none for the public one."""
    if "PIP_INDEX_URL" in os.environ:
        return os.environ["PIP_INDEX_URL"]
    pip = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    answer = subprocess.run(pip, capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None


def mirror_steps(mirror: str) -> list[list[str]]:
    """Return the uv commands that install the lock from ``mirror``.

    ``uv sync`` takes the addresses written in the lock, so the lock is exported first.
    """
    exported = str(ROOT / ".cache" / "requirements.txt")
    index = ["--quiet", "--default-index", mirror, "--python", str(ROOT / ".venv")]
    return [
        ["venv", "--quiet", "--allow-existing", str(ROOT / ".venv")],
        ["export", "--locked", "--quiet", "--no-emit-project", "--output-file", exported],
        ["pip", "sync", *index, "--require-hashes", exported],
        ["pip", "install", *index, "--no-deps", "--editable", str(ROOT)],
    ]


if __name__ == "__main__":
    main(sys.argv[1])
