"""How many requests a second each API key may make; each process counts its own."""

import math
import threading
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from doorstep.plumbing.problem import DoorstepError

_BURST_S = 2.0
"""How long a key that was quiet may go twice as fast."""
_MOST_KEYS = 10_000


class TooManyRequestsError(DoorstepError):
    """A key asks more often than it may."""

    code = "too_many_requests"
    status = HTTPStatus.TOO_MANY_REQUESTS
    title = "This key asks too often"
    action = "Wait as long as Retry-After says; send many orders at once with /orders/bulk."

    def __init__(self, per_s: float, retry_after_s: int) -> None:
        super().__init__(f"A key may make {per_s:g} requests a second.")
        self.retry_after_s = retry_after_s

    def headers(self) -> dict[str, str]:
        """Return when to try again."""
        return {"Retry-After": str(self.retry_after_s)}


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


class Rates:
    """A bucket of requests for each key, refilled as time passes.

    Parameters
    ----------
    per_s
        Requests a second; twice as many at once after a pause.
    """

    def __init__(self, per_s: float = 100.0) -> None:
        self._per_s = per_s
        self._most = _BURST_S * per_s
        self._lock = threading.Lock()
        self._buckets: dict[str, _Bucket] = {}

    def spend(self, key_id: str, now_at: datetime) -> None:
        """Count one request of a key.

        Raises
        ------
        TooManyRequestsError
            It has used up what it may; this one is not counted.
        """
        with self._lock:
            bucket = self._buckets.get(key_id)
            if bucket is None:
                if len(self._buckets) >= _MOST_KEYS:
                    self._buckets.clear()  # they all begin anew: never refuse for want of memory
                bucket = self._buckets[key_id] = _Bucket(self._most, now_at)
            # A clock that is set back refills nothing.
            passed_s = max(0.0, (now_at - bucket.at).total_seconds())
            bucket.left = min(self._most, bucket.left + passed_s * self._per_s)
            bucket.at = now_at
            if bucket.left < 1:
                retry_after_s = math.ceil((1 - bucket.left) / self._per_s)
                raise TooManyRequestsError(self._per_s, retry_after_s)
            bucket.left -= 1
