"""The server's process is killed under load, again and again, and loses nothing it acknowledged.

``DOORSTEP_FAULT_SEED`` repeats the moments of an earlier run; what the threads do in between
is never quite the same.
"""

import os
import signal
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from threading import Timer

import pytest

from doorstep import bootstrap
from doorstep.kernel import SeededRng, SystemRng
from doorstep.plumbing.settings import Settings
from worlds.busy_day import open_busy_day
from worlds.demo_process import new_data_folder, running_demo
from worlds.evidence import read_evidence
from worlds.load import Worker, work_until_gone

LATEST_S = 2.0


def kill_again_and_again(parent: Path, roads_folder: Path, kills: int) -> None:
    seed = int(os.environ.get("DOORSTEP_FAULT_SEED") or SystemRng().random_bytes(4).hex(), 16)
    print(f"DOORSTEP_FAULT_SEED={seed:x}")  # noqa: T201 -- shown when the test fails
    rng = SeededRng(seed)
    folder = new_data_folder(parent, roads_folder)
    with ExitStack() as clients:
        with running_demo(folder) as demo:
            workers = open_busy_day(demo, rng, clients)
        for _ in range(kills):
            kill_once(folder, workers, rng.uniform(0, LATEST_S))
            require_nothing_lost(folder, workers)
        with running_demo(folder) as demo:
            for worker in workers:
                worker.client.base_url = demo.url
                worker.repeat_pending()
    require_nothing_lost(folder, workers)
    done = Counter(type(act).__name__ for worker in workers for act in worker.acknowledged)
    print(f"{kills} kills, acknowledged: {dict(done)}")  # noqa: T201 -- the figures of the run


def kill_once(folder: Path, workers: list[Worker], after_s: float) -> None:
    started_at = time.monotonic()
    with running_demo(folder) as demo:
        print(f"up in {time.monotonic() - started_at:.1f} s, killed after {after_s:.2f} s")  # noqa: T201 -- as above
        killer = Timer(after_s, os.kill, (demo.pid, signal.SIGKILL))
        killer.start()
        work_until_gone(workers, demo.url)
        killer.join()


def require_nothing_lost(folder: Path, workers: list[Worker]) -> None:
    evidence = read_evidence(folder)
    for worker in workers:
        lost = [act for act in worker.acknowledged if set(evidence.count_effects(act)) != {1}]
        assert lost == []
        if worker.pending is not None:
            # All of it or nothing of it.
            assert set(evidence.count_effects(worker.pending)) in ({0}, {1}), worker.pending
    with bootstrap.open_stopped(Settings(data_dir=folder)) as installation:
        assert [one for one in bootstrap.verify(installation) if one.violations] == []


@pytest.mark.timeout(600)
def test_what_was_acknowledged_survives_four_kills_exactly_once(
    tmp_path: Path, roads_folder: Path
) -> None:
    """D-1: each kill costs seconds, so the many are left to the night."""
    kill_again_and_again(tmp_path, roads_folder, 4)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_what_was_acknowledged_survives_a_hundred_kills_exactly_once(
    tmp_path: Path, roads_folder: Path
) -> None:
    kill_again_and_again(tmp_path, roads_folder, 100)
