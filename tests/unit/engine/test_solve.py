"""What solve promises beyond a good plan: it always answers, on time and the same way twice."""

import time
from dataclasses import replace

import pytest

from doorstep.engine import Problem, Progress, check, describe, solve
from worlds.problems import OK_SMALL, draw, during, ok_small, van, with_vehicles


def test_the_small_world_is_one_round() -> None:
    problem = ok_small()

    solution = solve(problem, seconds=10, iterations=100)

    # the round of 16 cells in either direction: 1000 + 16 x 160
    assert solution.cost == 3560
    assert describe(problem, solution) in {
        "van 1: D 08:00 > a 08:03 > b 08:06 > d 08:08 > c 08:14 > D 08:16",
        "van 1: D 08:00 > c 08:02 > d 08:08 > b 08:10 > a 08:13 > D 08:16",
    }


def test_a_shipment_outside_its_window_is_left_out_with_the_reason() -> None:
    town = draw("D . . a . . b", windows={"b": [during("08:00", "08:04")]})

    # b is six minutes away and closes after four
    assert describe(town, solve(town, seconds=10, iterations=50)) == (
        "van 1: D 08:00 > a 08:03 > D 08:06\nunassigned: b TIME_WINDOW"
    )


def test_alike_vehicles_each_drive_their_own_route() -> None:
    small = [replace(van(f"van {number}"), capacity=(2,)) for number in (1, 2, 3)]
    problem = draw(OK_SMALL, small)

    solution = solve(problem, seconds=10, iterations=100)

    assert [route.vehicle for route in solution.routes] == [0, 1]
    assert check(problem, solution) == []


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem((), (), ()), ""),
        (replace(ok_small(), shipments=()), ""),
        (
            with_vehicles(ok_small()),
            "unassigned: a NO_VEHICLE, b NO_VEHICLE, c NO_VEHICLE, d NO_VEHICLE",
        ),
        (
            with_vehicles(ok_small(), replace(van(), capacity=(0,))),
            "unassigned: a CAPACITY, b CAPACITY, c CAPACITY, d CAPACITY",
        ),
    ],
    ids=["nothing", "no shipment", "no vehicle", "nothing fits"],
)
def test_what_cannot_be_planned_is_answered_with_reasons(problem: Problem, text: str) -> None:
    assert describe(problem, solve(problem, seconds=10, iterations=5)) == text


def test_the_same_seed_and_iterations_give_the_same_solution() -> None:
    town = draw(OK_SMALL, [van("van 1"), replace(van("van 2"), capacity=(2,))])

    first = solve(town, seconds=60, seed=7, iterations=40)

    assert solve(town, seconds=60, seed=7, iterations=40) == first
    assert first.iterations == 40


def test_a_wish_to_stop_is_heeded_within_a_tenth_of_a_second() -> None:
    began_s = time.perf_counter()

    solution = solve(
        ok_small(), seconds=60, should_stop=lambda: time.perf_counter() - began_s > 0.2
    )

    assert 0.2 < time.perf_counter() - began_s < 0.5  # a busy machine gets some room
    assert solution.unassigned == ()


def test_without_any_time_there_is_still_a_plan_and_a_short_search() -> None:
    problem = ok_small()

    solution = solve(problem, seconds=0)

    assert solution.unassigned == ()
    assert check(problem, solution) == []
    assert solution.cost == solve(problem, seconds=60, iterations=5000).cost


def test_progress_is_told_now_and_then_and_at_the_end() -> None:
    told: list[Progress] = []

    solution = solve(ok_small(), seconds=0.5, on_progress=told.append)

    # five a second for half a second, and the end: 0.0, 0.2, 0.4, end
    assert 2 <= len(told) <= 5
    assert (told[-1].cost, told[-1].routes, told[-1].unassigned) == (solution.cost, 1, 0)
    assert told[-1].iterations == solution.iterations
    assert [report.elapsed_s for report in told] == sorted(report.elapsed_s for report in told)


def test_a_shipment_is_worth_its_prize_and_no_more() -> None:
    # a and back are 2 x 3 cells: 1000 + 6 x 160 = 1960
    cheap = draw("D . . a", prizes={"a": 1959})
    dear = draw("D . . a", prizes={"a": 1961})

    assert describe(cheap, solve(cheap, seconds=5, iterations=20)) == "unassigned: a NOT_WORTH_IT"
    assert solve(cheap, seconds=5, iterations=20).cost == 1959
    assert solve(dear, seconds=5, iterations=20).cost == 1960


@pytest.mark.parametrize("setup_s", [0, 60])
@pytest.mark.parametrize(("count", "prize"), [(4, 900), (20, 200)])
def test_a_van_goes_out_for_many_though_it_would_for_few_of_them(
    count: int, prize: int, setup_s: int
) -> None:
    # to a street corner and back with all: 1000 + 6 x 160 and, for setting up, 60 more
    town = draw("D . . a", [replace(van(), capacity=(count,))])
    corner = replace(town.shipments[0], prize=prize, setup_s=setup_s)
    stops = tuple(replace(corner, name=f"stop {number}") for number in range(count))

    solution = solve(replace(town, shipments=stops), seconds=60, iterations=300)

    assert solution.unassigned == ()


def test_the_dearer_shipment_is_served_when_only_one_fits() -> None:
    one = replace(van(), capacity=(1,))
    town = draw("b . D . a", [one], prizes={"a": 50_000, "b": 60_000})

    assert describe(town, solve(town, seconds=5, iterations=50)) == (
        "van 1: D 08:00 > b 08:02 > D 08:04\nunassigned: a FLEET_FULL"
    )
