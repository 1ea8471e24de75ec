"""Planted travel faster than the tables, and service shorter than it takes."""

from dataclasses import replace

from doorstep.engine import Problem, Solution, Stop, Violation, check, evaluate
from worlds.problems import draw, ok_small


def with_stop(solution: Solution, stop: Stop) -> Solution:
    return replace(solution, routes=(replace(solution.routes[0], stops=(stop,)),))


def sentences(problem: Problem, solution: Solution) -> list[str]:
    found = check(problem, solution)
    assert {violation.rule for violation in found} == {"travel_times"}
    return [violation.sentence for violation in found]


def test_an_arrival_faster_than_the_way_is_reported() -> None:
    problem = ok_small()
    good = evaluate(problem, [(0, [0])])
    stop = good.routes[0].stops[0]
    hasty = replace(stop, arrival=stop.arrival - 10)

    assert check(problem, with_stop(good, hasty)) == [
        Violation("travel_times", 0, 0, "arrival at 'a' is 10 s too early for the way")
    ]


def test_a_return_faster_than_the_way_is_reported() -> None:
    problem = ok_small()
    good = evaluate(problem, [(0, [0])])
    route = good.routes[0]
    hasty = replace(route, end=route.end - 10, cost=route.cost - 10)

    assert sentences(problem, replace(good, routes=(hasty,), cost=good.cost - 10)) == [
        "the route's end is 10 s too early for the way"
    ]


def test_service_before_the_arrival_is_reported() -> None:
    problem = ok_small()
    good = evaluate(problem, [(0, [0])])
    stop = good.routes[0].stops[0]

    assert sentences(problem, with_stop(good, replace(stop, service_start=stop.arrival - 1))) == [
        "service of 'a' starts before the arrival"
    ]


def test_a_service_cut_short_is_reported() -> None:
    problem = draw("D . . a")
    problem = replace(problem, shipments=(replace(problem.shipments[0], service_s=90),))
    good = evaluate(problem, [(0, [0])])
    stop = good.routes[0].stops[0]

    assert sentences(problem, with_stop(good, replace(stop, departure=stop.departure - 1))) == [
        "departure from 'a' leaves less than 90 s for service"
    ]
