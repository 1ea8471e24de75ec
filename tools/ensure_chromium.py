"""Make sure that the browser tests have a Chromium: PATH, else apt, else Playwright's own."""

import os
import shutil
import subprocess
import sys

APT = ("chromium", "fonts-liberation")  # chromium brings no font of its own
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    """Find or install a Chromium, and say what was done only when something was."""
    if find_chromium():
        return
    if os.geteuid() == 0 and shutil.which("apt-get") and install_with_apt():
        return
    print("browser: installing Playwright's Chromium", flush=True)
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(playwright, check=False).returncode != 0:
        sys.exit("No Chromium for the browser tests: install chromium and put it on PATH.")


def find_chromium() -> str | None:
    """Return the path of a Chromium that starts, or none."""
    for name in NAMES:
        path = shutil.which(name)
        # Ubuntu's `chromium-browser` may be a note that says "install the snap".
        if path and _says([path, "--version"]):
            return path
    return None


def install_with_apt() -> bool:
    """Install Debian's chromium; tell whether a working one came out of it."""
    print("browser: no chromium on PATH, installing it with apt-get", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *APT],
    ):
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            print(f"browser: {' '.join(command)} failed: {done.stderr.strip()[-400:]}")
            return False
    return find_chromium() is not None


def _says(command: list[str]) -> bool:
    try:
        return (
            subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    main()
