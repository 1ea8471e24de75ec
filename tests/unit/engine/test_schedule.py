"""When a vehicle leaves, arrives, waits and returns, and what that costs."""

from dataclasses import replace

import numpy as np

from doorstep.engine import Problem, Profile, Shipment, Solution, Window, describe
from doorstep.engine.schedule import evaluate_route, is_feasible
from worlds.problems import at, draw, during, ok_small, van


def told(problem: Problem, *sequence: int) -> str:
    return describe(problem, Solution((evaluate_route(problem, 0, sequence),), (), 0))


def test_a_route_is_driven_and_priced_leg_by_leg() -> None:
    route = evaluate_route(ok_small(), 0, [0, 1, 3, 2])  # a b d c

    # 3 + 3 + 2 + 6 + 2 = 16 cells of 100 m and 60 s
    assert (route.distance_m, route.end - route.start) == (1600, 960)
    assert route.cost == 1000 + 1600 + 960


def test_nobody_waits_at_the_first_stop() -> None:
    town = draw("D . a . b", windows={"a": [during("09:00", "10:00")]})

    # 4 cells and back; a opens at 9, so leaving 2 minutes before is early enough
    assert told(town, 0, 1) == "van 1: D 08:58 > a 09:00 > b 09:02 > D 09:06"


def test_the_departure_is_as_late_as_every_window_on_the_way_allows() -> None:
    town = draw(
        "D . a . b", windows={"a": [during("08:00", "08:30")], "b": [during("09:00", "10:00")]}
    )

    # b opens at 9 whatever happens, a closes at 8:30: leave at 8:28, wait at b
    route = evaluate_route(town, 0, [0, 1])
    assert told(town, 0, 1) == "van 1: D 08:28 > a 08:30 > b 08:32 > D 09:04"
    assert (route.stops[1].arrival, route.stops[1].service_start) == (at("08:32"), at("09:00"))


def test_the_shift_bounds_the_departure() -> None:
    assert told(draw("D . a"), 0) == "van 1: D 08:00 > a 08:02 > D 08:04"


def test_the_earliest_window_that_can_be_met_is_taken() -> None:
    opened = [during("09:00", "09:10"), during("08:00", "08:01"), during("12:00", "12:05")]
    town = draw("D . a", windows={"a": opened})

    # arrival is 08:02 at the earliest, so the window until 08:01 is over
    assert told(town, 0) == "van 1: D 08:58 > a 09:00 > D 09:02"


def test_a_later_window_is_taken_when_it_saves_paid_waiting() -> None:
    opened = {
        "a": [during("08:05", "08:10"), during("12:00", "12:10")],
        "b": [during("10:00", "10:05"), during("12:02", "12:10")],
    }
    town = draw("D . a . b", windows=opened)

    # the morning would mean waiting at b from 08:12 to 10:00
    assert told(town, 0, 1) == "van 1: D 11:58 > a 12:00 > b 12:02 > D 12:06"


def test_where_time_costs_nothing_the_earliest_end_is_taken() -> None:
    opened = {
        "a": [during("08:05", "08:10"), during("12:00", "12:10")],
        "b": [during("10:00", "10:05"), during("12:02", "12:10")],
    }
    town = draw("D . a . b", [replace(van(), cost_per_s=0)], windows=opened)

    assert told(town, 0, 1) == "van 1: D 08:08 > a 08:10 > b 08:12 > D 10:04"


def test_who_comes_too_late_is_served_on_arrival() -> None:
    town = draw("D . a . b", windows={"a": [during("08:00", "08:01")]})

    assert told(town, 0, 1) == "van 1: D 08:00 > a 08:02 > b 08:04 > D 08:08"
    assert not is_feasible(town, 0, [0, 1])


def test_a_late_stop_is_not_made_later_to_save_waiting_after_it() -> None:
    town = draw(
        "D . a . b", windows={"a": [during("08:00", "08:01")], "b": [during("09:00", "09:30")]}
    )

    assert told(town, 0, 1) == "van 1: D 08:00 > a 08:02 > b 08:04 > D 09:04"


def test_a_missing_leg_is_priced_as_nothing_and_is_not_feasible() -> None:
    town = draw("D . a", closed=["Da"])

    route = evaluate_route(town, 0, [0])

    # only the way back: 2 cells
    assert (route.distance_m, route.end - route.start) == (200, 120)
    assert not is_feasible(town, 0, [0])


def test_routes_may_start_and_end_at_different_depots_with_one_way_streets() -> None:
    duration_s = np.array([[0, 10, 99], [99, 0, 20], [99, 99, 0]], dtype=np.int32)
    one_way = replace(van(), end=2, shift=Window(0, 35), fixed_cost=0)
    problem = Problem(
        (Profile("van", duration_s, duration_s),),
        (one_way,),
        (Shipment("a", 1, (1,), service_s=5),),
        ("kg",),
    )

    # 10 there, 5 at the door, 20 on to the other depot; 30 m
    route = evaluate_route(problem, 0, [0])
    assert (route.start, route.end, route.cost) == (0, 35, 30 + 35)
    assert is_feasible(problem, 0, [0])
