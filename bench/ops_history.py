"""What lies on the disk before the first request, and how large the log before it grows."""

import os
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ops_world import World

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LONGEST = timedelta(days=50)
"""Younger than what the server forgets at its start."""
_LOOK_S = 0.1

_FILL = """
with recursive counted(n) as (select 0 union all select n + 1 from counted where n + 1 < :rows)
insert into positions
    (number, fixed_ms, lat_e7, lon_e7, accuracy_dm, heading_ddeg, speed_cmps, delay_ms)
select :number, :first_ms + n * :step_ms, 601600000 + n % 100000, 249400000 + n * 7 % 100000,
    85, n % 3600, 710, 1500
from counted
"""


def fill(folder: Path, world: World, rows: int) -> int:
    """Give the phones positions of the days before, as many in all; return the bytes they take."""
    file = folder / "positions.db"
    each = rows // len(world.phones)
    if not each:
        return 0
    first_ms = (world.on_duty_from - _LONGEST - _EPOCH) // _MILLISECOND
    step_ms = min(5000, (_LONGEST // _MILLISECOND - 86_400_000) // each)
    before = file.stat().st_size
    with sqlite3.connect(file) as connection:
        connection.execute("pragma synchronous = off")
        for phone in world.phones:
            number = connection.execute(
                "insert into followed (tenant_id, driver_id) values (?, ?) returning number",
                (world.tenant_id, phone.driver_id),
            ).fetchone()[0]
            connection.execute(
                _FILL,
                {"number": number, "first_ms": first_ms, "step_ms": step_ms, "rows": each},
            )
            connection.commit()
        connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    with file.open("rb") as written:
        os.fsync(written.fileno())
    return file.stat().st_size - before


class WalWatch:
    """Notes how large the write-ahead logs of a folder become, until it is stopped."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._largest = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """Return the largest that was seen, in megabytes."""
        self._stop.set()
        self._thread.join()
        return round(self._largest / 1e6, 1)

    def _look(self) -> None:
        while not self._stop.wait(_LOOK_S):
            for name in ("doorstep.db-wal", "positions.db-wal"):
                file = self._folder / name
                if file.exists():
                    self._largest = max(self._largest, file.stat().st_size)
