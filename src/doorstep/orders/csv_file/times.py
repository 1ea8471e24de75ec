"""From the times in a file to aware windows, honest about clocks that change."""

import itertools
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from doorstep.kernel import TimeWindow
from doorstep.orders.csv_file.values import RowCells

_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_LAST_HOUR = 24
_RANGE = re.compile(
    r"\s*(.+?)\s*(?:\s-\s|[\u2013\u2014]|/|(?<=[0-9Z])-(?=[0-9]{1,2}:))\s*(.+?)\s*"
)
_LATER = (
    "Put the earlier moment first; for a window past midnight write dates, "
    "such as 2026-05-05T02:00."
)


@dataclass(frozen=True, slots=True)
class Day:
    """The service date in the fleet's time zone."""

    service_on: date
    zone: ZoneInfo

    def instant(self, day: date, clock: time) -> datetime:
        """Return the aware instant of a local time, the first one where it happens twice."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    @property
    def start_at(self) -> datetime:
        """Return the first instant of the service date."""
        return self.instant(self.service_on, time())

    @property
    def end_at(self) -> datetime:
        """Return the first instant after the service date."""
        return self.instant(self.service_on + timedelta(days=1), time())


class _RefusedError(Exception):
    """A time that cannot be used: what is wrong and what to do."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fix = fix


def read_windows(row: RowCells, day: Day) -> tuple[TimeWindow, ...]:
    """Return the row's windows, sorted; what is wrong goes to the row's findings."""
    bounds = [column for column in ("window_start", "window_end") if row.text(column)]
    if row.text("window"):
        if bounds:
            row.refuse(
                "window",
                f"Both window and {bounds[0]} are filled in.",
                "Keep one of the two ways to write a window.",
            )
            return ()
        return _read_list(row, day)
    if not bounds:
        return ()
    early_at = _read_bound(row, "window_start", day, day.start_at)
    late_at = _read_bound(row, "window_end", day, day.end_at)
    if early_at is None or late_at is None:
        return ()
    try:
        return (_make_window(early_at, late_at, day),)
    except _RefusedError as refused:
        row.refuse(bounds[-1], refused.reason, refused.fix)
        return ()


def _read_bound(row: RowCells, column: str, day: Day, default_at: datetime) -> datetime | None:
    text = row.text(column)
    if not text:
        return default_at
    try:
        return read_instant(text, day)
    except _RefusedError as refused:
        row.refuse(column, refused.reason, refused.fix)
        return None


def _read_list(row: RowCells, day: Day) -> tuple[TimeWindow, ...]:
    windows = []
    for part in filter(None, (part.strip() for part in row.text("window").split(";"))):
        try:
            early_at, late_at = (read_instant(text, day) for text in _split_range(part))
            windows.append(_make_window(early_at, late_at, day))
        except _RefusedError as refused:
            row.refuse("window", refused.reason, refused.fix)
    windows.sort()
    for before, after in itertools.pairwise(windows):
        if after.early_at <= before.late_at:
            row.refuse("window", "Two of the windows overlap.", "Write them as one window.")
            return ()
    return tuple(windows)


def _split_range(text: str) -> tuple[str, ...]:
    match = _RANGE.fullmatch(text)
    if match is None:
        reason = f"{text!r} is not a window."
        raise _RefusedError(reason, "Write it as 09:00-12:00.")
    return match.groups()


def _make_window(early_at: datetime, late_at: datetime, day: Day) -> TimeWindow:
    if late_at < early_at:
        reason = "The window closes before it opens."
        raise _RefusedError(reason, _LATER)
    # A shift may pass midnight, so the night after the service date counts too.
    if late_at < day.start_at or early_at >= day.end_at + timedelta(days=1):
        reason = f"The window is not on the service date, {day.service_on}."
        raise _RefusedError(reason, "Plan it on its own day, or correct the date.")
    return TimeWindow(early_at, late_at)


def read_instant(text: str, day: Day) -> datetime:
    """Return the aware instant a cell names: a clock time of the day, or an ISO date and time."""
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        return _on_day(text, [int(part or 0) for part in clock.groups()], day)
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        reason = f"{text!r} is not a time."
        raise _RefusedError(reason, "Write HH:MM, such as 09:30, or 2026-05-04T09:30.") from None
    if parsed.tzinfo is None and len(text) <= len("2026-05-04"):
        reason = f"{text!r} is a date without a time."
        raise _RefusedError(reason, f"Write {text}T09:30.")
    return _resolve(parsed, day.zone)


def _on_day(text: str, parts: list[int], day: Day) -> datetime:
    hour, minute, second = parts
    if (hour, minute, second) == (_LAST_HOUR, 0, 0):
        return day.end_at
    try:
        clock = time(hour, minute, second)
    except ValueError:
        reason = f"{text!r} is not a time of day."
        raise _RefusedError(reason, "Write 00:00 to 24:00.") from None
    return _resolve(datetime.combine(day.service_on, clock), day.zone)


def _resolve(parsed: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant, refusing local times that do not happen or happen twice."""
    try:
        if parsed.tzinfo is not None:
            return parsed.astimezone(UTC)
        first, second = (parsed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        first_at, second_at = first.astimezone(UTC), second.astimezone(UTC)
        if first_at == second_at:
            return first_at
        if first_at.astimezone(zone).replace(tzinfo=None) != parsed:
            skipped_to = max(first_at, second_at).astimezone(zone)
            reason = f"{parsed:%H:%M} does not happen that night: the clocks go forward."
            fix = f"Write a time that exists, such as {skipped_to:%H:%M}."
            raise _RefusedError(reason, fix)
    except OverflowError:
        reason = f"The year {parsed.year} is out of range."
        raise _RefusedError(reason, "Correct the date.") from None
    reason = f"{parsed:%H:%M} happens twice that night: the clocks go back."
    choices = " or ".join(
        instant.astimezone(zone).isoformat(timespec="minutes") for instant in (first_at, second_at)
    )
    raise _RefusedError(reason, f"Write which one: {choices}.")
