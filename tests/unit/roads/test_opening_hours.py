"""Hours on signs: what they say on days that were looked up in a calendar."""

from datetime import date, datetime

import pytest

from doorstep.roads.opening_hours import Cover, UnreadableHoursError, parse_hours

# 1 June 2026 is a Monday.
MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY = 1, 2, 5, 6, 7


def on(text: str, day: int, clock: str, month: int = 6) -> bool:
    hour, minute = map(int, clock.split(":"))
    return parse_hours(text).is_on(datetime(2026, month, day, hour, minute))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "day", "clock", "expected"),
    [
        ("07:00-09:00", MONDAY, "06:59", False),
        ("07:00-09:00", MONDAY, "07:00", True),
        ("07:00-09:00", SUNDAY, "08:59", True),
        ("07:00-09:00", SUNDAY, "09:00", False),
        ("Mo-Fr 07:00-09:00", FRIDAY, "08:00", True),
        ("Mo-Fr 07:00-09:00", SATURDAY, "08:00", False),
        ("Sa-Mo 07:00-09:00", MONDAY, "08:00", True),
        ("Sa-Mo 07:00-09:00", TUESDAY, "08:00", False),
        ("Mo,We,Fr 07:00-09:00", TUESDAY, "08:00", False),
        ("Mo,We,Fr 07:00-09:00", FRIDAY, "08:00", True),
        ("Mo-Sa 00:00-10:00,12:30-24:00; Su 00:00-24:00", MONDAY, "10:00", False),
        ("Mo-Sa 00:00-10:00,12:30-24:00; Su 00:00-24:00", MONDAY, "12:30", True),
        ("Mo-Sa 00:00-10:00,12:30-24:00; Su 00:00-24:00", SUNDAY, "11:00", True),
        ("Mo-Fr 09:00-12:00, 15-17; Sa 10:00-17:00", MONDAY, "16:00", True),
        ("Mo-Fr 09:00-12:00, 15-17; Sa 10:00-17:00", SATURDAY, "09:30", False),
        ("10:30:00-12:30:00", MONDAY, "11:00", True),
        ("Mo-Fr 08:00-12:00, Sa 10:00-12:00", SATURDAY, "09:00", False),
        ("Mo-Fr 08:00-12:00, Sa 10:00-12:00", SATURDAY, "11:00", True),
        ("Mo-Su 08:00-18:00, We 20:00-22:00", 3, "09:00", True),
        ("Mo-Su 08:00-18:00, We 20:00-22:00", 3, "21:00", True),
        ("Mo-Su 08:00-18:00; We 20:00-22:00", 3, "09:00", False),
        ("Su", SUNDAY, "03:00", True),
        ("Su", MONDAY, "03:00", False),
        ("24/7", MONDAY, "03:00", True),
        ("Mo-Su 07:00-20:00; Su off", SUNDAY, "12:00", False),
        ("Mo-Su 07:00-20:00; Su off", SATURDAY, "12:00", True),
    ],
)
def test_days_and_clocks(text: str, day: int, clock: str, *, expected: bool) -> None:
    assert on(text, day, clock) is expected


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    nights = "Fr 22:00-06:00"
    assert on(nights, FRIDAY, "23:00")
    assert on(nights, SATURDAY, "05:59")
    assert not on(nights, SATURDAY, "06:00")
    assert not on(nights, FRIDAY, "05:00")
    assert on("Fr 22:00-26:00", SATURDAY, "01:59")
    assert not on("Fr 22:00-26:00", SATURDAY, "02:00")


@pytest.mark.parametrize(
    ("text", "month", "day", "expected"),
    [
        ("Apr-Sep", 4, 1, True),
        ("Apr-Sep", 9, 30, True),
        ("Apr-Sep", 10, 1, False),
        ("Oct-Mar 08:00-18:00", 1, 15, True),
        ("Nov 15-Apr 15", 11, 14, False),
        ("Nov 15-Apr 15", 12, 31, True),
        ("Nov 15-Apr 15", 4, 16, False),
        ("Dec 24", 12, 24, True),
        ("Dec 24", 12, 25, False),
        ("May 1-15", 5, 15, True),
        ("May 1-15", 5, 16, False),
        ("May,Jul Sa-Su", 7, 4, True),
        ("May,Jul Sa-Su", 6, 6, False),
    ],
)
def test_months_and_dates(text: str, month: int, day: int, *, expected: bool) -> None:
    assert on(text, day, "12:00", month) is expected


def test_holidays_count_where_they_are_known() -> None:
    hours = parse_hours("Mo-Fr 07:00-19:00; PH off")
    noon = datetime(2026, 6, 1, 12)  # noqa: DTZ001 -- the clock on the wall
    assert hours.is_on(noon)
    assert not hours.is_on(noon, {date(2026, 6, 1)})
    sundays = parse_hours("Su,PH 00:00-24:00")
    assert not sundays.is_on(noon)
    assert sundays.is_on(noon, {date(2026, 6, 1)})
    # A day of the week is one on holidays too, until a rule says otherwise.
    assert parse_hours("Mo 07:00-19:00").is_on(noon, {date(2026, 6, 1)})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute)  # noqa: DTZ001 -- the clock on the wall


def test_a_span_is_covered_in_part_in_full_or_not() -> None:
    school = parse_hours("Mo-Fr 07:30-08:30")
    assert school.cover(at(1, 7), at(1, 8)) is Cover.PART
    assert school.cover(at(1, 7, 30), at(1, 8)) is Cover.ALL
    assert school.cover(at(1, 8, 30), at(1, 9)) is Cover.NONE
    assert school.cover(at(6, 7, 30), at(6, 8)) is Cover.NONE
    # Over the week: five hours of 168.
    assert school.minutes_on(at(1, 0), at(8, 0)) == 5 * 60
    # Two rules that overlap are not counted twice.
    assert parse_hours("07:00-09:00, 08:00-10:00").minutes_on(at(1, 0), at(2, 0)) == 180
    # The night before reaches into a span that begins at midnight.
    assert parse_hours("22:00-06:00").minutes_on(at(1, 0), at(1, 12)) == 6 * 60


@pytest.mark.parametrize(
    "text",
    [
        "",
        "delivery",
        "sunrise-sunset",
        "Mo-Fr sunrise-18:00",
        "week 1-10 Mo",
        "2026 Mar 1-2026 Apr 1",
        "Mo[1] 08:00-12:00",
        "Mo-Fr 07:00+",
        "Mo-Fr 07:00-09:00 weight>7.5",
        "25:00-26:00",
        "07:61-09:00",
        "Mon-Fri 07:00-09:00",
        "Mo-Fr 7h-9h",
        "easter",
        "Dec 32",
    ],
)
def test_what_is_not_understood_is_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(UnreadableHoursError):
        parse_hours(text)
