"""Files named by the SHA-256 of their bytes; on disk before the name is handed out."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{64}")


class BlobStore:
    """A folder of files named by their content.

    Parameters
    ----------
    folder
        Made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # Folders that this process knows to be on the disk: they are synced into it once.
        self._lasting: set[Path] = set()

    def put(self, data: bytes) -> str:
        """Store ``data`` and return its SHA-256 in hex; storing it twice does no harm.

        A file that was damaged on disk is replaced.

        Raises
        ------
        OSError
            It could not be brought to disk; then it is not stored.
        """
        name = hashlib.sha256(data).hexdigest()
        target = self._path(name)
        if target.exists() and target.read_bytes() == data:
            return name
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(target)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        _sync_folder(target.parent)
        if target.parent not in self._lasting:
            _sync_folder(self._folder)
            self._lasting.add(target.parent)
        return name

    def get(self, name: str) -> bytes:
        """Return the bytes named ``name``.

        Raises
        ------
        FileNotFoundError
            There is no such file, or it no longer matches its name.
        """
        data = self._path(name).read_bytes()
        if hashlib.sha256(data).hexdigest() != name:
            message = f"file {name} is damaged"
            raise FileNotFoundError(message)
        return data

    def delete(self, name: str) -> None:
        """Remove a file; one that is not there is as good as removed."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            message = "not the name of a file"
            raise FileNotFoundError(message)
        return self._folder / name[:2] / name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
