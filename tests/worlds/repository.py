"""The repository's own files, for the tests about them."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def tracked(*suffixes: str) -> list[Path]:
    """Return the committed files that end with one of ``suffixes``."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: this is about what is committed")
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - the git that made the checkout
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name.endswith(suffixes))
    return [path for path in paths if path.is_file()]
