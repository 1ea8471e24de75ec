"""Drivers with breaks are planned by the fast search, as well as by trying everything."""

from dataclasses import replace
from typing import NoReturn

import pytest

from doorstep.engine import Problem, Vehicle, Window, check, solve
from doorstep.engine.parts import Activity, Break
from doorstep.engine.rich import driver
from worlds.problems import at, best_by_force, draw, during, rank, van

TOWN = """
    . a . . b .
    . . . . . .
    . . D . . c
    d . . . . .
"""


@pytest.fixture(autouse=True)
def _only_the_fast_search(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        pytest.fail("the search for rarer rules was asked")

    monkeypatch.setattr(driver, "search", refuse)


def rest(early: str, late: str, minutes: int, *, is_paid: bool = False) -> Break:
    return Break((during(early, late),), minutes * 60, is_paid=is_paid)


def resting(*breaks: Break) -> Vehicle:
    return replace(van(), breaks=breaks)


SHORT, LONG = rest("08:05", "08:09", 10), rest("08:12", "08:30", 20, is_paid=True)

DRIVERS = {
    "one break": [resting(SHORT)],
    "a paid break": [resting(LONG)],
    "two breaks": [resting(SHORT, LONG)],
    "others' breaks": [resting(SHORT), replace(resting(LONG), name="van 2")],
    "one who rests and one who does not": [resting(SHORT), replace(van(), name="van 2")],
    "half an hour at most": [replace(resting(SHORT), max_duration_s=1800)] * 2,
    "overtime": [
        replace(
            resting(SHORT),
            shift=during("08:00", "08:20"),
            overtime_s=900,
            overtime_cost_per_s=2,
        )
    ]
    * 2,
    "a choice of times": [
        resting(Break((during("08:01", "08:01"), during("08:14", "08:15")), 300))
    ],
    "a break over before work": [resting(rest("07:00", "09:00", 60), SHORT)],
    "a break that can wait": [resting(SHORT, rest("08:10", "18:00", 60))],
    "a break between two doors": [resting(rest("08:06", "08:06", 30))],
}

HOURS = {
    "at any time": {},
    "a early and late": {"a": [during("08:00", "08:06"), during("08:20", "08:30")]},
    "b and d soon": {"b": [during("08:00", "08:12")], "d": [during("08:10", "08:40")]},
}


def town(drivers: str, hours: str) -> Problem:
    cars = [replace(car, name=f"van {at}") for at, car in enumerate(DRIVERS[drivers])]
    return draw(TOWN, cars, windows=HOURS[hours], prizes={"c": 900, "d": 5000})


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("drivers", DRIVERS)
def test_with_breaks_solve_is_as_good_as_trying_everything(drivers: str, hours: str) -> None:
    problem = town(drivers, hours)

    solution = solve(problem, seconds=60, iterations=400)

    assert check(problem, solution) == []
    assert rank(problem, solution) == best_by_force(problem)


def test_who_cannot_be_served_beside_the_break_is_left_out() -> None:
    # a takes 3 minutes there and as many back: before a break of half an hour there is time for it
    sleepy = replace(resting(rest("08:04", "08:05", 30)), shift=during("08:00", "08:41"))
    late = {"a": [during("08:08", "08:12")]}

    assert len(solve(draw("a . . D", [sleepy]), seconds=60, iterations=20).routes) == 1
    solution = solve(draw("a . . D", [sleepy], windows=late), seconds=60, iterations=20)
    assert [one.shipment for one in solution.unassigned] == [0]


def test_the_break_is_taken_in_the_wait_for_a_window() -> None:
    hours = {"b": [Window(at("08:30"), at("08:30"))]}
    problem = draw("D a . b", [resting(rest("08:00", "08:29", 20))], windows=hours)

    solution = solve(problem, seconds=60, iterations=50)

    assert check(problem, solution) == []
    (route,) = solution.routes
    assert [stop.kind for stop in route.stops].count(Activity.BREAK) == 1
    assert route.end == at("08:33")
