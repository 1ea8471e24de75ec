"""Hours of the week and seasons of the year, as signs and OpenStreetMap write them.

A part of the notation "opening_hours" [1]_: months and dates, days of the week, clock times over
midnight or not, several rules of which a later one takes the place of an earlier one on its days,
``off``, ``PH`` and ``SH``, ``24/7``. What is not in it (the sun, numbers of weeks, years, the
first Monday) is refused, so that nobody goes by hours that were half understood.

References
----------
.. [1] https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HOLIDAYS = ("PH", "SH")
_OFF = frozenset({"off", "closed"})
_DAY_MIN = 24 * 60
_MOST_MIN = 2 * _DAY_MIN

_MONTH = "|".join(_MONTHS)
_TIME = r"(\d{1,2})(?::(\d\d))?(?::00)?"
_SPAN = re.compile(rf"{_TIME}\s*-\s*{_TIME}")
_NUMBER = r"\s+(\d{1,2})(?![\d:])"
_DATES = re.compile(
    rf"({_MONTH})(?:{_NUMBER})?(?:\s*-\s*(?:({_MONTH})(?:{_NUMBER})?|(\d{{1,2}})(?![\d:])))?"
)
_DAY = re.compile(rf"({'|'.join((*DAYS, *_HOLIDAYS))})(?:\s*-\s*({'|'.join(DAYS)}))?(?![a-z\[])")
_COMMA = re.compile(r"\s*,\s*")


class UnreadableHoursError(ValueError):
    """A text is no hours, or says them in a way that is not understood here."""


class Cover(StrEnum):
    """How much of a span of time some hours cover."""

    NONE = "none"
    PART = "part"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class _Rule:
    """Days, and minutes after their midnight; no spans: off on these days."""

    dates: tuple[tuple[int, int], ...]
    """First and last month and day as ``100 month + day``; empty: all year."""
    days: frozenset[int]
    """0 is Monday; empty: every day, unless it is about holidays alone."""
    is_holiday_only: bool
    spans: tuple[tuple[int, int], ...]
    is_added: bool
    """Adds to what earlier rules say of its days instead of replacing it."""
    holds_on_holidays: bool

    def matches(self, day: date, *, is_holiday: bool) -> bool:
        number = 100 * day.month + day.day
        in_season = not self.dates or any(
            first <= number <= last if first <= last else number >= first or number <= last
            for first, last in self.dates
        )
        if not in_season:
            return False
        if is_holiday and self.holds_on_holidays:
            return True
        return not self.is_holiday_only and (not self.days or day.weekday() in self.days)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Hours of the week, local time.

    Parameters
    ----------
    text
        As they were written.
    """

    text: str
    _rules: tuple[_Rule, ...]

    def is_on(self, at: datetime, holidays: Collection[date] = ()) -> bool:
        """Tell whether a local time is within these hours; seconds do not count.

        Parameters
        ----------
        at
            What the clocks on the wall show.
        holidays
            Days to which PH and SH apply; none: such days are like any others.
        """
        minute = 60 * at.hour + at.minute
        today = at.date()
        return any(
            first <= minute + late < last
            for late, day in ((0, today), (_DAY_MIN, today - timedelta(days=1)))
            for first, last in self._spans(day, is_holiday=day in holidays)
        )

    def cover(self, start: datetime, end: datetime, holidays: Collection[date] = ()) -> Cover:
        """Return how much of a span of local time is within these hours.

        Parameters
        ----------
        start, end
            What the clocks on the wall show, to the minute; the end is not included.
        """
        minutes = self.minutes_on(start, end, holidays)
        if not minutes:
            return Cover.NONE
        return Cover.ALL if minutes == _minutes(start, end) else Cover.PART

    def minutes_on(self, start: datetime, end: datetime, holidays: Collection[date] = ()) -> int:
        """Return how many minutes of a span of local time are within these hours."""
        first = _midnight(start.date())
        here, there = _minutes(first, start), _minutes(first, end)
        covered: set[tuple[int, int]] = set()
        day = start.date() - timedelta(days=1)
        while day <= end.date():
            late = (day - start.date()).days * _DAY_MIN
            for begin, stop in self._spans(day, is_holiday=day in holidays):
                a, b = max(begin + late, here), min(stop + late, there)
                if a < b:
                    covered.add((a, b))
            day += timedelta(days=1)
        total, reached = 0, here
        for a, b in sorted(covered):
            total += max(0, b - max(a, reached))
            reached = max(reached, b)
        return total

    def _spans(self, day: date, *, is_holiday: bool) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for rule in self._rules:
            if rule.matches(day, is_holiday=is_holiday):
                found = [*found, *rule.spans] if rule.is_added else list(rule.spans)
        return found


def parse_hours(text: str) -> OpeningHours:
    """Return the hours that a text says.

    Raises
    ------
    UnreadableHoursError
        It says something else, or something that is not understood here.
    """
    rules: list[_Rule] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        rules += _parse_rules(part)
    if not rules:
        raise _unreadable(text)
    return OpeningHours(text, tuple(rules))


def _parse_rules(part: str) -> Iterator[_Rule]:
    """Yield the rules of a part between semicolons: after times, days begin a rule that adds."""
    is_added = False
    while part:
        rule, part = _parse_rule(part, is_added=is_added)
        yield rule
        is_added = True


def _parse_rule(text: str, *, is_added: bool) -> tuple[_Rule, str]:
    if text == "24/7":
        whole = ((0, _DAY_MIN),)
        everyday: frozenset[int] = frozenset()
        return _Rule((), everyday, False, whole, is_added, True), ""  # noqa: FBT003 -- fields
    dates, rest = _parse_dates(text)
    days, named, rest = _parse_days(rest.removeprefix(":").strip())
    spans, rest = _parse_spans(rest.removeprefix(":").strip())
    word = re.match(r"(off|closed|open)\b\s*", rest)
    rest = rest[word.end() :] if word else rest
    is_off = bool(word and word[1] in _OFF)
    if not (dates or days or named or spans) or (spans and is_off):
        raise _unreadable(text)
    if rest and not rest.startswith(","):
        raise _unreadable(text)
    rest = rest.removeprefix(",").strip()
    kept = () if is_off else spans or ((0, _DAY_MIN),)
    only = named and not days
    # Without a day's name a rule holds on every day, holidays too.
    on_holidays = named or not days
    return _Rule(dates, frozenset(days), only, kept, is_added, on_holidays), rest


def _parse_dates(text: str) -> tuple[tuple[tuple[int, int], ...], str]:
    found: list[tuple[int, int]] = []
    while match := _DATES.match(text):
        first_month, first_day, last_month, last_day, same_month_day = match.groups()
        # Either both ends name a day or neither does.
        _require(
            (first_day is None) == ((last_day or same_month_day) is None)
            or not (last_month or same_month_day),
            text,
        )
        begin = _MONTHS.index(first_month) + 1
        end = _MONTHS.index(last_month) + 1 if last_month else begin
        first = int(first_day or 1)
        last = int(last_day or same_month_day or (first if first_day else 31))
        _require(1 <= first <= 31 and 1 <= last <= 31, text)  # noqa: PLR2004 -- days of a month
        found.append((100 * begin + first, 100 * end + last))
        text = text[match.end() :].lstrip()
        comma = _COMMA.match(text)
        if comma is None or not _DATES.match(text[comma.end() :]):
            break
        text = text[comma.end() :]
    return tuple(found), text


def _parse_days(text: str) -> tuple[set[int], bool, str]:
    """Return days of the week, whether holidays are named, and what is left."""
    days: set[int] = set()
    is_named = False
    while match := _DAY.match(text):
        if match[1] in _HOLIDAYS:
            _require(match[2] is None, text)
            is_named = True
        else:
            first, last = DAYS.index(match[1]), DAYS.index(match[2] or match[1])
            days |= {day % 7 for day in range(first, last + (1 if first <= last else 8))}
        text = text[match.end() :].lstrip()
        comma = _COMMA.match(text)
        if comma is None or not _DAY.match(text[comma.end() :]):
            break
        text = text[comma.end() :]
    return days, is_named, text


def _parse_spans(text: str) -> tuple[tuple[tuple[int, int], ...], str]:
    found: list[tuple[int, int]] = []
    while match := _SPAN.match(text):
        first = 60 * int(match[1]) + int(match[2] or 0)
        last = 60 * int(match[3]) + int(match[4] or 0)
        if last <= first:
            last += _DAY_MIN
        _require(
            first < _DAY_MIN and last <= _MOST_MIN and int(match[2] or 0) < 60,  # noqa: PLR2004
            text,
        )
        found.append((first, last))
        text = text[match.end() :].lstrip()
        comma = _COMMA.match(text)
        if comma is None or not _SPAN.match(text[comma.end() :]):
            break
        text = text[comma.end() :]
    return tuple(found), text


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _minutes(start: datetime, end: datetime) -> int:
    """Return the minutes between two readings of the clock on the wall."""
    return int((end.replace(tzinfo=None) - start.replace(tzinfo=None)).total_seconds() // 60)


def _require(is_so: bool, text: str) -> None:  # noqa: FBT001 -- an assertion
    if not is_so:
        raise _unreadable(text)


def _unreadable(text: str) -> UnreadableHoursError:
    return UnreadableHoursError(f"{text!r} is no hours that can be read here")
