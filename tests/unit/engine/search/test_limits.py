"""Vehicles that may be out only so long, so far or for some are kept so by the fast search."""

from dataclasses import replace
from typing import NoReturn

import pytest

from doorstep.engine import Problem, Vehicle, check, solve
from doorstep.engine.rich import driver
from worlds.problems import at, draw, during, van

TOWN = "c . . b . . a . . D . . d"
"""All four are one round of 24 cells, in minutes and hundreds of metres; a, b and c one of 18."""


@pytest.fixture(autouse=True)
def _only_the_fast_search(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        pytest.fail("the search for rarer rules was asked")

    monkeypatch.setattr(driver, "search", refuse)


def plan_with(problem: Problem) -> list[list[str]]:
    """Return the stops of the routes of a plan that keeps every rule and serves all."""
    solution = solve(problem, seconds=60, iterations=300)
    assert check(problem, solution) == []
    assert not solution.unassigned
    names = [shipment.name for shipment in problem.shipments]
    return sorted(sorted(names[index] for index in one.shipments) for one in solution.routes)


def two(like: Vehicle) -> list[Vehicle]:
    return [like, replace(like, name="van 2")]


def test_one_van_serves_all_where_nothing_keeps_it() -> None:
    assert plan_with(draw(TOWN, two(van()))) == [["a", "b", "c", "d"]]


def test_a_van_that_may_go_two_kilometres_leaves_the_other_side_to_another() -> None:
    assert plan_with(draw(TOWN, two(replace(van(), max_distance_m=2000)))) == [
        ["a", "b", "c"],
        ["d"],
    ]


def test_a_van_that_may_be_out_twenty_minutes_leaves_the_other_side_to_another() -> None:
    assert plan_with(draw(TOWN, two(replace(van(), max_duration_s=1200)))) == [
        ["a", "b", "c"],
        ["d"],
    ]


def test_waiting_for_a_window_counts_as_being_out() -> None:
    # c at 08:10 and d at 09:00: 9 minutes there, 12 to d, and a long wait before it
    hours = {"c": [during("08:10", "08:10")], "d": [during("09:00", "09:00")]}
    short = replace(van(), max_duration_s=3600, cost_per_s=0)

    assert plan_with(draw(TOWN, two(short), windows=hours)) == [["a", "b", "c"], ["d"]]
    longer = replace(short, max_duration_s=3840)  # from 08:01 to 09:03
    assert plan_with(draw(TOWN, two(longer), windows=hours)) == [["a", "b", "c", "d"]]


@pytest.mark.parametrize(
    ("price", "routes"), [(4, [["a", "b", "c", "d"]]), (5, [["a", "b", "c"], ["d"]])]
)
def test_overtime_is_worked_while_it_is_cheaper_than_another_van(
    price: int, routes: list[list[str]]
) -> None:
    # four minutes over, at 4 a second 960, at 5 a second 1200; another van costs 1000
    tired = replace(van(), shift=during("08:00", "08:20"), overtime_s=600)

    assert plan_with(draw(TOWN, two(replace(tired, overtime_cost_per_s=price)))) == routes


def test_no_more_overtime_is_worked_than_there_is() -> None:
    tired = replace(van(), shift=during("08:00", "08:20"), overtime_s=120)
    solution = solve(draw(TOWN, [tired]), seconds=60, iterations=300)

    assert len(solution.unassigned) == 1
    assert all(route.end <= at("08:22") for route in solution.routes)


def test_a_shipment_meant_for_one_van_goes_with_it() -> None:
    plain = draw(TOWN, two(van()))
    meant = [replace(one, vehicles=frozenset({1})) for one in plain.shipments[:2]]
    problem = replace(plain, shipments=(*meant, *plain.shipments[2:]))
    solution = solve(problem, seconds=60, iterations=300)

    assert [route.vehicle for route in solution.routes] == [1]
    assert check(problem, solution) == []
