"""Clocks: aware, in UTC, settable, and never backwards."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from doorstep.kernel import FixedClock, ScaledClock, SystemClock

NOON_AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(NOON_AT)

    assert clock.now() == clock.now() == NOON_AT
    clock.advance(timedelta(minutes=5))
    assert clock.now() == datetime(2026, 5, 4, 12, 5, tzinfo=UTC)


def test_a_clock_started_in_another_zone_shows_utc() -> None:
    helsinki = timezone(timedelta(hours=3))
    clock = FixedClock(datetime(2026, 5, 4, 15, tzinfo=helsinki))

    assert clock.now() == NOON_AT
    assert clock.now().tzinfo is UTC


def test_instants_without_a_zone_are_refused() -> None:
    naive_at = NOON_AT.replace(tzinfo=None)

    with pytest.raises(ValueError, match="time zone"):
        FixedClock(naive_at)
    with pytest.raises(ValueError, match="time zone"):
        ScaledClock(naive_at)


def test_a_scaled_clock_runs_at_its_speed() -> None:
    clock = ScaledClock(NOON_AT, speed=3600 * 24 * 365)

    first_at = clock.now()
    while (now_at := clock.now()) == first_at:
        pass

    # even a microsecond of real time is half a minute on this clock
    assert now_at - first_at >= timedelta(seconds=31)


def test_a_scaled_clock_never_goes_backwards_when_its_speed_changes() -> None:
    clock = ScaledClock(NOON_AT, speed=1_000_000)
    seen_at = [clock.now()]

    for speed in (1.0, 1e6, 0.001, 60.0):
        clock.set_speed(speed)
        seen_at.append(clock.now())

    assert clock.speed == 60.0
    assert seen_at == sorted(seen_at)


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan")])
def test_a_speed_that_is_not_above_zero_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        ScaledClock(NOON_AT, speed)
    with pytest.raises(ValueError, match="above zero"):
        ScaledClock(NOON_AT).set_speed(speed)


def test_a_scaled_clock_skips_ahead_and_never_back() -> None:
    clock = ScaledClock(NOON_AT)

    clock.skip_to(NOON_AT + timedelta(hours=1))
    clock.skip_to(NOON_AT - timedelta(hours=1))

    assert clock.now() >= NOON_AT + timedelta(hours=1)
