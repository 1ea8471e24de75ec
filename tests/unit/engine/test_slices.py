"""Travel by the time of day in a problem: what is refused, shared, driven and limited."""

from dataclasses import replace

import numpy as np
import pytest

from doorstep.engine import Problem, Profile, Slices, Violation, Window, check, evaluate
from worlds.problems import draw, van


def _by_time(starts_s: tuple[int, ...], *factors: int) -> Profile:
    """The town of one stop two cells away, times a factor in each slice."""
    profile = draw("D . a").profiles[0]
    cube = np.stack([profile.duration_s * np.int32(factor) for factor in factors])
    return replace(profile, slices=Slices(starts_s, cube))


def _town(profile: Profile, **changes: object) -> Problem:
    car = replace(van(), shift=Window(0, 2000), **changes)  # type: ignore[arg-type]
    return replace(draw("D . a", [car]), profiles=(profile,))


def test_slices_that_are_not_sound_are_refused_with_everything_wrong() -> None:
    profile = _by_time((0, 0), 1, 2)
    assert profile.slices is not None
    cube = profile.slices.duration_s.astype(np.int64)
    cube[1, 0, 1], cube[0, 1, 1] = -1, 7

    wrong_on_purpose = replace(profile.slices, duration_s=cube)  # type: ignore[arg-type]
    wrong = replace(profile, slices=wrong_on_purpose)
    with pytest.raises(ValueError, match=r".") as refusal:
        _town(wrong)

    assert str(refusal.value).splitlines() == [
        "profile 'van': slices: starts_s do not rise",
        "profile 'van': slices: duration_s has type int64, not int32",
        "profile 'van': slices: duration_s is not zero from a location to itself",
        (
            "profile 'van': slices: duration_s disagrees with the profile's on where there is no"
            " connection"
        ),
    ]


def test_slices_have_a_table_each() -> None:
    profile = _by_time((0, 10), 1, 2)
    assert profile.slices is not None
    short = replace(profile.slices, duration_s=profile.slices.duration_s[:1])

    with pytest.raises(ValueError, match=r"slices: duration_s has shape \(1, 2, 2\)"):
        _town(replace(profile, slices=short))


def test_the_problem_shares_the_memory_of_the_tables_and_does_not_write_to_it() -> None:
    profile = _by_time((0, 600), 1, 3)

    held = _town(profile).profiles[0].slices

    assert held is not None
    assert profile.slices is not None
    assert np.shares_memory(held.duration_s, profile.slices.duration_s)
    assert not held.duration_s.flags.writeable


def _judge(problem: Problem) -> list[Violation]:
    return check(problem, evaluate(problem, [(0, [0])]))


def test_the_time_on_the_way_is_that_of_the_hour() -> None:
    # 120 s there; back from 540 on, 60 s of it before the peak, the other half takes 180 s
    problem = _town(_by_time((0, 600), 1, 3), max_driving_s=359)
    late = replace(problem.shipments[0], windows=(Window(540, 540),))
    problem = replace(problem, shipments=(late,))

    assert [one.sentence for one in _judge(problem)] == [
        "vehicle 'van 1' drives for 360 s of at most 359"
    ]


def test_an_arrival_before_the_way_through_the_peak_is_over_is_reported() -> None:
    problem = _town(_by_time((0, 600), 1, 3))
    late = replace(problem.shipments[0], windows=(Window(540, 540),))
    problem = replace(problem, shipments=(late,))
    (route,) = evaluate(problem, [(0, [0])]).routes
    hurried = replace(route, end=route.end - 1, cost=route.cost - 1)

    found = check(problem, replace(evaluate(problem, [(0, [0])]), routes=(hurried,)))

    assert [one.sentence for one in found if one.rule == "travel_times"] == [
        "the route's end is 1 s too early for the way"
    ]
