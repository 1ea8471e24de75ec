"""Files that are either whole or not there."""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812 - it is a class, whatever its name

import numpy as np
import numpy.typing as npt


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """Give a temporary path beside ``out``, and move it there when all went well."""
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=".tmp")
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def write_arrays(out: Path, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
    """Write named arrays to one file, whole or not at all."""
    with whole_file(out) as draft, draft.open("wb") as file:
        np.savez(file, **dict(arrays))  # type: ignore[arg-type]


def find_arrays(path: Path) -> dict[str, npt.NDArray[np.generic]] | None:
    """Return the arrays of a file, or none when it is missing or damaged."""
    try:
        # Opened here, because numpy leaves the file open when it is damaged.
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, ZlibError):
        return None


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
