"""On which dates a recurring order is due, and when on each; worked out by hand."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep.kernel import Point, TimeWindow
from doorstep.orders import LocalWindow, Recipient, RecurringOrder, Schedule, Shipment, Source

MONDAY = date(2026, 6, 1)
HELSINKI = "Europe/Helsinki"


def schedule(*weekdays: int, **more: object) -> Schedule:
    return Schedule(**{"timezone": HELSINKI, "weekdays": frozenset(weekdays),
                       "starts_on": MONDAY, **more})  # type: ignore[arg-type]  # fmt: skip


def days(plan: Schedule, first: date, count: int) -> list[str]:
    return [f"{on:%m-%d}" for on in plan.list_dates(first, first + timedelta(days=count - 1))]


def test_it_comes_on_its_days_of_the_week_from_its_start_to_its_end() -> None:
    plan = schedule(1, 4, ends_on=date(2026, 6, 11))
    assert days(plan, date(2026, 5, 1), 60) == ["06-01", "06-04", "06-08", "06-11"]


def test_every_other_week_counts_from_the_week_in_which_it_starts() -> None:
    plan = schedule(1, 5, starts_on=date(2026, 6, 3), every_weeks=2)
    # Starts on a Wednesday: that week's Friday, then the week after next.
    assert days(plan, MONDAY, 28) == ["06-05", "06-15", "06-19"]


def test_skipped_dates_are_left_out() -> None:
    plan = schedule(1, skipped=frozenset({date(2026, 6, 8)}))
    assert days(plan, MONDAY, 21) == ["06-01", "06-15"]


@pytest.mark.parametrize(
    ("on", "utc"),
    [
        # Helsinki: UTC+2 in winter, +3 in summer; clocks change at 03:00 on 29 March and at
        # 04:00 on 25 October.
        (date(2026, 3, 28), ("2026-03-28T01:30", "2026-03-28T02:30")),
        # 03:30 does not happen: an hour later by the clock is 04:30, 01:30 UTC.
        (date(2026, 3, 29), ("2026-03-29T01:30", "2026-03-29T01:30")),
        (date(2026, 3, 30), ("2026-03-30T00:30", "2026-03-30T01:30")),
        # 03:30 happens twice: the first is 00:30 UTC. 04:30 is 02:30 UTC.
        (date(2026, 10, 25), ("2026-10-25T00:30", "2026-10-25T02:30")),
    ],
)
def test_local_times_keep_their_clock_through_the_change_of_the_clocks(
    on: date, utc: tuple[str, str]
) -> None:
    plan = schedule(*range(1, 8), windows=(LocalWindow(time(3, 30), time(4, 30)),))
    early, late = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in utc)
    assert plan.list_windows(on) == (TimeWindow(early, late),)


def test_a_window_over_midnight_ends_on_the_next_day() -> None:
    plan = schedule(1, windows=(LocalWindow(time(22), time(2)),))
    (window,) = plan.list_windows(MONDAY)
    assert window.late_at - window.early_at == timedelta(hours=4)


@settings(max_examples=200, deadline=None)
@given(
    zone=st.sampled_from(
        ["Europe/Helsinki", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"]
    ),
    on=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    early=st.times(),
    late=st.times(),
)  # fmt: skip
def test_each_date_has_one_window_that_begins_on_it(
    zone: str, on: date, early: time, late: time
) -> None:
    """B-53: one, not none and not two, whatever the clocks do in that night."""
    early, late = early.replace(second=0, microsecond=0), late.replace(second=0, microsecond=0)
    plan = schedule(*range(1, 8), timezone=zone, starts_on=on, windows=(LocalWindow(early, late),))
    assert list(plan.list_dates(on, on)) == [on]
    (window,) = plan.list_windows(on)
    local = window.early_at.astimezone(ZoneInfo(zone))
    assert local.date() == on or ((local.date() - on).days == 1 and early > time(22))
    assert timedelta(0) <= window.late_at - window.early_at <= timedelta(hours=25)


def test_each_order_is_called_after_its_date_however_long_the_name() -> None:
    shipment = Shipment("x", Recipient("Aino"), "Bulevardi 5", Point(60.1, 24.9), parcels=3)
    one = RecurringOrder("r", "M" * 100, "Kauppa", shipment, True, schedule(1))  # noqa: FBT003
    made = one.make(MONDAY)
    assert made.reference == "M" * 91 + "-20260601"
    assert (made.source, made.source_id, made.merchant) == (Source.RECURRING, "r", "Kauppa")
    assert made.shipments[0].shipment.parcels == 3
