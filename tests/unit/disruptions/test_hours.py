"""Disruptions that come back every week, by the clocks of a place."""

from datetime import UTC, datetime, timedelta

import pytest

from doorstep import roads
from doorstep.disruptions import Disruption, DisruptionKind
from doorstep.disruptions.model import find_faults
from doorstep.kernel import Point

STREET = (Point(60.0, 25.0), Point(60.0, 25.01))
HOUR = timedelta(hours=1)


def school_zone(hours: str, timezone: str = "Europe/Helsinki") -> Disruption:
    return Disruption(
        name="School",
        kind=DisruptionKind.SCHOOL_ZONE,
        starts_at=datetime(2026, 1, 1, tzinfo=UTC),
        ends_at=None,
        on_roads=roads.Disruption(lines=(STREET,), speed_factor=0.5),
        hours=hours,
        timezone=timezone,
    )


WEEKDAYS = school_zone("Mo-Fr 07:30-08:30")


def in_force_s(one: Disruption, *begins: int, hours: float = 1) -> float:
    begins_at = datetime(*begins, tzinfo=UTC)  # type: ignore[arg-type,misc]
    return one.overlap_s(begins_at, begins_at + hours * HOUR)


def test_it_is_in_force_in_its_hours_on_its_days() -> None:
    # Monday 1 June 2026: 07:30 in Helsinki is 04:30 UTC.
    assert in_force_s(WEEKDAYS, 2026, 6, 1, 4) == 1800
    assert in_force_s(WEEKDAYS, 2026, 6, 1, 5) == 1800
    assert in_force_s(WEEKDAYS, 2026, 6, 1, 6) == 0
    assert in_force_s(WEEKDAYS, 2026, 6, 6, 4, hours=3) == 0  # a Saturday
    assert in_force_s(WEEKDAYS, 2026, 6, 1, 0, hours=24) == 3600
    assert in_force_s(WEEKDAYS, 2026, 6, 1, 0, hours=7 * 24) == 5 * 3600


def test_it_follows_the_clocks_when_they_are_put_forward_and_back() -> None:
    # Friday 27 March 2026: 07:30 is 05:30 UTC. On Sunday clocks go forward: Monday 04:30 UTC.
    assert in_force_s(WEEKDAYS, 2026, 3, 27, 5) == 1800
    assert in_force_s(WEEKDAYS, 2026, 3, 30, 4) == 1800
    assert in_force_s(WEEKDAYS, 2026, 3, 30, 6) == 0
    # Friday 23 October and, clocks back again, Monday 26 October.
    assert in_force_s(WEEKDAYS, 2026, 10, 23, 4) == 1800
    assert in_force_s(WEEKDAYS, 2026, 10, 26, 5) == 1800


def test_hours_that_the_clocks_leave_out_or_repeat_count_as_they_pass() -> None:
    night = school_zone("03:00-04:00")
    # On 29 March 2026 the hour from 03:00 to 04:00 does not exist in Helsinki.
    assert in_force_s(night, 2026, 3, 28, 22, hours=24) == 0
    # On 25 October it comes twice.
    assert in_force_s(night, 2026, 10, 24, 21, hours=24) == 7200


def test_seconds_at_the_edges_count() -> None:
    begins_at = datetime(2026, 6, 1, 4, 29, 30, tzinfo=UTC)
    assert WEEKDAYS.overlap_s(begins_at, begins_at + timedelta(seconds=90)) == 60
    assert WEEKDAYS.overlap_s(begins_at, begins_at + timedelta(seconds=10)) == 0


def test_it_ends_for_good_when_its_time_is_over() -> None:
    over = Disruption(
        **{
            **{name: getattr(WEEKDAYS, name) for name in WEEKDAYS.__slots__},
            "ends_at": datetime(2026, 6, 1, 5, tzinfo=UTC),
        }
    )
    assert in_force_s(over, 2026, 6, 1, 0, hours=24) == 1800
    assert in_force_s(over, 2026, 6, 2, 0, hours=24) == 0


@pytest.mark.parametrize(
    ("hours", "timezone", "columns"),
    [
        ("Mo-Fr 07:30-08:30", "Europe/Lisbon", []),
        ("", "UTC", []),
        ("weekdays at 8", "UTC", ["hours"]),
        ("Mo-Fr 07:30-08:30", "Europe/Atlantis", ["timezone"]),
        ("Mo, " * 60 + "Tu 07:00-08:00", "UTC", ["hours"]),
    ],
)
def test_hours_and_zones_that_are_none_are_refused(
    hours: str, timezone: str, columns: list[str]
) -> None:
    found = find_faults(school_zone(hours, timezone), ("van",))
    assert [one.column for one in found] == columns


def test_an_area_has_no_direction() -> None:
    ring = (*STREET, Point(60.01, 25.0), STREET[0])
    one = Disruption(
        name="Event",
        kind=DisruptionKind.CLOSURE,
        starts_at=datetime(2026, 1, 1, tzinfo=UTC),
        ends_at=None,
        on_roads=roads.Disruption(areas=(ring,), is_closed=True, direction=roads.Direction.ALONG),
    )
    assert [found.column for found in find_faults(one, ())] == ["direction"]
