"""A small server's machinery on real SQLite, for tests."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from doorstep.kernel import Clock, FixedClock, SeededRng, SystemRng, new_id
from doorstep.plumbing import added_only, auth
from doorstep.plumbing.auth import Tenant
from doorstep.plumbing.blobs import BlobStore
from doorstep.plumbing.bus import Bus
from doorstep.plumbing.db import Base, Database
from doorstep.plumbing.migrate import migrate
from doorstep.plumbing.sealing import Sealer
from doorstep.plumbing.unit import Kit
from doorstep.plumbing.work import Work

TEST_SEALER = Sealer(lambda: bytes(32), SystemRng())
"""Seals with a key that everybody knows."""

MONDAY_NOON = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
"""Noon in Helsinki, a summer Monday."""


@contextmanager
def open_kit(folder: Path, clock: Clock | None = None, url: str = "") -> Iterator[Kit]:
    """Open a kit on an empty database with every table that is imported, or on one again.

    On SQLite in ``folder`` unless ``url`` or the environment names a database, which is migrated.
    """
    url = url or os.environ.get("DOORSTEP_DATABASE_URL", "")
    clock = clock or FixedClock(MONDAY_NOON)
    file = folder / "doorstep.db"
    seed = 7 + (file.stat().st_size if file.exists() else 0)  # ids are not drawn twice
    database = Database(url or f"sqlite:///{file}")
    if url:
        migrate(database)
    else:
        Base.metadata.create_all(database.engine)
        with database.engine.begin() as connection:
            added_only.guard(connection, Base.metadata)
    try:
        yield Kit(
            database=database,
            blobs=BlobStore(folder / "files"),
            bus=Bus(),
            work=Work(database),
            clock=clock,
            wall=clock,
            rng=SeededRng(seed),
            sealer=TEST_SEALER,
        )
    finally:
        database.close()


def add_tenant(kit: Kit, name: str = "Ok Small Courier") -> str:
    """Add a company in Helsinki and return its id."""
    tenant = Tenant(new_id(kit.clock, kit.rng), name, "Europe/Helsinki", "EUR", "en-GB")
    with kit.database.write(None) as session:
        auth.create_tenant(session, tenant)
    return tenant.id
