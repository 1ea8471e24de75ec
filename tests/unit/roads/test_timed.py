"""The way for an instant of departure: minutes by hand, and a judge that shares no code."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timed_dijkstra import Edge, earliest_arrivals

from doorstep.kernel import Point
from doorstep.roads import (
    EdgeTimes,
    Network,
    NoRouteError,
    Profile,
    Restriction,
    Rules,
    TimedRoads,
    Way,
    build_graph,
    build_hierarchy,
    slow_down,
    times_at,
)
from doorstep.roads.graph import CLOSED
from doorstep.roads.profile import TurnRule
from worlds.towns import ascii_town

HOUR = 3600.0
# Letters are crossings, 0.01 degrees (1112 m) apart; at 4 km/h that is 1000.8 s.
GRID = """
abc
def
ghi
"""
PLACES = {
    letter: Point(-0.01 * row, 0.01 * column)
    for row, line in enumerate(GRID.split())
    for column, letter in enumerate(line)
}
BLOCK_S = 1000.75
VAN = Profile(
    "van",
    {"street": 4.0},
    ("access", "motor_vehicle"),
    ("oneway",),
    top_kmh=90,
    closed_access=frozenset({"no"}),
    ends_only_access=frozenset({"private", "delivery"}),
    turns=TurnRule(most_s=0.0, bias=1.0, u_turn_s=30.0),
)
WALKER = replace(VAN, name="foot", turns=None, oneway_keys=())


def way(number: int, letters: str, **tags: str) -> Way:
    points = tuple(PLACES[letter] for letter in letters)
    return Way(tuple(map(ord, letters)), points, {"highway": "street", **tags}, number)


def between(start: str, end: str, share: float = 0.5) -> Point:
    a, b = PLACES[start], PLACES[end]
    return Point(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share)


RING = way(1, "de"), way(2, "ef"), way(3, "dgh"), way(4, "hif")
WEST, EAST = between("d", "e"), between("f", "i")


def network(*ways: Way, rules: Rules | None = None, profile: Profile = VAN) -> Network:
    graph = build_graph(ways, [profile], rules)
    return Network(graph, build_hierarchy(graph))


def hourly(net: Network, profile: str, shares: list[dict[int, float]]) -> TimedRoads:
    """Return the streets by the hour, with the share of the speed on some ways in each."""
    graph = net.graph
    views = []
    for by_way in shares:
        share = np.array([by_way.get(int(number), 1.0) for number in graph.edge_way])
        times = slow_down(EdgeTimes(graph.forward_ms[0], graph.backward_ms[0]), share)
        views.append(net.with_times(profile, times))
    return TimedRoads(views)


@pytest.mark.parametrize("profile", [VAN, WALKER])
def test_a_street_that_slows_under_way_is_driven_at_two_speeds(profile: Profile) -> None:
    net = network(*RING, profile=profile)
    roads = hourly(net, profile.name, [{}, {1: 0.5, 2: 0.5}])
    start, end = between("d", "e", 0.0001), between("e", "f", 0.9999)
    # Two blocks. Leaving 1000.75 s before the hour, the second takes twice as long.
    leg = roads.leg(start, end, HOUR - BLOCK_S)
    assert leg.duration_s == pytest.approx(3 * BLOCK_S, abs=2)
    # Half of the first block by the hour, then one and a half of them at half the speed.
    assert roads.leg(start, end, HOUR - BLOCK_S / 2).duration_s == pytest.approx(
        3.5 * BLOCK_S, abs=2
    )
    assert sum(step.ms for step in leg.steps) / 1000 == pytest.approx(leg.duration_s, abs=1)
    assert leg.distance_m == pytest.approx(2 * 1112, abs=2)


@pytest.mark.parametrize("profile", [VAN, WALKER])
def test_the_way_round_is_taken_when_the_hour_makes_it_quicker(profile: Profile) -> None:
    net = network(*RING, profile=profile)
    roads = hourly(net, profile.name, [{}, {2: 0.1}])
    # Straight on is half a block, a block and half a block; round it are four blocks.
    early, late = roads.leg(WEST, EAST, 0.0), roads.leg(WEST, EAST, HOUR - 100)
    assert early.duration_s == pytest.approx(2 * BLOCK_S, abs=2)
    assert late.duration_s == pytest.approx(4 * BLOCK_S, abs=2)
    assert roads.duration_s(WEST, EAST, HOUR - 100) == pytest.approx(4 * BLOCK_S, abs=2)


@pytest.mark.parametrize("profile", [VAN, WALKER])
def test_inside_one_step_it_is_the_way_of_that_step(profile: Profile) -> None:
    net = network(*RING, profile=profile)
    roads = hourly(net, profile.name, [{2: 0.7}])
    view = roads.view(0.0)
    for start, end in ((WEST, EAST), (EAST, WEST), (WEST, between("d", "e", 0.2)), (WEST, WEST)):
        exact, usual = roads.leg(start, end, 500.0), view.route([start, end]).legs[0]
        assert exact.duration_s == usual.duration_s
        assert exact.distance_m == usual.distance_m
        assert exact.geometry == usual.geometry


def by_quarter(net: Network) -> TimedRoads:
    """Return the streets by the quarter of Monday 1 June 2026, from 06:00 to 12:00."""
    begin = datetime(2026, 6, 1, 6)  # noqa: DTZ001 -- the clock on the wall
    quarter = timedelta(minutes=15)
    views = [
        net.with_times(
            "van", times_at(net.graph, "van", begin + i * quarter, begin + (i + 1) * quarter)
        )
        for i in range(24)
    ]
    return TimedRoads(views, 900)


def test_a_street_that_will_be_closed_on_arrival_is_not_counted_on() -> None:
    closed = way(2, "ef", **{"motor_vehicle:conditional": "no @ (07:00-09:00)"})
    roads = by_quarter(network(RING[0], closed, *RING[2:]))
    # 500 s to the corner: leaving at 06:50 one gets there at 06:58, at 06:55 too late.
    assert roads.leg(WEST, EAST, 50 * 60).duration_s == pytest.approx(2 * BLOCK_S, abs=2)
    assert roads.leg(WEST, EAST, 55 * 60).duration_s == pytest.approx(4 * BLOCK_S, abs=2)
    # And a turn that is forbidden from 09:00 on is made when it is got to before that.
    assert roads.leg(WEST, EAST, 3 * HOUR - 60).duration_s == pytest.approx(2 * BLOCK_S, abs=2)


def test_a_turn_is_judged_by_the_clock_at_its_junction() -> None:
    square = (way(1, "be"), way(2, "ef"), way(4, "eh"), way(5, "hi"), way(6, "if"))
    sign = Restriction(
        is_only=False, from_ways=(1,), to_ways=(2,), via_node=ord("e"), when="07:00-09:00"
    )
    roads = by_quarter(network(*square, rules=Rules({}, [sign])))
    start, end = between("b", "e"), between("e", "f")
    assert roads.leg(start, end, 50 * 60).duration_s == pytest.approx(BLOCK_S, abs=2)
    # At the junction at 07:03: on to h, and round by i and f.
    assert roads.leg(start, end, 55 * 60).duration_s == pytest.approx(4 * BLOCK_S, abs=2)
    # Leaving during the ban, one is at the junction after it.
    assert roads.leg(start, end, 3 * HOUR - 60).duration_s == pytest.approx(BLOCK_S, abs=2)


def test_a_delivery_zone_that_closes_under_way_is_met_at_its_edge() -> None:
    mall = {"motor_vehicle": "no", "motor_vehicle:conditional": "delivery @ (06:00-10:00)"}
    roads = by_quarter(network(way(1, "de"), way(2, "ef", **mall), way(3, "eh")))
    door = between("e", "f", 0.3)
    inside, outside = roads.leg(WEST, door, 3 * HOUR), roads.leg(WEST, door, 4 * HOUR - 60)
    assert inside.duration_s == pytest.approx(0.8 * BLOCK_S, abs=2)
    # Through e at 10:07: the van stops at the corner, and 334 m are walked.
    assert outside.duration_s == pytest.approx(0.5 * BLOCK_S, abs=2)


def test_where_there_is_no_way_it_says_so() -> None:
    net = network(*RING)
    shut = np.full(net.graph.edge_count, CLOSED, np.int32)
    roads = TimedRoads([net.with_times("van", EdgeTimes(shut, shut))])
    with pytest.raises(NoRouteError):
        roads.leg(WEST, EAST, 0.0)
    assert roads.duration_s(WEST, EAST, 0.0) is None


TOWN = ascii_town(
    """
    A-B-C-D
    | | | |
    E-F-G-H
    | | | |
    I-J-K-L
    """
)
STREETS = TOWN.network()


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_it_is_what_an_exact_search_says_at_any_time(data: st.DataObject) -> None:
    graph = TOWN.graph
    seed = data.draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    hours = 4
    # So slow that ways last for hours.
    speeds = rng.uniform(0.02, 0.4, (hours, 2, graph.edge_count))
    views = []
    for hour in range(hours):
        forward, backward = (
            np.rint(graph.edge_length_m / speed * 1000).astype(np.int32) for speed in speeds[hour]
        )
        views.append(STREETS.with_weights("foot", forward, backward))
    edges_of: list[list[Edge]] = [[] for _ in range(graph.node_count)]
    for edge in range(graph.edge_count):
        tail, head = int(graph.edge_tail[edge]), int(graph.edge_head[edge])
        for start, end, way_number in ((tail, head, 0), (head, tail, 1)):
            # The judge never wraps around a day, so the last hour's speed goes on.
            by_hour = [float(speeds[min(h, hours - 1), way_number, edge]) for h in range(200)]
            edges_of[start].append((end, float(graph.edge_length_m[edge]), by_hour))
    roads = TimedRoads(views)
    at_s = data.draw(st.integers(0, int(hours * HOUR)))
    source, target = (int(n) for n in rng.choice(graph.node_count, 2, replace=False))
    exact = earliest_arrivals(edges_of, source, float(at_s))[target] - at_s
    points = [Point(float(graph.node_lat[n]), float(graph.node_lon[n])) for n in (source, target)]
    found = roads.duration_s(points[0], points[1], float(at_s))
    assert found == pytest.approx(exact, rel=1e-4)
    leg = roads.leg(points[0], points[1], float(at_s))
    assert leg.duration_s == pytest.approx(exact, rel=1e-4, abs=1)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 3 * 3600), st.integers(1, 1800))
def test_who_leaves_later_never_arrives_earlier(seed: int, at_s: int, later_s: int) -> None:
    net = network(*RING, way(5, "eh"))
    rng = np.random.default_rng(seed)
    shares = [{number: float(rng.uniform(0.2, 1)) for number in range(1, 6)} for _ in range(4)]
    roads = hourly(net, "van", shares)
    first, second = (roads.duration_s(WEST, EAST, at) for at in (at_s, at_s + later_s))
    assert first is not None
    assert second is not None
    assert at_s + first <= at_s + later_s + second + 1e-6
