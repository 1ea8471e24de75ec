"""D-2: the power goes at any moment, and every acknowledged commit is there.

This is a model of a disk, not a disk: see ``worlds.power_cuts``.
"""

import sqlite3
from pathlib import Path

import pytest

from doorstep.kernel import SeededRng
from worlds.power_cuts import record, write_image


def count_lost(parent: Path, images: int, **settings: object) -> int:
    """Return in how many images something acknowledged is missing, or all is unreadable."""
    source = parent / "source"
    source.mkdir()
    recording = record(source, 120, **settings)
    rng = SeededRng(2)
    lost = 0
    for number in range(images):
        folder = parent / str(number)
        folder.mkdir()
        acked = write_image(recording, folder, rng)
        try:
            with sqlite3.connect(folder / "disk.db") as connection:
                whole = connection.execute("pragma integrity_check").fetchone()[0] == "ok"
                there = connection.execute("select count(*) from kept").fetchone()[0]
            connection.close()
        except sqlite3.DatabaseError:
            whole, there = acked == 0, 0
        lost += not whole or there < acked
    return lost


def test_no_image_of_the_disk_lacks_an_acknowledged_commit(tmp_path: Path) -> None:
    """D-2: two hundred images."""
    assert count_lost(tmp_path, 200) == 0


def test_less_careful_settings_lose_some_so_the_images_can_tell(tmp_path: Path) -> None:
    """D-2: with ``synchronous=NORMAL``, which many recommend, acknowledged commits go."""
    assert count_lost(tmp_path, 100, synchronous=1) > 10


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_no_image_of_many_lacks_an_acknowledged_commit(tmp_path: Path) -> None:
    """D-2, the nightly amount."""
    assert count_lost(tmp_path, 5000) == 0
