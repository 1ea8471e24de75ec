"""What drives teach: streets seen often become as fast as they are, and others do not move."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from doorstep.kernel import Point
from doorstep.roads import (
    Drive,
    Lessons,
    Network,
    Position,
    Profile,
    Teacher,
    TimedRoads,
    Traffic,
    Way,
    build_graph,
    build_hierarchy,
    slow_down,
    street_keys,
    teach,
)
from doorstep.roads.disruptions import EdgeTimes
from doorstep.roads.graph import Graph

# Letters are crossings, 0.005 degrees (556 m) apart; at 36 km/h that is 55.6 s.
GRID = """
abcd
efgh
"""
PLACES = {
    letter: Point(-0.005 * row, 0.005 * column)
    for row, line in enumerate(GRID.split())
    for column, letter in enumerate(line)
}
CAR = Profile("car", {"main": 36.0, "side": 36.0}, ("access",), ("oneway",), top_kmh=90)
MONDAY_8, TUESDAY_8, MONDAY_12 = 8, 24 + 8, 12


def way(number: int, letters: str, highway: str = "main") -> Way:
    points = tuple(PLACES[letter] for letter in letters)
    return Way(tuple(map(ord, letters)), points, {"highway": highway}, number)


STREETS = (way(1, "ab"), way(2, "bc"), way(3, "cd"), way(4, "bfgc", "side"))
GRAPH = build_graph(STREETS, [CAR])
NETWORK = Network(GRAPH, build_hierarchy(GRAPH))
TEACHER = Teacher(GRAPH, NETWORK.view("car"))
TRAFFIC = Traffic("test", frozenset({"car"}), {})


def drive(
    letters: str, mps: Sequence[float], begins: datetime, every_s: float = 5.0, noise: int = 0
) -> Drive:
    """Return a drive along crossings, with one speed for each street between them."""
    rng = np.random.default_rng(noise)
    positions, at = [], []
    now = 0.0
    for number, (start, end) in enumerate(pairwise(letters)):
        a, b = PLACES[start], PLACES[end]
        length_m = 556.0
        steps = max(1, round(length_m / mps[number] / every_s))
        for step in range(steps + (number == len(letters) - 2)):
            share = step / steps
            off = rng.normal(0, 3e-5, 2) if noise else (0.0, 0.0)
            point = Point(
                a.lat + (b.lat - a.lat) * share + off[0], a.lon + (b.lon - a.lon) * share + off[1]
            )
            positions.append(Position(point))
            at.append(begins + timedelta(seconds=now + share * length_m / mps[number]))
        now += length_m / mps[number]
    return Drive(positions, at)


def monday(clock: int, week: int = 0) -> datetime:
    return datetime(2026, 6, 1, clock, 5, tzinfo=UTC) + timedelta(weeks=week)


def edge_of(number: int) -> int:
    return int(np.flatnonzero(GRAPH.edge_way == number)[0])


def shares(traffic: Traffic, number: int, hour: int) -> tuple[float, float]:
    """Return the shares of a street, ahead and back."""
    both = traffic.shares(GRAPH, "car", hour)
    return float(both[2 * edge_of(number)]), float(both[2 * edge_of(number) + 1])


def test_a_drive_tells_the_share_of_the_speed_on_each_street() -> None:
    # 10 m/s is what the profile assumes; the middle street is driven at 4 m/s.
    seen = TEACHER.observe(drive("abcd", [10, 4, 10], monday(8)))
    by_street = dict(zip(seen.street.tolist(), np.exp(seen.log_sum).tolist(), strict=True))
    keys = street_keys(GRAPH)
    assert by_street[int(keys[2 * edge_of(1)])] == pytest.approx(1.0, rel=0.03)
    assert by_street[int(keys[2 * edge_of(2)])] == pytest.approx(0.4, rel=0.03)
    assert by_street[int(keys[2 * edge_of(3)])] == pytest.approx(1.0, rel=0.03)
    assert seen.hour.tolist() == [MONDAY_8] * 3
    assert seen.count.tolist() == [1] * 3


def test_one_drive_moves_little_and_many_decide() -> None:
    once = TEACHER.observe(drive("abcd", [10, 4, 10], monday(8)))
    taught = teach(TRAFFIC, GRAPH, "car", once)
    # The street: 1 against 20, log 0.4 / 21 = -0.0436; then the hour: 1 against 20 of what is
    # left, (-0.9163 + 0.0436) / 21 = -0.0416. Together exp(-0.0852).
    assert shares(taught, 2, MONDAY_8)[0] == pytest.approx(0.918, abs=0.003)
    # Another hour of the same street follows the street alone: exp(-0.0436).
    assert shares(taught, 2, TUESDAY_8)[0] == pytest.approx(0.957, abs=0.003)
    lessons = Lessons.nothing()
    for week in range(300):
        lessons += TEACHER.observe(drive("abcd", [10, 4, 10], monday(8, week)))
    taught = teach(TRAFFIC, GRAPH, "car", lessons)
    assert shares(taught, 2, MONDAY_8)[0] == pytest.approx(0.4, rel=0.02)
    assert shares(taught, 1, MONDAY_8)[0] == pytest.approx(1.0, rel=0.02)


def test_what_was_not_driven_stays_as_it_was() -> None:
    lessons = TEACHER.observe(drive("abcd", [10, 4, 10], monday(8)))
    taught = teach(TRAFFIC, GRAPH, "car", lessons)
    assert shares(taught, 2, MONDAY_8)[1] == 1.0  # the other direction
    assert shares(taught, 4, MONDAY_8) == (1.0, 1.0)
    assert taught.shares(GRAPH, "bicycle", MONDAY_8).tolist() == [1.0] * (2 * GRAPH.edge_count)


def test_noise_of_the_positions_does_not_move_the_mean() -> None:
    lessons = Lessons.nothing()
    for week in range(40):
        lessons += TEACHER.observe(drive("abcd", [8, 5, 8], monday(8, week), noise=week + 1))
    key = int(street_keys(GRAPH)[2 * edge_of(2)])
    at = np.flatnonzero(lessons.street == key)
    mean = np.exp(lessons.log_sum[at].sum() / lessons.count[at].sum())
    assert mean == pytest.approx(0.5, rel=0.05)


def test_standing_longer_than_traffic_makes_one_is_no_speed() -> None:
    moving = drive("abcd", [10, 10, 10], monday(8))
    paused = [
        at + timedelta(minutes=20 if number > len(moving.at) // 2 else 0)
        for number, at in enumerate(moving.at)
    ]
    seen = TEACHER.observe(replace(moving, at=paused))
    middle = int(street_keys(GRAPH)[2 * edge_of(2)])
    assert middle not in seen.street.tolist()
    assert len(seen.street) == 2


def test_a_light_is_part_of_the_speed() -> None:
    moving = drive("abcd", [10, 10, 10], monday(8))
    waited = [
        at + timedelta(seconds=60 if number > len(moving.at) // 2 else 0)
        for number, at in enumerate(moving.at)
    ]
    seen = TEACHER.observe(replace(moving, at=waited))
    middle = seen.street == int(street_keys(GRAPH)[2 * edge_of(2)])
    # 55.6 s of driving in 115.6 s.
    assert np.exp(seen.log_sum[middle])[0] == pytest.approx(0.48, abs=0.05)


def test_a_trip_without_positions_teaches_the_streets_it_usually_takes() -> None:
    # Three streets of 55.6 s in twice the time.
    start, end = PLACES["a"], PLACES["d"]
    seen = TEACHER.observe_trip(start, end, monday(8), monday(8) + timedelta(seconds=334))
    assert np.exp(seen.log_sum) == pytest.approx([0.5, 0.5, 0.5], rel=0.01)
    assert seen.hour.tolist() == [MONDAY_8] * 3
    # Too short to say anything, or no drive at all: a pause.
    for taken_s in (100, 3600):
        none = TEACHER.observe_trip(start, end, monday(8), monday(8) + timedelta(seconds=taken_s))
        assert none.street.tolist() == []


def test_hours_are_those_of_the_place() -> None:
    helsinki = replace(drive("abcd", [10, 10, 10], monday(8)), zone=ZoneInfo("Europe/Helsinki"))
    assert set(TEACHER.observe(helsinki).hour.tolist()) == {11}


def test_the_night_the_clocks_go_back_is_driven_in_order() -> None:
    # 25 October 2026 in Helsinki: at 04:00 local, 01:00 UTC, it is 03:00 once more.
    begins = datetime(2026, 10, 25, 0, 58, tzinfo=UTC)
    night = replace(drive("abcd", [10, 10, 10], begins), zone=ZoneInfo("Europe/Helsinki"))
    assert TEACHER.observe(night).count.tolist() == [1, 1, 1]


def test_lessons_are_kept_as_bytes_without_loss() -> None:
    lessons = TEACHER.observe(drive("abcd", [10, 4, 10], monday(8)))
    again = Lessons.from_bytes(lessons.to_bytes())
    for name in ("street", "hour", "count", "log_sum"):
        assert np.array_equal(getattr(again, name), getattr(lessons, name))
    assert len(lessons.to_bytes()) == 22 * 3


def test_times_that_run_back_are_refused() -> None:
    moving = drive("abcd", [10, 10, 10], monday(8))
    with pytest.raises(ValueError, match="in order"):
        TEACHER.observe(replace(moving, at=moving.at[::-1]))


def test_nothing_seen_teaches_nothing() -> None:
    far = Drive([Position(Point(1, 1))], [monday(8)])
    assert TEACHER.observe(far).street.tolist() == []
    assert teach(TRAFFIC, GRAPH, "car", Lessons.nothing()).learned == {}


def test_keys_are_those_of_another_version_of_the_region() -> None:
    # A version in which the ways come in another order, one of them turned round.
    turned = Way(STREETS[1].nodes[::-1], STREETS[1].points[::-1], STREETS[1].tags, 2)
    other = build_graph([STREETS[3], turned, STREETS[0], STREETS[2]], [CAR])
    assert sorted(street_keys(other).tolist()) == sorted(street_keys(GRAPH).tolist())
    lessons = TEACHER.observe(drive("abcd", [10, 4, 10], monday(8)))
    before = teach(TRAFFIC, GRAPH, "car", lessons).learned
    after = teach(TRAFFIC, other, "car", lessons).learned
    assert _by_ends(GRAPH, before) == _by_ends(other, after)
    # A version without the street forgets nothing else.
    fewer = build_graph([STREETS[0], STREETS[3], STREETS[2]], [CAR])
    assert len(teach(TRAFFIC, fewer, "car", lessons).learned) == 2


def _by_ends(graph: Graph, learned: object) -> list[tuple[float, float, float]]:
    assert isinstance(learned, dict)
    found = []
    for direction, week in learned.items():
        edge, back = divmod(direction, 2)
        ends = [graph.edge_tail[edge], graph.edge_head[edge]]
        begin, end = ends[::-1] if back else ends
        found.append(
            (float(graph.node_lon[begin]), float(graph.node_lon[end]), round(float(week[8]), 9))
        )
    return sorted(found)


def test_what_was_learned_turns_the_next_way_off_the_slow_street() -> None:
    lessons = Lessons.nothing()
    for week in range(200):
        lessons += TEACHER.observe(drive("abcd", [10, 2, 10], monday(8, week)))
    taught = teach(TRAFFIC, GRAPH, "car", lessons)
    usual = EdgeTimes(GRAPH.forward_ms[0], GRAPH.backward_ms[0])
    views = [
        NETWORK.with_times("car", slow_down(usual, taught.shares(GRAPH, "car", hour)))
        for hour in range(24)
    ]
    points = [PLACES["a"], PLACES["d"]]
    # Straight on: 3 blocks, the middle one at 2 m/s: 389 s. Round the side: 5 blocks, 278 s.
    assert views[MONDAY_8].matrix(points).duration_s[0, 1] == pytest.approx(278, abs=2)
    # At noon the street is known to be slow as well, though less surely.
    assert views[MONDAY_12].matrix(points).duration_s[0, 1] > 170
    roads = TimedRoads(views)
    arrivals = [
        at + (roads.duration_s(points[0], points[1], float(at)) or 0)
        for at in range(27_000, 40_000, 97)
    ]
    assert arrivals == sorted(arrivals)
