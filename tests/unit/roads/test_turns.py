"""Turns, barriers and private ground on streets drawn by hand."""

from pathlib import Path

import numpy as np
import pytest

from doorstep.kernel import Point
from doorstep.roads import (
    Network,
    NoRouteError,
    Profile,
    Restriction,
    RoadLeg,
    Rules,
    Way,
    build_graph,
    build_hierarchy,
)
from doorstep.roads.graph import CLOSED, Graph
from doorstep.roads.profile import TurnRule
from doorstep.roads.sources import RoadFileError, read_profiles

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
BLOCK_S = 11.12
VAN = Profile(
    "van",
    {"street": 36.0, "main": 36.0},
    ("access", "motor_vehicle"),
    ("oneway",),
    top_kmh=90,
    closed_access=frozenset({"no"}),
    ends_only_access=frozenset({"private"}),
    near_side_classes=frozenset({"main"}),
    open_barriers=frozenset({"gate"}),
    barrier_s={"gate": 10.0},
    turns=TurnRule(most_s=8.0, bias=1.1, u_turn_s=30.0),
)
BIKE = Profile("bike", {"street": 36.0}, ("access", "bicycle"), (), 90, turns=TurnRule(0, 1, 30))


def way(number: int, letters: str, highway: str = "street", **tags: str) -> Way:
    return Way(
        tuple(map(ord, letters)),
        tuple(PLACES[letter] for letter in letters),
        {"highway": highway, **tags},
        number,
    )


def network(*ways: Way, rules: Rules | None = None, profile: Profile = VAN) -> Network:
    graph = build_graph(ways, [profile], rules)
    return Network(graph, build_hierarchy(graph))


def between(start: str, end: str, share: float = 0.5) -> Point:
    a, b = PLACES[start], PLACES[end]
    return Point(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share)


def leg(net: Network, start: Point, end: Point, profile: str = "van") -> RoadLeg:
    return net.route([start, end], profile).legs[0]


def crossings(one: RoadLeg) -> str:
    """Return the letters a way passes."""
    near = {(round(p.lat, 6), round(p.lon, 6)): letter for letter, p in PLACES.items()}
    points = [(round(p.lat, 6), round(p.lon, 6)) for p in one.geometry]
    return "".join(near[point] for point in points if point in near)


CROSS = (way(1, "be"), way(2, "eh"), way(3, "de"), way(4, "ef"))
# From the middle of b-e, heading south. Left is f, right is d, straight on is h.
COMING = between("b", "e")


def test_straight_on_is_free_and_turning_across_the_traffic_costs_most() -> None:
    net = network(*CROSS)
    straight, right, left = (
        sum(step.turn_ms for step in leg(net, COMING, between("e", to)).steps) for to in "hdf"
    )

    # 8 / (1 + exp(6.5 b - 13 / b / 2)) with b = 1.1 to the right and 1 / 1.1 to the left;
    # straight on it is 8 / (1 + exp(6.5 / 1.1)).
    assert right == pytest.approx(1_794, abs=10)
    assert left == pytest.approx(6_206, abs=10)
    assert straight == pytest.approx(22, abs=5)


def test_where_traffic_keeps_left_the_right_turn_is_the_dear_one() -> None:
    side = {"driving_side": "left"}
    net = network(*CROSS[:3], way(4, "ef", **side))
    right, left = (
        sum(step.turn_ms for step in leg(net, COMING, between("e", to)).steps) for to in "df"
    )

    assert right > left


def test_turns_to_the_right_are_above_zero() -> None:
    net = network(*CROSS)

    assert leg(net, COMING, between("e", "d")).steps[1].turn_deg == pytest.approx(90, abs=1)
    assert leg(net, COMING, between("e", "f")).steps[1].turn_deg == pytest.approx(-90, abs=1)


SQUARE = (way(1, "be"), way(2, "ef"), way(3, "ed"), way(4, "eh"), way(5, "hi"), way(6, "if"))


def test_a_forbidden_turn_is_gone_round() -> None:
    rule = Restriction(is_only=False, from_ways=(1,), to_ways=(2,), via_node=ord("e"))

    assert crossings(leg(network(*SQUARE), COMING, between("e", "f"))) == "e"
    banned = network(*SQUARE, rules=Rules({}, [rule]))
    assert crossings(leg(banned, COMING, between("e", "f"))) == "ehif"


def test_a_sign_for_others_or_with_an_exception_does_not_bind() -> None:
    for mode, exempt in (("hgv", frozenset[str]()), ("", frozenset({"motor_vehicle"}))):
        rule = Restriction(
            is_only=False,
            from_ways=(1,),
            to_ways=(2,),
            via_node=ord("e"),
            mode=mode,
            exempt=exempt,
        )
        net = network(*SQUARE, rules=Rules({}, [rule]))

        assert crossings(leg(net, COMING, between("e", "f"))) == "e"


def test_a_turn_forbidden_at_certain_hours_is_forbidden_and_kept_as_data() -> None:
    rule = Restriction(
        is_only=False,
        from_ways=(1,),
        to_ways=(2,),
        via_node=ord("e"),
        when="Mo-Fr 07:00-09:00",
    )
    net = network(*SQUARE, rules=Rules({}, [rule]))
    turns = net.graph.turns

    assert crossings(leg(net, COMING, between("e", "f"))) == "ehif"
    assert turns is not None
    assert [turns.whens[i] for i in turns.ruled_when] == ["Mo-Fr 07:00-09:00"]
    assert turns.ms[0, turns.ruled_turn].tolist() == [CLOSED]
    # What the left turn costs at other hours, as above.
    assert turns.ruled_ms.tolist() == [pytest.approx(6_206, abs=10)]


def test_one_turns_round_only_where_nothing_else_is_left() -> None:
    net = network(way(1, "de"), way(2, "ef"))
    start, end = between("d", "e", 0.9), between("d", "e", 0.1)
    beyond = leg(net, start, between("e", "f"))

    # A stop is left in either direction, so no U-turn here.
    assert crossings(leg(net, start, end)) == ""
    assert crossings(beyond) == "e"
    turns = net.graph.turns
    assert turns is not None
    round_ = turns.state[turns.head] == (turns.state[turns.tail] ^ 1)
    # Only at d and at f, for 30 s; not at e.
    assert sorted(turns.ms[0, round_].tolist()) == [CLOSED, CLOSED, 30_000, 30_000]


def test_a_gate_takes_time_and_a_bollard_stops_who_is_too_wide() -> None:
    ways = way(1, "def"), way(2, "dgh"), way(3, "hif")
    gate = network(*ways, rules=Rules({ord("e"): {"barrier": "gate"}}))
    bollard = network(*ways, rules=Rules({ord("e"): {"barrier": "bollard"}}))
    start, end = between("d", "e"), between("e", "f")

    # One block of 11.12 s and ten for the gate.
    assert leg(gate, start, end).duration_s == 22
    assert leg(gate, start, end).distance_m == 111
    assert crossings(leg(bollard, start, end)) == "dghif"


def test_private_ground_is_entered_to_get_there_and_not_to_get_through() -> None:
    ways = way(1, "de"), way(2, "ef", access="private"), way(3, "dgh"), way(4, "hif")
    more = way(5, "fc"), way(6, "cb")
    net = network(*ways, *more)
    inside = between("e", "f")

    assert crossings(leg(net, between("d", "e"), inside)) == "e"
    assert crossings(leg(net, inside, between("f", "c"))) == "f"
    # Through it is two blocks, round it four.
    assert crossings(leg(net, between("d", "e"), between("f", "c"))) == "dghif"


def test_private_ground_is_crossed_where_there_is_no_other_way() -> None:
    net = network(way(1, "de"), way(2, "ef", access="private"), way(3, "fi"))

    assert crossings(leg(net, between("d", "e"), between("f", "i"))) == "ef"


def test_on_a_main_road_a_stop_is_made_on_the_side_of_the_customer() -> None:
    net = network(way(1, "def", "main"))
    north = Point(0.0001 + PLACES["e"].lat, between("e", "f").lon)
    south = Point(-0.0001 + PLACES["e"].lat, between("e", "f").lon)
    start = between("d", "e", 0.5)

    # Going east the south side is the right one; to stop on the north side one turns at f.
    assert crossings(leg(net, Point(start.lat - 0.0001, start.lon), south)) == "e"
    assert crossings(leg(net, Point(start.lat - 0.0001, start.lon), north)) == "ef"


def test_a_snap_tells_the_side_and_the_walk_to_the_door() -> None:
    net = network(way(1, "de"), way(2, "ef"))
    door = Point(between("d", "e").lat - 0.0002, between("d", "e").lon)
    snap = net.snap([door], "van")[0]

    assert snap is not None
    # 0.0002 degrees are 22.2 m: 16.01 s at 5 km/h, rounded up.
    assert snap.distance_m == pytest.approx(22.2, abs=0.1)
    assert snap.walk_s == 17
    assert snap.side.name == "RIGHT"


def test_other_times_are_another_view_of_the_same_streets() -> None:
    net = network(way(1, "de"), way(2, "ef"), way(3, "dgh"), way(4, "hif"))
    graph = net.graph
    usual = net.view("van")
    shut = graph.forward_ms[0].copy()
    shut[graph.edge_way == 2] = CLOSED
    view = net.with_weights("van", shut, shut)
    start, end = between("d", "e"), between("i", "f")

    assert crossings(usual.route([start, end]).legs[0]) == "ef"
    assert crossings(view.route([start, end]).legs[0]) == "dghi"
    np.testing.assert_array_equal(
        usual.matrix([start, end]).duration_s, net.matrix([start, end], "van").duration_s
    )
    # Whoever lives on the closed street is met at the nearest open one.
    snap = view.snap([between("e", "f", 0.4)])[0]
    assert snap is not None
    assert graph.edge_way[snap.edge] == 1


def test_vectors_of_another_graph_are_refused() -> None:
    net = network(way(1, "de"))
    wrong = np.zeros(7, dtype=np.int32)

    with pytest.raises(ValueError, match="there are 1 edges"):
        net.with_weights("van", wrong, wrong)


def test_a_file_in_a_folder_is_a_new_vehicle(tmp_path: Path) -> None:
    (tmp_path / "sledge.toml").write_text(
        'access_keys = ["access"]\noneway_keys = []\ntop_kmh = 10\n[speed_kmh]\npath = 8\n'
    )
    profiles = read_profiles(tmp_path)

    assert [profile.name for profile in profiles][-1] == "sledge"
    assert profiles[-1].travel_kmh({"highway": "path"}) == 8
    assert [profile.name for profile in read_profiles()] == [p.name for p in profiles][:-1]


@pytest.mark.parametrize("text", ["top_kmh = 10", "no toml", "wheels = 3"])
def test_a_file_that_is_no_vehicle_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "sledge.toml").write_text(text)

    with pytest.raises(RoadFileError, match=r"sledge\.toml"):
        read_profiles(tmp_path)


def graph_of(*ways: Way) -> Graph:
    return build_graph(ways, [VAN])


def test_delivery_hours_are_kept_as_data() -> None:
    hours = {"motor_vehicle": "no", "motor_vehicle:conditional": "private @ (06:00-10:00)"}
    graph = graph_of(way(1, "de"), way(2, "ef", **hours))

    assert graph.forward_ms[0].tolist()[1] == CLOSED
    assert [graph.hours.whens[i] for i in graph.hours.when] == ["06:00-10:00"]
    assert graph.hours.forward_ms.tolist() == [pytest.approx(BLOCK_S * 1000, abs=5)]
    assert graph.ends_only[0].tolist() == [False, True]


def test_with_every_street_closed_no_point_has_a_place() -> None:
    net = network(way(1, "ab"), way(2, "bc"))
    shut = np.full(2, CLOSED, dtype=np.int32)

    with pytest.raises(NoRouteError, match="point 1 is more than 500 m"):
        net.with_weights("van", shut, shut).route([between("a", "b"), between("b", "c")])
