"""Electric instances: what they say in the problem's units, and what is wrong with others."""

import pytest

from doorstep.engine import check, evaluate
from doorstep.engine.formats import FormatError, Instance, Kind, recognise, schneider, write_routes

STREET = """StringID Type x y demand ReadyTime DueDate ServiceTime
D0         d          0.0        0.0        0.0        0.0        100.0      0.0
S0         f          0.0        0.0        0.0        0.0        100.0      0.0
S1         f          6.0        0.0        0.0        0.0        100.0      0.0
C1         c          8.0        0.0        2.0        0.0        90.0       1.5
C2         c          3.0        4.0        3.0        20.0       90.0       1.0

Q Vehicle fuel tank capacity /11.0/
C Vehicle load capacity /5.0/
r fuel consumption rate /1.0/
g inverse refueling rate /0.5/
v average Velocity /1.0/
"""


def _read(text: str = STREET) -> Instance:
    return schneider.read(text)


def test_it_is_recognised_by_its_table() -> None:
    assert recognise(STREET) is Kind.SCHNEIDER


def test_everything_is_in_thousandths() -> None:
    problem = _read().problem
    car = problem.vehicles[0]

    assert car.battery is not None
    assert (car.battery.capacity, car.battery.per_km, car.battery.charges_fully) == (
        11000,
        1000,
        True,
    )
    assert [one.name for one in problem.stations] == ["S0", "S1"]
    assert problem.stations[1].curve == ((0, 0), (11000, 5500))
    assert problem.profiles[0].distance_m[0].tolist() == [0, 0, 6000, 8000, 5000]
    first = problem.shipments[0]
    assert (first.name, first.load, first.service_s) == ("C1", (2000,), 1500)
    assert (first.windows[0].early, first.windows[0].late) == (0, 90000)


def test_legs_are_rounded_up_so_that_kept_windows_are_kept_exactly() -> None:
    moved = STREET.replace("8.0        0.0        2.0", "1.0        1.0        2.0")

    assert _read(moved).problem.profiles[0].distance_m[0, 3] == 1415


def test_the_answer_names_stations_and_says_the_way() -> None:
    """D0 to C1 is 8 and 2 back to S1, with 11 in the battery; from there C2 and D0 are 5 each."""
    instance = _read()

    solution = evaluate(instance.problem, [(0, [0, 1])])

    assert check(instance.problem, solution) == []
    written = write_routes(instance, solution)
    assert written.splitlines()[0] == "Route #1: C1 S1 C2"
    assert written.splitlines()[-1] == "Cost 20"


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ("StringID", "Name", "first line"),
        ("S1         f", "S1         x", "S1 is not a depot, station or customer"),
        ("D0         d", "D0         f", "not one depot"),
        ("/11.0/", "/eleven/", "do not say Q"),
        ("/11.0/", "/0.0/", "above 0"),
        ("20.0       90.0", "95.0       90.0", "closes before it opens"),
    ],
)
def test_what_is_wrong_is_said(before: str, after: str, finding: str) -> None:
    with pytest.raises(FormatError, match=finding):
        _read(STREET.replace(before, after))
