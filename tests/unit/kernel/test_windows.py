"""Time windows between instants."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from doorstep.kernel import TimeWindow

NINE_AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
TEN_AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


def test_both_ends_are_inside() -> None:
    window = TimeWindow(NINE_AT, TEN_AT)

    assert window.contains(NINE_AT)
    assert window.contains(TEN_AT)
    assert not window.contains(TEN_AT + timedelta(microseconds=1))


def test_a_window_may_be_one_instant() -> None:
    assert TimeWindow(NINE_AT, NINE_AT).contains(NINE_AT)


def test_a_window_cannot_close_before_it_opens() -> None:
    with pytest.raises(ValueError, match="closes before it opens"):
        TimeWindow(TEN_AT, NINE_AT)


def test_an_end_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        TimeWindow(NINE_AT, TEN_AT.replace(tzinfo=None))


def test_ends_are_kept_in_utc_so_equal_windows_are_equal() -> None:
    helsinki = timezone(timedelta(hours=3))
    window = TimeWindow(NINE_AT.astimezone(helsinki), TEN_AT.astimezone(helsinki))

    assert window == TimeWindow(NINE_AT, TEN_AT)
    assert window.early_at.tzinfo is UTC
