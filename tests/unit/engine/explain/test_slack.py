"""Slack of stops and parts of the cost, counted by hand."""

from dataclasses import replace

from doorstep.engine import CostParts, evaluate, explain
from worlds.problems import draw, during, van

A, B = 0, 1
TOWN = "D . a . b"


def test_slack_lasts_until_the_window_closes_or_the_shift_ends() -> None:
    # a at 08:02 until 08:05 at most; b at 08:04, and at 08:16 to be back at 08:20
    car = replace(van(), shift=during("08:00", "08:20"))
    town = draw(TOWN, [car], windows={"a": [during("08:00", "08:05")]})

    assert explain(town, evaluate(town, [(0, [A, B])])).slack_s == ((180, 720),)


def test_slack_of_a_stop_counts_what_comes_after_it() -> None:
    # b must begin by 08:07, so a, two minutes before it, by 08:05
    town = draw(TOWN, windows={"b": [during("08:00", "08:07")]})

    assert explain(town, evaluate(town, [(0, [A, B])])).slack_s == ((180, 180),)


def test_waiting_is_slack_of_the_stops_before_it() -> None:
    # The van leaves to be at b when it opens, 08:30, a at 08:28; b until 08:31
    town = draw(TOWN, windows={"b": [during("08:30", "08:31")]})

    assert explain(town, evaluate(town, [(0, [A, B])])).slack_s == ((60, 60),)


def test_a_stop_that_is_late_already_has_no_slack() -> None:
    town = draw(TOWN, windows={"b": [during("08:00", "08:03")]})

    assert explain(town, evaluate(town, [(0, [A, B])])).slack_s == ((0, 0),)


def test_the_parts_of_the_cost_add_up_to_it() -> None:
    # 8 cells: 800 metres at 1, 480 seconds at 1, the van 1000, c left out 70
    town = draw("D . a . b c", prizes={"c": 70})
    solution = evaluate(town, [(0, [A, B])])

    cost = explain(town, solution).cost

    assert cost == CostParts(fixed=1000, distance=800, time=480, prizes=70)
    assert cost.fixed + cost.distance + cost.time + cost.prizes == solution.cost
