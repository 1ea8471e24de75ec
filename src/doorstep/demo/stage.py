"""The demo's clock and its simulated drivers."""

import asyncio
import json
import subprocess
import sys
import threading
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from doorstep.demo.seed import TIMEZONE
from doorstep.kernel import Clock, ScaledClock
from doorstep.plumbing.bus import Message
from doorstep.plumbing.unit import Kit

MAX_SPEED = 600.0
_DAY_STARTS = time(7, 30)
_STOP_PATIENCE_S = 5.0
_SAVE_EVERY_S = 3.0
_LONGEST_SKIP = timedelta(days=2)


def open_clock(folder: Path, wall: Clock) -> ScaledClock:
    """Return the demo's clock: half past seven on the first day, then on from where it stood.

    The demo has a time of its own so that the day can be driven fast; it never runs back.
    """
    file = folder / "demo-clock.json"
    if file.exists():
        return ScaledClock(datetime.fromisoformat(json.loads(file.read_text())["now_at"]))
    zone = ZoneInfo(TIMEZONE)
    today = wall.now().astimezone(zone).date()
    return ScaledClock(datetime.combine(today, _DAY_STARTS, zone))


class Stage:
    """Starts and stops the simulated drivers and sets the pace of the clock.

    Parameters
    ----------
    clock
        The demo's clock, which is also the kit's.
    folder
        The data folder; the clock's time is kept there.
    url
        Where the server answers, for the drivers' process.
    """

    def __init__(self, clock: ScaledClock, folder: Path, url: str, tenant_id: str) -> None:
        self.clock = clock
        self.tenant_id = tenant_id
        self._folder = folder
        self._url = url
        self._drivers: subprocess.Popen[bytes] | None = None
        # Two taps on the button are two requests, and must not send two fleets out.
        self._starting = threading.Lock()

    def drive(self, speed: float, *, whole_day: bool = False) -> None:
        """Send the drivers out, or let them go on, with the clock at ``speed``.

        With ``whole_day`` they also import, plan and release first, as a dispatcher would.
        """
        self.clock.set_speed(speed)
        with self._starting:
            self._start_drivers(whole_day=whole_day)

    def _start_drivers(self, *, whole_day: bool) -> None:
        if self._drivers is not None and self._drivers.poll() is None:
            return
        command = [sys.executable, "-m", "doorstep.demo.drive", self._url, str(self._folder)]
        if whole_day:
            command.append("--whole-day")
        self._drivers = subprocess.Popen(command)  # noqa: S603 -- our own module

    def pause(self) -> None:
        """Let the clock run at the wall's pace; drivers under way keep to it."""
        self.clock.set_speed(1.0)

    def announce(self, kit: Kit) -> None:
        """Tell live screens the clock has changed."""
        kit.bus.publish(self.tenant_id, Message("clock.changed", "clock", {}))

    def skip_to(self, instant: datetime) -> None:
        """Skip the hours in which nothing happens, two days at the most: there is no way back."""
        self.clock.skip_to(min(instant, self.clock.now() + _LONGEST_SKIP))

    def save_clock(self) -> None:
        """Keep the clock's time, so that the next start goes on from it."""
        file = self._folder / "demo-clock.json"
        draft = file.with_suffix(".tmp")
        # A little ahead: the demo may have run on since the last save, and must not run back.
        later = self.clock.now() + timedelta(seconds=self.clock.speed * 5)
        draft.write_text(json.dumps({"now_at": later.isoformat()}))
        draft.replace(file)

    async def keep_clock(self) -> None:
        """Save the clock's time every few seconds until cancelled."""
        while True:
            await asyncio.sleep(_SAVE_EVERY_S)
            self.save_clock()

    def stop_drivers(self) -> None:
        """End the drivers' process."""
        self.save_clock()
        if self._drivers is None or self._drivers.poll() is not None:
            return
        self._drivers.terminate()
        try:
            self._drivers.wait(_STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._drivers.kill()
            self._drivers.wait()
