"""One process owns a data folder; a second one is turned away."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from doorstep.plumbing.problem import DoorstepError


class FolderInUseError(DoorstepError):
    """Another process works in this data folder."""

    code = "folder_in_use"
    status = HTTPStatus.CONFLICT
    title = "This data folder is in use"
    action = "Stop the other Doorstep, or name another folder with --data."


@contextmanager
def own(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for this process while the block runs; the system lets go at its death.

    Raises
    ------
    FolderInUseError
        Another process holds it.
    """
    # Recipients' names and addresses are in it: nobody else on the machine may look.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "owner.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            message = f"{folder} is used by process {file.read().strip() or 'unknown'}."
            raise FolderInUseError(message) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
