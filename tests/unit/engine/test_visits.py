"""Shipments to one door in one visit, counted by hand."""

from dataclasses import replace

import pytest

from doorstep.engine import (
    CostParts,
    Pickup,
    Problem,
    Shipment,
    Vehicle,
    check,
    evaluate,
    explain,
    solve,
)
from doorstep.engine.rules import list_rules
from doorstep.engine.visits import fold_visits
from worlds.problems import best_by_force, draw, during, rank, van

A, B, C, D = range(4)
TOWN = "D . a . b"


def at_one_door(problem: Problem, names: str, visit_cost: int) -> Problem:
    """Bring the named shipments to the door of the first of them."""
    door = next(one.location for one in problem.shipments if one.name == names[0])
    shipments = tuple(
        replace(one, location=door, visit_cost=visit_cost) if one.name in names else one
        for one in problem.shipments
    )
    return replace(problem, shipments=shipments)


def priced(problem: Problem, visit_cost: int) -> Problem:
    """Let every visit cost as much, wherever it is."""
    shipments = tuple(replace(one, visit_cost=visit_cost) for one in problem.shipments)
    return replace(problem, shipments=shipments)


def test_shipments_to_one_door_are_one_visit() -> None:
    # a and b at a's door: 400 metres, 240 seconds, the van 1000, one visit 700
    town = at_one_door(draw(TOWN), "ab", 700)

    solution = evaluate(town, [(0, [A, B])])

    assert solution.cost == 1000 + 400 + 240 + 700
    assert explain(town, solution).cost == CostParts(1000, 400, 240, prizes=0, visits=700)
    assert check(town, solution) == []


def test_coming_back_to_a_door_is_another_visit() -> None:
    # a, then b two cells on, then c at a's door again: three visits, 8 cells in all
    town = priced(at_one_door(draw("D . a . b c"), "ac", 700), 700)

    solution = evaluate(town, [(0, [A, B, C])])

    assert solution.cost == 1000 + 800 + 480 + 3 * 700
    assert check(town, solution) == []


def test_a_vehicle_each_is_a_visit_each() -> None:
    town = at_one_door(draw(TOWN, [van(), van("van 2")]), "ab", 700)

    solution = evaluate(town, [(0, [A]), (1, [B])])

    assert explain(town, solution).cost.visits == 1400
    assert check(town, solution) == []


def test_a_route_that_leaves_its_visits_unpaid_is_reported() -> None:
    town = at_one_door(draw(TOWN), "ab", 700)
    unpaid = evaluate(at_one_door(draw(TOWN), "ab", 0), [(0, [A, B])])

    assert [one.sentence for one in check(town, unpaid)] == [
        "the route says it costs 1640, its parts make 2340"
    ]


def test_a_price_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="shipment 'a': visit_cost -1 is negative"):
        priced(draw("D a"), -1)


def two_sides() -> Problem:
    """Return two vans that, left alone, each serve one side; b and c are one door in between.

    b is wanted early and c late, so going there once means waiting.
    """
    windows = {"b": [during("08:00", "08:10")], "c": [during("08:20", "08:30")]}
    town = draw("a . . b . D . c . . d", [cheap("van 1"), cheap("van 2")], windows=windows)
    return at_one_door(town, "bc", 0)


def cheap(name: str) -> Vehicle:
    return replace(van(name), fixed_cost=0)


def visits_to(problem: Problem, door: set[int], price: int) -> int:
    """Return how many visits the best plan pays to a door; and that it is the best."""
    asked = priced(problem, price)
    solution = solve(asked, seconds=20, iterations=300)
    assert check(asked, solution) == []
    assert rank(asked, solution) == best_by_force(asked)
    return sum(
        stop.shipment in door and (at == 0 or route.stops[at - 1].shipment not in door)
        for route in solution.routes
        for at, stop in enumerate(route.stops)
    )


def test_a_door_is_split_where_that_is_worth_its_price_only() -> None:
    assert visits_to(two_sides(), {B, C}, price=0) == 2
    assert visits_to(two_sides(), {B, C}, price=5000) == 1


def test_the_fast_search_sees_visits_as_longer_legs() -> None:
    # a metre costs 3, a visit 700: 233.33 metres, rounded to 233
    car = replace(van(), cost_per_m=3)
    town = priced(at_one_door(draw("D . a . b c", [car]), "ac", 0), 700)

    folded = fold_visits(town)

    assert folded is not None
    assert list_rules(folded) == ()
    assert folded.profiles[0].distance_m[0].tolist() == [0, 433, 633, 500]
    assert folded.profiles[0].distance_m[:, 0].tolist() == [0, 200, 400, 500]
    assert evaluate(folded, [(0, [A, C, B])]).cost == evaluate(town, [(0, [A, C, B])]).cost - 2


def test_free_metres_have_visits_for_their_only_price() -> None:
    town = priced(draw("D . a . b", [replace(van(), cost_per_m=0)]), 700)

    folded = fold_visits(town)

    assert folded is not None
    assert folded.profiles[0].distance_m.tolist() == [[0, 700, 700], [0, 0, 700], [0, 700, 0]]


def test_vehicles_with_prices_of_their_own_have_legs_of_their_own() -> None:
    dear = replace(van("van 2"), cost_per_m=7)
    town = priced(draw(TOWN, [van(), dear]), 700)

    folded = fold_visits(town)

    assert folded is not None
    # 700 metres at 1, 100 at 7
    assert [one.distance_m[1, 2] for one in folded.profiles] == [900, 300]
    assert evaluate(folded, [(1, [A, B])]).cost == evaluate(town, [(1, [A, B])]).cost


@pytest.mark.parametrize(
    "town",
    [
        draw(TOWN, [replace(van(), max_distance_m=5000)]),
        draw(TOWN, [replace(van(), end=1)]),
    ],
    ids=["longest way", "ends at a door"],
)
def test_what_longer_legs_would_break_is_left_to_the_rich_search(town: Problem) -> None:
    assert fold_visits(priced(town, 700)) is None


def test_shipments_of_a_door_that_disagree_are_left_to_the_rich_search() -> None:
    town = at_one_door(draw(TOWN), "ab", 700)
    first, second = town.shipments

    assert fold_visits(town) is not None
    assert fold_visits(replace(town, shipments=(first, replace(second, visit_cost=3)))) is None


def test_fetching_at_a_door_is_a_visit_too() -> None:
    # fetched at a's door with a: one visit there, one at b's
    town = priced(draw(TOWN), 700)
    fetch = Pickup(location=1, visit_cost=700)
    paired: tuple[Shipment, ...] = (town.shipments[0], replace(town.shipments[1], pickup=fetch))
    town = replace(town, shipments=paired)
    pickup = town.activities.pickups[B]

    solution = evaluate(town, [(0, [A, pickup, B])])

    assert explain(town, solution).cost.visits == 1400
    assert check(town, solution) == []
