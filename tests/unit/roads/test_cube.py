"""Travel times by departure: minutes counted by hand, order of arrivals, missing ways."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from timed_dijkstra import earliest_arrivals

from doorstep.roads import Cube, build_cube
from doorstep.roads.route import NO_CONNECTION

HOUR = 3600
MISSING = -1.0


def cube(*hours_s: float) -> Cube:
    """Return a cube of two places whose way there takes so many seconds in each hour."""
    return build_cube(
        [(seconds,) for seconds in hours_s],
        lambda hour: np.array([[0.0, hours_s[hour]], [60.0, 0.0]]),
    )


def test_a_trip_inside_an_hour_takes_what_the_hour_says() -> None:
    assert cube(600, 1200).duration(0, 1, 0) == 600
    assert cube(600, 1200).duration(0, 1, HOUR + 5) == 1200


def test_a_trip_across_an_hour_is_split_by_what_is_driven_by_then() -> None:
    # 05:55 with 10 minutes to go: half of it by 06:00, the other half of 20 minutes after it.
    assert cube(600, 1200).duration(0, 1, HOUR - 300) == 300 + 600
    # 20 minutes before a quick hour: a quarter by then, three quarters of 10 minutes after it.
    assert cube(1200, 600).duration(0, 1, HOUR - 300) == 300 + 450


def test_a_trip_may_last_over_several_hours() -> None:
    # 10 hours at the pace of the first: a tenth by 01:00, a fifth of 5 hours by 02:00, and the
    # remaining seven tenths at the last hour's pace of one hour.
    long = cube(10 * HOUR, 5 * HOUR, HOUR)
    assert long.duration(0, 1, 0) == pytest.approx(2 * HOUR + 0.7 * HOUR, abs=1)


def test_outside_its_hours_the_first_and_last_hold() -> None:
    assert cube(600, 1200).duration(0, 1, -5 * HOUR) == 600
    assert cube(600, 1200).duration(0, 1, 9 * HOUR) == 1200


def test_what_has_no_way_is_missing_in_that_hour_and_never_a_number() -> None:
    closed = cube(600, MISSING, 600)
    assert closed.duration(0, 1, HOUR) == NO_CONNECTION
    assert closed.slices(0, HOUR, 3)[:, 0, 1].tolist() == [600, NO_CONNECTION, 600]
    assert closed.mean(0, 3 * HOUR)[0, 1] == NO_CONNECTION
    assert closed.mean(0, HOUR)[0, 1] == 600


def test_who_is_under_way_when_a_street_closes_drives_on() -> None:
    assert cube(600, MISSING).duration(0, 1, HOUR - 300) == 600


def test_the_mean_counts_each_hour_by_its_share() -> None:
    # Half an hour at 600 s, one hour at 1200 s: (600 + 2 * 1200) / 3.
    assert cube(600, 1200).mean(HOUR // 2, 2 * HOUR)[0, 1] == 1000


def test_hours_that_are_alike_share_one_table() -> None:
    measured = []

    def measure(hour: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        measured.append(hour)
        return np.full((1, 1), float(hour))

    made = build_cube(["night", "day", "night", "day"], measure)
    assert (measured, made.steps.tolist(), made.tables.shape) == ([0, 1], [0, 1, 0, 1], (2, 1, 1))


def test_a_cube_is_as_narrow_as_its_longest_way_allows() -> None:
    assert cube(6553).tables.dtype == np.uint16
    assert cube(6554).tables.dtype == np.uint32  # 65,540 tenths of a second
    assert cube(6554).duration(0, 1, 0) == 6554


durations = st.one_of(st.just(MISSING), st.floats(1, 20_000))


@given(st.lists(durations, min_size=1, max_size=6), st.integers(0, 30_000), st.integers(0, 900))
def test_who_leaves_later_never_arrives_earlier(
    hours_s: list[float], at_s: int, later_s: int
) -> None:
    made = cube(*hours_s)
    first, second = made.duration(0, 1, at_s), made.duration(0, 1, at_s + later_s)
    if first >= 0 and second >= 0 and MISSING not in hours_s:
        assert at_s + first <= at_s + later_s + second + 1e-6


@given(st.lists(st.floats(5, 30), min_size=2, max_size=4), st.integers(0, 9000))
def test_on_a_single_street_it_is_exact(speeds_mps: list[float], at_s: int) -> None:
    # 20 km of one street: the judge drives it, the cube splits it.
    exact = earliest_arrivals([[(1, 20_000.0, speeds_mps)], []], 0, float(at_s))[1] - at_s
    days = 24 // len(speeds_mps) + 1
    made = cube(*[20_000.0 / speed for speed in speeds_mps] * days)
    # A table holds tenths of a second, of at most three hours that are driven in.
    assert made.duration(0, 1, at_s) == pytest.approx(exact, rel=1e-3)
