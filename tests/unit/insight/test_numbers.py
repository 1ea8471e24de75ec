"""The day's numbers."""

from datetime import datetime
from typing import Any

import pytest

from doorstep.insight.numbers import DEFINITIONS, DayNumbers, count_day, is_on_time
from doorstep.kernel import TimeWindow
from doorstep.plumbing.journal import Event
from worlds.day import TODAY, at

A_WINDOW = {"early_at": "2026-06-01T06:00:00+00:00", "late_at": "2026-06-01T07:00:00+00:00"}


def _event(kind: str, subject_id: str, data: dict[str, Any]) -> Event:
    about = {"service_on": "2026-06-01", "route_id": "r1"} | data
    return Event("", kind, subject_id, "system", at("06:00"), at("06:00"), about)


def _released(route_id: str = "r1", stops: int = 4) -> Event:
    """Return the release of a route of 10 km, 20 EUR fixed, 0.50 EUR/km and 24 EUR/h."""
    data = {
        "route_id": route_id,
        "vehicle": f"van {route_id}",
        "distance_m": 10_000,
        "currency": "EUR",
        "fixed_cost_minor": 2000,
        "cost_per_km_minor": 50,
        "cost_per_hour_minor": 2400,
        "stops": [
            {"stop_id": f"{route_id}s{n}", "windows": [A_WINDOW]} for n in range(1, stops + 1)
        ],
    }
    return _event("route.released", route_id, data)


def _at(kind: str, subject_id: str, clock: str) -> Event:
    return _event(kind, subject_id, {"at": at(clock).isoformat()})


def _count(*events: Event) -> DayNumbers:
    return count_day(TODAY, "SEK", events)


WORK = (
    _released(),
    _at("route.started", "r1", "06:00"),
    _at("stop.arrived", "r1s1", "06:10"),
    _at("stop.delivered", "r1s1", "06:15"),
    _at("stop.arrived", "r1s2", "07:20"),
    _at("stop.delivered", "r1s2", "07:25"),
    _at("stop.arrived", "r1s3", "06:50"),
    _at("stop.failed", "r1s3", "07:30"),
)


def test_the_numbers_of_a_day_under_way() -> None:
    day = _count(*WORK)
    assert (day.planned_stops, day.delivered, day.failed, day.remaining) == (4, 2, 1, 1)
    # s1 at 06:10 and s3 at 06:50 are in the window that ends at 07:00, s2 at 07:20 is not.
    assert day.on_time_rate == pytest.approx(2 / 3)
    # From 06:00 to the last completed stop at 07:30.
    assert day.hours_worked_s == 5400
    # 3 stops in 1.5 hours.
    assert day.stops_per_hour == pytest.approx(2.0)
    # 3 of 4 stops of 10 km.
    assert day.distance_m == 7500
    # 2000 + 50 * 7.5 + 2400 * 1.5 = 5975, by 2 deliveries: 2987.5, to the even cent.
    assert day.by_route[0].cost_minor == 5975
    assert day.cost_per_delivery_minor == 2988
    assert day.currency == "EUR"


def test_a_finished_route_counts_whole() -> None:
    day = _count(*WORK, _at("route.finished", "r1", "08:00"))
    # 2000 + 50 * 10 + 2400 * 2 = 7300.
    assert (day.distance_m, day.hours_worked_s, day.by_route[0].cost_minor) == (10_000, 7200, 7300)


def test_rates_without_anything_to_divide_by_are_none() -> None:
    empty = _count()
    assert (empty.on_time_rate, empty.stops_per_hour, empty.cost_per_delivery_minor) == (
        None,
        None,
        None,
    )
    assert empty.currency == "SEK"
    waiting = _count(_released())
    assert (waiting.remaining, waiting.distance_m, waiting.by_route[0].cost_minor) == (4, 0, 0)


def test_order_and_repetition_of_events_do_not_matter() -> None:
    assert _count(*reversed(WORK), *WORK) == _count(*WORK)


def test_a_recalled_route_and_another_days_do_not_count() -> None:
    recalled = _event("route.recalled", "r2", {"route_id": "r2"})
    tomorrow = _event("route.released", "r3", _released("r3").data | {"service_on": "2026-06-02"})
    assert _count(*WORK, _released("r2"), recalled, tomorrow) == _count(*WORK)


def test_the_earliest_of_two_arrivals_counts() -> None:
    day = _count(*WORK, _at("stop.arrived", "r1s2", "06:59"))
    assert day.on_time_rate == pytest.approx(1.0)


def test_sums_come_before_rates() -> None:
    """One route with 1 stop in 1 h, another with 3 in 1.5 h: 4 / 2.5, not the mean of 1 and 2."""
    other = (
        _released("r2"),
        _event("route.started", "r2", {"route_id": "r2", "at": at("06:00").isoformat()}),
        _event("stop.delivered", "r2s1", {"route_id": "r2", "at": at("07:00").isoformat()}),
    )
    day = _count(*WORK, *other)
    assert day.stops_per_hour == pytest.approx(4 / 2.5)
    assert [route.stops_per_hour for route in day.by_route] == [2.0, 1.0]


WINDOW = TimeWindow(at("06:30"), at("08:00"))


@pytest.mark.parametrize(
    ("arrived", "completed", "on_time"),
    [
        ("06:30", "06:35", True),
        ("08:00", "08:05", True),
        ("08:01", "08:05", False),
        # Came early and waited for the window to open.
        ("06:20", "06:35", True),
        # Came early and did not wait.
        ("06:20", "06:25", False),
        # No arrival was reported.
        (None, "07:00", True),
        (None, "08:01", False),
    ],
)
def test_on_time_is_a_start_of_service_inside_a_window(
    arrived: str | None, completed: str, *, on_time: bool
) -> None:
    arrived_at: datetime | None = at(arrived) if arrived else None
    assert is_on_time([WINDOW], arrived_at, at(completed)) is on_time


def test_every_rate_is_defined_in_words() -> None:
    rates = {"on_time_rate", "stops_per_hour", "cost_per_delivery_minor"}
    assert rates <= DEFINITIONS.keys() <= DayNumbers.__dataclass_fields__.keys()
