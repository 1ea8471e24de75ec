"""Busy clients: each does one act after another and remembers what was acknowledged.

An act without an answer stays pending and is the first one to be sent again, unchanged, as the
driver's app does it.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

import httpx2

API = "/api/v1"


class Act(Protocol):
    """Something a client asks for, and asks for again until it is acknowledged."""

    def send(self, client: httpx2.Client) -> None:
        """Ask; return only when the server has acknowledged it."""


@dataclass(frozen=True, slots=True)
class SendPhoto:
    """A driver's photo."""

    name: str
    data: bytes

    def send(self, client: httpx2.Client) -> None:
        path = f"{API}/driver/files/{self.name}"
        client.put(path, content=self.data).raise_for_status()


@dataclass(frozen=True, slots=True)
class Report:
    """A driver's command."""

    command: dict[str, Any]

    def send(self, client: httpx2.Client) -> None:
        body = {"commands": [self.command]}
        answer = client.post(f"{API}/driver/commands", json=body).raise_for_status()
        (result,) = answer.json()["results"]
        assert result["outcome"] in ("applied", "already_applied"), result


@dataclass(frozen=True, slots=True)
class SendFixes:
    """Some positions of a driver."""

    driver_id: str
    fixed_at: tuple[datetime, ...]

    def send(self, client: httpx2.Client) -> None:
        fixes = [
            {"fixed_at": one.isoformat(), "lat": 60.17, "lon": 24.95} for one in self.fixed_at
        ]
        answer = client.post(f"{API}/driver/positions", json={"positions": fixes})
        assert answer.raise_for_status().json()["rejected"] == []


@dataclass(frozen=True, slots=True)
class Import:
    """A small orders file."""

    service_on: date
    references: tuple[str, ...]

    def send(self, client: httpx2.Client) -> None:
        rows = [f"{one},Aino Aalto,60.17,24.95" for one in self.references]
        answer = client.post(
            f"{API}/shipments/import",
            params={"service_on": self.service_on.isoformat(), "strict": "true"},
            content="\n".join(["reference,name,lat,lon", *rows]),
        )
        answer.raise_for_status()


@dataclass(slots=True)
class Worker:
    """One signed-in client: what it does next, what was acknowledged, what was not."""

    client: httpx2.Client
    acts: Iterator[Act]
    acknowledged: list[Act] = field(default_factory=list)
    pending: Act | None = None

    def work(self, url: str) -> None:
        """Do one act after the other on the server at ``url`` until that is gone.

        The last one that was acknowledged comes first, once more: its answer may get lost too.
        """
        self.client.base_url = httpx2.URL(url)
        try:
            if self.acknowledged:
                self.acknowledged[-1].send(self.client)
            while True:
                self.repeat_pending()
                self.pending = next(self.acts)
        except httpx2.TransportError:
            return

    def repeat_pending(self) -> None:
        """Send again what nobody has answered, if anything."""
        if self.pending is not None:
            self.pending.send(self.client)
            self.acknowledged.append(self.pending)
            self.pending = None


def work_until_gone(workers: Iterable[Worker], url: str) -> None:
    """Let all workers work at once until the server at ``url`` is gone."""
    busy = list(workers)
    with ThreadPoolExecutor(len(busy)) as pool:
        for done in [pool.submit(worker.work, url) for worker in busy]:
            done.result()
