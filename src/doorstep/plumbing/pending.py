"""What waits for an answer for minutes: challenges of passkeys, sign-ins at another provider.

In memory, because the one process that asked is the one that is answered; a restart makes people
begin again. Each is taken once.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any

from doorstep.kernel import Clock, Rng

LIFETIME = timedelta(minutes=10)
_TICKET_BYTES = 16


class Pending:
    """Remembers what was asked, under a ticket nobody can guess.

    Parameters
    ----------
    most
        How many at once; of more, the oldest are forgotten.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, tuple[str, datetime, Any]] = OrderedDict()

    def put(self, kind: str, asked: Any, clock: Clock, rng: Rng) -> str:  # noqa: ANN401 -- anything
        """Remember what was asked and return its ticket."""
        ticket = rng.random_bytes(_TICKET_BYTES).hex()
        with self._lock:
            self._waiting[ticket] = (kind, clock.now() + LIFETIME, asked)
            while len(self._waiting) > self._most:
                self._waiting.popitem(last=False)
        return ticket

    def take(self, kind: str, ticket: str, clock: Clock) -> Any | None:  # noqa: ANN401 -- anything
        """Return what was asked, this once; none when it is unknown, taken or too long ago."""
        with self._lock:
            found = self._waiting.pop(ticket, None)
        if found is None or found[0] != kind or found[1] < clock.now():
            return None
        return found[2]
