"""The text of Solomon's instances becomes a problem."""

import pytest

from doorstep.engine import describe, solve
from doorstep.engine.formats import FormatError, solomon, vrplib

SOLOMON = """C000

VEHICLE
NUMBER     CAPACITY
  2         9

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0         0          0          0        100          0
    1      1         1          1         10         20          5
    2      3         4          2         30         40          5
"""

SAME_AS_VRPLIB = """
NAME : C000
TYPE : VRPTW
VEHICLES : 2
CAPACITY : 9
SERVICE_TIME : 5
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
EOF
"""


def test_the_same_instance_in_two_formats_is_the_same_problem() -> None:
    ours, other = solomon.read(SOLOMON), vrplib.read(SAME_AS_VRPLIB)

    assert (ours.name, ours.scale) == (other.name, other.scale) == ("C000", 10)
    assert ours.problem.shipments == other.problem.shipments
    assert ours.problem.vehicles == other.problem.vehicles
    lengths = (ours.problem.profiles[0].distance_m, other.problem.profiles[0].distance_m)
    assert lengths[0].tolist() == lengths[1].tolist() == [[0, 14, 50], [14, 0, 36], [50, 36, 0]]


def test_an_instance_can_be_solved_in_tenths_of_its_unit() -> None:
    problem = solomon.read(SOLOMON).problem

    solution = solve(problem, seconds=10, iterations=20)

    # service at 1 until 150 to 250, 36 to 2, which opens at 300; 50 of service, 50 home: 400
    assert solution.cost == 14 + 36 + 50
    assert solution.routes[0].end == 400
    assert describe(problem, solution).count(">") == 3


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", "no line with the number of vehicles"),
        (SOLOMON.replace("  2         9", "2 9 1"), "no line with the number of vehicles"),
        (SOLOMON.replace("40          5", "40"), "seven numbers"),
        (SOLOMON.replace("    2      3", "    3      3"), "not numbered 0, 1, 2"),
        (SOLOMON.replace("30         40", "30.5       40"), "whole numbers"),
    ],
    ids=["nothing", "vehicles", "a number is missing", "numbering", "half a second"],
)
def test_what_is_not_such_a_file_is_refused(text: str, finding: str) -> None:
    with pytest.raises(FormatError, match=finding):
        solomon.read(text)
