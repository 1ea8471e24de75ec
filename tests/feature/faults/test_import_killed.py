"""D-19: the process is killed in the middle of an import, and the file is sent again."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from doorstep import bootstrap, orders
from doorstep.demo.seed import CITY_FILE, seed
from doorstep.kernel import SeededRng, SystemRng
from doorstep.orders import ImportRequest
from doorstep.plumbing.settings import Settings
from worlds.demo_process import new_data_folder
from worlds.in_hand import in_hand

DAY = date(2026, 6, 2)
IMPORTER = """
import sys
from datetime import date
from pathlib import Path
from doorstep import bootstrap, orders
from doorstep.demo.seed import CITY_FILE
from doorstep.orders import ImportRequest
from doorstep.plumbing.settings import Settings
folder, tenant_id, file, strict = sys.argv[1:]
with bootstrap.open_parts(Settings(data_dir=Path(folder)), CITY_FILE) as parts:
    wanted = ImportRequest(date(2026, 6, 2), strict=strict == "strict")
    print("begins", flush=True)
    orders.import_file(
        parts.kit, tenant_id, "system", Path(file).read_bytes(), wanted, parts.region
    )
"""


def count_rows(folder: Path) -> int:
    with in_hand(folder) as connection:
        return int(connection.exec_driver_sql("select count(*) from shipments").scalar_one())


def kill_mid_import(
    parent: Path, roads_folder: Path, rows: int, kills: int, *, strict: bool
) -> list[int]:
    """Kill so many imports of one file; return how many shipments each left behind."""
    rng = SeededRng(int.from_bytes(SystemRng().random_bytes(4)))
    folder = new_data_folder(parent, roads_folder)
    settings = Settings(data_dir=folder)
    with bootstrap.open_parts(settings, CITY_FILE) as parts:
        tenant_id, _ = seed(parts.kit, folder)
    file = parent / "orders.csv"
    lines = [f"K-{row},Aino,60.1690,24.9390" for row in range(rows)]
    file.write_text("\n".join(["reference,name,lat,lon", *lines]))
    left = []
    for _ in range(kills):
        before = count_rows(folder)
        with subprocess.Popen(
            [
                sys.executable,
                "-c",
                IMPORTER,
                str(folder),
                tenant_id,
                str(file),
                "strict" if strict else "valid",
            ],
            stdout=subprocess.PIPE,
            env=os.environ,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begins\n"
            if strict:
                time.sleep(rng.uniform(0.1, 1.0))
            else:
                # At least one portion more than before, so that it is in the middle.
                while count_rows(folder) == before and process.poll() is None:
                    time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        left.append(count_rows(folder))
    with bootstrap.open_parts(settings, CITY_FILE) as parts:
        wanted = ImportRequest(DAY, strict=strict)
        for added in (rows - left[-1], 0):
            report = orders.import_file(
                parts.kit, tenant_id, "system", file.read_bytes(), wanted, parts.region
            )
            assert (report.added, report.unchanged) == (added, rows - added)
    assert count_rows(folder) == rows
    with bootstrap.open_stopped(settings) as installation:
        assert [one for one in bootstrap.verify(installation) if one.violations] == []
    return left


def test_an_import_killed_in_the_middle_goes_on_where_it_was_and_doubles_nothing(
    tmp_path: Path, roads_folder: Path
) -> None:
    """D-19."""
    left = kill_mid_import(tmp_path, roads_folder, 3000, 2, strict=False)
    assert 0 < left[0] <= left[1] < 3000 or left[1] == 3000


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_an_import_of_all_or_nothing_that_is_killed_leaves_nothing(
    tmp_path: Path, roads_folder: Path
) -> None:
    """D-19: with ``strict``, whatever the moment."""
    left = kill_mid_import(tmp_path, roads_folder, 10_000, 5, strict=True)
    assert set(left) <= {0, 10_000}


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_an_import_killed_twenty_times_arrives_whole(tmp_path: Path, roads_folder: Path) -> None:
    """D-19, the nightly amount."""
    kill_mid_import(tmp_path, roads_folder, 30_000, 20, strict=False)
