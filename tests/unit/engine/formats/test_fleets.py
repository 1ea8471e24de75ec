"""VRPLIB with mixed fleets, depots, trips and prizes, on drawn files of two clients."""

import pytest

from doorstep.engine import Window, check, evaluate
from doorstep.engine.formats import FormatError, vrplib, write_routes

HEAD = """NAME : two
TYPE : {kind}
DIMENSION : {nodes}
VEHICLES : 2
EDGE_WEIGHT_TYPE : EUC_2D
"""

FLEET = """NODE_COORD_SECTION
1 0 0
2 3 4
3 1 1
DEMAND_SECTION
1 0
2 4
3 5
CAPACITY_SECTION
1 4
2 9
VEHICLES_FIXED_COST_SECTION
1 7
2 20
VEHICLES_UNIT_DISTANCE_COST_SECTION
1 3
2 5
DEPOT_SECTION
1
EOF
"""

DEPOTS = """CAPACITY : 9
VEHICLES_MAX_DURATION : 40
NODE_COORD_SECTION
1 0 0
2 0 9
3 3 4
4 1 1
DEMAND_SECTION
1 0
2 0
3 4
4 5
SERVICE_TIME_SECTION
1 0
2 0
3 2
4 2
TIME_WINDOW_SECTION
1 0 100
2 5 90
3 10 20
4 30 60
VEHICLES_DEPOT_SECTION
1 1
2 2
DEPOT_SECTION
1
2
EOF
"""

TRIPS = """CAPACITY : 5
SERVICE_TIME : 1
NODE_COORD_SECTION
1 0 0
2 3 4
3 1 1
DEMAND_SECTION
1 0
2 4
3 5
TIME_WINDOW_SECTION
1 0 100
2 0 50
3 0 50
RELEASE_TIME_SECTION
1 0
2 0
3 12
VEHICLES_RELOAD_DEPOT_SECTION
1 1
2 1
DEPOT_SECTION
1
EOF
"""

PRIZES = """CAPACITY : 9
SERVICE_TIME : 1
NODE_COORD_SECTION
1 0 0
2 3 4
3 1 1
DEMAND_SECTION
1 0
2 4
3 5
TIME_WINDOW_SECTION
1 0 100
2 0 50
3 0 50
PRIZE_SECTION
1 0
2 8
3 0
DEPOT_SECTION
1
-1
EOF
"""


def test_each_vehicle_of_a_mixed_fleet_has_its_prices_and_room() -> None:
    problem = vrplib.read(HEAD.format(kind="HFVRP", nodes=3) + FLEET).problem
    small, large = problem.vehicles

    assert (small.capacity, small.fixed_cost, small.cost_per_m) == ((4,), 7_000, 3)
    assert (large.capacity, large.fixed_cost, large.cost_per_m) == ((9,), 20_000, 5)
    # there and back, five each way, at three: 30, and seven for the vehicle, in thousandths
    assert evaluate(problem, [(0, [0])]).routes[0].cost == 37_000


def test_vehicles_start_at_their_depots_within_their_hours() -> None:
    problem = vrplib.read(HEAD.format(kind="MDVRPTW", nodes=4) + DEPOTS).problem
    first, second = problem.vehicles

    assert [(car.start, car.end) for car in (first, second)] == [(0, 0), (1, 1)]
    assert second.shift == Window(5_000, 90_000)
    assert (first.max_duration_s, first.max_trips) == (40_000, 1)
    assert [one.location for one in problem.shipments] == [2, 3]
    assert problem.shipments[0].service_s == 2_000


def test_trips_leave_when_the_goods_are_released() -> None:
    instance = vrplib.read(HEAD.format(kind="MTVRPTWR", nodes=3) + TRIPS)
    problem = instance.problem

    solution = evaluate(problem, [(0, [0, problem.activities.reload, 1])])

    assert check(problem, solution) == []
    assert [one.release for one in problem.shipments] == [None, 120]
    # at the depot at 110 (50 + 10 + 50), away at 120, at the door 14 later
    assert solution.routes[0].stops[2].arrival == 134
    assert write_routes(instance, solution) == "Route #1: 1 0 2\nCost 12.8\n"


def test_a_client_with_a_prize_may_be_left_out_and_one_without_may_not() -> None:
    problem = vrplib.read(HEAD.format(kind="PCVRPTW", nodes=3) + PRIZES).problem

    assert [one.prize for one in problem.shipments] == [80, None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            HEAD.format(kind="MDVRPTW", nodes=4) + DEPOTS.replace("\n2\nEOF", "\n4\nEOF"),
            "first nodes",
        ),
        (HEAD.format(kind="PCVRPTW", nodes=3) + PRIZES.replace("3 0\nDEPOT", "DEPOT"), "PRIZE"),
        (HEAD.format(kind="PCVRPTW", nodes=3) + "BACKHAUL_SECTION\n1 0\n" + PRIZES, "BACKHAUL"),
        (HEAD.format(kind="HFVRP", nodes=3) + FLEET.replace("CAPACITY", "CUBES"), "CAPACITY"),
        (
            HEAD.format(kind="MTVRPTWR", nodes=3) + TRIPS.replace("1 1\n2 1", "1 1 1\n2 1"),
            "one number",
        ),
    ],
)
def test_what_is_not_complete_or_not_known_is_refused(text: str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        vrplib.read(text)
