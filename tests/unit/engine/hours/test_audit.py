"""Logs against the law: worked out by hand, and against a clock that ticks minute by minute."""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import pytest

from doorstep.engine.hours import EU_561, US_HOS, Breach, Duty, HoursLaw, audit

DRIVE, WORK, REST = Duty.DRIVING, Duty.WORK, Duty.REST
MINUTE_S = 60
LAWS = [EU_561, US_HOS]
MANY_LOGS = 100_000
SOME_LOGS = 300


def judge(law: HoursLaw, *log: tuple[Duty, int]) -> list[tuple[Breach, int]]:
    """Return breaches and the minute at which each begins, of a log in minutes."""
    found = audit(law, [(duty, minutes * MINUTE_S) for duty, minutes in log])
    return [(one.breach, one.at_s // MINUTE_S) for one in found]


def test_four_and_a_half_hours_at_the_wheel_are_allowed_and_a_minute_more_is_not() -> None:
    assert judge(EU_561, (DRIVE, 270)) == []
    assert judge(EU_561, (DRIVE, 271)) == [(Breach.REST, 270)]


def test_a_rest_of_45_minutes_begins_anew_and_one_of_44_does_not() -> None:
    assert judge(EU_561, (DRIVE, 270), (REST, 45), (DRIVE, 270)) == []
    assert judge(EU_561, (DRIVE, 200), (REST, 44), (DRIVE, 100)) == [(Breach.REST, 314)]


def test_15_and_then_30_minutes_are_a_rest_but_not_30_and_then_15() -> None:
    assert judge(EU_561, (DRIVE, 120), (REST, 15), (DRIVE, 150), (REST, 30), (DRIVE, 200)) == []
    broken = judge(EU_561, (DRIVE, 120), (REST, 30), (DRIVE, 120), (REST, 15), (DRIVE, 60))
    assert broken == [(Breach.REST, 315)]  # 120 + 30 + 120 + 15 + 30


def test_work_is_no_rest_in_europe_and_is_one_in_the_united_states() -> None:
    assert judge(EU_561, (DRIVE, 200), (WORK, 60), (DRIVE, 100)) == [(Breach.REST, 330)]
    assert judge(US_HOS, (DRIVE, 480), (WORK, 30), (DRIVE, 60)) == []
    assert judge(US_HOS, (DRIVE, 480), (WORK, 29), (DRIVE, 60)) == [(Breach.REST, 509)]
    assert judge(US_HOS, (DRIVE, 480), (WORK, 15), (REST, 15), (DRIVE, 60)) == []


def test_a_day_has_nine_hours_of_driving_in_europe_and_eleven_in_the_united_states() -> None:
    day = [(DRIVE, 270), (REST, 45), (DRIVE, 270), (REST, 45)]
    assert judge(EU_561, *day, (DRIVE, 10)) == [(Breach.DAILY_DRIVING, 630)]
    assert judge(EU_561, *day, (REST, 660), (DRIVE, 10)) == []
    assert judge(US_HOS, *day, (DRIVE, 121)) == [(Breach.DAILY_DRIVING, 750)]


def test_a_day_is_over_in_time_but_work_may_go_on_in_the_united_states() -> None:
    assert judge(EU_561, (WORK, 781)) == [(Breach.DAILY_SPAN, 780)]
    assert judge(US_HOS, (WORK, 900)) == []
    assert judge(US_HOS, (WORK, 900), (DRIVE, 1)) == [(Breach.DAILY_SPAN, 900)]


def tick(law: HoursLaw, log: Sequence[tuple[Duty, int]]) -> list[tuple[Breach, int]]:
    """Return breaches by looking back from each minute to what counts since then."""
    minutes = [duty for duty, count in log for _ in range(count)]
    days = [end for first, end in runs(minutes, {REST}) if (end - first) >= law.daily_rest_s // 60]
    rests = [*rest_ends(law, minutes, days), *days]
    driven = list(accumulate((duty is DRIVE for duty in minutes), initial=0))
    ups = {morning: first_up(minutes, morning) for morning in {0, *days}}
    found: list[tuple[Breach, int, int]] = []
    for now, duty in enumerate(minutes):
        morning = max((end for end in days if end <= now), default=0)
        rested = max((end for end in rests if end <= now), default=0)
        is_bound = duty is DRIVE or (duty is WORK and not law.work_may_go_on)
        if duty is DRIVE and driven[now + 1] - driven[rested] > law.rest.driving_s // 60:
            found.append((Breach.REST, rested, now))
        if duty is DRIVE and driven[now + 1] - driven[morning] > law.daily_driving_s // 60:
            found.append((Breach.DAILY_DRIVING, morning, now))
        if is_bound and now - ups[morning] >= law.daily_span_s // 60:
            found.append((Breach.DAILY_SPAN, morning, now))
    firsts: dict[tuple[Breach, int], int] = {}
    for breach, since, now in found:
        firsts.setdefault((breach, since), now)
    return sorted(
        ((breach, now) for (breach, _), now in firsts.items()), key=lambda one: (one[1], one[0])
    )


def first_up(minutes: Sequence[Duty], morning: int) -> int:
    """Return the first minute from one on that is no rest."""
    return next((at for at in range(morning, len(minutes)) if minutes[at] is not REST), morning)


def runs(minutes: Sequence[Duty], kinds: set[Duty]) -> list[tuple[int, int]]:
    """Return from and up to which minute nothing but ``kinds`` is done."""
    marks = [False, *(duty in kinds for duty in minutes), False]
    starts = [at for at in range(len(minutes)) if marks[at + 1] and not marks[at]]
    return [(start, marks.index(False, start + 1) - 1) for start in starts]


def rest_ends(law: HoursLaw, minutes: Sequence[Duty], days: Sequence[int]) -> list[int]:
    """Return after which minutes a rest is complete, in one piece or with its last part."""
    ends: list[int] = []
    parts: list[int] = []
    wanted = [part // 60 for part in law.rest.parts_s]
    for first, end in runs(minutes, {REST, WORK} if law.rest.work_counts else {REST}):
        if any(first < day <= end for day in days):
            parts = []
        if wanted and end - first >= wanted[len(parts)]:
            parts = [*parts, end]
        if end - first >= law.rest.rest_s // 60 or (wanted and len(parts) == len(wanted)):
            ends.append(end)
            parts = []
    return ends


NEAR_LIMITS = (15, 30, 45, 120, 240, 270, 480, 540, 600, 660, 780, 840)


def draw_log(rng: np.random.Generator) -> list[tuple[Duty, int]]:
    """Return up to two days; lengths lie often at the limits of the laws or beside them."""
    count = int(rng.integers(1, 15))
    duties = rng.choice([0, 0, 1, 2, 2], count).tolist()
    near = rng.choice(NEAR_LIMITS, count) + rng.integers(-1, 2, count)
    lengths = np.where(rng.random(count) < 0.3, near, rng.integers(1, 151, count)).tolist()
    return [
        ((DRIVE, WORK, REST)[duty], length) for duty, length in zip(duties, lengths, strict=True)
    ]


def compare(law: HoursLaw, logs: int, seed: int) -> int:
    """Return in how many random logs something is broken; both must say what and when."""
    rng = np.random.default_rng(seed)
    broken = 0
    for _ in range(logs):
        log = draw_log(rng)
        expected = tick(law, log)
        assert judge(law, *log) == expected, log
        broken += bool(expected)
    return broken


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_the_audit_finds_what_a_clock_finds(law: HoursLaw) -> None:
    assert SOME_LOGS * 0.2 < compare(law, SOME_LOGS, seed=1) < SOME_LOGS * 0.95


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_the_audit_finds_what_a_clock_finds_in_many_logs(law: HoursLaw) -> None:
    assert MANY_LOGS * 0.2 < compare(law, MANY_LOGS, seed=2) < MANY_LOGS * 0.95
