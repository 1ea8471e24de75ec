"""Streets that are open but cut off by a closure, on streets drawn by hand."""

import numpy as np
import pytest

from doorstep.kernel import Point
from doorstep.roads import Network, Profile, ProfileView, Way, build_graph, build_hierarchy
from doorstep.roads.graph import CLOSED
from doorstep.roads.profile import TurnRule

# Letters are crossings, 0.001 degrees (111.2 m) apart. A crossing of two streets is no crossing
# to the graph, so some have a dead end beside them.
PLACES = {
    letter: Point(-0.001 * row, 0.001 * column)
    for row, line in enumerate(["abcwxyz", "defWXYZ", "ghi", "jkl"])
    for column, letter in enumerate(line)
}
BLOCK_M = 111.2


def comb(start: str, first: int, teeth: int, step: int) -> tuple[str, ...]:
    """Return a street from a crossing to the west or east, with a dead end at each block."""
    back, ends = [], []
    for number in range(teeth):
        letters = chr(first + 2 * number) + chr(first + 2 * number + 1)
        lon = PLACES[start].lon + 0.001 * step * (number + 1)
        PLACES.update({letters[0]: Point(0.0, lon), letters[1]: Point(-0.001, lon)})
        back.append(letters[0])
        ends.append(letters)
    return ("".join([start, *back]), *ends)


TURNING = Profile(
    "van", {"street": 36.0}, ("access",), ("oneway",), 90, turns=TurnRule(8.0, 1.1, 30.0)
)
PLAIN = Profile("van", {"street": 36.0}, ("access",), ("oneway",), 90)

# Two blocks, one above the other, and the rest of the town west of them.
RING = ("abed", "ad", "dghe", *comb("a", 0x400, 40, -1))

pytestmark = pytest.mark.parametrize("profile", [TURNING, PLAIN], ids=["turns", "junctions"])


def town(profile: Profile, *streets: str) -> Network:
    """Return a town of streets, each its crossings in order; with ">" before them one-way."""
    ways = [
        Way(
            tuple(map(ord, letters)),
            tuple(PLACES[letter] for letter in letters),
            {"highway": "street"} | ({"oneway": "yes"} if street != letters else {}),
            number + 1,
        )
        for number, street in enumerate(streets)
        for letters in [street.lstrip(">")]
    ]
    graph = build_graph(ways, [profile])
    return Network(graph, build_hierarchy(graph))


def closed(network: Network, *streets: str) -> ProfileView:
    """Return the town with the streets between some neighbouring crossings closed."""
    graph = network.graph
    ahead, back = graph.forward_ms[0].copy(), graph.backward_ms[0].copy()
    for number in range(graph.edge_count):
        ends = {
            (float(graph.node_lat[node]), float(graph.node_lon[node]))
            for node in (graph.edge_tail[number], graph.edge_head[number])
        }
        if any(ends == {(PLACES[a].lat, PLACES[a].lon) for a in street} for street in streets):
            ahead[number] = back[number] = CLOSED
    assert (ahead == CLOSED).sum() >= len(streets)
    return network.with_weights("van", ahead, back)


def near(letter: str, north_m: float = 0.0, east_m: float = 0.0) -> Point:
    place = PLACES[letter]
    return Point(place.lat + north_m / 111_195, place.lon + east_m / 111_195)


def test_a_door_that_nothing_leads_to_any_more_is_walked_to_from_the_next_corner(
    profile: Profile,
) -> None:
    # A ring a b e d, and a loop that goes b > c > f > e only.
    network = town(profile, *RING, ">bc", ">cf", ">fe", "cw", "fW")
    door = near("c", north_m=-50)
    assert network.view("van").snap([door])[0].distance_m < 1  # type: ignore[union-attr]
    view = closed(network, "bc")
    snap = view.snap([door])[0]
    assert snap is not None
    # b to e is the nearest street one can reach and leave: one block to the west.
    assert snap.distance_m == pytest.approx(BLOCK_M, abs=1)
    seconds = view.seconds([PLACES["a"], door, PLACES["d"]])
    assert (seconds >= 0).all()


def test_a_door_that_nothing_leads_away_from_is_walked_to_as_well(profile: Profile) -> None:
    network = town(profile, *RING, ">bc", ">cf", ">fe", "cw", "fW")
    view = closed(network, "ef")
    snap = view.snap([near("f", north_m=30)])[0]
    assert snap is not None
    assert snap.distance_m == pytest.approx(BLOCK_M, abs=1)


def test_a_door_far_from_any_other_street_has_no_connection(profile: Profile) -> None:
    # c w x is a street of its own behind b c; x is three blocks from b.
    network = town(profile, *RING, "bc", "cf", "cwx")
    view = closed(network, "bc")
    far = view.seconds([PLACES["a"], PLACES["x"]])
    assert far[0, 1] == far[1, 0] == -1
    assert view.snap([PLACES["x"]])[0].distance_m < 1  # type: ignore[union-attr]
    corner = view.seconds([PLACES["a"], near("c", east_m=20)])
    assert (corner >= 0).all()


def test_a_town_beyond_a_closed_bridge_keeps_its_own_streets(profile: Profile) -> None:
    network = town(profile, *RING, "bc", "cw", "wW", "Wf", "fc", *comb("w", 0x500, 10, 1))
    view = closed(network, "bc")
    snaps = view.snap([PLACES["f"], PLACES["W"]])
    assert all(snap is not None and snap.distance_m < 1 for snap in snaps)
    seconds = view.seconds([PLACES["a"], PLACES["f"], PLACES["W"]])
    assert seconds[1, 2] > 0
    assert seconds[0, 1] == seconds[1, 0] == -1


def test_where_all_streets_hang_together_a_closure_moves_no_door(profile: Profile) -> None:
    network = town(profile, *RING, "bc", "cf", "fe", "cw", "fW")
    doors = [near("c", north_m=-50), near("f", east_m=5)]
    usual = network.view("van").snap(doors)
    assert closed(network, "bc").snap(doors) == usual
    assert np.array_equal(
        closed(network).seconds(doors) >= 0, network.view("van").seconds(doors) >= 0
    )
