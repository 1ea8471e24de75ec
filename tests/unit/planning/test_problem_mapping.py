"""From shipments and a fleet to the engine's numbers, and back to a plan."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import numpy as np

from doorstep import engine
from doorstep.fleet import Depot, Fleet, PlanPrices, Vehicle
from doorstep.kernel import Point, TimeWindow
from doorstep.orders import Recipient, Shipment
from doorstep.planning import ADVICE, Plan, build_problem, read_solution
from doorstep.roads import Matrix, decode_polyline

MAY = date(2026, 5, 4)
VAN = Vehicle(
    name="van",
    depot="D",
    profile="van",
    shift_start=time(8),
    shift_end=time(17),
    capacity_g=800_000,
    capacity_cm3=6_000_000,
    fixed_cost_minor=4000,
    cost_per_km_minor=35,
    cost_per_hour_minor=2400,
    skills=frozenset({"cold"}),
    driver="Ada",
)
CREW = Fleet("Europe/Helsinki", "EUR", (Depot("D", Point(60.17, 24.94)),), (VAN,))
PARCEL = Shipment("A", Recipient("Aino"), "Bulevardi 5", Point(60.165, 24.94), priority=2)
# Two places, 600 s and 3000 m apart.
HOP = np.array([[0, 1], [1, 0]], dtype=np.int32)
TRAVEL = {"van": Matrix(HOP * 600, HOP * 3000)}


def problem(crew: Fleet = CREW, day: date = MAY, parcel: Shipment = PARCEL) -> engine.Problem:
    return build_problem([parcel], crew, TRAVEL, day)


def shift_of(vehicle: Vehicle, day: date = MAY) -> tuple[int, int]:
    shift = problem(replace(CREW, vehicles=(vehicle,)), day).vehicles[0].shift
    return shift.early, shift.late


def test_seconds_count_from_local_midnight() -> None:
    # 8 h and 17 h after midnight.
    assert shift_of(VAN) == (28_800, 61_200)


def test_a_shift_after_the_clocks_go_forward_begins_an_hour_sooner() -> None:
    # On 29 March 2026 Helsinki has no hour from 03:00: 08:00 is 7 h after midnight.
    assert shift_of(VAN, date(2026, 3, 29)) == (25_200, 57_600)


def test_a_night_shift_ends_on_the_next_day() -> None:
    night = replace(VAN, shift_start=time(22), shift_end=time(6))
    # 22 h and 24 h + 6 h.
    assert shift_of(night) == (79_200, 108_000)


def test_costs_become_thousandths_of_a_cent() -> None:
    (vehicle,) = problem().vehicles
    # 35 cents a km are 35 milli-cents a metre; 2400 cents an hour are 666.7 a second.
    assert (vehicle.fixed_cost, vehicle.cost_per_m, vehicle.cost_per_s) == (4_000_000, 35, 667)


def test_a_price_of_emissions_is_part_of_a_metres_price_and_shown_apart() -> None:
    # 317 g a km at 100 euros a tonne are 3.17 cents a km: the search counts 35 + 3 a metre.
    dear = replace(CREW, prices=PlanPrices(co2e_per_t_minor=10_000))
    asked = problem(dear)
    assert asked.vehicles[0].metre_cost == 38

    # 6 km there and back give off 1902 g, which cost 19.02 cents; the way 210, 23 minutes 920.
    route = plan_of(asked, dear).routes[0]
    assert (route.co2e_g, route.co2e_cost_minor) == (1902, 19)
    assert route.cost_minor == 4000 + 210 + 920 + 19


def test_without_a_price_emissions_are_shown_and_cost_nothing() -> None:
    asked = problem()
    assert asked.vehicles[0].metre_cost == 35

    route = plan_of(asked).routes[0]
    assert (route.co2e_g, route.co2e_cost_minor, route.cost_minor) == (1902, 0, 5130)


def test_a_fleets_own_figure_counts_and_bicycles_give_off_nothing() -> None:
    electric = replace(VAN, co2e_g_per_km=94)
    bike = replace(VAN, profile="cargo_bike")
    assert (VAN.emits_g_per_km, electric.emits_g_per_km, bike.emits_g_per_km) == (317, 94, 0)


def test_free_driving_still_prefers_the_short_way() -> None:
    free = replace(VAN, fixed_cost_minor=0, cost_per_km_minor=0, cost_per_hour_minor=0)
    assert problem(replace(CREW, vehicles=(free,))).vehicles[0].cost_per_s == 1


def test_leaving_out_costs_more_than_a_route_of_its_own_and_grows_with_priority() -> None:
    # Fixed 4,000,000, there and back 2 * 3000 m * 35, a shift of 32,400 s at 667; and one more.
    base = 4_000_000 + 210_000 + 21_610_800 + 1
    assert problem().shipments[0].prize == 3 * base
    assert problem(parcel=replace(PARCEL, priority=0)).shipments[0].prize == base


def test_a_window_of_another_day_is_no_window_at_all() -> None:
    past = TimeWindow(datetime(2026, 5, 1, 6, tzinfo=UTC), datetime(2026, 5, 1, 7, tzinfo=UTC))
    found = engine.solve(problem(parcel=replace(PARCEL, windows=(past,))), seconds=0.1)
    assert [left.reason for left in found.unassigned] == [engine.Reason.TIME_WINDOW]


def read(
    solution: engine.Solution, asked: engine.Problem | None = None, crew: Fleet = CREW
) -> Plan:
    explanation = engine.explain(asked or problem(), solution)
    return read_solution(
        solution, explanation, [PARCEL], crew, MAY, lambda places, _profile: places
    )


def plan_of(asked: engine.Problem, crew: Fleet = CREW) -> Plan:
    solution = engine.evaluate(asked, [(0, [0])])
    assert engine.check(asked, solution) == []
    return read(solution, asked, crew)


def test_a_solution_becomes_a_plan_with_exact_costs_and_utc_times() -> None:
    stop = engine.Stop(shipment=0, arrival=32_400, service_start=32_400, departure=32_580)
    route = engine.Route(
        vehicle=0, start=31_800, stops=(stop,), end=33_180, distance_m=6000, cost=1
    )
    plan = read(engine.Solution((route,), (), cost=1))

    # 09:00 in Helsinki in May is 06:00 UTC.
    assert str(plan) == "van: D 08:50 > A 09:00 > D 09:13"
    assert plan.routes[0].stops[0].arrival_at == datetime(2026, 5, 4, 6, tzinfo=UTC)
    # 4000 + 6 km * 35 + 1380 s of an hour at 2400 = 4000 + 210 + 920 cents.
    assert (plan.cost_minor, plan.distance_m, plan.duration_s) == (5130, 6000, 1380)
    line = decode_polyline(plan.routes[0].geometry)
    assert line == [CREW.depots[0].location, PARCEL.location, CREW.depots[0].location]


def test_what_is_left_out_has_a_sentence_and_an_action() -> None:
    plan = read(engine.Solution((), (engine.Unassigned(0, engine.Reason.SKILLS),), cost=0))
    (left,) = plan.unassigned
    assert (left.reference, left.reason) == ("A", "skills")
    assert left.sentence == "No vehicle has all the skills it needs."
    assert left.action.startswith("Give a vehicle these skills")
    assert str(plan) == "unassigned: A skills"


def test_every_reason_of_the_engine_has_its_advice() -> None:
    assert set(ADVICE) == set(engine.Reason)
