"""A problem is refused with everything that is wrong with it, or frozen."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from doorstep.engine import Problem, Profile, Window
from worlds.problems import ok_small, van, with_vehicles


def findings_of(problem: Problem, **changes: object) -> list[str]:
    with pytest.raises(ValueError, match=r".") as refusal:
        replace(problem, **changes)  # type: ignore[arg-type]  # wrong on purpose
    return str(refusal.value).splitlines()


def profile_of(duration_s: object, distance_m: object) -> tuple[Profile, ...]:
    return (Profile("van", np.array(duration_s), np.array(distance_m)),)


def test_a_window_cannot_close_before_it_opens() -> None:
    with pytest.raises(ValueError, match=r"window 10\.\.9 closes before it opens"):
        Window(10, 9)


def test_all_findings_are_reported_together_one_a_line() -> None:
    problem = ok_small()
    first, *others = problem.shipments
    wrong = replace(first, location=5, load=(1, 2), service_s=-1, prize=-3)

    assert findings_of(problem, shipments=(wrong, *others), vehicles=(van(), van())) == [
        "vehicle name 'van 1' is used 2 times",
        "shipment 'a': location 5 is not one of 0..4",
        "shipment 'a': load has 2 amounts for 1 load names",
        "shipment 'a': service_s -1 is negative",
        "shipment 'a': prize -3 is negative",
    ]


def test_vehicles_refer_to_what_is_there_and_cost_something_or_nothing() -> None:
    wrong = replace(van(), profile=1, start=-1, end=9, capacity=(-1,), cost_per_m=-1, max_stops=-1)

    assert findings_of(ok_small(), vehicles=(wrong,)) == [
        "vehicle 'van 1': profile 1 is not one of 0..0",
        "vehicle 'van 1': start -1 is not one of 0..4",
        "vehicle 'van 1': end 9 is not one of 0..4",
        "vehicle 'van 1': capacity -1 is negative",
        "vehicle 'van 1': cost_per_m -1 is negative",
        "vehicle 'van 1': max_stops -1 is negative",
    ]


def test_numbers_too_large_for_the_search_are_refused() -> None:
    problem = ok_small()
    first, *others = problem.shipments
    late = replace(first, prize=2**46, windows=(Window(0, 2**40),))

    assert findings_of(problem, shipments=(late, *others)) == [
        "shipment 'a': prize 70368744177664 is above 35184372088832",
        "shipment 'a': window 1099511627776 is above 2147483648",
    ]


@pytest.mark.parametrize(
    ("duration_s", "distance_m", "finding"),
    [
        (np.zeros((5, 5)), np.zeros((5, 5), np.int32), "duration_s has type float64, not int32"),
        (
            np.zeros((5, 4), np.int32),
            np.zeros((5, 5), np.int32),
            "duration_s has shape (5, 4), not (locations, locations)",
        ),
        (
            np.eye(5, dtype=np.int32),
            np.zeros((5, 5), np.int32),
            "duration_s is not zero from a location to itself",
        ),
        (
            np.tri(5, k=-1, dtype=np.int32) * np.int32(-2),
            np.tri(5, k=-1, dtype=np.int32) * np.int32(-1),
            "duration_s has values below -1",
        ),
    ],
)
def test_matrices_have_the_right_type_shape_and_values(
    duration_s: object, distance_m: object, finding: str
) -> None:
    found = findings_of(ok_small(), profiles=profile_of(duration_s, distance_m))

    assert found[0] == f"profile 'van': {finding}"


def test_both_matrices_agree_on_what_is_missing_and_on_the_locations() -> None:
    zeros, missing = np.zeros((5, 5), np.int32), -np.tri(5, k=-1, dtype=np.int32)
    small = np.zeros((2, 2), np.int32)

    assert findings_of(ok_small(), profiles=profile_of(zeros, missing)) == [
        "profile 'van': duration_s and distance_m disagree on where there is no connection"
    ]
    assert findings_of(ok_small(), profiles=profile_of(zeros, small)) == [
        "profile 'van': duration_s and distance_m have different shapes"
    ]


def test_profiles_cover_the_same_locations() -> None:
    problem = ok_small()
    small = Profile("bicycle", np.zeros((2, 2), np.int32), np.zeros((2, 2), np.int32))

    assert findings_of(problem, profiles=(*problem.profiles, small))[0] == (
        "profiles have different numbers of locations: [5, 2]"
    )


def test_shipments_need_a_profile() -> None:
    found = findings_of(ok_small(), profiles=(), vehicles=())

    assert found == ["there are shipments but no profile"]


def test_matrices_of_a_problem_cannot_be_written() -> None:
    problem = ok_small()

    with pytest.raises(ValueError, match="read-only"):
        problem.profiles[0].duration_s[0, 1] = 7


def test_the_callers_own_matrices_stay_writable() -> None:
    own = np.zeros((1, 1), np.int32)
    Problem((Profile("van", own, own),), (), ())

    own[0, 0] = 0


def test_a_problem_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        ok_small().vehicles = ()  # type: ignore[misc]  # wrong on purpose


def test_a_problem_without_anything_is_a_problem() -> None:
    assert Problem((), (), ()).locations == 0
    assert with_vehicles(ok_small()).locations == 5
