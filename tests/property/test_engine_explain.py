"""Whatever the problem, what is offered works, and no smaller change of its kind does."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.engine import (
    Change,
    Problem,
    Relaxation,
    Solution,
    Window,
    check,
    evaluate,
    explain,
    relax,
)
from doorstep.engine.keeping import keep_feasible
from worlds.any_problem import problems

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
MOST_STOPS = 5
MINUTE_S = 60
MOST_MINUTES = 40


@st.composite
def plans(draw: st.DrawFn) -> tuple[Problem, Solution]:
    """Some shipments on feasible routes, the others left out though they might fit."""
    problem = draw(problems())
    order = draw(st.permutations(range(len(problem.shipments))))
    routes, taken = [], 0
    for vehicle in range(len(problem.vehicles)):
        count = draw(st.integers(0, MOST_STOPS))
        routes.append((vehicle, keep_feasible(problem, vehicle, order[taken : taken + count])))
        taken += count
    return problem, evaluate(problem, routes)


def stops_of(solution: Solution, vehicle: int) -> list[int]:
    return [
        shipment
        for route in solution.routes
        if route.vehicle == vehicle
        for shipment in route.shipments
    ]


def works(problem: Problem, solution: Solution, change: Relaxation) -> bool:
    """Insert the shipment in the changed problem and let the checker judge the whole plan."""
    return not check(*insert(problem, solution, change))


def insert(problem: Problem, solution: Solution, change: Relaxation) -> tuple[Problem, Solution]:
    changed = relax(problem, change)
    is_new = change.change is Change.VEHICLE
    target = len(problem.vehicles) if is_new else change.vehicle
    stops = [] if is_new else stops_of(solution, target)
    stops.insert(change.position, change.shipment)
    others = [
        (route.vehicle, stops_of(solution, route.vehicle))
        for route in solution.routes
        if route.vehicle != target
    ]
    return changed, evaluate(changed, [*others, (target, stops)])


@relaxed
@given(plans())
def test_every_change_that_is_offered_works_and_costs_what_is_said(
    plan: tuple[Problem, Solution],
) -> None:
    problem, solution = plan
    routes_cost = sum(route.cost for route in solution.routes)

    for shipment, offers in explain(problem, solution).relaxations.items():
        for offer in offers:
            changed, after = insert(problem, solution, offer)
            assert check(changed, after) == []
            assert offer.shipment == shipment
            assert sum(route.cost for route in after.routes) == routes_cost + offer.added_cost


@relaxed
@given(plans())
def test_offers_are_sorted_by_cost(plan: tuple[Problem, Solution]) -> None:
    for offers in explain(*plan).relaxations.values():
        costs = [offer.added_cost for offer in offers]
        assert costs == sorted(costs)
        assert len(costs) <= 3


def least_by_force(
    problem: Problem, solution: Solution, shipment: int, kind: Change
) -> int | None:
    """Return the fewest minutes with which the checker accepts any vehicle and position."""
    return next(
        (
            minutes * MINUTE_S
            for minutes in range(1, MOST_MINUTES + 1)
            if any(
                works(problem, solution, change)
                for change in list_changes(problem, solution, shipment, kind, minutes * MINUTE_S)
            )
        ),
        None,
    )


def list_changes(
    problem: Problem, solution: Solution, shipment: int, kind: Change, amount: int
) -> list[Relaxation]:
    wanted = problem.shipments[shipment]
    later = [Window(window.early, window.late + amount) for window in wanted.windows]
    earlier = [Window(window.early - amount, window.late) for window in wanted.windows]
    windows: dict[Change, list[Window | None]] = {
        Change.SHIFT_END: [None],
        Change.WINDOW_LATER: [*later],
        Change.WINDOW_EARLIER: [*earlier],
    }
    return [
        Relaxation(shipment, kind, vehicle, position, amount, window=window)
        for vehicle in range(len(problem.vehicles))
        for position in range(len(stops_of(solution, vehicle)) + 1)
        for window in windows[kind]
    ]


@settings(relaxed, max_examples=60)
@given(plans(), st.data())
def test_no_smaller_change_of_a_time_than_the_one_offered_works(
    plan: tuple[Problem, Solution], data: st.DataObject
) -> None:
    problem, solution = plan
    found = explain(problem, solution, most_offers=9).relaxations
    stuck = [
        index
        for index, offers in found.items()
        if all(offer.change not in (Change.NOTHING, Change.PRIZE) for offer in offers)
    ]
    if not stuck:
        return
    shipment = data.draw(st.sampled_from(stuck))
    kind = data.draw(
        st.sampled_from([Change.SHIFT_END, Change.WINDOW_LATER, Change.WINDOW_EARLIER])
    )
    offered = [offer.amount for offer in found[shipment] if offer.change is kind]

    least = least_by_force(problem, solution, shipment, kind)

    assert offered == ([] if least is None else [least])


@relaxed
@given(plans())
def test_every_stop_can_begin_later_by_its_slack_and_not_by_a_second_more(
    plan: tuple[Problem, Solution],
) -> None:
    problem, solution = plan
    for route, slacks in zip(solution.routes, explain(problem, solution).slack_s, strict=True):
        stops = list(route.shipments)
        for position, slack_s in enumerate(slacks):
            start = route.stops[position].service_start
            assert can_begin_at(problem, route.vehicle, stops, position, start + slack_s)
            assert not any(
                can_begin_at(problem, route.vehicle, stops, position, start + slack_s + more)
                for more in (1, 60)
            )


def can_begin_at(
    problem: Problem, vehicle: int, stops: list[int], position: int, start: int
) -> bool:
    """Begin a stop at this second alone, with all before it free of windows, and ask."""
    shipments = list(problem.shipments)
    for before in stops[:position]:
        shipments[before] = replace(shipments[before], windows=())
    wanted = shipments[stops[position]]
    is_open = any(window.early <= start <= window.late for window in wanted.windows)
    if wanted.windows and not is_open:
        return False
    shipments[stops[position]] = replace(wanted, windows=(Window(start, start),))
    changed = replace(problem, shipments=tuple(shipments))
    return not check(changed, evaluate(changed, [(vehicle, stops)]))
