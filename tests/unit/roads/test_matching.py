"""Drives that are known, with noise on them, turned back into streets.

The drawn towns have streets of 500 m; positions are every 50 m.
"""

from itertools import pairwise

import numpy as np
import pytest

from doorstep.kernel import Point, distance_m
from doorstep.roads.matching import Driven, MatchedTrace, Position, TraceMatcher
from doorstep.roads.sources import Region
from worlds.towns import Town, ascii_town

NOISE_M = 8.0


def drive(town: Town, names: str, noise_m: float = 0.0, seed: int = 1) -> list[Position]:
    """Return a position each 50 m of the straight ways between crossings."""
    rng = np.random.default_rng(seed)
    tenths = np.arange(0.0, 1.0, 0.1).tolist()
    positions = [town.between(a, b, share) for a, b in pairwise(names) for share in tenths]
    positions.append(town.places[names[-1]])
    east, north = rng.normal(0, noise_m, size=(2, len(positions))) / 111_195.08
    # At 60 degrees north a degree of longitude is half as long as one of latitude.
    return [
        Position(Point(p.lat + n, p.lon + 2 * e))
        for p, e, n in zip(positions, east.tolist(), north.tolist(), strict=True)
    ]


def streets(town: Town, trace: MatchedTrace) -> str:
    """Return the streets of at least a tenth as pairs of crossings: "AB BC"."""
    graph = town.graph
    name = {
        node: letter
        for letter, p in town.places.items()
        for node in range(graph.node_count)
        if distance_m(Point(graph.node_lat[node], graph.node_lon[node]), p) < 1
    }
    words = []
    for one in (d for part in trace.parts for d in part if d.end - d.start > 0.1):
        ends = (name[int(graph.edge_tail[one.edge])], name[int(graph.edge_head[one.edge])])
        words.append("".join(ends if one.is_forward else ends[::-1]))
    return " ".join(words)


GRID = """
A-B-C
| | |
D-E-F
| | |
G-H-I
"""


@pytest.mark.parametrize("names", ["ABC", "ABEHI", "ADEFIHG", "ABEDA"])
@pytest.mark.parametrize("seed", range(5))
def test_a_noisy_drive_is_recognised(names: str, seed: int) -> None:
    town = ascii_town(GRID)
    trace = TraceMatcher(town.graph, "car").match(drive(town, names, NOISE_M, seed), NOISE_M)

    assert streets(town, trace) == " ".join(a + b for a, b in pairwise(names))
    assert len(trace.parts) == 1


def test_a_drive_without_noise_covers_its_streets_from_end_to_end() -> None:
    town = ascii_town(GRID)
    trace = TraceMatcher(town.graph, "car").match(drive(town, "ABE"))
    (part,) = trace.parts

    assert sum((d.end - d.start) * 500 for d in part) == pytest.approx(1000, abs=1)
    assert trace.positions[5] is not None
    assert trace.positions[5].point == pytest.approx(town.between("A", "B", 0.5), abs=1e-6)


def test_turning_round_in_a_street_is_recognised_and_noise_is_not() -> None:
    town = ascii_town("A-B-C")
    there = drive(town, "AB")
    back = drive(town, "BA")[1:]
    trace = TraceMatcher(town.graph, "car").match([*there, *back])
    assert streets(town, trace) == "AB BA"

    # A standstill's noise: 20 positions within 10 m in the middle of the street.
    middle = town.between("A", "B", 0.5)
    rng = np.random.default_rng(3)
    still = [
        Position(Point(middle.lat + n, middle.lon + e))
        for n, e in rng.normal(0, 5 / 111_195, size=(20, 2)).tolist()
    ]
    trace = TraceMatcher(town.graph, "car").match([*there[:5], *still, *there[6:]])
    assert streets(town, trace) == "AB"


def test_a_one_way_street_is_not_driven_against() -> None:
    town = ascii_town(
        """
        A>B
        ^ v
        D<C
        """
    )
    trace = TraceMatcher(town.graph, "car").match(drive(town, "ABC", NOISE_M))
    assert streets(town, trace) == "AB BC"
    # Walkers may.
    trace = TraceMatcher(town.graph, "foot").match(drive(town, "CBA", NOISE_M))
    assert streets(town, trace) == "CB BA"


def test_the_heading_tells_which_way_a_single_fix_went() -> None:
    town = ascii_town("A-B-C")
    spot = town.between("A", "B", 0.5)
    matcher = TraceMatcher(town.graph, "car")
    east, west = (
        matcher.match([Position(spot, heading)]).positions[0] for heading in (90.0, 270.0)
    )

    assert east is not None
    assert west is not None
    assert east.is_forward != west.is_forward
    assert (east.edge, east.fraction) == pytest.approx((west.edge, west.fraction))


def test_fixes_far_from_any_street_are_left_out_and_a_jump_begins_a_new_part() -> None:
    town = ascii_town("A-B-C-D-E")
    far = Position(Point(town.places["B"].lat + 0.01, town.places["B"].lon))
    first, last = drive(town, "AB"), drive(town, "DE")
    trace = TraceMatcher(town.graph, "car").match([*first, far, *last])
    assert trace.positions[len(first)] is None
    assert "AB" in streets(town, trace)
    assert "DE" in streets(town, trace)

    assert TraceMatcher(town.graph, "car").match([]).parts == ()
    assert TraceMatcher(town.graph, "car").match([far]).parts == ()


def test_two_towns_without_a_road_between_are_two_parts() -> None:
    town = ascii_town("A-B C-D", connected=False)
    trace = TraceMatcher(town.graph, "car").match([*drive(town, "AB"), *drive(town, "CD")])

    assert streets(town, trace) == "AB CD"
    assert len(trace.parts) == 2


def _covered(region: Region, line: tuple[Point, ...], driven: list[Driven]) -> float:
    """Return the share of a line's points within 15 m of a street that was driven."""
    graph = region.network.graph
    spots = []
    for one in driven:
        span = slice(graph.shape_offset[one.edge], graph.shape_offset[one.edge + 1])
        lat, lon = graph.shape_lat[span], graph.shape_lon[span]
        for share in np.linspace(0, 1, 40).tolist():
            at = share * (len(lat) - 1)
            spots.append(
                (np.interp(at, range(len(lat)), lat), np.interp(at, range(len(lon)), lon))
            )
    known = np.array(spots)
    near = [
        np.hypot((known[:, 0] - p.lat) * 111_195, (known[:, 1] - p.lon) * 55_700).min() < 15
        for p in line
    ]
    return float(np.mean(near))


def test_routes_through_a_real_city_are_recognised(region: Region) -> None:
    rng = np.random.default_rng(11)
    matcher = TraceMatcher(region.network.graph, "van")
    addresses = region.addresses.entries
    for _ in range(5):
        a, b = (addresses[i].point for i in rng.integers(len(addresses), size=2).tolist())
        leg = region.network.route([a, b], "van").legs[0]
        line = _every(leg.geometry, 25.0)
        noise = rng.normal(0, NOISE_M, size=(len(line), 2)) / [111_195, 55_700]
        positions = [
            Position(Point(p.lat + n, p.lon + e))
            for p, (n, e) in zip(line, noise.tolist(), strict=True)
        ]
        trace = matcher.match(positions, NOISE_M)
        driven = [one for part in trace.parts for one in part]
        metres = sum(
            (one.end - one.start) * float(region.network.graph.edge_length_m[one.edge])
            for one in driven
        )

        assert len(trace.parts) == 1
        assert _covered(region, leg.geometry, driven) > 0.97
        assert metres == pytest.approx(leg.distance_m, rel=0.05, abs=40)


def _every(line: tuple[Point, ...], step_m: float) -> list[Point]:
    at = np.concatenate([[0.0], np.cumsum([distance_m(a, b) for a, b in pairwise(line)])])
    wanted = np.append(np.arange(0.0, at[-1], step_m), at[-1])
    lat = np.interp(wanted, at, [p.lat for p in line])
    lon = np.interp(wanted, at, [p.lon for p in line])
    return [Point(float(y), float(x)) for y, x in zip(lat, lon, strict=True)]
