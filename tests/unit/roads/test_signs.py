"""Signs with hours on streets drawn by hand: who passes when, and what nobody can read."""

from datetime import datetime
from itertools import pairwise

import numpy as np
import pytest

from doorstep.kernel import Point
from doorstep.roads import (
    Network,
    NoRouteError,
    Profile,
    Restriction,
    Rules,
    Way,
    build_graph,
    build_hierarchy,
    has_hours,
    times_at,
)
from doorstep.roads.graph import CLOSED, Graph
from doorstep.roads.profile import Size, TurnRule
from doorstep.roads.sources import read_profiles

# Letters are crossings, 0.001 degrees (111.2 m) apart; at 36 km/h that is 11.12 s.
GRID = """
abc
def
ghi
"""
PLACES = {
    letter: Point(-0.001 * row, 0.001 * column)
    for row, line in enumerate(GRID.split())
    for column, letter in enumerate(line)
}
BLOCK_MS = 11_120
VAN = Profile(
    "van",
    {"street": 36.0},
    ("access", "motor_vehicle"),
    ("oneway",),
    top_kmh=90,
    maxspeed_factor=1.0,
    closed_access=frozenset({"no"}),
    ends_only_access=frozenset({"private", "delivery", "destination"}),
    open_barriers=frozenset({"gate"}),
    turns=TurnRule(most_s=0.0, bias=1.0, u_turn_s=30.0),
    size=Size(weight_t=3.5),
)


def way(number: int, letters: str, **tags: str) -> Way:
    points = tuple(PLACES[letter] for letter in letters)
    return Way(tuple(map(ord, letters)), points, {"highway": "street", **tags}, number)


def at(day: int, clock: str) -> datetime:
    """Return a time on a day of June 2026, the 1st being a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 6, day, hour, minute)  # noqa: DTZ001 -- the clock on the wall


MONDAY, SATURDAY = 1, 6


def between(start: str, end: str) -> Point:
    a, b = PLACES[start], PLACES[end]
    return Point((a.lat + b.lat) / 2, (a.lon + b.lon) / 2)


def driven(
    graph: Graph, start: Point, end: Point, day: int, from_clock: str, until_clock: str
) -> str:
    """Return the crossings on the way between two times."""
    network = Network(graph, build_hierarchy(graph))
    times = times_at(graph, "van", at(day, from_clock), at(day, until_clock))
    leg = network.with_times("van", times).route([start, end]).legs[0]
    near = {(round(p.lat, 6), round(p.lon, 6)): letter for letter, p in PLACES.items()}
    points = [(round(p.lat, 6), round(p.lon, 6)) for p in leg.geometry]
    return "".join(near[point] for point in points if point in near)


RING = way(1, "de"), way(2, "ef"), way(3, "dgh"), way(4, "hif")
WEST, EAST = between("d", "e"), between("f", "i")


def test_a_street_that_is_closed_at_hours_is_gone_round_then_and_only_then() -> None:
    closed = way(2, "ef", **{"motor_vehicle:conditional": "no @ (Mo-Fr 07:30-09:00)"})
    graph = build_graph([RING[0], closed, *RING[2:]], [VAN])

    assert driven(graph, WEST, EAST, MONDAY, "07:00", "07:15") == "ef"
    assert driven(graph, WEST, EAST, MONDAY, "08:00", "08:15") == "dghi"
    assert driven(graph, WEST, EAST, SATURDAY, "08:00", "08:15") == "ef"
    # A span of which only a part is closed counts as closed.
    assert driven(graph, WEST, EAST, MONDAY, "07:15", "07:45") == "dghi"
    assert driven(graph, WEST, EAST, MONDAY, "09:00", "17:00") == "ef"


def test_a_pedestrian_street_with_delivery_hours_is_reached_in_them() -> None:
    mall = {
        "motor_vehicle": "no",
        "motor_vehicle:conditional": "delivery @ (Mo-Sa 06:00-10:00)",
    }
    graph = build_graph([way(1, "de"), way(2, "ef", **mall), way(3, "eh")], [VAN])
    network = Network(graph, build_hierarchy(graph))
    door = [between("e", "f")]

    open_ = network.with_times("van", times_at(graph, "van", at(1, "06:00"), at(1, "07:00")))
    shut = network.with_times("van", times_at(graph, "van", at(1, "09:30"), at(1, "10:30")))
    here, there = open_.snap(door)[0], shut.snap(door)[0]
    assert here is not None
    assert there is not None
    assert here.distance_m < 1
    # Half a block of 111.2 m to walk from the corner.
    assert there.distance_m == pytest.approx(55.6, abs=0.5)
    assert graph.ends_only[0].tolist() == [False, True, False]


def test_delivery_hours_are_for_deliveries_and_not_a_way_through() -> None:
    mall = {"access": "no", "access:conditional": "delivery @ (06:00-10:00)"}
    graph = build_graph([RING[0], way(2, "ef", **mall), *RING[2:]], [VAN])

    assert driven(graph, WEST, between("e", "f"), MONDAY, "07:00", "08:00") == "e"
    assert driven(graph, WEST, EAST, MONDAY, "07:00", "08:00") == "dghi"


SQUARE = (way(1, "be"), way(2, "ef"), way(3, "ed"), way(4, "eh"), way(5, "hi"), way(6, "if"))


def left_turn(when: str) -> Rules:
    sign = Restriction(is_only=False, from_ways=(1,), to_ways=(2,), via_node=ord("e"), when=when)
    return Rules({}, [sign])


def test_a_turn_that_is_forbidden_at_hours_is_made_at_others() -> None:
    graph = build_graph(SQUARE, [VAN], left_turn("Mo-Fr 07:00-09:00, 16:00-19:00"))
    start, end = between("b", "e"), between("e", "f")

    assert driven(graph, start, end, MONDAY, "06:00", "07:00") == "e"
    assert driven(graph, start, end, MONDAY, "08:00", "08:15") == "ehif"
    assert driven(graph, start, end, MONDAY, "12:00", "13:00") == "e"
    assert driven(graph, start, end, MONDAY, "18:45", "19:15") == "ehif"
    assert driven(graph, start, end, SATURDAY, "08:00", "08:15") == "e"


def test_two_signs_on_one_turn_both_bind() -> None:
    morning, evening = left_turn("07:00-09:00"), left_turn("16:00-19:00")
    both = Rules({}, [*morning.restrictions, *evening.restrictions])
    graph = build_graph(SQUARE, [VAN], both)
    start, end = between("b", "e"), between("e", "f")

    assert driven(graph, start, end, MONDAY, "08:00", "08:15") == "ehif"
    assert driven(graph, start, end, MONDAY, "17:00", "17:15") == "ehif"
    assert driven(graph, start, end, MONDAY, "12:00", "12:15") == "e"


@pytest.mark.parametrize(
    ("when", "weight_t", "expected"),
    [
        ("Mo-Fr 07:00-09:00 AND weight>3.5", 3.5, "e"),
        ("Mo-Fr 07:00-09:00 AND weight>3.5", 7.5, "ehif"),
        ("weight>3.5", 7.5, "ehif"),
        ("weight>3.5", 3.5, "e"),
        ("Mo-Fr 07:00-09:00 AND bicycle", 3.5, "e"),
    ],
)
def test_a_condition_of_several_parts_holds_where_all_do(
    when: str, weight_t: float, expected: str
) -> None:
    van = VAN.with_size(Size(weight_t=weight_t))
    graph = build_graph(SQUARE, [van], left_turn(when))

    way_driven = driven(graph, between("b", "e"), between("e", "f"), MONDAY, "08:00", "08:15")
    assert way_driven == expected


def test_a_street_may_be_one_way_at_hours() -> None:
    tagged = {"oneway:conditional": "yes @ (Mo-Sa 07:30-09:00; PH off)"}
    graph = build_graph([RING[0], way(2, "fe", **tagged), *RING[2:]], [VAN])

    assert driven(graph, WEST, EAST, MONDAY, "07:00", "07:15") == "ef"
    assert driven(graph, WEST, EAST, MONDAY, "08:00", "08:15") == "dghi"
    assert driven(graph, EAST, WEST, MONDAY, "08:00", "08:15") == "fe"


def test_one_direction_may_be_closed_at_hours_or_always() -> None:
    tagged = {"motor_vehicle:forward:conditional": "no @ (Mo-Fr 07:30-09:30; PH off)"}
    graph = build_graph([RING[0], way(2, "ef", **tagged), *RING[2:]], [VAN])

    assert driven(graph, WEST, EAST, MONDAY, "08:00", "08:15") == "dghi"
    assert driven(graph, EAST, WEST, MONDAY, "08:00", "08:15") == "fe"
    always = build_graph([RING[0], way(2, "ef", **{"access:forward": "no"}), *RING[2:]], [VAN])
    assert driven(always, WEST, EAST, MONDAY, "08:00", "08:15") == "dghi"


def test_a_lower_limit_at_night_slows_at_night() -> None:
    tagged = {"maxspeed": "36", "maxspeed:conditional": "18 @ (22:00-06:00)"}
    graph = build_graph([way(1, "de", **tagged)], [VAN])

    def ms(day: int, from_clock: str, until_clock: str) -> int:
        found = times_at(graph, "van", at(day, from_clock), at(day, until_clock))
        return int(found.forward_ms[0])

    assert ms(1, "21:00", "22:00") == pytest.approx(BLOCK_MS, abs=5)
    assert ms(1, "23:00", "23:15") == pytest.approx(2 * BLOCK_MS, abs=10)
    assert ms(2, "05:00", "06:00") == pytest.approx(2 * BLOCK_MS, abs=10)
    assert ms(2, "06:00", "07:00") == pytest.approx(BLOCK_MS, abs=5)


def test_a_bollard_goes_down_at_hours() -> None:
    bollard = {
        "barrier": "bollard",
        "motor_vehicle": "no",
        "motor_vehicle:conditional": "yes @ (06:00-10:00)",
    }
    ring = way(1, "def"), way(2, "dgh"), way(3, "hif")
    graph = build_graph(ring, [VAN], Rules({ord("e"): bollard}))
    start, end = between("d", "e"), between("e", "f")

    assert driven(graph, start, end, MONDAY, "07:00", "08:00") == "e"
    assert driven(graph, start, end, MONDAY, "11:00", "12:00") == "dghif"


def test_a_gate_may_close_at_night() -> None:
    gate = {"barrier": "gate", "motor_vehicle:conditional": "no @ (22:00-06:00)"}
    ring = way(1, "def"), way(2, "dgh"), way(3, "hif")
    graph = build_graph(ring, [VAN], Rules({ord("e"): gate}))
    start, end = between("d", "e"), between("e", "f")

    assert driven(graph, start, end, MONDAY, "07:00", "08:00") == "e"
    assert driven(graph, start, end, MONDAY, "23:00", "23:59") == "dghif"


@pytest.mark.parametrize(
    "sign",
    ["no @ (sunset-sunrise)", "no @ wet", "no @ (stay > 2 hours)", "no @ (Mo[1] 08:00-12:00)"],
)
def test_a_sign_that_cannot_be_read_is_reported_and_the_worse_of_it_counts(sign: str) -> None:
    tagged = way(2, "ef", **{"motor_vehicle:conditional": sign})
    graph = build_graph([RING[0], tagged, *RING[2:]], [VAN])

    assert len(graph.unread_signs) == 1
    assert graph.unread_signs[0].startswith("motor_vehicle:conditional=no @ (")
    for clock in ("03:00", "12:00"):
        assert driven(graph, WEST, EAST, MONDAY, clock, clock) == "dghi"
    assert not has_hours(graph, "van")


def test_a_street_does_not_open_by_a_sign_that_cannot_be_read() -> None:
    tagged = {"access": "no", "access:conditional": "yes @ (sunrise-sunset)"}
    graph = build_graph([RING[0], way(2, "ef", **tagged), *RING[2:]], [VAN])

    assert driven(graph, WEST, EAST, MONDAY, "12:00", "12:15") == "dghi"


def test_a_turn_whose_hours_cannot_be_read_is_forbidden_always_and_reported() -> None:
    graph = build_graph(SQUARE, [VAN], left_turn("sunset-sunrise"))

    assert graph.unread_signs == ("restriction @ (sunset-sunrise)",)
    assert driven(graph, between("b", "e"), between("e", "f"), MONDAY, "12:00", "12:15") == "ehif"


def test_signs_for_others_are_neither_heeded_nor_reported() -> None:
    tagged = {
        "access:conditional": "no @ (permit_holder)",
        "maxweight": "2.8",
        "maxweight:conditional": "none @ delivery",
    }
    graph = build_graph([way(1, "de", **tagged)], [VAN])

    assert graph.unread_signs == ()
    assert (graph.forward_ms[0] != CLOSED).all()


def test_whoever_names_no_time_never_breaks_a_sign_on_a_turn() -> None:
    graph = build_graph(SQUARE, [VAN], left_turn("Mo-Fr 07:00-09:00"))
    network = Network(graph, build_hierarchy(graph))
    usual = network.route([between("b", "e"), between("e", "f")], "van").legs[0]

    assert len(usual.steps) > 2


@pytest.mark.parametrize("has_order", [True, False])
def test_matrix_and_route_agree_at_every_hour_of_a_day(has_order: bool) -> None:  # noqa: FBT001
    tagged = {
        "motor_vehicle:conditional": "no @ (07:00-09:00)",
        "maxspeed:conditional": "24 @ (20:00-22:00)",
    }
    streets = [*SQUARE[:3], way(4, "eh", **tagged), *SQUARE[4:]]
    graph = build_graph(streets, [VAN], left_turn("08:00-10:00"))
    network = Network(graph, build_hierarchy(graph) if has_order else None)
    points = [between("b", "e"), between("e", "f"), between("h", "i"), between("d", "e")]
    seen = set()
    for hour in range(23):
        times = times_at(graph, "van", at(1, f"{hour}:00"), at(1, f"{hour + 1}:00"))
        view = network.with_times("van", times)
        matrix = view.matrix(points).duration_s
        seen.add(matrix.tobytes())
        for i, start in enumerate(points):
            for j, end in enumerate(points):
                try:
                    said = view.route([start, end]).duration_s if i != j else 0
                except NoRouteError:
                    said = -1
                assert matrix[i, j] == said
    # Before 7, 7 to 8, 8 to 9, 9 to 10 (the turn alone), 20 to 22.
    assert len(seen) == 5


def test_profiles_that_come_with_doorstep_read_what_stands_in_milan() -> None:
    van = next(one for one in read_profiles() if one.name == "van")
    street = {"highway": "residential"}
    read = {
        "goods:conditional": "no @ (Mo-Sa 00:00-10:00,12:30-24:00; Su 00:00-24:00)",
        "access:conditional": "delivery @ (10:30:00-12:30:00)",
        "oneway:conditional": "yes @ (Mo-Sa 07:30-09:00; PH off)",
    }
    for key, value in read.items():
        found = list(van.passages_by_hour({**street, key: value}))
        assert [bool(one.when) for one in found] == [True], key


def test_steps_of_a_quarter_follow_the_minutes_on_a_sign() -> None:
    closed = way(2, "ef", **{"motor_vehicle:conditional": "no @ (07:30-08:30)"})
    graph = build_graph([RING[0], closed, *RING[2:]], [VAN])
    quarters = [f"{hour}:{minute:02}" for hour in (7, 8) for minute in (0, 15, 30, 45)]
    shut = [
        times_at(graph, "van", at(1, a), at(1, b)).forward_ms[1] == CLOSED
        for a, b in pairwise([*quarters, "9:00"])
    ]
    assert np.array_equal(shut, [False, False, True, True, True, True, False, False])
