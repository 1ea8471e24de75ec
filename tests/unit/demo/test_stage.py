from datetime import UTC, datetime, timedelta
from pathlib import Path

from doorstep.demo.stage import Stage, open_clock
from doorstep.kernel import FixedClock, ScaledClock

MONDAY = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def test_the_first_day_of_the_demo_begins_at_half_past_seven(tmp_path: Path) -> None:
    clock = open_clock(tmp_path, FixedClock(MONDAY))
    # 07:30 in Helsinki is 04:30 UTC in summer.
    assert clock.now() - datetime(2026, 6, 1, 4, 30, tzinfo=UTC) < timedelta(seconds=1)


def test_the_clock_goes_on_from_where_it_stood_and_never_runs_back(tmp_path: Path) -> None:
    clock = ScaledClock(MONDAY, 60)
    stage = Stage(clock, tmp_path, "http://127.0.0.1:1", "tenant")
    stage.save_clock()
    before = clock.now()
    again = open_clock(tmp_path, FixedClock(MONDAY + timedelta(days=3)))
    assert before <= again.now() < before + timedelta(minutes=10)


def test_a_skip_is_never_longer_than_two_days(tmp_path: Path) -> None:
    clock = ScaledClock(MONDAY)
    stage = Stage(clock, tmp_path, "http://127.0.0.1:1", "tenant")
    stage.skip_to(MONDAY + timedelta(days=900))
    assert clock.now() - MONDAY < timedelta(days=2, seconds=5)
