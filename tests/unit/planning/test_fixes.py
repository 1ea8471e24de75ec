"""What would make a shipment fit, in sentences; Helsinki is three hours ahead of UTC in May."""

from datetime import UTC, datetime, time

import pytest

from doorstep.engine import Change, Relaxation, Window
from doorstep.fleet import Depot, Fleet, Vehicle
from doorstep.kernel import Point
from doorstep.planning.fixes import Day, read_fix

VAN = Vehicle(
    name="Van 3",
    depot="D",
    profile="van",
    shift_start=time(8),
    shift_end=time(16, 30),
    capacity_g=400_000,
    capacity_cm3=2_000_000,
    max_stops=40,
)
CREW = Fleet("Europe/Helsinki", "EUR", (Depot("D", Point(60.1, 24.9)),), (VAN,))
DAY = Day(CREW, datetime(2026, 5, 3, 21, tzinfo=UTC))
HOUR_S = 3600


def sentence(relaxation: Relaxation) -> str:
    return read_fix(relaxation, DAY).sentence


def changed(change: Change, amount: int = 0, window: Window | None = None) -> Relaxation:
    """Return a change on Van 3 that costs 4.10 EUR: 410 cents are 410,000 thousandths."""
    return Relaxation(0, change, 0, 0, amount, added_cost=410_000, window=window)


# 16:42 is 60,120 seconds after midnight, 09:00 is 32,400
SENTENCES = {
    "With 12 minutes more on Van 3's shift (until 16:42): +4.10 EUR.": changed(
        Change.SHIFT_END, 720, Window(8 * HOUR_S, 60_120)
    ),
    "With its window open 1 minute longer (until 16:42), on Van 3: +4.10 EUR.": changed(
        Change.WINDOW_LATER, 60, Window(8 * HOUR_S, 60_120)
    ),
    "With its window open 2 h 05 min earlier (from 09:00), on Van 3: +4.10 EUR.": changed(
        Change.WINDOW_EARLIER, 7500, Window(9 * HOUR_S, 60_120)
    ),
    "With 1 stop more on Van 3 (41 in all): +4.10 EUR.": changed(Change.MAX_STOPS, 1),
    "With one more vehicle like Van 3: +4.10 EUR.": changed(Change.VEHICLE, 1),
    "With a higher priority, on Van 3: +4.10 EUR.": changed(Change.PRIZE, 7),
    "As it is, on Van 3: +4.10 EUR.": changed(Change.NOTHING),
}


@pytest.mark.parametrize("expected", SENTENCES)
def test_each_change_is_a_sentence_with_units_money_and_local_times(expected: str) -> None:
    assert sentence(SENTENCES[expected]) == expected


def test_room_is_said_in_kilograms_and_litres_where_it_is_short() -> None:
    both = Relaxation(0, Change.CAPACITY, 0, 0, 0, load=(3500, 20_000))
    weight = Relaxation(0, Change.CAPACITY, 0, 0, 0, load=(100, 0))

    assert sentence(both) == "With room for 3.5 kg and 20 l more on Van 3: +0.00 EUR."
    assert sentence(weight) == "With room for 0.1 kg more on Van 3: +0.00 EUR."


def test_skills_are_named() -> None:
    crane = Relaxation(0, Change.SKILLS, 0, 0, 2, skills=frozenset({"crane", "cold"}))

    assert sentence(crane) == "With the skills cold and crane on Van 3: +0.00 EUR."


def test_a_time_after_midnight_is_marked() -> None:
    # 24:10 is 87,000 seconds after midnight
    late = changed(Change.SHIFT_END, 600, Window(16 * HOUR_S, 87_000))

    assert "(until 00:10 +1)" in sentence(late)


def test_a_fix_keeps_its_code_vehicle_and_cost() -> None:
    fix = read_fix(changed(Change.VEHICLE, 1), DAY)

    assert (fix.change, fix.vehicle, fix.cost_minor) == ("vehicle", "Van 3", 410)
