"""Pricing one more shipment in a plan, in several windows."""

from doorstep.engine import Place, Problem, Solution, evaluate, insertions, open_plan
from worlds.problems import OK_SMALL, draw, during

MORNING, NOON, NIGHT = during("08:00", "09:00"), during("12:00", "13:00"), during("22:00", "23:00")


def a_round_that_waits_for_b() -> tuple[Problem, Solution]:
    """D a b d D, with a on arrival at 08:27 and b, who opens at 08:30: nobody has to wait."""
    problem = draw(OK_SMALL, windows={"b": [during("08:30", "08:40")]})
    return problem, evaluate(problem, [(0, [0, 1, 3])])


def test_a_window_that_costs_nothing_is_told_from_one_that_makes_the_van_wait() -> None:
    problem, plan = a_round_that_waits_for_b()

    # c lies on the way home. In the morning the van is there at 08:30 + 2 + 6 = 08:38; for noon it
    # leaves b as late as 08:40 and waits at c from 08:48 to 12:00. Nobody is there at night.
    morning, noon, night = insertions(problem, plan, [2], [MORNING, NOON, NIGHT])[2]

    assert morning == Place(vehicle=0, position=3, added_cost=0)
    assert noon == Place(vehicle=0, position=3, added_cost=192 * 60)
    assert night is None


def test_without_windows_the_shipments_own_count() -> None:
    problem, plan = a_round_that_waits_for_b()

    assert insertions(problem, plan, [2]) == {2: (Place(vehicle=0, position=3, added_cost=0),)}


def test_a_plan_that_is_opened_once_takes_one_shipment_after_the_other() -> None:
    problem = draw(OK_SMALL)
    plan = open_plan(problem, evaluate(problem, [(0, [1, 3])]))
    place = insertions(problem, plan, [2])[2][0]
    assert place is not None

    plan.put(2, place)

    assert plan.sequences == {0: [1, 3, 2]}
    assert insertions(problem, plan, [0], [MORNING])[0][0] == Place(0, 0, 0)
