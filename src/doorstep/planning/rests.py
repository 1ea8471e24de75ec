"""Breaks of shifts and rests by law: from the fleet to the engine, and from routes to plans."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from doorstep import engine, fleet
from doorstep.engine.hours import EU_561, US_HOS, HoursLaw
from doorstep.fleet import HoursLawName
from doorstep.planning.model import PlannedBreak

LAWS: Final[Mapping[HoursLawName, HoursLaw]] = MappingProxyType(
    {HoursLawName.EU_561: EU_561, HoursLawName.US_HOS: US_HOS}
)
"""What each law of the fleet's settings says."""


def local_instant(day: date, clock: time, timezone: str) -> datetime:
    """Return a local clock time as an instant in UTC."""
    return datetime.combine(day, clock, ZoneInfo(timezone)).astimezone(UTC)


def seconds_from(start_at: datetime, instant: datetime) -> int:
    """Return the whole seconds from the horizon's start to an instant."""
    return int((instant - start_at).total_seconds())


def map_break(
    rest: fleet.Break, vehicle: fleet.Vehicle, timezone: str, start_at: datetime, service_on: date
) -> engine.Break:
    """Return an unpaid break; before the shift's start the clock shows the next day's time."""
    early, late = (
        seconds_from(
            start_at,
            local_instant(
                service_on + timedelta(days=clock < vehicle.shift_start), clock, timezone
            ),
        )
        for clock in (rest.earliest, rest.latest)
    )
    return engine.Break((engine.Window(early, max(early, late)),), rest.duration_s)


def list_breaks(
    route: engine.Route,
    vehicle: fleet.Vehicle,
    timezone: str,
    start_at: datetime,
    service_on: date,
) -> Iterator[PlannedBreak]:
    """Yield the breaks of a route, each with what asks for it."""
    by_clock = [
        map_break(rest, vehicle, timezone, start_at, service_on) for rest in vehicle.breaks
    ]
    law = LAWS.get(vehicle.hours_law)
    before_stop = 1
    for stop in route.stops:
        if stop.kind is not engine.Activity.BREAK:
            before_stop += 1
            continue
        early, is_longer = _find_break(by_clock, stop)
        yield PlannedBreak(
            before_stop,
            start_at + timedelta(seconds=stop.service_start),
            start_at + timedelta(seconds=stop.departure),
            None if early is None else start_at + timedelta(seconds=early),
            law.name if law is not None and is_longer else "",
        )


def keep_breaks(breaks: Sequence[PlannedBreak]) -> list[dict[str, Any]]:
    """Return breaks as JSON keeps them."""
    return [
        {
            "before_stop": rest.before_stop,
            "start_at": rest.start_at.isoformat(),
            "end_at": rest.end_at.isoformat(),
            "not_before_at": rest.not_before_at and rest.not_before_at.isoformat(),
            "law": rest.law,
        }
        for rest in breaks
    ]


def read_kept_breaks(kept: Sequence[Mapping[str, Any]]) -> tuple[PlannedBreak, ...]:
    """Return breaks that JSON kept."""
    return tuple(
        PlannedBreak(
            one["before_stop"],
            datetime.fromisoformat(one["start_at"]),
            datetime.fromisoformat(one["end_at"]),
            datetime.fromisoformat(one["not_before_at"]) if one["not_before_at"] else None,
            one["law"],
        )
        for one in kept
    )


def _find_break(breaks: Sequence[engine.Break], stop: engine.Stop) -> tuple[int | None, bool]:
    """Return from when the clock allows a break, and whether it is longer than the shift asks."""
    lasts_s = stop.departure - stop.service_start
    found: tuple[int | None, bool] = (None, True)
    for one in breaks:
        (window,) = one.windows
        if window.early <= stop.service_start <= window.late and one.duration_s <= lasts_s:
            found = (window.early, one.duration_s < lasts_s)
            if not found[1]:
                break
    return found
