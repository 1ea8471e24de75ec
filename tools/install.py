"""Install the locked Python packages, and Doorstep itself, editable, into .venv.

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
TOOLS = ROOT / ".cache" / "tools" / "bin"


def main(python: str) -> None:
    """Bring .venv to exactly what uv.lock says, or exit with one sentence."""
    started_s = time.monotonic()
    venv = ROOT / ".venv"
    if not (install(venv, python, "--all-groups") and install_project(venv)):
        sys.exit(
            "The packages of uv.lock could not be installed: see uv's message above. "
            "Check the network, then run the command again; nothing is left half done."
        )
    print(f"setup: Python packages in .venv, {time.monotonic() - started_s:.0f} s")


def install(venv: Path, python: str, *groups: str) -> bool:
    """Bring ``venv`` to what uv.lock says, without Doorstep; tell whether that went well.

    Parameters
    ----------
    venv
        The environment; made when missing.
    python
        The interpreter it is made with.
    groups
        uv's options that choose what is installed, such as ``--no-dev``.
    """
    mirror = find_mirror()
    if mirror is None:
        environment = {"UV_PROJECT_ENVIRONMENT": str(venv), "UV_PYTHON": python}
        return uv("sync", "--locked", "--no-install-project", *groups, **environment)
    # `uv sync` takes the addresses written in the lock, so the lock is exported first.
    exported = str(venv.with_name(f"{venv.name}.requirements.txt"))
    packages = ["--default-index", mirror, "--python", str(venv), "--require-hashes", exported]
    return (
        uv("venv", "--allow-existing", "--python", python, str(venv))
        and uv("export", "--locked", "--no-emit-project", "--output-file", exported, *groups)
        and uv("pip", "sync", *packages)
    )


def install_project(venv: Path) -> bool:
    """Install Doorstep itself, editable; tell whether that went well."""
    index = find_mirror()
    options = ["--default-index", index] if index else []
    target = ["--python", str(venv), "--no-deps", "--editable", str(ROOT)]
    # The web apps are built by `make web`.
    return uv("pip", "install", *options, *target, DOORSTEP_SKIP_WEB="1")


def find_mirror() -> str | None:
    """Return the package index pip was told to use, or none for the public one."""
    if "PIP_INDEX_URL" in os.environ:
        return os.environ["PIP_INDEX_URL"]
    pip = [str(TOOLS / "python"), "-m", "pip", "config", "get", "global.index-url"]
    answer = subprocess.run(pip, capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None


def uv(*arguments: str, **variables: str) -> bool:
    """Run the private uv, silent when it goes well; tell whether it did."""
    environment = {
        **os.environ,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
        **variables,
    }
    if "PIP_CERT" in os.environ:
        environment.setdefault("SSL_CERT_FILE", os.environ["PIP_CERT"])
    environment.pop("VIRTUAL_ENV", None)
    command = [str(TOOLS / "uv"), "--quiet", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    main(sys.argv[1])
