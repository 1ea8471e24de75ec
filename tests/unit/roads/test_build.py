"""How ways become edges."""

import pytest

from doorstep.kernel import Point, distance_m
from doorstep.roads import Way, build_graph
from doorstep.roads.graph import CLOSED
from doorstep.roads.profile import Profile

WALKER = Profile("foot", {"path": 3.6}, ("access",), (), top_kmh=5)
DRIVER = Profile(
    "van",
    {"street": 36, "yard": 36},
    ("access",),
    ("oneway",),
    top_kmh=100,
    junction_s=10,
    street_classes=frozenset({"street"}),
)
# Along the equator, 0.001 degrees of longitude are 111.2 m.
STEP_M = distance_m(Point(0, 0), Point(0, 0.001))


def way(nodes: str, highway: str = "street", **tags: str) -> Way:
    """Return a way through lettered points; each letter has its own place on the equator."""
    points = tuple(Point(0, 0.001 * (ord(letter) - ord("a"))) for letter in nodes)
    return Way(tuple(map(ord, nodes)), points, {"highway": highway, **tags})


def test_a_way_is_cut_where_another_meets_it_and_keeps_its_shape() -> None:
    graph = build_graph([way("abcd"), way("cx")], [DRIVER])

    # a-b-c, c-d and c-x: b is a bend, not a junction.
    assert graph.edge_count == 3
    assert graph.node_count == 4
    assert graph.shape_offset.tolist() == [0, 3, 5, 7]
    assert graph.edge_length_m[0] == pytest.approx(2 * STEP_M)


def test_travel_takes_the_time_of_its_length() -> None:
    graph = build_graph([way("ab", "yard")], [DRIVER])

    # 111.2 m at 36 km/h, which is 10 m/s.
    assert graph.forward_ms.tolist() == [[round(STEP_M / 10 * 1000)]]


def test_time_is_lost_only_where_three_streets_meet() -> None:
    graph = build_graph([way("ab"), way("bc"), way("bx")], [DRIVER])
    free_ms = round(STEP_M / 10 * 1000)

    # a to b runs into the junction and loses 10 s; b to a does not.
    assert graph.forward_ms[0, 0] == free_ms + 10_000
    assert graph.backward_ms[0, 0] == free_ms


def test_yards_make_no_junction() -> None:
    graph = build_graph([way("ab"), way("bc"), way("bx", "yard")], [DRIVER])

    assert graph.forward_ms[0, 0] == round(STEP_M / 10 * 1000)


def test_what_cannot_be_left_is_closed_for_that_profile_only() -> None:
    ways = [way("ab"), way("bc", oneway="yes"), way("ac", "path"), way("cd", "path")]
    graph = build_graph(ways, [DRIVER, WALKER])

    # For the driver c is a trap; the walker has no street, so a, c and d are joined by paths.
    assert graph.forward_ms[0, 1] == CLOSED
    assert graph.forward_ms[0, 0] != CLOSED
    assert (graph.forward_ms[1] != CLOSED).tolist() == [False, False, True, True]


def test_ways_nobody_may_use_are_left_out() -> None:
    graph = build_graph([way("ab"), way("cd", "river")], [DRIVER])

    assert graph.edge_count == 1


def test_names_and_classes_are_kept() -> None:
    graph = build_graph([way("ab", name="Annankatu")], [DRIVER])

    assert graph.names[graph.edge_name[0]] == "Annankatu"
    assert graph.classes[graph.edge_class[0]] == "street"


def test_no_usable_road_is_an_error() -> None:
    with pytest.raises(ValueError, match="no road"):
        build_graph([way("ab", "river")], [DRIVER])
