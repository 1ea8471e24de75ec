"""A process that makes events and sends them to webhooks until somebody kills it.

Run as ``python pumping.py DATABASE_URL TENANT_ID``.
"""

import sys
import tempfile
import time
from pathlib import Path

from doorstep.kernel import SystemClock, SystemRng
from doorstep.messages import Guard, Pump
from doorstep.plumbing.blobs import BlobStore
from doorstep.plumbing.bus import Bus
from doorstep.plumbing.db import Database
from doorstep.plumbing.sealing import Sealer
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit
from doorstep.plumbing.work import Work


def main(url: str, tenant_id: str) -> None:
    """Make events as fast as the disk takes them, and send them meanwhile."""
    database = Database(url)
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        kit = Kit(
            database=database,
            blobs=BlobStore(Path(folder)),
            bus=Bus(),
            work=Work(database),
            clock=clock,
            wall=clock,
            rng=SystemRng(),
            sealer=Sealer(lambda: bytes(32), SystemRng()),
        )
        Pump(kit, Guard.of("127.0.0.0/8")).start()
        while True:
            with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
                event = unit.emit("stop.delivered", "S", {"pad": "x" * 50})
            # What is said here was on the disk before.
            sys.stdout.write(f"{event.id}\n")
            sys.stdout.flush()
            time.sleep(0.01)


if __name__ == "__main__":
    main(*sys.argv[1:])
