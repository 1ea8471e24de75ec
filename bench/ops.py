"""How many business requests a second the server takes, each answered only once it is on disk.

    python bench/ops.py --seconds 30 --json FILE [--rate 400] [--url postgresql://...]

Starts a server of its own on this machine, signs in, and sends orders one by one at fixed
moments (open loop): a latency counts from the moment at which the request was due, so a server
that falls behind cannot hide it. Afterwards every acknowledged order is looked up, and every one
found twice or not at all is counted. See bench/PROTOCOL.md.
"""

import argparse
import http.client
import json
import os
import platform
import queue
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SERVICE_ON = "2026-06-01"
THREADS = 48


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    host: str
    port: int
    cookie: str

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, self.port, timeout=30)

    def ask(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: Any = None,  # noqa: ANN401 -- whatever JSON can hold
        key: str = "",
    ) -> tuple[int, Any]:
        headers = {"Cookie": self.cookie, "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        data = None if body is None else json.dumps(body)
        connection.request(method, f"/api/v1{path}", data, headers)
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None

    def cpu_s(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rss_mb(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        match = re.search(r"VmHWM:\s+(\d+)", status)
        return round(int(match[1]) / 1024, 1) if match else 0.0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def wait_for(host: str, port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection((host, port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


@contextmanager
def running_server(folder: Path, url: str) -> Iterator[Server]:
    """Start the demo's company on a free port; the demo is an ordinary server with a region."""
    folder.mkdir()
    log = folder.parent / "server.log"
    environment = dict(os.environ)
    if url:
        environment["DOORSTEP_DATABASE_URL"] = url
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                str(Path(sys.executable).parent / "doorstep"),
                "demo",
                "--port",
                str(free_port()),
                "--data",
                str(folder),
            ],
            stdout=out,
            stderr=out,
            env=environment,
        )
    try:
        for _ in range(600):
            found = re.search(r"http://([\d.]+):(\d+)/#code=(\S+)", log.read_text())
            if found or process.poll() is not None:
                break
            time.sleep(0.2)
        if not found:
            raise SystemExit(log.read_text())
        wait_for(found[1], int(found[2]))
        connection = http.client.HTTPConnection(found[1], int(found[2]), timeout=30)
        body = json.dumps({"code": found[3]})
        connection.request(
            "POST", "/api/v1/session/link", body, {"Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        answer.read()
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        yield Server(process, found[1], int(found[2]), cookie)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


@dataclass
class Load:
    """What an open-loop run saw."""

    latencies_ms: list[float] = field(default_factory=list)
    acked: dict[str, str] = field(default_factory=dict)
    errors: int = 0
    elapsed_s: float = 0.0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies_ms)
        return (
            round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else 0.0
        )


def send_open_loop(
    server: Server,
    rate: float,
    seconds: float,
    make: Callable[[int], tuple[str, str, Any, str]],
) -> Load:
    """Send ``make(number)`` at fixed moments and note when each was answered."""
    load, lock = Load(), threading.Lock()
    due: queue.SimpleQueue[tuple[int, float] | None] = queue.SimpleQueue()

    def work() -> None:
        connection = server.connect()
        while (one := due.get()) is not None:
            number, at = one
            method, path, body, key = make(number)
            try:
                status, answer = server.ask(connection, method, path, body, key)
            except (OSError, http.client.HTTPException):
                connection = server.connect()
                status, answer = 0, None
            took_ms = 1000 * (time.perf_counter() - at)
            with lock:
                load.latencies_ms.append(took_ms)
                if status in (200, 201) and answer:
                    load.acked[key] = answer.get("reference", "")
                else:
                    load.errors += 1

    threads = [threading.Thread(target=work, daemon=True) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        at = began + number / rate
        time.sleep(max(0.0, at - time.perf_counter()))
        due.put((number, at))
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    load.elapsed_s = time.perf_counter() - began
    return load


def make_order(number: int) -> tuple[str, str, Any, str]:
    body = {
        "reference": f"B-{number:07}",
        "shipments": [
            {
                "service_on": SERVICE_ON,
                "recipient": {"name": "Aino Example", "phone": "+358 00 000 0001"},
                "address": "Bulevardi 5, 00120 Helsinki",
                "lat": 60.1649,
                "lon": 24.9384,
            }
        ],
    }
    return "POST", "/orders", body, f"bench-{number}"


def check_orders(server: Server, load: Load) -> tuple[int, int]:
    """Return how many acknowledged orders are missing, and how many are there twice."""
    connection = server.connect()
    found: list[str] = []
    cursor = ""
    while True:
        query = f"?service_on={SERVICE_ON}&limit=500&q=B-" + (
            f"&cursor={cursor}" if cursor else ""
        )
        _, page = server.ask(connection, "GET", f"/shipments{query}")
        found += [one["reference"] for one in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    there = set(found)
    return sum(1 for one in load.acked.values() if one not in there), len(found) - len(there)


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
    return {"p50": round(took[50], 2), "p99": round(took[99], 2)}


def measure_orders(server: Server, rate: float, seconds: float) -> dict[str, float]:
    send_open_loop(server, 20, 2, lambda number: make_order(9_000_000 + number))
    before_s = server.cpu_s()
    load = send_open_loop(server, rate, seconds, make_order)
    cpu_s = server.cpu_s() - before_s
    lost, double = check_orders(server, load)
    return {
        "orders_per_s": round(len(load.acked) / load.elapsed_s, 1),
        "orders_wanted_per_s": rate,
        "orders_p50_ms": load.percentile(0.5),
        "orders_p99_ms": load.percentile(0.99),
        "orders_errors": load.errors,
        "orders_cpu_ms": round(1000 * cpu_s / max(1, len(load.acked)), 2),
        "acked_lost": lost,
        "acked_double": double,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rate", type=float, default=400)
    parser.add_argument("--url", default="", help="a database to use instead of SQLite")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sync = sync_ms(folder)
        with running_server(folder / "data", wanted.url) as server:
            figures = measure_orders(server, wanted.rate, wanted.seconds)
            figures["rss_mb"] = server.rss_mb()
    report = {
        "figures": figures,
        "protocol": {
            "seconds": wanted.seconds,
            "rate": wanted.rate,
            "database": wanted.url.partition(":")[0] or "sqlite",
            "fdatasync_ms": sync,
            "load_average": os.getloadavg(),
            "cpus": os.cpu_count(),
            "python": platform.python_version(),
        },
    }
    text = json.dumps(report, indent=2)
    print(text)
    if wanted.json:
        wanted.json.write_text(text + "\n")


if __name__ == "__main__":
    main()
