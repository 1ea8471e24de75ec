"""Tells whether compiled code that is kept on disk still is that of the source."""

import hashlib
from functools import lru_cache
from pathlib import Path


@lru_cache
def stamp_of(folder: Path) -> str:
    """Return what changes when any Python file below a folder does.

    Numba keeps what it compiled as long as the file of the *outermost* function stays the same;
    what is compiled into it from other files, and their constants, may have changed all the same.
    """
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        found.update(file.read_bytes())
    return found.hexdigest()
