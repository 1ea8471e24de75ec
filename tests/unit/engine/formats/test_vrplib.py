"""VRPLIB texts become problems, and problems VRPLIB texts."""

from dataclasses import replace

import pytest

from doorstep.engine import Window, check, evaluate
from doorstep.engine.formats import FormatError, Rounding, read_routes, vrplib, write_routes

CVRP = """
NAME : \tsquare\t
COMMENT : "three clients: on a square"
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1\t0\t0
2 0 10
3 10 10
4 10 0
DEMAND_SECTION
1 0
2 4
3 5
4 6
DEPOT_SECTION
\t1
\t-1
EOF
"""

VRPTW = """
NAME : timed
TYPE : VRPTW
DIMENSION : 3
VEHICLES : 2
CAPACITY : 9
SERVICE_TIME : 5
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 1 1
3 3 4
DEMAND_SECTION
1 0
2 1
3 2
TIME_WINDOW_SECTION
1 0 100
2 10 20
3 30 40
DEPOT_SECTION
1
-1
EOF
"""


def test_distances_of_a_cvrp_are_rounded_to_the_nearest() -> None:
    problem = vrplib.read(CVRP).problem

    # the diagonal of the square is 14.14 long
    assert problem.profiles[0].distance_m.tolist() == [
        [0, 10, 14, 10],
        [10, 0, 10, 14],
        [14, 10, 0, 10],
        [10, 14, 10, 0],
    ]
    assert [shipment.load for shipment in problem.shipments] == [(4,), (5,), (6,)]
    assert len(problem.vehicles) == 3
    assert problem.vehicles[0].capacity == (10,)


def test_distances_of_a_vrptw_are_ten_times_as_long_and_cut_off() -> None:
    instance = vrplib.read(VRPTW)

    # 10 x sqrt(2) = 14.14, 10 x 5 = 50, 10 x sqrt(4 + 9) = 36.06
    assert instance.problem.profiles[0].distance_m.tolist() == [
        [0, 14, 50],
        [14, 0, 36],
        [50, 36, 0],
    ]
    assert instance.problem.shipments[1].windows == (Window(300, 400),)
    assert instance.problem.shipments[1].service_s == 50
    assert instance.problem.vehicles[0].shift == Window(0, 1000)
    assert instance.scale == 10


def test_a_published_solution_costs_what_it_says() -> None:
    instance = vrplib.read(CVRP)
    published = read_routes("Route #1: 1 2\nRoute #2: 3\nCost 54\n")

    routes = [(at, [client - 1 for client in route]) for at, route in enumerate(published.routes)]
    solution = evaluate(instance.problem, routes)

    # 10 + 10 + 14, and 10 there and back
    assert solution.cost == published.cost == 54
    assert check(instance.problem, solution) == []
    assert write_routes(instance, solution) == "Route #1: 1 2\nRoute #2: 3\nCost 54\n"


def test_the_cost_of_a_vrptw_is_written_in_the_unit_of_the_file() -> None:
    instance = vrplib.read(VRPTW)
    solution = evaluate(instance.problem, [(0, [0, 1])])

    # 14 + 36 + 50 tenths
    assert write_routes(instance, solution) == "Route #1: 1 2\nCost 10\n"


@pytest.mark.parametrize("text", [CVRP, VRPTW], ids=["CVRP", "VRPTW"])
def test_a_problem_written_and_read_back_is_the_same(text: str) -> None:
    problem = vrplib.read(text, Rounding.ROUND).problem

    again = vrplib.read(vrplib.write(problem, "again"), Rounding.ROUND).problem

    assert (again.vehicles, again.shipments) == (problem.vehicles, problem.shipments)
    assert (again.profiles[0].duration_s == problem.profiles[0].duration_s).all()
    assert (again.profiles[0].distance_m == problem.profiles[0].distance_m).all()


def test_everything_that_is_not_supported_is_named() -> None:
    text = CVRP.replace("TYPE : CVRP", "TYPE : MDVRP\nRELOAD : 2", 1) + "PRIZE_SECTION\n1 3\n"

    with pytest.raises(FormatError) as caught:
        vrplib.read(text.replace(": EUC_2D", ": GEO"))

    assert caught.value.findings == (
        "RELOAD is not supported.",
        "PRIZE_SECTION is not supported.",
        "TYPE MDVRP is not supported, only CVRP, VRPTW, HFVRP, MDVRPTW, MTVRPTWR, PCVRPTW.",
        "Edge weights GEO FULL_MATRIX are not supported, only EUC_2D and FULL_MATRIX.",
    )


@pytest.mark.parametrize(
    ("broken", "finding"),
    [
        ("", r"NODE_COORD_SECTION is missing"),
        (CVRP.replace("4 6\n", ""), r"different numbers of nodes: \[3, 4\]"),
        (CVRP.replace("3 5\n", "3 five\n"), r"does not have the numbers"),
        (CVRP.replace("\t1\n\t-1", "\t1\n\t2\n\t-1"), r"must name node 1"),
        (CVRP.replace("CAPACITY : 10\n", ""), r"CAPACITY is missing"),
        (VRPTW.replace("30 40", "40 30"), r"closes before it opens"),
    ],
    ids=["nothing", "a row", "not a number", "two depots", "no capacity", "window"],
)
def test_a_broken_file_is_refused_with_a_sentence(broken: str, finding: str) -> None:
    with pytest.raises(FormatError, match=finding):
        vrplib.read(broken)


def test_a_problem_that_the_format_cannot_say_is_refused_with_all_reasons() -> None:
    problem = vrplib.read(CVRP).problem
    cars = tuple(replace(car, fixed_cost=5, max_stops=2) for car in problem.vehicles)

    with pytest.raises(FormatError) as caught:
        vrplib.write(replace(problem, vehicles=cars), "priced")

    assert caught.value.findings == (
        "A VRPLIB instance has no prices but one for each unit of distance.",
        "A VRPLIB instance has no skills, prizes or most stops.",
    )


def test_a_solution_file_with_a_word_in_a_route_is_refused() -> None:
    with pytest.raises(FormatError, match="Line 1 of the solution"):
        read_routes("Route #1: 1 two\n")
