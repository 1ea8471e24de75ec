"""Recurring orders: on which dates, and when on each; pure.

A date is the unit: whatever the clocks do in its night, there is one order for it, not none and
not two. Times are local to the order's own zone; those that happen twice mean the first of both,
those that are left out when clocks go forward are as much later as clocks go forward.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from doorstep.kernel import TimeWindow
from doorstep.orders.model import NewOrder, NewShipment, Shipment, Source

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LocalWindow:
    """A window by the clock on the wall; an end at or before the start is on the next day."""

    early: time
    late: time


@dataclass(frozen=True, slots=True)
class Schedule:
    """On which dates, and when on each.

    Parameters
    ----------
    timezone
        IANA name.
    weekdays
        Days of the week, Monday is 1.
    every_weeks
        1 is each week, 2 every other; the week of ``starts_on`` is the first.
    starts_on, ends_on
        First and last date, both included; none: without an end.
    windows
        When service may start; none: any time of the date.
    skipped
        Dates that are left out.
    """

    timezone: str
    weekdays: frozenset[int]
    starts_on: date
    ends_on: date | None = None
    every_weeks: int = 1
    windows: tuple[LocalWindow, ...] = ()
    skipped: frozenset[date] = frozenset()

    def has(self, on: date) -> bool:
        """Tell whether there is an order on this date, skipped or not."""
        if on < self.starts_on or (self.ends_on is not None and on > self.ends_on):
            return False
        if on.isoweekday() not in self.weekdays:
            return False
        return ((_monday(on) - _monday(self.starts_on)).days // 7) % self.every_weeks == 0

    def list_dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the dates from ``first`` to ``last``, both included, that are not skipped."""
        on = max(first, self.starts_on)
        while on <= last:
            if self.has(on) and on not in self.skipped:
                yield on
            on += _DAY

    def list_windows(self, on: date) -> tuple[TimeWindow, ...]:
        """Return the windows of one date."""
        zone = ZoneInfo(self.timezone)
        return tuple(sorted(_to_window(one, on, zone) for one in self.windows))


@dataclass(frozen=True, slots=True)
class RecurringOrder:
    """An order that comes again and again.

    Parameters
    ----------
    reference
        The merchant's name for it; each order's adds its date.
    shipment
        What is brought each time, without windows.
    is_located
        Whether the place of ``shipment`` is sure.
    days_ahead
        So many days before its date an order is made.
    paused
        No orders are made for now.
    """

    id: str
    reference: str
    merchant: str
    shipment: Shipment
    is_located: bool
    schedule: Schedule
    days_ahead: int = 7
    paused: bool = False
    updated_at: datetime | None = None
    version: int = 1

    def reference_on(self, on: date) -> str:
        """Return how the order of one date is called."""
        return f"{self.reference[:_ROOM]}-{on:%Y%m%d}"

    def make(self, on: date) -> NewOrder:
        """Return the order of one date."""
        reference = self.reference_on(on)
        shipment = Shipment(
            **{name: getattr(self.shipment, name) for name in _KEPT},
            reference=reference,
            windows=self.schedule.list_windows(on),
        )
        return NewOrder(
            reference=reference,
            merchant=self.merchant,
            source=Source.RECURRING,
            source_id=self.id,
            shipments=(NewShipment(on, shipment, is_located=self.is_located),),
        )


_KEPT = tuple(
    name for name in Shipment.__dataclass_fields__ if name not in ("reference", "windows")
)
_ROOM = 100 - len("-20260601")


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _to_window(window: LocalWindow, on: date, zone: ZoneInfo) -> TimeWindow:
    last = on if window.late > window.early else on + _DAY
    early = _to_utc(datetime.combine(on, window.early, zone))
    late = _to_utc(datetime.combine(last, window.late, zone))
    # Where the clocks go back between both, the first of two times may come before the start.
    return TimeWindow(early, max(early, late))


def _to_utc(local: datetime) -> datetime:
    """Return the instant of a local time, the first of two, or past a gap by its length."""
    return local.replace(fold=0).astimezone(UTC)
