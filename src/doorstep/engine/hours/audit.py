"""Whether a driver's log keeps the law, and where it does not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from doorstep.engine.hours.law import HoursLaw
from doorstep.engine.parts import RestRule


class Duty(StrEnum):
    """What a driver does; waiting that one may not freely use is work."""

    DRIVING = "driving"
    WORK = "work"
    REST = "rest"


class Breach(StrEnum):
    """What of a law is broken."""

    REST = "rest"
    DAILY_DRIVING = "daily_driving"
    DAILY_SPAN = "daily_span"


@dataclass(frozen=True, slots=True)
class Finding:
    """From which second of the log on something is broken."""

    breach: Breach
    at_s: int


@dataclass(slots=True)
class _Wheel:
    """Driving since the last complete rest."""

    rule: RestRule
    driven_s: int = 0
    parts: int = 0
    is_broken: bool = False

    def rest(self, seconds: int) -> None:
        """Rest for so many seconds in one piece."""
        parts_s = self.rule.parts_s
        if parts_s and seconds >= parts_s[self.parts]:
            self.parts += 1
        if seconds >= self.rule.rest_s or (parts_s and self.parts == len(parts_s)):
            self.driven_s, self.parts, self.is_broken = 0, 0, False


@dataclass(slots=True)
class _Day:
    """What happened since the last daily rest."""

    begun_s: int | None = None
    driven_s: int = 0
    broken: set[Breach] = field(default_factory=set)


def audit(law: HoursLaw, log: Iterable[tuple[Duty, int]]) -> list[Finding]:
    """Return what a log breaks, in order: each breach once until the rest that ends it.

    O(entries).

    Parameters
    ----------
    log
        What was done and for how many seconds, one after the other. The driver comes rested.
    """
    wheel, day = _Wheel(law.rest), _Day()
    findings: list[Finding] = []
    time_s = idle_s = 0
    for duty, seconds in _join(log):
        if duty is Duty.REST and seconds >= law.daily_rest_s:
            wheel, day = _Wheel(law.rest), _Day()
        elif duty is Duty.REST and not law.rest.work_counts:
            wheel.rest(seconds)
        if duty is Duty.DRIVING:
            wheel.rest(idle_s if law.rest.work_counts else 0)
            findings += _drive(law, wheel, day, time_s, seconds)
        if duty is not Duty.REST:
            day.begun_s = time_s if day.begun_s is None else day.begun_s
            is_bound = duty is Duty.DRIVING or not law.work_may_go_on
            over_s = day.begun_s + law.daily_span_s
            if is_bound and time_s + seconds > over_s:
                findings += _note(day, Breach.DAILY_SPAN, max(time_s, over_s))
        time_s += seconds
        idle_s = 0 if duty is Duty.DRIVING else idle_s + seconds
    return sorted(findings, key=lambda one: (one.at_s, one.breach))


def _drive(
    law: HoursLaw, wheel: _Wheel, day: _Day, time_s: int, seconds: int
) -> Iterator[Finding]:
    wheel.driven_s += seconds
    day.driven_s += seconds
    over_s = wheel.driven_s - law.rest.driving_s
    if over_s > 0 and not wheel.is_broken:
        wheel.is_broken = True
        yield Finding(Breach.REST, time_s + seconds - over_s)
    over_s = day.driven_s - law.daily_driving_s
    if over_s > 0:
        yield from _note(day, Breach.DAILY_DRIVING, time_s + seconds - over_s)


def _note(day: _Day, breach: Breach, at_s: int) -> Iterator[Finding]:
    if breach not in day.broken:
        day.broken.add(breach)
        yield Finding(breach, at_s)


def _join(log: Iterable[tuple[Duty, int]]) -> Iterator[tuple[Duty, int]]:
    """Yield the log with neighbouring entries of one duty as one, and none without length."""
    entries = (entry for entry in log if entry[1] > 0)
    for duty, same in groupby(entries, key=lambda entry: entry[0]):
        yield duty, sum(seconds for _, seconds in same)
