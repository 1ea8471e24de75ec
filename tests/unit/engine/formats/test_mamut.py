"""MAMUT's instances, drawn small: what they mean is worked out by hand."""

import json
from typing import Any

import numpy as np
import pytest

from doorstep.engine import Crossing, Window, evaluate
from doorstep.engine.formats import FormatError, mamut

Json = dict[str, Any]

STEADY = [[0.0, 1000.0], [60.0, 1060.0]]
"""A leg that always takes a minute."""

QUICKER = [[0.0, 70.0, 100.0, 1000.0], [80.0, 150.0, 150.0, 1050.0]]
"""80 s until second 100, 50 s from then on: who leaves between 70 and 100 arrives at 150."""

SLOWER = [[0.0, 100.0, 100.0, 1000.0], [50.0, 150.0, 190.0, 1090.0]]
"""50 s until second 100, 90 s from then on."""


def clients(**changes: object) -> str:
    """Return a depot with two clients of 30 s each."""
    document = {
        "instance_name": "small",
        "vehicle_capacity": 10,
        "num_vehicles": 2,
        "coordinates": [[0, 0], [30, 40], [0, 100]],
        "demands": [0, 4, 5],
        "service_times": [0, 30, 30],
        "time_windows": [[0, 1000], [0, 1000], [0, 1000]],
        "td": {"atf_path": "Small-1.atf.json.gz"},
    }
    return json.dumps(document | changes)


def arrivals(**changes: list[list[float]]) -> str:
    """Return functions of all legs, steady but for those named like ``a01``."""
    arcs = [
        [here, there, *changes.get(f"a{here}{there}", STEADY)]
        for here in range(3)
        for there in range(3)
        if here != there
    ]
    return json.dumps({"format": "mamut-td-atf", "num_customers": 2, "arcs": arcs})


def graph(**changes: object) -> str:
    """Return a street of two edges each way; the one at the depot is slow in the second hour.

    Places are at vertices 0, 2 and 1: the first client is 500 + 500 m away, the second 500 m.
    """
    document = {
        "format": "mamut-td-road-graph",
        "bin_edges": [0, 3600, 7200],
        "num_vertices": 3,
        "node_vertices": [0, 2, 1],
        "edges": [
            [0, 1, 500.0, [10.0, 5.0]],
            [1, 0, 500.0, [10.0, 5.0]],
            [1, 2, 500.0, [10.0, 10.0]],
            [2, 1, 500.0, [10.0, 10.0]],
            [1, 2, 500.0, [1.0, 1.0]],
        ],
    }
    return json.dumps(document | changes)


def test_an_instance_becomes_a_problem_whose_duration_is_the_cost() -> None:
    instance = mamut.read(clients(), arrivals())

    problem = instance.problem
    assert (instance.name, instance.scale) == ("small", 1)
    assert [car.name for car in problem.vehicles] == ["1", "2"]
    assert [(one.name, one.load, one.service_s) for one in problem.shipments] == [
        ("1", (4,), 30),
        ("2", (5,), 30),
    ]
    assert problem.shipments[0].windows == (Window(0, 1000),)
    assert problem.profiles[0].distance_m[0].tolist() == [0, 50, 100]
    # three legs and two stops: 240 s
    assert evaluate(problem, [(0, [0, 1])]).cost == 240


def test_without_a_number_of_vehicles_there_is_one_a_client() -> None:
    instance = mamut.read(clients(num_vehicles=None, demands=[0, 1, 1]), arrivals())

    assert len(instance.problem.vehicles) == 2


def test_functions_that_wait_and_that_jump_become_slices_that_give_each_of_their_points() -> None:
    problem = mamut.read(clients(), arrivals(a01=QUICKER, a12=SLOWER)).problem

    slices = problem.profiles[0].slices
    assert slices is not None
    assert slices.crossing is Crossing.WAIT
    assert slices.starts_s == (0, 100)
    assert slices.duration_s[:, 0, 1].tolist() == [80, 50]
    assert slices.duration_s[:, 1, 2].tolist() == [50, 90]
    # leaving at 100: 50 + 30 + 90 + 30 + 60; leaving at 0: 80 + 30 + 90 + 30 + 60
    assert evaluate(problem, [(0, [0, 1])]).routes[0].start == 100
    assert evaluate(problem, [(0, [0, 1])]).cost == 260


def test_a_function_that_no_steps_give_is_refused() -> None:
    bent = [[0.0, 500.0, 1000.0], [60.0, 660.0, 1060.0]]

    with pytest.raises(FormatError, match=r"Arc 0-1 arrives at 660 when leaving at 500, which no"):
        mamut.read(clients(), arrivals(a01=bent))


def test_a_leg_without_a_function_is_refused() -> None:
    travel = json.loads(arrivals())
    del travel["arcs"][0]

    with pytest.raises(FormatError, match=r"1 arcs have no arrival function"):
        mamut.read(clients(), json.dumps(travel))


def test_a_road_graph_becomes_slices_in_tenths_of_a_second() -> None:
    instance = mamut.read(clients(time_windows=[[0, 7200]] * 3), graph())

    slices = instance.problem.profiles[0].slices
    assert slices is not None
    assert instance.scale == 10
    assert slices.starts_s == (0, 36000)
    # to the first client 50 + 50 s, in the second hour 100 + 50; the slow street beside is none
    assert slices.duration_s[:, 0].tolist() == [[0, 1000, 500], [0, 1500, 1000]]
    assert np.all(instance.problem.profiles[0].duration_s[0] == [0, 1250, 750])


def test_legs_that_no_street_leads_along_do_not_exist_at_any_time() -> None:
    one_way = json.loads(graph())["edges"][:3]
    text = clients(time_windows=[[0, 7200]] * 3)

    (profile,) = mamut.read(text, graph(edges=one_way)).problem.profiles

    assert profile.slices is not None
    assert profile.slices.duration_s[:, 1].tolist() == [[-1, 0, -1]] * 2
    assert profile.duration_s[1].tolist() == profile.distance_m[1].tolist() == [-1, 0, -1]


def test_windows_between_two_tenths_begin_and_end_at_the_earlier_one() -> None:
    windows = [[0, 7200], [3333.28, 3333.28], [0.5, 7000.99]]

    problem = mamut.read(clients(time_windows=windows), graph()).problem

    assert [one.windows for one in problem.shipments] == [
        (Window(33332, 33332),),
        (Window(5, 70009),),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[1]", "The file is not a JSON object."),
        ("{", "The file is not JSON"),
        (clients(demands=[1]), "There are 1 demands for 3 coordinates."),
        (clients(time_windows=[[5, 1]] * 3), "closes before it opens"),
        (clients(vehicle_capacity=None), "has something else in its place"),
    ],
)
def test_files_that_are_no_instance_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(FormatError, match=sentence):
        mamut.read(text, arrivals())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"format": "csv"}', "The travel is neither mamut-td-atf nor mamut-td-road-graph."),
        (graph(edges=[[0, 9, 1.0, [1.0, 1.0]]]), "Edge 0-9 leads to a vertex that is not there."),
        (graph(edges=[[0, 1, 1.0, [1.0]]]), "Edge 0-1 has not a length and 2 speeds above zero."),
        (graph(node_vertices=[0, 1, 7]), "A place is at a vertex that is not there."),
    ],
)
def test_travel_that_cannot_be_read_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(FormatError, match=sentence):
        mamut.read(clients(), text)


def test_the_travel_is_looked_for_by_its_name_and_beside() -> None:
    assert mamut.list_travel_files(clients(), "small.vrp.json") == (
        "Small-1.atf.json.gz",
        "small.atf.json.gz",
    )
