"""What a disruption is and what makes sense for one; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from doorstep import roads
from doorstep.kernel import Point
from doorstep.plumbing.problem import Finding

MOST_POINTS = 5000
LONGEST_NAME = 200
LONGEST_NOTE = 2000
LONGEST_HOURS = 200
LEAST_FACTOR = 0.05
MOST_ADDED_S = 24 * 3600
_LEAST_RING = 4
_MINUTE = timedelta(minutes=1)


class DisruptionKind(StrEnum):
    """Why the roads differ for a time; it also says in which way."""

    CLOSURE = "closure"
    SLOW_ZONE = "slow_zone"
    SCHOOL_ZONE = "school_zone"
    EVENT = "event"
    WEATHER = "weather"
    BORDER_QUEUE = "border_queue"


SLOWING = frozenset(
    {
        DisruptionKind.SLOW_ZONE,
        DisruptionKind.SCHOOL_ZONE,
        DisruptionKind.EVENT,
        DisruptionKind.WEATHER,
    }
)
"""Kinds with a speed factor."""


@dataclass(frozen=True, slots=True)
class Disruption:
    """A named change of the roads for a time.

    Parameters
    ----------
    name
        For people: "Roadworks Bulevardi".
    starts_at, ends_at
        When it is in force, the end not included; none: until somebody ends it.
    on_roads
        Where, for whom, and in which way.
    note
        For people.
    hours
        The hours of the week in which it is in force, in OpenStreetMap's notation
        ("Mo-Fr 07:30-08:30"); empty: at all hours.
    timezone
        Whose clocks show these hours, an IANA name.
    """

    name: str
    kind: DisruptionKind
    starts_at: datetime
    ends_at: datetime | None
    on_roads: roads.Disruption
    note: str = ""
    hours: str = ""
    timezone: str = "UTC"

    def overlap_s(self, from_at: datetime, until_at: datetime) -> float:
        """Return for how many seconds between two instants it is in force."""
        ends_at = until_at if self.ends_at is None else min(self.ends_at, until_at)
        begins_at = max(self.starts_at, from_at)
        if not self.hours:
            return max((ends_at - begins_at).total_seconds(), 0.0)
        return _seconds_on(self.hours, self.timezone, begins_at, ends_at)


@dataclass(frozen=True, slots=True)
class StoredDisruption:
    """A disruption as Doorstep keeps it.

    Parameters
    ----------
    version
        Grows with each change.
    streets
        Names of streets it means, for people; the first few.
    edges
        How many pieces of street it means.
    """

    id: str
    version: int
    disruption: Disruption
    streets: tuple[str, ...]
    edges: int
    created_at: datetime
    created_by: str


def _seconds_on(hours: str, timezone: str, begins_at: datetime, ends_at: datetime) -> float:
    """Return the seconds between two instants that are within hours of a place's clocks.

    Minute by minute, since clocks are put forward and back.
    """
    week, zone = _parsed(hours), ZoneInfo(timezone)
    at, ends_at = begins_at.astimezone(UTC), ends_at.astimezone(UTC)
    total_s = 0.0
    while at < ends_at:
        next_at = min(at.replace(second=0, microsecond=0) + _MINUTE, ends_at)
        if week.is_on(at.astimezone(zone)):
            total_s += (next_at - at).total_seconds()
        at = next_at
    return total_s


@lru_cache(maxsize=1024)
def _parsed(hours: str) -> roads.OpeningHours:
    return roads.parse_hours(hours)


def find_faults(disruption: Disruption, profiles: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what makes no sense; ``profiles`` are those the roads know."""
    on_roads = disruption.on_roads
    if not disruption.name.strip() or len(disruption.name) > LONGEST_NAME:
        yield Finding("It needs a name.", f"1 to {LONGEST_NAME} characters.", column="name")
    if len(disruption.note) > LONGEST_NOTE:
        yield Finding("The note is too long.", f"At most {LONGEST_NOTE}.", column="note")
    if disruption.ends_at is not None and disruption.ends_at < disruption.starts_at:
        yield Finding("It ends before it starts.", "Give a later end, or none.", column="ends_at")
    for name in sorted(on_roads.profiles - set(profiles)):
        known = ", ".join(profiles)
        yield Finding(
            "There is no such travel profile.", f"Use {known}.", column="profiles", value=name
        )
    yield from _find_hours_faults(disruption)
    yield from _find_shape_faults(on_roads)
    yield from _find_effect_faults(disruption)


def _find_hours_faults(disruption: Disruption) -> Iterator[Finding]:
    if disruption.hours:
        try:
            roads.parse_hours(disruption.hours)
        except roads.UnreadableHoursError:
            yield Finding(
                "These hours cannot be read.",
                "Write them like Mo-Fr 07:30-08:30, 13:00-14:00; Sa off.",
                column="hours",
                value=disruption.hours,
            )
    if len(disruption.hours) > LONGEST_HOURS:
        yield Finding("The hours are too long.", f"At most {LONGEST_HOURS}.", column="hours")
    if disruption.timezone not in available_timezones():
        yield Finding(
            "There is no such time zone.",
            "Use an IANA name such as Europe/Lisbon.",
            column="timezone",
            value=disruption.timezone,
        )


def _find_shape_faults(on_roads: roads.Disruption) -> Iterator[Finding]:
    if on_roads.direction is not roads.Direction.BOTH and on_roads.areas:
        yield Finding(
            "An area has no direction.", "Draw a line along the street.", column="direction"
        )
    shapes = (*on_roads.lines, *on_roads.areas)
    if not shapes:
        yield Finding("Nothing is drawn.", "Draw a line or an area.", column="geometry")
    if sum(len(shape) for shape in shapes) > MOST_POINTS:
        yield Finding(
            "The drawing is too fine.", f"At most {MOST_POINTS} points.", column="geometry"
        )
    if any(len(set(line)) < 2 for line in on_roads.lines):  # noqa: PLR2004, a line's two ends
        yield Finding("A line has no length.", "Draw two points or more.", column="geometry")
    if any(len(ring) < _LEAST_RING or ring[0] != ring[-1] for ring in on_roads.areas):
        yield Finding(
            "An area is not closed.", "End each ring where it begins.", column="geometry"
        )
    elif any(_crosses_itself(ring) for ring in on_roads.areas if len(ring) <= MOST_POINTS):
        yield Finding("An area's edge crosses itself.", "Draw round it once.", column="geometry")


def _crosses_itself(ring: tuple[Point, ...]) -> bool:
    # Loaded here: few start the server to draw areas.
    import shapely  # noqa: PLC0415

    return not shapely.is_valid(shapely.Polygon([(one.lon, one.lat) for one in ring]))


def _find_effect_faults(disruption: Disruption) -> Iterator[Finding]:
    kind, on_roads = disruption.kind, disruption.on_roads
    factor, added_s = on_roads.speed_factor, on_roads.added_s
    if kind in SLOWING and not LEAST_FACTOR <= factor < 1:
        yield Finding(
            f"A {kind.value} needs to know how slow it is.",
            f"From {LEAST_FACTOR} to below 1: 0.5 is half the usual speed.",
            column="speed_factor",
            value=str(factor),
        )
    if kind not in SLOWING and factor != 1:
        yield Finding(
            f"A {kind.value} has no speed factor.", "Leave it out.", column="speed_factor"
        )
    if kind is DisruptionKind.BORDER_QUEUE and not 1 <= added_s <= MOST_ADDED_S:
        yield Finding(
            "A border_queue needs to know how long one waits.",
            f"1 to {MOST_ADDED_S} seconds.",
            column="added_s",
            value=str(added_s),
        )
    if kind is not DisruptionKind.BORDER_QUEUE and added_s != 0:
        yield Finding(f"A {kind.value} has no wait.", "Leave it out.", column="added_s")
