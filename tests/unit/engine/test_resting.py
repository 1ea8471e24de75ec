"""Rests that driving asks for: where they are, and that no other place is better."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from doorstep.engine import (
    Break,
    Crossing,
    Problem,
    Slices,
    check,
    describe,
    evaluate,
    solve,
)
from doorstep.engine.hours import EU_561, US_HOS, HoursLaw, RestRule, under
from doorstep.engine.legs import Leg
from doorstep.engine.schedule import is_feasible
from doorstep.kernel import SeededRng
from worlds.problems import at, draw, during, van

MINUTE_S = 60
SHORT = RestRule(driving_s=6 * MINUTE_S, rest_s=5 * MINUTE_S)
IN_PARTS = replace(SHORT, parts_s=(2 * MINUTE_S, 3 * MINUTE_S))
BY_WORK = replace(SHORT, work_counts=True)

ROAD = "D . . a . b"
"""D a b D is 3 + 2 + 5 minutes."""


def road(rest: RestRule, **windows: str) -> Problem:
    opened = {name: [during(*text.split("-"))] for name, text in windows.items()}
    return draw(ROAD, [replace(van(), rest=rest)], windows=opened)


def text_of(problem: Problem) -> str:
    plan = evaluate(problem, [(0, [0, 1])])
    assert check(problem, plan) == []
    return describe(problem, plan)


def test_who_drives_long_enough_rests_on_the_way() -> None:
    # 10 minutes of driving: the rest is between the fourth and the sixth
    assert text_of(road(SHORT)) == ("van 1: D 08:00 > a 08:03 > break 08:05 > b 08:10 > D 08:15")


def test_a_rest_is_taken_where_one_would_wait_anyway() -> None:
    assert text_of(road(SHORT, b="08:10-09:00")) == (
        "van 1: D 08:00 > a 08:03 > break 08:05 > b 08:10 > D 08:15"
    )


def test_parts_are_taken_apart_when_that_is_sooner() -> None:
    # two minutes of waiting at a, three at b
    assert text_of(road(IN_PARTS, a="08:05-09:00", b="08:10-09:00")) == (
        "van 1: D 08:00 > break 08:03 > a 08:05 > break 08:07 > b 08:10 > D 08:15"
    )


def test_work_is_part_of_the_rest_where_the_law_says_so() -> None:
    problem = road(BY_WORK)
    shipments = [problem.shipments[0], replace(problem.shipments[1], service_s=4 * MINUTE_S)]
    working = replace(problem, shipments=tuple(shipments))

    # a minute of rest and four of service at b are five
    assert text_of(working) == "van 1: D 08:00 > a 08:03 > break 08:05 > b 08:06 > D 08:15"


def test_who_drives_little_does_not_rest() -> None:
    assert "break" not in text_of(road(replace(SHORT, driving_s=10 * MINUTE_S)))


@pytest.mark.parametrize("law", [EU_561, US_HOS], ids=lambda law: law.name)
def test_a_vehicle_under_a_law_has_its_rest_and_its_day(law: HoursLaw) -> None:
    bound = under(law, replace(van(), max_driving_s=at("20:00")))
    assert (bound.rest, bound.max_driving_s) == (law.rest, law.daily_driving_s)
    assert bound.max_duration_s == law.daily_span_s


@pytest.mark.parametrize("rule", [SHORT, BY_WORK], ids=["rest", "work counts"])
@pytest.mark.parametrize("opens", ["08:00", "08:07", "08:09", "08:12"])
def test_no_other_place_for_the_rest_ends_the_route_sooner(rule: RestRule, opens: str) -> None:
    problem = road(rule, b=f"{opens}-09:00")
    plan = evaluate(problem, [(0, [0, 1])])

    assert check(problem, plan) == []
    assert plan.routes[0].end - at("08:00") == soonest_s(rule, at(opens) - at("08:00"))


def soonest_s(rule: RestRule, opens_s: int) -> int:
    """Try every minute of driving for the rest and every length of it."""
    ends = []
    for after, rest_min in product(range(11), range(6)):
        rest_s = rest_min * MINUTE_S
        if rest_s < rule.rest_s or not 4 <= after <= 6:
            continue
        at_b = 5 * MINUTE_S + (rest_s if after <= 5 else 0)
        begins = max(at_b, opens_s)
        ends.append(begins + 5 * MINUTE_S + (0 if after <= 5 else rest_s))
    waits = max(0, opens_s - 5 * MINUTE_S)
    if rule.work_counts and waits >= rule.rest_s:
        ends.append(opens_s + 5 * MINUTE_S)
    return min(ends)


def test_solve_keeps_the_rest_and_leaves_out_what_is_too_far() -> None:
    far = draw("D . . . . . . a", [replace(van(), rest=replace(SHORT, driving_s=6 * MINUTE_S))])

    # there and back takes 14 minutes, more than twice six
    assert describe(far, solve(far, seconds=60, iterations=20)) == "unassigned: a HOURS"


LUNCH = Break((during("08:04", "08:08"),), 2 * MINUTE_S)
LONG_ROAD = "D . . a b c"
"""D a b c D is 3 + 1 + 1 + 5 minutes."""


def lunch_road(rest: RestRule, *breaks: Break) -> str:
    problem = draw(LONG_ROAD, [replace(van(), rest=rest, breaks=breaks)])
    plan = evaluate(problem, [(0, [0, 1, 2])])
    assert check(problem, plan) == []
    return describe(problem, plan)


def test_a_break_by_the_clock_becomes_the_rest_where_driving_asks_for_one() -> None:
    # it lasts five minutes instead of two, and is after four minutes of driving at the earliest:
    # at b's door
    assert lunch_road(SHORT, LUNCH) == (
        "van 1: D 08:00 > a 08:03 > break 08:04 > b 08:09 > c 08:10 > D 08:15"
    )


def test_a_break_that_becomes_the_rest_waits_for_the_driving_that_is_to_be_before_it() -> None:
    # at a the clock would allow it, but seven minutes of driving are still ahead there
    soon = replace(LUNCH, windows=(during("08:00", "08:05"),))
    assert lunch_road(SHORT, soon) == (
        "van 1: D 08:00 > a 08:03 > break 08:04 > b 08:09 > c 08:10 > D 08:15"
    )


def test_a_break_that_becomes_the_rest_is_not_after_too_much_driving() -> None:
    # from 08:06 on: on the way from c, after six minutes of driving, the last that are allowed
    late = replace(LUNCH, windows=(during("08:06", "08:08"),))
    assert lunch_road(SHORT, late) == (
        "van 1: D 08:00 > a 08:03 > b 08:04 > c 08:05 > break 08:06 > D 08:15"
    )


def test_a_break_by_the_clock_stays_as_it_is_where_driving_asks_for_no_rest() -> None:
    assert "break 08:04 > b 08:06 > c 08:07 > D 08:12" in lunch_road(
        replace(SHORT, driving_s=10 * MINUTE_S), LUNCH
    )


def test_of_several_breaks_the_longest_becomes_the_rest() -> None:
    coffee = Break((during("08:00", "08:02"),), MINUTE_S)

    # a minute of coffee, then the same as without
    assert lunch_road(SHORT, coffee, LUNCH) == (
        "van 1: D 08:00 > break 08:00 > a 08:04 > break 08:05 > b 08:10 > c 08:11 > D 08:16"
    )


def test_a_route_is_not_driven_when_its_only_break_cannot_be_the_rest() -> None:
    early = replace(LUNCH, windows=(during("08:00", "08:02"),))
    car = replace(van(), rest=SHORT, breaks=(early,), shift=during("08:00", "08:20"))
    problem = draw(LONG_ROAD, [car])

    assert not is_feasible(problem, 0, [0, 1, 2])


def test_with_traffic_each_leg_counts_as_it_is_in_the_worst_hour() -> None:
    # twice as slow from 09:00 on: the way takes 10 minutes before, but may take 20
    problem = draw(ROAD, [replace(van(), rest=replace(SHORT, driving_s=12 * MINUTE_S))])
    usual = problem.profiles[0]
    slices = Slices((0, at("09:00")), np.stack([usual.duration_s, 2 * usual.duration_s]))
    by_time = replace(problem, profiles=(replace(usual, slices=slices),))

    # a rest that ten minutes would not need; it is between the eighth and the twelfth of twenty
    assert text_of(by_time) == "van 1: D 08:00 > a 08:03 > break 08:05 > b 08:10 > D 08:15"


@pytest.mark.parametrize("crossing", list(Crossing))
def test_no_leg_takes_more_than_the_most_it_is_said_to(crossing: Crossing) -> None:
    random = SeededRng(5)
    for _ in range(300):
        starts = sorted(random.sample(range(400), 1 + random.randrange(6)))
        leg = Leg(starts, [random.randrange(1, 60) for _ in starts], crossing)
        assert max(leg.arrive(at_s) - at_s for at_s in range(420)) <= leg.most_s()
