"""A process that sends webhooks is killed again and again; the receiver misses nothing."""

import os
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from doorstep import messages
from doorstep.kernel import SeededRng, SystemClock, SystemRng
from doorstep.messages import Guard, Pump
from worlds import pumping
from worlds.in_hand import url_of
from worlds.receiver import Receiver, running_receiver
from worlds.server import add_tenant, open_kit

KILLS = 4
HERE = Guard.of("127.0.0.0/8")


def run_and_kill(url: str, tenant_id: str, after_s: float) -> list[str]:
    """Return the events that were said to be on disk."""
    with subprocess.Popen(
        [sys.executable, pumping.__file__, url, tenant_id],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(after_s)
        child.kill()
        rest = child.stdout.read().splitlines(keepends=True)
    # The last line may have been cut off.
    return [line.strip() for line in [first, *rest] if line.endswith("\n")]


def require_all(receiver: Receiver, told: list[str]) -> None:
    bodies = defaultdict(set)
    for one in receiver.got:
        bodies[one.id].add(one.body)
    assert set(told) - bodies.keys() == set()
    assert all(len(found) == 1 for found in bodies.values())
    first_seen = list(dict.fromkeys(receiver.ids))
    # UUIDv7 sorts by time: in the journal's order, however often one came again.
    assert [one for one in first_seen if one in set(told)] == told


@pytest.mark.slow
def test_every_event_that_was_on_disk_arrives_in_order_under_one_id(tmp_path: Path) -> None:
    seed = int.from_bytes(SystemRng().random_bytes(4))
    rng = SeededRng(seed)
    print(f"seed {seed}")  # noqa: T201 -- shown when the test fails
    told: list[str] = []
    with running_receiver() as receiver, open_kit(tmp_path, SystemClock()) as opened:
        # Ids that are made in several processes must not be the same ones.
        kit = replace(opened, rng=SystemRng())
        tenant_id = add_tenant(kit)
        with kit.write(tenant_id, "system") as unit:
            messages.create_endpoint(unit, HERE, receiver.url, ())
        for _ in range(KILLS):
            told += run_and_kill(url_of(tmp_path), tenant_id, rng.uniform(0.2, 0.9))
        pump = Pump(kit, HERE)
        end_s = time.monotonic() + 60
        while set(told) - set(receiver.ids) and time.monotonic() < end_s:
            pump.run_once()
        require_all(receiver, told)
    assert len(told) > KILLS
