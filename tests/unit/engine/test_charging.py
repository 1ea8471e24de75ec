"""Where and how long a route charges: counted by hand, and compared with trying everything."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from doorstep.engine import (
    Activity,
    Battery,
    Problem,
    Reason,
    Route,
    Solution,
    Station,
    Stop,
    check,
    describe,
    evaluate,
    explain,
)
from doorstep.engine.electric import Charge
from doorstep.engine.line import Line, read_line
from doorstep.engine.reach import Reach
from doorstep.engine.reasons import explain_alone
from doorstep.engine.schedule import best_times, evaluate_route, is_feasible, time_cost
from worlds.problems import CELL_M, draw, during, van

TOWN = """
    a . . s . . b
    . . . . . . .
    D . t . . . c
"""
QUICK = ((0, 0), (10, 60), (12, 240))
"""Six seconds for each of the first ten, ninety for each of the last two."""
SLOW = ((0, 0), (12, 360))


def _town(**changes: object) -> Problem:
    """Three stops and two stations; a cell takes one of a battery of twelve."""
    battery = replace(Battery(12, per_km=10), **changes)  # type: ignore[arg-type]
    town = draw(TOWN, [replace(van(), battery=battery)])
    a, b, c, s, t = town.shipments
    stations = Station("s", s.location, QUICK), Station("t", t.location, SLOW)
    return replace(town, shipments=(a, b, c), stations=stations)


def _charges(problem: Problem, sequence: list[int]) -> list[tuple[int | None, int | None, int]]:
    route = evaluate_route(problem, 0, sequence)
    return [
        (one.station, one.level, one.departure - one.service_start)
        for one in route.stops
        if one.kind is Activity.CHARGE
    ]


def test_a_battery_that_lasts_is_not_charged() -> None:
    assert _charges(_town(), [0]) == []


def test_it_is_charged_for_as_long_as_is_needed() -> None:
    """The round D a b c D is 2 + 6 + 2 + 6: with 12 at the start, 4 more are needed.

    At s, on the way from a to b, 7 are left. Up to 10 a unit takes 6 s there, then 90. The fourth
    comes from t, on the way home, where 1 is left: 30 s.
    """
    assert _charges(_town(), [0, 1, 2]) == [(0, 10, 18), (1, 2, 30)]


def test_fully_means_until_it_is_full() -> None:
    found = _charges(_town(charges_fully=True), [0, 1, 2])

    assert [level for _, level, _ in found] == [12]


def test_a_wait_is_used_to_charge() -> None:
    """b opens late: at s it is charged to 11 for nothing, and nowhere else.

    Time costs nothing here but for the end of the shift, and t is on the way: so it is only seen
    when the shift ends with the last way home, at 09:00 + 8 cells.
    """
    town = _town()
    car = replace(town.vehicles[0], cost_per_s=0, shift=during("08:00", "09:08"))
    late = replace(town.shipments[1], windows=(during("09:00", "09:10"),))
    waits = replace(town, vehicles=(car,), shipments=(town.shipments[0], late, town.shipments[2]))

    assert _charges(waits, [0, 1, 2]) == [(0, 11, 108)]
    assert check(waits, evaluate(waits, [(0, [0, 1, 2])])) == []


def test_what_no_station_helps_is_out_of_range() -> None:
    town = replace(_town(capacity=5, level=5), stations=())
    reach = Reach(town, by_way_of_others=False)

    reasons = [explain_alone(town, reach, index) for index in range(3)]

    assert reasons == [None, Reason.RANGE, Reason.RANGE]  # there and back is 4, 16 and 12


def test_a_plan_in_words_names_the_station() -> None:
    town = _town(charges_fully=True)

    assert "charge at s to 12" in describe(town, evaluate(town, [(0, [0, 1, 2])]))


def test_the_slack_of_a_route_counts_its_charges() -> None:
    solution = evaluate(_town(), [(0, [0, 1, 2])])

    slack = explain(_town(), solution).slack_s[0]

    assert len(slack) == len(solution.routes[0].stops)
    assert min(slack) > 0


def _by_force(problem: Problem, sequence: Sequence[int]) -> int | None:
    """Return the least cost of a route that the judge accepts, trying each charge on each leg."""
    least = None
    for charges in _list_all_charges(problem, sequence):
        line = read_line(problem, 0, sequence, charges)
        route = _read_route(problem, line)
        if least is not None and route.cost >= least:
            continue
        if _is_accepted(problem, route):
            least = route.cost
    return least


def _is_accepted(problem: Problem, route: Route) -> bool:
    found = check(problem, Solution((route,), (), route.cost))
    return all(one.rule == "each_shipment_once" for one in found)


def _read_route(problem: Problem, line: Line) -> Route:
    car = problem.vehicles[0]
    times = best_times(line, car)
    cost = car.fixed_cost + car.cost_per_m * sum(line.distance_m) + time_cost(line, car, times)
    charges = iter(line.charges)
    stops = []
    for at, visit in enumerate(line.visits):
        stop = Stop(
            visit.shipment, times.arrivals[at], times.starts[at], times.leaves[at], visit.kind
        )
        if visit.kind is Activity.CHARGE:
            charge = next(charges)
            stop = replace(stop, station=charge.station, level=charge.level)
        stops.append(stop)
    return Route(0, times.start, tuple(stops), times.end, sum(line.distance_m), cost)


def _list_all_charges(problem: Problem, sequence: Sequence[int]) -> Iterator[tuple[Charge, ...]]:
    """Yield every way to charge, at most once on each leg and twice in all, to every level."""
    car, cells = problem.vehicles[0], problem.profiles[0].distance_m // CELL_M
    assert car.battery is not None
    battery = car.battery
    places = [0, *(problem.shipments[index].location for index in sequence), 0]

    def go(leg: int, level: int, most: int) -> Iterator[tuple[Charge, ...]]:
        if leg == len(places) - 1:
            yield ()
            return
        here, there = places[leg], places[leg + 1]
        if level >= cells[here, there]:
            yield from go(leg + 1, level - int(cells[here, there]), most)
        for number, station in enumerate(problem.stations if most else ()):
            came = level - int(cells[here, station.location])
            first = battery.capacity if battery.charges_fully else came + 1
            for up_to in range(first, battery.capacity + 1) if came >= 0 else ():
                left = up_to - int(cells[station.location, there])
                if left >= 0:
                    takes_s = station.seconds_to(up_to) - station.seconds_to(came)
                    for later in go(leg + 1, left, most - 1):
                        yield Charge(leg, number, up_to, takes_s), *later

    yield from go(0, battery.start_level, 2)


LATER = {"a": "08:20", "b": "08:12", "c": "08:25"}


def _timed(problem: Problem, names: str) -> Problem:
    """Return the problem with stops that open late, or close early."""
    shipments = [
        replace(one, windows=(during(LATER[one.name], "08:40"),)) if one.name in names else one
        for one in problem.shipments
    ]
    return replace(problem, shipments=tuple(shipments))


@pytest.mark.parametrize("per_s", [0, 1])
@pytest.mark.parametrize(
    ("names", "changes"),
    [("", {}), ("b", {}), ("bc", {"level": 8}), ("a", {"charges_fully": True})],
    ids=str,
)
def test_no_other_way_to_charge_costs_less(
    names: str, changes: dict[str, object], per_s: int
) -> None:
    problem = _timed(_town(**changes), names)
    problem = replace(problem, vehicles=(replace(problem.vehicles[0], cost_per_s=per_s),))

    for sequence in ((0, 1, 2), (2, 0, 1)):
        least = _by_force(problem, sequence)

        route = evaluate_route(problem, 0, sequence)
        is_accepted = _is_accepted(problem, route)
        assert is_feasible(problem, 0, sequence) == is_accepted, sequence
        assert least is None or (is_accepted and route.cost <= least), sequence
