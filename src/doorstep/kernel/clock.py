"""Where the time comes from: the one seam between Doorstep and the wall clock."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that moves only when told to; for tests and replays."""

    def __init__(self, start_at: datetime) -> None:
        _require_aware(start_at)
        self._now_at = start_at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant the clock was last set to."""
        return self._now_at

    def advance(self, delta: timedelta) -> None:
        """Move the clock forward by ``delta``."""
        self._now_at += delta


class ScaledClock:
    """A clock that runs faster than the wall: one real second is ``speed`` seconds.

    Used by the demo, so that a delivery day can be watched in minutes. Changing the speed
    never moves the time backwards.

    Parameters
    ----------
    start_at
        The instant the clock shows when it is made, aware.
    speed
        Seconds of clock time per real second, above zero.
    """

    def __init__(self, start_at: datetime, speed: float = 1.0) -> None:
        _require_aware(start_at)
        _require_forward(speed)
        self._lock = threading.Lock()
        self._base_at = start_at.astimezone(UTC)
        self._base_s = time.monotonic()
        self._speed = speed

    @property
    def speed(self) -> float:
        """Return the seconds of clock time that pass in one real second."""
        return self._speed

    def now(self) -> datetime:
        """Return the scaled instant, aware, in UTC."""
        with self._lock:
            return self._now()

    def set_speed(self, speed: float) -> None:
        """Run at ``speed`` from now on, without a jump.

        Raises
        ------
        ValueError
            ``speed`` is not above zero.
        """
        _require_forward(speed)
        with self._lock:
            self._base_at = self._now()
            self._base_s = time.monotonic()
            self._speed = speed

    def skip_to(self, instant: datetime) -> None:
        """Show ``instant`` from now on, unless that is already past."""
        _require_aware(instant)
        with self._lock:
            now_at = self._now()
            self._base_at = max(now_at, instant.astimezone(UTC))
            self._base_s = time.monotonic()

    def _now(self) -> datetime:
        elapsed_s = (time.monotonic() - self._base_s) * self._speed
        return self._base_at + timedelta(seconds=elapsed_s)


def _require_aware(instant: datetime) -> None:
    if instant.tzinfo is None:
        message = "an instant needs a time zone"
        raise ValueError(message)


def _require_forward(speed: float) -> None:
    if not speed > 0:
        message = "speed must be above zero"
        raise ValueError(message)
