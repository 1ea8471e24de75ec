"""A fleet written to a file is the same fleet when it is read."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep.fleet import (
    Availability,
    Break,
    Depot,
    Fleet,
    HoursLawName,
    InvalidFleetError,
    PlanPrices,
    read_toml,
    write_toml,
)
from doorstep.fleet.model import Absence, AbsenceReason
from doorstep.kernel import Point
from worlds.helsinki import TWO_VANS, VAN_1

NAMES = st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=20)


def test_two_vans_survive_the_file() -> None:
    assert read_toml(write_toml(TWO_VANS).encode()) == TWO_VANS


def test_breaks_weekdays_and_absences_survive_the_file() -> None:
    van = replace(
        VAN_1,
        breaks=(Break(time(11, 30), time(13), 1800), Break(time(15), time(15, 30), 900)),
        availability=Availability(
            frozenset({1, 5}),
            (
                Absence(date(2026, 8, 3), date(2026, 8, 7), AbsenceReason.WORKSHOP),
                Absence(date(2026, 12, 24), date(2026, 12, 24)),
            ),
            works_holidays=True,
        ),
        max_stops=60,
        color="#112233",
        hours_law=HoursLawName.EU_561,
        co2e_g_per_km=94,
    )
    crew = replace(
        TWO_VANS, vehicles=(van,), prices=PlanPrices(co2e_per_t_minor=9_050, extra_visit_minor=200)
    )
    text = write_toml(crew)
    assert read_toml(text.encode()) == crew
    assert 'breaks = ["30 min 11:30-13:00", "15 min 15:00-15:30"]' in text
    assert 'hours_law = "eu_561"' in text
    assert "co2e_price_per_t = 90.50" in text
    assert "co2e_g_per_km = 94" in text
    assert "extra_visit_price = 2.00" in text
    assert 'weekdays = ["mon", "fri"]' in text
    assert 'absences = ["2026-08-03/2026-08-07 workshop", "2026-12-24"]' in text
    assert "works_holidays = true" in text


@settings(max_examples=60, deadline=None)
@given(
    name=NAMES,
    lat=st.floats(-90, 90),
    capacity_g=st.integers(0, 100_000_000),
    fixed_cost_minor=st.integers(0, 1_000_000),
    skills=st.frozensets(st.sampled_from(["cold", "two men", "lift", 'quo"te']), max_size=3),
)
def test_whatever_it_holds_survives_the_file(
    name: str, lat: float, capacity_g: int, fixed_cost_minor: int, skills: frozenset[str]
) -> None:
    depot = Depot(name, Point(lat, 24.9), "")
    van = replace(
        VAN_1,
        depot=name,
        capacity_g=capacity_g,
        fixed_cost_minor=fixed_cost_minor,
        skills=skills,
        driver="",
    )
    crew = Fleet("Europe/Helsinki", "JPY", (depot,), (van,))
    assert read_toml(write_toml(crew).encode()) == crew


@pytest.mark.parametrize(
    "line",
    ['breaks = ["lunch"]', 'breaks = ["999 min 11:00-12:00"]', 'weekdays = ["someday"]',
     'absences = ["24.12."]', 'absences = ["2026-12-24 bored"]',
     'absences = ["2026-12-24/2026-12-01"]'],
)  # fmt: skip
def test_what_is_no_break_or_day_is_refused(line: str) -> None:
    text = write_toml(TWO_VANS) + line + "\n"
    with pytest.raises(InvalidFleetError):
        read_toml(text.encode())
