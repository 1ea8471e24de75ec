"""How a search learns that it is over."""

from doorstep.engine.budget import FEWEST_ITERATIONS, Budget
from doorstep.engine.solution import Progress


def test_iterations_end_it() -> None:
    budget = Budget(60, iterations=3)

    assert [budget.is_spent(done) for done in (0, 2, 3)] == [False, False, True]


def test_time_ends_it_and_a_few_iterations_are_made_however_late_it_begins() -> None:
    assert Budget(0).is_spent(FEWEST_ITERATIONS)
    assert not Budget(0).is_spent(FEWEST_ITERATIONS - 1)
    assert not Budget(60).is_spent(FEWEST_ITERATIONS)


def test_fewer_iterations_than_those_few_are_enough_where_they_are_asked_for() -> None:
    assert Budget(0, iterations=3).is_spent(3)


def test_a_wish_ends_it_for_good() -> None:
    wishes = iter([True])  # asked again, it would raise StopIteration
    budget = Budget(60, should_stop=lambda: next(wishes))

    assert budget.is_spent(0)
    assert budget.is_spent(1)


def test_the_caller_is_not_asked_at_every_iteration() -> None:
    asked = 0

    def should_stop() -> bool:
        nonlocal asked
        asked += 1
        return False

    budget = Budget(60, should_stop=should_stop)
    for done in range(100):
        budget.is_spent(done)

    assert asked < 100


def test_reports_are_wanted_at_once_and_then_not_for_a_while() -> None:
    told: list[Progress] = []
    budget = Budget(60, on_progress=told.append)

    assert budget.wants_report()
    budget.report(route_cost=3, lost_prizes=2, routes=1, unassigned=0, iterations=9)

    assert not budget.wants_report()
    assert (told[0].cost, told[0].iterations) == (5, 9)


def test_nobody_listening_wants_no_report() -> None:
    budget = Budget(60)

    budget.report(route_cost=3, lost_prizes=2, routes=1, unassigned=0, iterations=9)

    assert not budget.wants_report()
