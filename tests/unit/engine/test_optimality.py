"""Solve finds what trying everything finds, for each constraint alone and with each other."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from doorstep.engine import Problem, Shipment, Vehicle, Window, check, solve
from worlds.problems import best_by_force, draw, during, rank, van, with_vehicles

TOWN = """
    . a . . b . .
    . . . . . . e
    . . . D . . .
    f . . . . c .
    . . d . . . .
"""

Twist = Callable[[Problem], Problem]


def _each_shipment(problem: Problem, *changed: Shipment) -> Problem:
    return replace(problem, shipments=changed)


def _each_vehicle(problem: Problem, change: Callable[[Vehicle], Vehicle]) -> Problem:
    return replace(problem, vehicles=tuple(change(car) for car in problem.vehicles))


def tight_capacity(problem: Problem) -> Problem:
    return _each_vehicle(problem, lambda car: replace(car, capacity=(3,)))


def windows(problem: Problem) -> Problem:
    times = [("08:05", "08:15"), ("08:20", "08:25"), ("08:00", "08:30"), ("08:30", "08:40")]
    opened = zip(problem.shipments, [*times, times[0], times[3]], strict=True)
    return _each_shipment(
        problem, *(replace(shipment, windows=(during(*time),)) for shipment, time in opened)
    )


def two_windows(problem: Problem) -> Problem:
    morning, noon = Window(8 * 3600, 8 * 3600 + 300), during("12:00", "12:10")
    first, second, *others = problem.shipments
    return _each_shipment(
        problem,
        replace(first, windows=(morning, noon)),
        replace(second, windows=(noon, morning)),
        *others[:-1],
        replace(others[-1], windows=(during("11:55", "12:05"), during("15:00", "15:05"))),
    )


def skills(problem: Problem) -> Problem:
    first, *others = problem.shipments
    able = replace(problem.vehicles[1], skills=frozenset({"crane", "cold"}))
    skilled = _each_shipment(
        problem,
        replace(first, skills=frozenset({"crane"})),
        *others[:-1],
        replace(others[-1], skills=frozenset({"cold"})),
    )
    return with_vehicles(skilled, problem.vehicles[0], able)


def short_shift(problem: Problem) -> Problem:
    return _each_vehicle(
        problem, lambda car: replace(car, shift=Window(8 * 3600, 8 * 3600 + 14 * 60))
    )


def prizes(problem: Problem) -> Problem:
    worth = (500, 900, 1500, 2000, 400, 3000)
    return _each_shipment(
        problem,
        *(replace(s, prize=prize) for s, prize in zip(problem.shipments, worth, strict=True)),
    )


def few_stops(problem: Problem) -> Problem:
    return _each_vehicle(problem, lambda car: replace(car, max_stops=2))


def missing_legs(problem: Problem) -> Problem:
    return draw(TOWN, problem.vehicles, closed=("ab", "bD", "De", "cd"))


TWISTS: tuple[Twist, ...] = (
    missing_legs,  # draws the town anew, so it comes first
    tight_capacity,
    windows,
    skills,
    short_shift,
    prizes,
    few_stops,
    two_windows,
)

CASES: list[tuple[Twist, ...]] = [
    *((twist,) for twist in TWISTS),
    *(pair for pair in combinations(TWISTS, 2) if set(pair) != {windows, two_windows}),
]


@pytest.mark.parametrize("twists", CASES, ids=lambda twists: "+".join(t.__name__ for t in twists))
def test_solve_is_as_good_as_trying_everything(twists: tuple[Twist, ...]) -> None:
    problem = draw(TOWN, (van("van 1"), van("van 2")))
    for twist in twists:
        problem = twist(problem)

    solution = solve(problem, seconds=60, iterations=1000)

    assert check(problem, solution) == []
    assert rank(problem, solution) == best_by_force(problem)
