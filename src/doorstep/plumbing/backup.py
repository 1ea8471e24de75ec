"""One file that holds a whole installation, and the way back.

The file is a gzipped tar. Its first member, ``manifest.json``, names every other one with its
size and SHA-256, so that a file that was cut short or changed is recognised. The databases are
copied with SQLite's own online backup before the uploaded files are listed: whatever a row names
is therefore among the files.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO

from doorstep.plumbing.migrate import DatabaseUnreadableError
from doorstep.plumbing.problem import ConflictError, DoorstepError

FORMAT = 1
DATABASES = ("positions.db", "doorstep.db")
"""The business database comes last: a folder without it is no installation yet."""

_MANIFEST = "manifest.json"
_MAX_MANIFEST_BYTES = 256 * 1024 * 1024
_BLOCK_BYTES = 1024 * 1024
# What a backup may hold; anything else is refused, so that none can write where it likes.
_NAMES = re.compile(r"(doorstep|positions)\.db|[a-z-]+\.json|files/[0-9a-f]{2}/[0-9a-f]{64}")


class BackupDamagedError(DoorstepError):
    """The backup was cut short, changed, or is none of Doorstep."""

    code = "backup_damaged"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "The backup cannot be trusted"
    action = "Use another backup; nothing was restored from this one."


class BackupExistsError(ConflictError):
    """A file of this name is there already."""

    code = "backup_exists"
    title = "The file is there already"
    action = "Name another file with --out; no backup is ever overwritten."


class FolderNotEmptyError(ConflictError):
    """There is something in the folder to restore into."""

    code = "folder_not_empty"
    title = "The folder is not empty"
    action = "Name a new folder with --data."


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    created_at: str
    members: tuple[Member, ...]


def write_backup(folder: Path, out: Path, now_at: datetime) -> Manifest:
    """Back the installation in ``folder`` up, running or not; the file is read back and checked.

    Raises
    ------
    BackupExistsError
        ``out`` is there already.
    DatabaseUnreadableError
        A database is damaged.
    BackupDamagedError
        What was written cannot be read back.
    """
    if out.exists():
        message = f"{out} exists."
        raise BackupExistsError(message)
    # Beside the result, so that it is renamed within one disk; its owner alone may look.
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".doorstep-backup-") as scratch:
        sources = _snapshot(folder, Path(scratch))
        members = tuple(_describe(name, file) for name, file in sources.items())
        manifest = Manifest(now_at.isoformat(), members)
        draft = Path(scratch) / "backup.tar.gz"
        _write_tar(draft, manifest, sources)
        check_backup(draft)
        draft.chmod(0o600)
        draft.rename(out)
    _sync(out.parent)
    return manifest


def check_backup(file: Path) -> Manifest:
    """Read a backup to its end and compare all of it with its manifest.

    Raises
    ------
    BackupDamagedError
        It does not agree, or cannot be read.
    """
    return _read(file, _drop)


def restore_backup(file: Path, folder: Path) -> Manifest:
    """Restore a backup into an empty folder that this process owns.

    The whole file is checked before anything is put in its place.

    Raises
    ------
    BackupDamagedError
        It is damaged; the folder stays empty.
    FolderNotEmptyError
        There is something in the folder.
    """
    found = sorted(one.name for one in folder.iterdir() if one.name != "owner.lock")
    if found:
        message = f"{folder} holds {', '.join(found[:3])}."
        raise FolderNotEmptyError(message)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".restoring-") as scratch:
        manifest = _read(file, lambda member, blocks: _put(Path(scratch), member, blocks))
        entries = {one.name for one in Path(scratch).iterdir()} - set(DATABASES)
        for name in (*sorted(entries), *DATABASES):
            (Path(scratch) / name).rename(folder / name)
            _sync(folder)
    return manifest


def _snapshot(folder: Path, scratch: Path) -> dict[str, Path]:
    """Copy the databases; return every file of the backup by its name in it."""
    sources = {}
    for name in reversed(DATABASES):
        copy = scratch / name
        source = f"{(folder / name).resolve().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(source, uri=True)) as database,
            closing(sqlite3.connect(copy)) as target,
        ):
            _copy(database, target, name)
        sources[name] = copy
    # Small notes beside the databases, such as the demo's clock; a running server rewrites them.
    for note in sorted(folder.glob("*.json")):
        sources[note.name] = shutil.copyfile(note, scratch / note.name)
    for file in sorted((folder / "files").glob("[0-9a-f][0-9a-f]/*")):
        sources[file.relative_to(folder).as_posix()] = file
    return {name: file for name, file in sources.items() if _NAMES.fullmatch(name)}


def _copy(database: sqlite3.Connection, target: sqlite3.Connection, name: str) -> None:
    try:
        database.backup(target)
        said = target.execute("pragma integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        message = f"{name} is damaged: {said}."
        raise DatabaseUnreadableError(message)


def _describe(name: str, file: Path) -> Member:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return Member(name, stream.tell(), digest)


def _write_tar(draft: Path, manifest: Manifest, sources: dict[str, Path]) -> None:
    head = json.dumps({"format": FORMAT, **asdict(manifest)}).encode()
    with draft.open("wb") as raw:
        with (
            gzip.GzipFile("", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            tar.addfile(_tar_info(_MANIFEST, len(head)), BytesIO(head))
            for member in manifest.members:
                with sources[member.name].open("rb") as stream:
                    tar.addfile(_tar_info(member.name, member.size), stream)
        raw.flush()
        os.fsync(raw.fileno())


def _tar_info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info


_Take = Callable[[Member, Iterator[bytes]], None]


def _read(file: Path, take: _Take) -> Manifest:
    """Hand every member to ``take`` as blocks, and require that all of it is as written."""
    try:
        with _open(file) as tar:
            manifest = _read_manifest(tar)
            for member in manifest.members:
                _read_member(tar, member, take)
            if tar.next() is not None:
                message = "It holds more than its manifest names."
                raise BackupDamagedError(message)
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile) as error:
        message = f"{file} cannot be read to its end: {error}."
        raise BackupDamagedError(message) from error
    return manifest


@contextmanager
def _open(file: Path) -> Iterator[tarfile.TarFile]:
    with gzip.open(file, "rb") as packed:
        with tarfile.open(fileobj=packed, mode="r|") as tar:
            yield tar
        # To the very end: the checksum of the whole stands after the last byte.
        while packed.read(_BLOCK_BYTES):
            pass


def _read_manifest(tar: tarfile.TarFile) -> Manifest:
    info = tar.next()
    stream = tar.extractfile(info) if info is not None and info.name == _MANIFEST else None
    if info is None or stream is None or info.size > _MAX_MANIFEST_BYTES:
        message = "It does not begin with a manifest."
        raise BackupDamagedError(message)
    return _parse(stream.read())


def _parse(head: bytes) -> Manifest:
    try:
        read = json.loads(head)
        if read["format"] != FORMAT:
            message = f"Its format is {read['format']}, this version reads {FORMAT}."
            raise BackupDamagedError(message)
        members = tuple(Member(**member) for member in read["members"])
        manifest = Manifest(str(read["created_at"]), members)
    except (ValueError, KeyError, TypeError) as error:
        message = "Its manifest cannot be read."
        raise BackupDamagedError(message) from error
    names = [member.name for member in members]
    if len(set(names)) < len(names) or not all(_NAMES.fullmatch(name) for name in names):
        message = "Its manifest names a file that no backup holds."
        raise BackupDamagedError(message)
    if not set(DATABASES) <= set(names):
        message = "It lacks a database."
        raise BackupDamagedError(message)
    return manifest


def _read_member(tar: tarfile.TarFile, member: Member, take: _Take) -> None:
    info = tar.next()
    stream = tar.extractfile(info) if info is not None else None
    if info is None or stream is None or info.name != member.name:
        message = f"{member.name} is missing."
        raise BackupDamagedError(message)
    digest = hashlib.sha256()
    take(member, _blocks(stream, digest.update))
    if info.size != member.size or digest.hexdigest() != member.sha256:
        message = f"{member.name} is not what was backed up."
        raise BackupDamagedError(message)


def _blocks(stream: IO[bytes], see: Callable[[bytes], None]) -> Iterator[bytes]:
    while block := stream.read(_BLOCK_BYTES):
        see(block)
        yield block


def _drop(_member: Member, blocks: Iterator[bytes]) -> None:
    for _ in blocks:
        pass


def _put(folder: Path, member: Member, blocks: Iterator[bytes]) -> None:
    target = folder / member.name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for block in blocks:
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
