"""The bell: tells live screens of this process that something happened.

Truth stays in the database. A message may be lost (a slow screen is cut off and loads anew),
so nothing but screens may depend on it.
"""

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

_MOST_WAITING = 1000


@dataclass(frozen=True, slots=True)
class Message:
    """What a live screen hears; ``sequence`` and ``mark`` are the journal's, or passing news'."""

    kind: str
    subject_id: str
    data: dict[str, Any]
    sequence: int | None = None
    mark: str = ""


class Subscription:
    """One listener's queue; ends when the listener cannot keep up."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._queue: asyncio.Queue[Message | None] = asyncio.Queue(_MOST_WAITING)

    def offer(self, message: Message | None) -> None:
        """Hand over a message from any thread; none ends the subscription."""
        self._loop.call_soon_threadsafe(self._put, message)

    async def next(self, patience_s: float) -> Message | None:
        """Return the next message.

        Raises
        ------
        TimeoutError
            Nothing came in ``patience_s``.
        """
        return await asyncio.wait_for(self._queue.get(), patience_s)

    def _put(self, message: Message | None) -> None:
        if self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
            message = None
        self._queue.put_nowait(message)


class Bus:
    """Hands each message to every listener of its tenant."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscriptions: dict[str, set[Subscription]] = {}
        self._open: Counter[str] = Counter()

    def publish(self, tenant_id: str, message: Message) -> None:
        """Tell the tenant's listeners, from any thread; never waits."""
        with self._lock:
            listeners = list(self._subscriptions.get(tenant_id, ()))
        for listener in listeners:
            listener.offer(message)

    @asynccontextmanager
    async def listen(self, tenant_id: str, who: str = "") -> AsyncIterator[Subscription]:
        """Receive the tenant's messages while the block runs.

        ``who`` listens is only counted.
        """
        subscription = Subscription(asyncio.get_running_loop())
        with self._lock:
            self._subscriptions.setdefault(tenant_id, set()).add(subscription)
            self._open[who] += 1
        try:
            yield subscription
        finally:
            with self._lock:
                self._subscriptions[tenant_id].discard(subscription)
                self._open[who] -= 1
                if not self._open[who]:
                    del self._open[who]

    def has_listeners(self, tenant_id: str) -> bool:
        """Tell whether anybody would hear the tenant's messages."""
        with self._lock:
            return bool(self._subscriptions.get(tenant_id))

    def count(self, who: str) -> int:
        """Return how many subscriptions of ``who`` are open."""
        with self._lock:
            return self._open[who]

    def close(self) -> None:
        """End every subscription, so that a server can stop."""
        with self._lock:
            listeners = [one for group in self._subscriptions.values() for one in group]
        for listener in listeners:
            listener.offer(None)
