"""Whatever the plan, what is offered can be driven at its price, and nothing cheaper can."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.engine import Place, Problem, Solution, Window, check, evaluate, insertions
from doorstep.engine.keeping import keep_feasible
from worlds.any_problem import problems, rich_problems, time_windows

relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MOST_STOPS = 5

some_windows = st.lists(time_windows(longest=100), min_size=1, max_size=3)


@st.composite
def plans(draw: st.DrawFn, problem: Problem) -> Solution:
    """Feasible routes with some of the shipments."""
    order = draw(st.permutations(range(len(problem.shipments))))
    routes, taken = [], 0
    for vehicle in range(len(problem.vehicles)):
        count = draw(st.integers(0, MOST_STOPS))
        some = order[taken : taken + count]
        numbers = [number for one in some for number in problem.activities.list_of(one)]
        routes.append((vehicle, keep_feasible(problem, vehicle, numbers)))
        taken += count
    return evaluate(problem, routes)


def left_out(problem: Problem, plan: Solution) -> list[int]:
    served = {shipment for route in plan.routes for shipment in route.shipments}
    return [index for index in range(len(problem.shipments)) if index not in served]


def within(problem: Problem, shipment: int, window: Window) -> Problem:
    shipments = list(problem.shipments)
    shipments[shipment] = replace(shipments[shipment], windows=(window,))
    return replace(problem, shipments=tuple(shipments))


def insert(problem: Problem, plan: Solution, shipment: int, place: Place) -> Solution:
    routes = {route.vehicle: route.list_activities(problem.activities) for route in plan.routes}
    stops = routes.get(place.vehicle, [])
    at = place.position
    routes[place.vehicle] = list(place.sequence) or [*stops[:at], shipment, *stops[at:]]
    return evaluate(problem, list(routes.items()))


def route_cost(plan: Solution) -> int:
    return sum(route.cost for route in plan.routes)


@relaxed
@given(st.data())
def test_every_offer_can_be_driven_at_its_price(data: st.DataObject) -> None:
    problem = data.draw(problems() | rich_problems())
    plan = data.draw(plans(problem))
    windows = data.draw(some_windows)

    for shipment, offers in insertions(problem, plan, left_out(problem, plan), windows).items():
        for window, place in zip(windows, offers, strict=True):
            if place is not None:
                told = within(problem, shipment, window)
                trial = insert(told, plan, shipment, place)
                assert check(told, trial) == []
                assert route_cost(trial) - route_cost(plan) == place.added_cost


@relaxed
@given(st.data())
def test_no_cheaper_place_exists_where_stops_have_one_window(data: st.DataObject) -> None:
    drawn = data.draw(problems())
    problem = replace(
        drawn,
        shipments=tuple(replace(one, windows=one.windows[:1]) for one in drawn.shipments),
    )
    plan = data.draw(plans(problem))
    windows = data.draw(some_windows)

    for shipment, offers in insertions(problem, plan, left_out(problem, plan), windows).items():
        for window, place in zip(windows, offers, strict=True):
            cheapest = try_everywhere(within(problem, shipment, window), plan, shipment)
            assert (place.added_cost if place else None) == cheapest


def try_everywhere(problem: Problem, plan: Solution, shipment: int) -> int | None:
    lengths = {route.vehicle: len(route.stops) for route in plan.routes}
    trials = (
        insert(problem, plan, shipment, Place(vehicle, position, 0))
        for vehicle in range(len(problem.vehicles))
        for position in range(lengths.get(vehicle, 0) + 1)
    )
    costs = (route_cost(trial) - route_cost(plan) for trial in trials if not check(problem, trial))
    return min(costs, default=None)
