"""How fast a vehicle is somewhere and home again."""

from dataclasses import replace

from doorstep.engine.reach import Reach
from worlds.problems import draw, van


def test_a_direct_leg_is_what_the_table_says() -> None:
    problem = draw("D . a . b")
    reach = Reach(problem, by_way_of_others=False)

    assert reach.there_s(problem.vehicles[0], 2) == 4 * 60
    assert reach.back_s(problem.vehicles[0], 2) == 4 * 60


def test_a_missing_leg_is_no_way_unless_others_lead_there() -> None:
    problem = draw("a . D . b", closed=["Da", "bD"])
    direct = Reach(problem, by_way_of_others=False)
    around = Reach(problem, by_way_of_others=True)
    car = problem.vehicles[0]

    # D to a by way of b: 2 + 4 cells; b to D by way of a: 4 + 2 cells
    assert (direct.there_s(car, 1), direct.back_s(car, 2)) == (None, None)
    assert (around.there_s(car, 1), around.back_s(car, 2)) == (6 * 60, 6 * 60)


def test_vehicles_that_differ_in_name_only_are_asked_once() -> None:
    fleet = [van("van 1"), van("van 2"), replace(van("van 3"), capacity=(3,))]

    assert len(Reach(draw("D . a", fleet), by_way_of_others=False).cars) == 2
