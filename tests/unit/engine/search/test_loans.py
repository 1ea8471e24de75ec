"""While a search is hot each route costs less; what it is lent is paid back."""

from dataclasses import replace

from doorstep.engine import Problem, evaluate
from doorstep.engine.budget import Budget
from doorstep.engine.search.layout import BEST, COST, CURRENT, USED, Plan
from doorstep.engine.search.loans import LENT, PAID_BACK, Loan, loan_at
from doorstep.engine.search.model import Translation, translate
from doorstep.engine.search.plan import load, make_plan, read_best
from doorstep.engine.search.slices import improve
from worlds.problems import draw, van

STREET = "D a b c d e f g h i j k l m n o p q r s t u v w"
"""More stops than make a route long."""


def street(vans: int = 3) -> Problem:
    return draw(STREET, [replace(van(f"van {number}"), capacity=(100,)) for number in range(vans)])


def planned(problem: Problem, sequences: dict[int, list[int]]) -> tuple[Translation, Plan]:
    translation = translate(problem, range(len(problem.shipments)))
    plan = make_plan(translation, seed=1)
    load(translation, plan, sequences)
    return translation, plan


def halves(problem: Problem) -> dict[int, list[int]]:
    stops = list(range(len(problem.shipments)))
    return {0: stops[:9], 1: stops[9:]}


def test_a_loan_makes_routes_cheaper_and_is_paid_back_to_the_last_digit() -> None:
    problem = street()
    translation, plan = planned(problem, halves(problem))
    model = translation.model
    fresh = translate(problem, range(len(problem.shipments))).model
    cost = int(plan.tally[CURRENT])
    loan = Loan(model, plan)

    loan.lend(7)
    loan.lend(5)
    assert plan.tally[CURRENT] == cost - 5 * plan.tally[USED]
    assert (model.alone == fresh.alone - 5).all()

    loan.lend(0)
    assert plan.tally[CURRENT] == plan.tally[BEST] == cost
    assert (model.alone == fresh.alone).all()
    assert (model.car == fresh.car).all()


def test_what_cannot_be_served_alone_cannot_with_a_loan_either() -> None:
    problem = street()
    shut = replace(problem.shipments[0], load=(1000,))
    closed = replace(problem, shipments=(shut, *problem.shipments[1:]))
    translation, plan = planned(closed, {0: list(range(1, 20))})
    before = translation.model.alone.copy()

    Loan(translation.model, plan).lend(5)

    changed = translation.model.alone != before
    node = translation.shipments.index(0)
    assert not changed[:, node].any()
    assert changed.sum() == changed.size - changed.shape[0]


def test_a_plan_that_is_cheaper_only_by_the_loan_is_not_the_best() -> None:
    problem = street()
    translation, plan = planned(problem, halves(problem))
    one_route = evaluate(problem, [(0, list(range(len(problem.shipments))))]).cost
    plan.tally[BEST] = one_route >> translation.prices.shift
    cheapest = int(plan.tally[BEST])
    loan = Loan(translation.model, plan)

    loan.lend(10**6)
    assert plan.tally[CURRENT] < cheapest
    loan.mark()

    assert plan.tally[BEST] == cheapest


def test_nothing_is_lent_when_the_search_is_cold() -> None:
    assert loan_at(0.0, 10.0) == round(LENT * 10)
    assert loan_at(PAID_BACK / 2, 10.0) == round(LENT * 5)
    assert loan_at(PAID_BACK, 10.0) == loan_at(1.0, 10.0) == 0


def test_after_a_search_with_loans_costs_are_those_of_the_problem() -> None:
    problem = street()
    translation, plan = planned(problem, halves(problem))
    fresh = translate(problem, range(len(problem.shipments))).model

    improve(translation, plan, (1000.0, 10.0), Budget(60, iterations=300))

    assert (translation.model.alone == fresh.alone).all()
    assert (translation.model.car == fresh.car).all()
    routes = list(read_best(translation, plan).items())
    priced = evaluate(problem, routes)
    assert int(plan.tally[BEST]) << translation.prices.shift == priced.cost
    assert plan.tally[CURRENT] == plan.sums[: translation.model.routes, COST].sum()


def test_who_stops_while_routes_are_lent_something_gets_a_best_plan_at_its_price() -> None:
    problem = street()
    translation, plan = planned(problem, halves(problem))
    began = int(plan.tally[BEST])

    improve(translation, plan, (1000.0, 10.0), Budget(60, iterations=100), stretch=(0.0, 0.3))

    best = evaluate(problem, list(read_best(translation, plan).items()))
    assert int(plan.tally[BEST]) << translation.prices.shift == best.cost
    assert plan.tally[BEST] <= began
