"""Slows down who guesses: wrong guesses of a network address are counted, right ones are free.

A bucket for each address, in memory: ``burst`` wrong guesses at once, then one every
``refill_s``. A restart forgets them, and each process of a larger installation counts its own.
"""

import ipaddress
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from doorstep.kernel import Clock
from doorstep.plumbing.problem import DoorstepError, TooManyGuessesError

_HOME_PREFIX = 64
"""An IPv6 customer gets a network of this size, and may use any address in it."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often one address may be wrong about one kind of secret."""

    name: str
    burst: int
    refill_s: float


SIGN_IN = Allowance("sign-in", burst=20, refill_s=10.0)
"""Passwords and one-time codes; a depot's drivers share one address."""

ACCOUNT = Allowance("account", burst=5, refill_s=6.0)
"""Passwords of one account from one address: others are not kept out by it."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


class Guesses:
    """Remembers the wrong guesses of each address.

    Parameters
    ----------
    most
        How many addresses; of more, those that guessed least are forgotten.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._buckets: dict[tuple[Allowance, str], _Bucket] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    @contextmanager
    def guard(
        self, allowance: Allowance, address: str, clock: Clock, about: str = ""
    ) -> Iterator[None]:
        """Let the block try a secret; a refusal in it counts as a wrong guess.

        Guesses made at the same time are each let in; those above the allowance are paid off
        before the next one.

        Raises
        ------
        TooManyGuessesError
            The allowance of this address is used up; the block does not run.
        """
        key = (allowance, f"{_network(address)} {about}")
        with self._lock:
            left = self._refill(key, clock.now())
        if left < 1:
            raise TooManyGuessesError(math.ceil((1 - left) * allowance.refill_s))
        try:
            yield
        except DoorstepError:
            with self._lock:
                self._spend(key, clock.now())
            raise

    def _refill(self, key: tuple[Allowance, str], now_at: datetime) -> float:
        allowance, bucket = key[0], self._buckets.get(key)
        if bucket is None:
            return allowance.burst
        # The wall's clock may be set back; time that has not passed refills nothing.
        passed_s = max(0.0, (now_at - bucket.at).total_seconds())
        bucket.left += passed_s / allowance.refill_s
        bucket.at = now_at
        if bucket.left >= allowance.burst:
            del self._buckets[key]
            return allowance.burst
        return bucket.left

    def _spend(self, key: tuple[Allowance, str], now_at: datetime) -> None:
        left = self._refill(key, now_at)
        self._buckets[key] = _Bucket(left - 1, now_at)
        if len(self._buckets) > self._most:
            self._forget(now_at)

    def _forget(self, now_at: datetime) -> None:
        """Keep the memory bounded: drop what is full again, else the fuller half."""
        for key in list(self._buckets):
            self._refill(key, now_at)
        fullest = sorted(self._buckets, key=lambda key: -self._buckets[key].left)
        for key in fullest[: max(0, len(fullest) - self._most // 2)]:
            del self._buckets[key]


def _network(address: str) -> str:
    """Return the address, or the network in which an IPv6 customer can choose freely."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(parsed), _HOME_PREFIX), strict=False))
