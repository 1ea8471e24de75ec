"""When to leave where legs take more or less by time: as good as trying every second."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep.engine import Crossing, Problem, Profile, Shipment, Slices, Vehicle, Window, evaluate
from doorstep.engine.line import read_line
from doorstep.engine.timing import walk

NEAR = np.array([[0, 10], [10, 0]], np.int32)


def _problem(crossing: Crossing, windows: tuple[Window, ...] = ()) -> Problem:
    """One stop, 10 s away until second 100, then 40 s until second 200, then 10 s again."""
    cube = np.stack([NEAR, 4 * NEAR, NEAR])
    profile = Profile("van", NEAR, NEAR, Slices((0, 100, 200), cube, crossing))
    van = Vehicle("v", 0, 0, 0, Window(50, 400), (), cost_per_s=1)
    return Problem((profile,), (van,), (Shipment("s", 1, (), windows, service_s=5),))


@pytest.mark.parametrize("crossing", Crossing)
def test_a_route_leaves_early_enough_to_be_back_before_the_peak(crossing: Crossing) -> None:
    route = evaluate(_problem(crossing), [(0, [0])]).routes[0]

    assert (route.start, route.end, route.cost) == (50, 75, 25)


def test_a_route_waits_for_the_end_of_the_peak() -> None:
    window = (Window(150, 400),)

    route = evaluate(_problem(Crossing.SHARE, window), [(0, [0])]).routes[0]

    # in the peak it would be 40 + 5 + 40 long; leaving at 200 it is there at 210
    assert (route.start, route.end, route.cost) == (200, 225, 25)


def test_a_route_whose_window_lies_in_the_peak_drives_through_part_of_it() -> None:
    window = (Window(130, 150),)

    route = evaluate(_problem(Crossing.WAIT, window), [(0, [0])]).routes[0]

    # leaving at 99 it is there at 109 and waits 21 s; leaving at 110 it is there at 150: the way
    # back begins at 155 and takes 40 s, so 85 s; at 99 it begins at 135 and ends at 175: 76 s
    assert (route.start, route.end, route.cost) == (99, 175, 76)


@st.composite
def problems(draw: st.DrawFn, crossing: Crossing) -> tuple[Problem, list[int]]:
    places = 3
    starts = sorted(draw(st.sets(st.integers(0, 200), min_size=1, max_size=4)))
    cells = draw(st.lists(st.integers(1, 90), min_size=9 * len(starts), max_size=9 * len(starts)))
    cube = np.array(cells, np.int32).reshape(len(starts), places, places)
    cube[:, np.eye(places, dtype=bool)] = 0
    profile = Profile("van", cube[0], cube[0], Slices(tuple(starts), cube, crossing))
    shipments = []
    for number in range(draw(st.integers(1, 3))):
        earlies = draw(st.lists(st.integers(0, 250), max_size=2))
        windows = tuple(Window(one, one + draw(st.integers(0, 120))) for one in earlies)
        place = draw(st.integers(1, places - 1))
        stop = Shipment(f"s{number}", place, (), windows, service_s=draw(st.integers(0, 9)))
        shipments.append(stop)
    van = Vehicle("v", 0, 0, 0, Window(0, 500), (), cost_per_s=1)
    return Problem((profile,), (van,), tuple(shipments)), list(range(len(shipments)))


def _least_duration(problem: Problem, sequence: list[int]) -> int | None:
    line = read_line(problem, 0, sequence)
    tried = (walk(line, start) for start in range(501))
    return min(
        (one.end - one.start for one in tried if one.is_on_time and one.end <= 500), default=None
    )


@settings(max_examples=60, deadline=None)
@given(problems(Crossing.WAIT))
def test_with_waiting_no_second_of_the_day_is_a_better_departure(
    drawn: tuple[Problem, list[int]],
) -> None:
    problem, sequence = drawn
    least = _least_duration(problem, sequence)

    if least is not None:
        assert evaluate(problem, [(0, sequence)]).routes[0].cost == least


@settings(max_examples=60, deadline=None)
@given(problems(Crossing.SHARE))
def test_with_sharing_no_departure_is_better_by_more_than_the_rounding(
    drawn: tuple[Problem, list[int]],
) -> None:
    problem, sequence = drawn
    least = _least_duration(problem, sequence)

    if least is not None:
        found = evaluate(problem, [(0, sequence)]).routes[0].cost
        crossings = (len(sequence) + 1) * 3
        assert least <= found <= least + crossings


def test_a_profile_by_time_with_one_slice_is_like_one_without() -> None:
    problem = _problem(Crossing.SHARE)
    steady = replace(problem.profiles[0], slices=None)
    one = replace(steady, slices=Slices((0,), NEAR[None]))

    routes = [
        evaluate(replace(problem, profiles=(profile,)), [(0, [0])]).routes[0].cost
        for profile in (steady, one)
    ]

    assert routes == [25, 25]
