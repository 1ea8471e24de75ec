"""Legs by the time of day: arrivals counted by hand, in order, and their exact inverse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.engine import Crossing, Problem, Profile, Route, Slices, Vehicle, Window
from doorstep.engine.check.stops import arrive
from doorstep.engine.legs import Leg

SLOW = Leg((0, 100), (40, 80))
"""Twice as slow from second 100 on."""

QUICK = Leg((0, 100), (80, 40), Crossing.WAIT)
"""Twice as quick from second 100 on."""


@pytest.mark.parametrize(
    ("leg", "leaves", "arrival"),
    [
        (SLOW, 60, 100),
        (SLOW, 61, 102),  # 39 s driven, 1 of 40 ahead: 2 of 80
        (SLOW, 90, 160),  # a quarter driven, three quarters of 80 ahead
        (SLOW, 100, 180),
        (Leg((0, 100), (80, 40)), 60, 120),  # half of 40 ahead
        (Leg((0, 100), (90, 40)), 60, 123),  # 50 of 90 ahead: 22.2 of 40
        (Leg((0, 100, 110), (40, 80, 20)), 90, 123),  # then 50 of 80 ahead: 12.5 of 20
        (QUICK, 50, 130),
        (QUICK, 60, 140),
        (QUICK, 61, 140),  # waits until 100
        (QUICK, 99, 140),
        (QUICK, 100, 140),
        (Leg((0, 100), (40, 80), Crossing.WAIT), 99, 139),
        (Leg((50, 100), (40, 80)), 0, 40),
    ],
)
def test_arrivals_are_those_counted_by_hand(leg: Leg, leaves: int, arrival: int) -> None:
    assert leg.arrive(leaves) == arrival


@st.composite
def legs(draw: st.DrawFn) -> Leg:
    starts = sorted(draw(st.sets(st.integers(-50, 150), min_size=1, max_size=5)))
    takes = draw(st.lists(st.integers(0, 120), min_size=len(starts), max_size=len(starts)))
    return Leg(tuple(starts), takes, draw(st.sampled_from(Crossing)))


@given(legs(), st.integers(-100, 300))
def test_who_leaves_later_never_arrives_earlier(leg: Leg, leaves: int) -> None:
    assert leaves <= leg.arrive(leaves) <= leg.arrive(leaves + 1)


@given(legs(), st.integers(-200, 400))
def test_the_latest_departure_arrives_in_time_and_the_next_second_does_not(
    leg: Leg, arrival: int
) -> None:
    latest = leg.latest(arrival)

    assert leg.arrive(latest) <= arrival < leg.arrive(latest + 1)


@given(legs(), st.integers(-100, 300))
def test_the_judge_arrives_at_the_same_second(leg: Leg, leaves: int) -> None:
    cube = np.zeros((len(leg.starts_s), 2, 2), np.int32)
    cube[:, 0, 1] = leg.takes_s
    usual = np.zeros((2, 2), np.int32)
    profile = Profile("van", usual, usual, Slices(tuple(leg.starts_s), cube, leg.crossing))
    problem = Problem((profile,), (Vehicle("v", 0, 0, 0, Window(0, 1), ()),), ())

    assert arrive(problem, Route(0, 0, (), 0, 0, 0), (0, 1), leaves) == leg.arrive(leaves)
