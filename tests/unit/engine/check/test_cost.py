"""Planted wrong sums."""

from dataclasses import replace

from doorstep.engine import Balance, Violation, check, evaluate
from worlds.problems import draw, ok_small


def test_a_route_cost_that_is_not_the_sum_of_its_parts_is_reported() -> None:
    problem = ok_small()
    good = evaluate(problem, [(0, [0])])
    cheap = replace(good.routes[0], cost=1959)

    # a and back: 1000 + 6 x 160 = 1960
    assert check(problem, replace(good, routes=(cheap,), cost=1959)) == [
        Violation("cost", 0, None, "the route says it costs 1959, its parts make 1960")
    ]


def test_a_distance_that_is_not_the_sum_of_its_legs_is_reported() -> None:
    problem = ok_small()
    good = evaluate(problem, [(0, [0])])
    short = replace(good.routes[0], distance_m=500)

    assert check(problem, replace(good, routes=(short,))) == [
        Violation("cost", 0, None, "the route says 500 m, its legs make 600 m")
    ]


def test_a_total_without_the_prizes_is_reported() -> None:
    problem = draw("D . . a . b", prizes={"b": 70})
    good = evaluate(problem, [(0, [0])])

    assert good.cost == 1960 + 70
    assert check(problem, replace(good, cost=1960)) == [
        Violation(
            "cost", None, None, "the solution says it costs 1960, routes and prizes make 2030"
        )
    ]


def test_a_route_longer_than_a_fair_share_without_its_price_is_reported() -> None:
    problem = ok_small()
    plain = evaluate(problem, [(0, [0, 1])])
    route = plain.routes[0]
    fair = Balance(
        stops=1, cost_per_stop=500, duration_s=route.end - route.start - 10, cost_per_s=3
    )
    told = replace(problem, vehicles=tuple(replace(car, balance=fair) for car in problem.vehicles))

    assert [one.rule for one in check(told, plain)] == ["cost"]
    # one stop more than fair, and ten seconds at three
    assert evaluate(told, [(0, [0, 1])]).cost == plain.cost + 500 + 30
