"""With any rule, and any two, solve finds what trying everything finds."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from doorstep.engine import Problem, Shipment, Vehicle, check, solve
from doorstep.engine.parts import Activity, Balance, Break, InitialRoute, Pickup, TimePrice
from worlds.problems import at, best_by_force, draw, during, rank, van

TOWN = """
    . a . . b .
    . . . . . .
    . . D . . c
    d . . . . .
"""

Twist = Callable[[Problem], Problem]


def _vehicles(problem: Problem, **changes: object) -> Problem:
    cars: tuple[Vehicle, ...] = tuple(replace(car, **changes) for car in problem.vehicles)  # type: ignore[arg-type]
    return replace(problem, vehicles=cars)


def _shipment(problem: Problem, name: str, **changes: object) -> Problem:
    changed: tuple[Shipment, ...] = tuple(
        replace(one, **changes) if one.name == name else one  # type: ignore[arg-type]
        for one in problem.shipments
    )
    return replace(problem, shipments=changed)


def tight(problem: Problem) -> Problem:
    return _vehicles(problem, capacity=(2,))


def pickups(problem: Problem) -> Problem:
    return _shipment(_shipment(problem, "a", kind=Activity.PICKUP), "c", kind=Activity.PICKUP)


def returns(problem: Problem) -> Problem:
    return _vehicles(_shipment(problem, "b", returns=(3,)), capacity=(4,))


def pair(problem: Problem) -> Problem:
    return _shipment(problem, "b", pickup=Pickup(location=4, service_s=60))


def short_ride(problem: Problem) -> Problem:
    later = during("08:20", "08:40")
    paired = _shipment(problem, "b", pickup=Pickup(location=4), max_ride_s=480)
    return _shipment(_shipment(paired, "b", windows=(later,)), "a", windows=(later,))


def lifo(problem: Problem) -> Problem:
    paired = _shipment(problem, "b", pickup=Pickup(location=4))
    return _vehicles(_shipment(paired, "c", pickup=Pickup(location=1)), is_lifo=True)


def breaks(problem: Problem) -> Problem:
    pause = Break((during("08:05", "08:09"),), 600)
    waits = _shipment(problem, "a", windows=(during("08:00", "08:06"), during("08:20", "08:30")))
    return _vehicles(waits, breaks=(pause,))


def paid_break(problem: Problem) -> Problem:
    return _vehicles(problem, breaks=(Break((during("08:02", "08:30"),), 300, is_paid=True),))


def max_duration(problem: Problem) -> Problem:
    return _vehicles(problem, max_duration_s=12 * 60)


def max_driving(problem: Problem) -> Problem:
    return _vehicles(problem, max_driving_s=11 * 60)


def max_distance(problem: Problem) -> Problem:
    return _vehicles(problem, max_distance_m=1300)


def overtime(problem: Problem) -> Problem:
    return _vehicles(
        problem, shift=during("08:00", "08:12"), overtime_s=300, overtime_cost_per_s=2
    )


def release(problem: Problem) -> Problem:
    later = _shipment(problem, "c", release=at("08:20"))
    return _shipment(later, "a", windows=(during("08:00", "08:15"),))


def lateness(problem: Problem) -> Problem:
    hurried = _shipment(problem, "c", due=at("08:03"), late_cost_per_s=3)
    return _shipment(hurried, "d", due=at("08:05"), late_cost_per_s=2)


def time_prices(problem: Problem) -> Problem:
    away = TimePrice(during("08:00", "09:00"), 800)
    return _shipment(problem, "b", time_prices=(away,), windows=(during("08:30", "09:30"),))


def setup(problem: Problem) -> Problem:
    door = _shipment(_shipment(problem, "a", setup_s=240, location=2), "b", setup_s=240)
    return _vehicles(door, max_duration_s=20 * 60)


def one_door(problem: Problem) -> Problem:
    """Bring a and d to one door, wanted early and late, where each visit costs."""
    early, late = during("08:00", "08:09"), during("08:12", "08:40")
    there = _shipment(problem, "a", location=4, windows=(early,), visit_cost=1200)
    return _shipment(there, "d", windows=(late,), visit_cost=1200)


def doors_that_disagree(problem: Problem) -> Problem:
    there = _shipment(problem, "a", location=4, visit_cost=900)
    return _shipment(_shipment(there, "d", visit_cost=50), "c", visit_cost=400)


def only_vehicles(problem: Problem) -> Problem:
    return _shipment(
        _shipment(problem, "a", vehicles=frozenset({1})), "b", vehicles=frozenset({0})
    )


def told(problem: Problem) -> Problem:
    return _shipment(
        _shipment(problem, "a", kept_by=0, moving_cost=900), "b", kept_by=1, moving_cost=5000
    )


def forbidden_skills(problem: Problem) -> Problem:
    first, second = problem.vehicles
    noisy = replace(first, skills=frozenset({"diesel"}))
    quiet = replace(problem, vehicles=(noisy, second))
    return _shipment(
        _shipment(quiet, "a", forbidden_skills=noisy.skills), "b", kept_by=0, moving_cost=5000
    )


def goods_apart(problem: Problem) -> Problem:
    food = _shipment(problem, "a", goods=frozenset({"food"}))
    return _shipment(food, "b", not_with=frozenset({"food"}))


def order(problem: Problem) -> Problem:
    return _shipment(_shipment(problem, "a", after=frozenset({2})), "d", after=frozenset({0}))


def choice(problem: Problem) -> Problem:
    home = _shipment(problem, "a", choice="parcel", choice_cost=0, prize=2500)
    return _shipment(home, "c", choice="parcel", choice_cost=300, prize=2500)


def reload(problem: Problem) -> Problem:
    return _vehicles(problem, capacity=(2,), max_trips=2, reload_s=120)


def pace(problem: Problem) -> Problem:
    first, second = problem.vehicles
    slow = replace(first, travel_percent=150, service_percent=50)
    served = _shipment(replace(problem, vehicles=(slow, second)), "c", service_s=300)
    return _shipment(served, "a", windows=(during("08:00", "08:04"),))


def fair_stops(problem: Problem) -> Problem:
    return _vehicles(problem, balance=Balance(stops=2, cost_per_stop=900))


def fair_time(problem: Problem) -> Problem:
    return _vehicles(problem, balance=Balance(duration_s=7 * 60, cost_per_s=5))


def on_board(problem: Problem) -> Problem:
    return _vehicles(problem, on_board=(8,))


def told_routes(problem: Problem) -> Problem:
    return replace(problem, initial=(InitialRoute(1, (3, 0)),))


TWISTS: tuple[Twist, ...] = (
    tight,
    pickups,
    returns,
    pair,
    short_ride,
    lifo,
    breaks,
    paid_break,
    max_duration,
    max_driving,
    max_distance,
    overtime,
    release,
    lateness,
    time_prices,
    setup,
    one_door,
    doors_that_disagree,
    only_vehicles,
    told,
    forbidden_skills,
    goods_apart,
    order,
    choice,
    reload,
    pace,
    on_board,
    fair_stops,
    fair_time,
    told_routes,
)


CONTRADICTIONS = {(pickups, lifo), (lifo, release)}
"""These two make one shipment a pick-up to the depot and a pair at once."""


def _twisted(*twists: Twist) -> Problem:
    problem = draw(TOWN, (van("van 1"), van("van 2")))
    for twist in twists:
        problem = twist(problem)
    return problem


@pytest.mark.parametrize("twist", TWISTS, ids=lambda twist: twist.__name__)
def test_with_one_rule_solve_is_as_good_as_trying_everything(twist: Twist) -> None:
    problem = _twisted(twist)

    solution = solve(problem, seconds=60, iterations=400)

    assert check(problem, solution) == []
    assert rank(problem, solution) == best_by_force(problem)


MILD = {told_routes, pickups, returns, short_ride, breaks, paid_break, order}
"""What leaves the best of this town as it is; together with another twist it need not."""


@pytest.mark.parametrize(
    "twist", [one for one in TWISTS if one not in MILD], ids=lambda twist: twist.__name__
)
def test_each_twist_changes_what_is_best(twist: Twist) -> None:
    assert best_by_force(_twisted(twist)) != best_by_force(_twisted())


@pytest.mark.slow
@pytest.mark.parametrize(
    "twists",
    [pair for pair in combinations(TWISTS, 2) if pair not in CONTRADICTIONS],
    ids=lambda twists: "+".join(twist.__name__ for twist in twists),
)
def test_with_two_rules_solve_is_as_good_as_trying_everything(twists: tuple[Twist, ...]) -> None:
    problem = _twisted(*twists)

    solution = solve(problem, seconds=60, iterations=400)

    assert check(problem, solution) == []
    assert rank(problem, solution) == best_by_force(problem)
