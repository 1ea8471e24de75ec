"""Counts how often each caller was refused what is not theirs, so that a prowler is noticed."""

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
ALARMING = 50
"""Refusals of one caller in a window that are no mistakes any more."""


class Denials:
    """Remembers the refusals of the last minutes, in memory.

    Parameters
    ----------
    most
        How many callers at once; of more, those who were refused longest ago are forgotten.
    """

    def __init__(self, most: int = 1_000) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._alarmed: dict[str, datetime] = {}

    def note(self, who: str, now_at: datetime) -> bool:
        """Note a refusal; tell whether it is the one that makes them alarming, once a window."""
        with self._lock:
            times = self._times.setdefault(who, deque(maxlen=ALARMING + 1))
            self._times.move_to_end(who)
            times.append(now_at)
            while len(self._times) > self._most:
                self._alarmed.pop(self._times.popitem(last=False)[0], None)
            recent = sum(1 for at in times if now_at - at < WINDOW)
            last = self._alarmed.get(who)
            if recent <= ALARMING or (last is not None and now_at - last < WINDOW):
                return False
            self._alarmed[who] = now_at
            return True
