"""What must hold of the machine before a company's data is entrusted to it."""

import ipaddress
import os
import stat
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from doorstep.plumbing.problem import DoorstepError

SAFE_SQLITE = (3, 51, 3)
"""The first version without the WAL-reset fault, https://sqlite.org/wal.html#walresetbug."""

_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "glusterfs"}
)
_MOUNTS = Path("/proc/self/mounts")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class DataFolderOpenError(DoorstepError):
    """Others on the machine can read the company's data."""

    code = "data_folder_open"
    status = HTTPStatus.CONFLICT
    title = "Others on this machine can read the data"
    action = "Take their rights away: chmod 700 on the folder, 600 on its databases."


class DataFolderUnfitError(DoorstepError):
    """The folder is on a disk that cannot keep a promise, or cannot be written."""

    code = "data_folder_unfit"
    status = HTTPStatus.CONFLICT
    title = "The data folder cannot be used"
    action = "Name a folder on a local disk that this user may write, with --data."


def require_private(folder: Path, mounts: Path = _MOUNTS) -> None:
    """Refuse a data folder that others may read, or on which a commit is not on a disk.

    A folder that is not there yet is judged by the one it will be in.

    Parameters
    ----------
    mounts
        The system's table of mounted file systems, where there is one.

    Raises
    ------
    DataFolderOpenError
        Others on the machine may read it, or a database in it.
    DataFolderUnfitError
        It cannot be written, or is on a network's file system.
    """
    there = folder.resolve()
    if there.is_dir():
        for path in (there, *there.glob("*.db*")):
            _require_closed(path, is_inside=path != there and _is_closed(there))
    while not there.is_dir():
        there = there.parent
    if not os.access(there, os.W_OK | os.X_OK):
        message = f"{there} cannot be written by this user."
        raise DataFolderUnfitError(message)
    kind = find_file_system(there, mounts)
    if kind in _NETWORK_FILE_SYSTEMS:
        message = f"{there} is on a network file system ({kind}), whose locks SQLite cannot trust."
        raise DataFolderUnfitError(message)


def find_file_system(folder: Path, mounts: Path = _MOUNTS) -> str:
    """Return the kind of file system that a folder is on; empty where nothing says so."""
    try:
        lines = mounts.read_text().splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        fields = line.split(" ")
        place = fields[1].replace("\\040", " ")
        is_over = folder == Path(place) or Path(place) in folder.parents
        if is_over and len(place) >= len(best):
            best, kind = place, fields[2]
    return kind


def list_warnings(
    *, sqlite: tuple[int, ...] | None, user_id: int, host: str, public_url: str
) -> Iterator[str]:
    """Yield what an operator should know of how this process is about to run.

    Parameters
    ----------
    sqlite
        The version that keeps the data, or none where another database does.
    user_id
        Of the process; 0 is root.
    host, public_url
        Where it listens, and where people reach it.
    """
    if sqlite is not None and sqlite < SAFE_SQLITE:
        have, want = (".".join(map(str, version)) for version in (sqlite, SAFE_SQLITE))
        yield (
            f"SQLite {have} is older than {want}, which repairs a rare loss of data after a "
            "checkpoint. Back up often, or use a newer Python or PostgreSQL."
        )
    if user_id == 0:
        yield "This runs as root. Make a user for it: it needs no rights but on its data folder."
    if not is_loopback(host) and not public_url.startswith("https://"):
        yield (
            f"It listens on {host} without TLS, so passwords pass in the clear. Put a proxy with "
            "TLS before it and set DOORSTEP_PUBLIC_URL to its https address."
        )


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach what listens on ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_closed(path: Path) -> bool:
    return not path.stat().st_mode & _OTHERS


def _require_closed(path: Path, *, is_inside: bool) -> None:
    # In a folder that nobody else may enter, what its files say does not matter.
    if is_inside or _is_closed(path):
        return
    message = f"Others on this machine can read {path}."
    raise DataFolderOpenError(message)
