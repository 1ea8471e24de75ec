"""What a disk may hold after the power went: everything that was synced, and some of the rest.

Every write, cut and sync that SQLite asks for is written down. An image of the disk is made by
ending at any moment: what was synced by then is there; of what was not, any sectors are.
"""

from dataclasses import dataclass, field
from pathlib import Path

import apsw

from doorstep.kernel import SeededRng
from doorstep.plumbing.db import SAFE_SETTINGS

_SECTOR = 512


@dataclass
class Recording:
    """What was asked of the disk, in order; ``acked`` says after how many steps what was safe."""

    steps: list[tuple[str, str, int, bytes]] = field(default_factory=list)
    acked: list[int] = field(default_factory=list)


def record(folder: Path, commits: int, **settings: object) -> Recording:
    """Commit so many rows, one by one, with the settings the server runs with."""
    recording = Recording()
    name = f"recorder-{id(recording)}"

    class File(apsw.VFSFile):
        def __init__(self, file_name: object, flags: list[int]) -> None:
            path = file_name.filename() if isinstance(file_name, apsw.URIFilename) else file_name
            self.name = Path(str(path)).name
            super().__init__("", file_name, flags)  # type: ignore[arg-type] # as it was given

        def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 -- SQLite's name
            recording.steps.append(("write", self.name, offset, bytes(data)))
            super().xWrite(data, offset)

        def xTruncate(self, size: int) -> None:  # noqa: N802 -- SQLite's name
            recording.steps.append(("cut", self.name, size, b""))
            super().xTruncate(size)

        def xSync(self, flags: int) -> None:  # noqa: N802 -- SQLite's name
            recording.steps.append(("sync", self.name, 0, b""))
            super().xSync(flags)

    class Recorder(apsw.VFS):
        def __init__(self) -> None:
            super().__init__(name, "")

        def xOpen(self, file_name: object, flags: list[int]) -> File:  # noqa: N802 -- SQLite's name
            return File(file_name, flags)

        def xDelete(self, file_name: str, sync_folder: bool) -> None:  # noqa: FBT001, N802 -- SQLite's
            recording.steps.append(("delete", Path(file_name).name, 0, b""))
            super().xDelete(file_name, sync_folder)

    recorder = Recorder()
    connection = apsw.Connection(str(folder / "disk.db"), vfs=name)
    for key, value in (SAFE_SETTINGS | settings).items():
        list(connection.execute(f"pragma {key}={value}"))
    # In memory, because the shared part of the log is no file that outlives the power.
    list(connection.execute("pragma locking_mode=exclusive"))
    list(connection.execute("pragma wal_autocheckpoint=20"))
    list(connection.execute("create table kept(number integer primary key, body blob)"))
    for number in range(commits):
        list(connection.execute("insert into kept values (?, zeroblob(300))", (number,)))
        recording.acked.append(len(recording.steps))
    connection.close()
    recorder.unregister()
    return recording


def write_image(recording: Recording, folder: Path, rng: SeededRng) -> int:
    """Write what the disk may hold after a cut; return how many rows were acknowledged by then."""
    end = rng.randrange(len(recording.steps))
    synced: dict[str, int] = {}
    for number, (kind, name, _, _) in enumerate(recording.steps[:end]):
        if kind == "sync":
            synced[name] = number
    disk: dict[str, bytearray] = {}
    for number, (kind, name, offset, data) in enumerate(recording.steps[:end]):
        if kind == "delete":
            disk.pop(name, None)
            continue
        content = disk.setdefault(name, bytearray())
        is_safe = number < synced.get(name, -1)
        if kind == "cut" and (is_safe or rng.random() < 0.5):
            del content[offset:]
        for start in range(0, len(data), _SECTOR):
            if is_safe or rng.random() < 0.5:
                piece = data[start : start + _SECTOR]
                content.extend(bytes(max(0, offset + start + len(piece) - len(content))))
                content[offset + start : offset + start + len(piece)] = piece
    for name, content in disk.items():
        (folder / name).write_bytes(content)
    return sum(1 for step in recording.acked if step <= end)
