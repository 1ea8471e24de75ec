"""What greenhouse gases cost, counted by hand."""

import json
from dataclasses import replace

import pytest

from doorstep.engine import CostParts, Emissions, Vehicle, check, evaluate, explain, solve
from doorstep.engine.formats import vroom
from worlds.problems import best_by_force, draw, rank, van

A, B = 0, 1
TOWN = "D . a . b"
DIESEL = Emissions(g_per_km=317, cost_per_t=10**7)
"""317 g at a hundred of the currency, in thousandths of its cent: 3.17 a metre."""


def _emitting(emissions: Emissions | None, name: str = "van 1") -> Vehicle:
    return replace(van(name), emissions=emissions)


@pytest.mark.parametrize(
    ("g_per_km", "cost_per_t", "cost_per_m"),
    [
        (317, 10**7, 3),  # 3.17
        (350, 10**7, 4),  # 3.5: halves go up
        (94, 10**7, 1),  # 0.94
        (49, 10**7, 0),  # 0.49
        (317, 0, 0),
    ],
)
def test_the_price_of_a_metre_is_rounded_to_a_whole_number(
    g_per_km: int, cost_per_t: int, cost_per_m: int
) -> None:
    assert Emissions(g_per_km, cost_per_t).cost_per_m == cost_per_m


def test_a_route_costs_what_its_metres_give_off() -> None:
    # 800 metres at 1 and 3 more, 480 seconds at 1, the van 1000
    town = draw(TOWN, [_emitting(DIESEL)])

    solution = evaluate(town, [(0, [A, B])])

    assert solution.cost == 1000 + 800 + 480 + 2400
    assert check(town, solution) == []


def test_emissions_without_a_price_are_counted_and_cost_nothing() -> None:
    plain = draw(TOWN)
    town = draw(TOWN, [_emitting(replace(DIESEL, cost_per_t=0))])

    assert evaluate(town, [(0, [A, B])]) == evaluate(plain, [(0, [A, B])])
    # 0.8 km at 317 g is 253.6 g
    assert explain(town, evaluate(town, [(0, [A, B])])).cost.emitted_g == 254


def test_the_breakdown_shows_them_apart_from_the_way() -> None:
    town = draw(TOWN, [_emitting(DIESEL)])
    solution = evaluate(town, [(0, [A, B])])

    cost = explain(town, solution).cost

    assert cost == CostParts(1000, 800, 480, prizes=0, emissions=2400, emitted_g=254)


def test_a_route_that_leaves_its_emissions_unpaid_is_reported() -> None:
    town = draw(TOWN, [_emitting(DIESEL)])
    unpaid = evaluate(draw(TOWN), [(0, [A, B])])

    assert [one.sentence for one in check(town, unpaid)] == [
        "the route says it costs 2280, its parts make 4680"
    ]


def test_the_cleaner_van_drives_where_that_is_worth_its_price() -> None:
    # The way of 800 metres costs diesel 2400 and the battery van 800, which costs 1000 more a day.
    dear = replace(_emitting(Emissions(94, 10**7), "clean"), fixed_cost=2000)
    town = draw(TOWN, [_emitting(DIESEL), dear])
    free = draw(TOWN, [van(), replace(dear, emissions=None)])

    clean, diesel = solve(town, seconds=5, iterations=50), solve(free, seconds=5, iterations=50)

    assert [route.vehicle for route in clean.routes] == [1]
    assert [route.vehicle for route in diesel.routes] == [0]
    assert rank(town, clean) == best_by_force(town)


def test_factors_and_prices_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match=r"emissions: g_per_km -1 is not in 0\.\.1000000"):
        draw(TOWN, [_emitting(Emissions(-1))])
    with pytest.raises(ValueError, match="cost_per_m"):
        draw(TOWN, [_emitting(Emissions(10**6, 2**45))])


def test_vroom_documents_carry_the_price_of_a_kilometre_with_them() -> None:
    town = draw(TOWN, [replace(_emitting(DIESEL), cost_per_s=0)])

    document = json.dumps(vroom.write_problem(town))

    assert json.loads(document)["vehicles"][0]["costs"]["per_km"] == 4000
