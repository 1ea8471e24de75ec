"""Streets of 500 m and one minute, drawn; what closes, slows or holds up which of them."""

import numpy as np
import pytest

from doorstep.kernel import Point
from doorstep.roads import Direction, Disruption, disrupt, find_edges, streets_named
from doorstep.roads.graph import CLOSED
from worlds.towns import Town, ascii_town

# Edges in the order of the drawing: AB, AC, BD, CD are found by their ends.
SQUARE = """
A-B-E
| | |
C-D-F
"""


@pytest.fixture
def town() -> Town:
    return ascii_town(SQUARE)


def edge(town: Town, names: str) -> int:
    """Return the edge between two named places."""
    graph = town.graph
    for number in range(graph.edge_count):
        ends = {
            (float(graph.node_lat[node]), float(graph.node_lon[node]))
            for node in (graph.edge_tail[number], graph.edge_head[number])
        }
        if ends == {(town.places[name].lat, town.places[name].lon) for name in names}:
            return number
    raise LookupError(names)


def moved(point: Point, north_m: float, east_m: float) -> Point:
    """Return a point some metres away; at 60 degrees a degree of longitude is half as long."""
    return Point(point.lat + north_m / 111_195.08, point.lon + east_m / 111_195.08 * 2)


def closed_edges(town: Town, disruption: Disruption, profile: str = "van") -> set[int]:
    times = disrupt(town.graph, profile, [(disruption, 1.0)])
    return set(np.flatnonzero(times.forward_ms == CLOSED).tolist())


def area(town: Town, name: str, half_m: float) -> tuple[Point, ...]:
    middle = town.places[name]
    corners = [(-1, -1), (-1, 1), (1, 1), (1, -1), (-1, -1)]
    return tuple(moved(middle, half_m * north, half_m * east) for north, east in corners)


def test_a_line_drawn_along_a_street_with_a_shaking_hand_closes_that_street_alone(
    town: Town,
) -> None:
    a, b = town.places["A"], town.places["B"]
    # 5 m to either side, and past the side streets at both ends.
    line = (moved(a, 5, -3), moved(town.between("A", "B", 0.5), -5, 0), moved(b, 5, 3))
    drawing = Disruption(lines=(line,), is_closed=True)
    assert closed_edges(town, drawing) == {edge(town, "AB")}


def test_a_line_across_a_street_closes_it(town: Town) -> None:
    spot = town.between("B", "D", 0.4)
    barrier = (moved(spot, 0, -15), moved(spot, 3, 15))
    drawing = Disruption(lines=(barrier,), is_closed=True)
    assert closed_edges(town, drawing) == {edge(town, "BD")}


def test_a_line_that_passes_a_junction_closes_nothing_there(town: Town) -> None:
    # Diagonal, 10 m on either side of B: it only cuts the corner.
    b = town.places["B"]
    corner = (moved(b, 10, -10), moved(b, -10, 10))
    assert closed_edges(town, Disruption(lines=(corner,), is_closed=True)) == set()


def test_an_area_closes_every_street_it_holds_a_part_of(town: Town) -> None:
    drawing = Disruption(areas=(area(town, "B", 50),), is_closed=True)
    assert closed_edges(town, drawing) == {edge(town, names) for names in ("AB", "BE", "BD")}


def test_an_area_between_streets_closes_none(town: Town) -> None:
    ring = area(town, "A", 50)
    between = tuple(moved(point, -250, 250) for point in ring)
    assert closed_edges(town, Disruption(areas=(between,), is_closed=True)) == set()


def test_a_closure_for_vans_leaves_bicycles_alone(town: Town) -> None:
    drawing = Disruption(areas=(area(town, "B", 50),), is_closed=True, profiles=frozenset({"van"}))
    assert len(closed_edges(town, drawing, "van")) == 3
    assert closed_edges(town, drawing, "bicycle") == set()


def test_half_speed_in_half_of_a_street_takes_half_as_long_again(town: Town) -> None:
    # 250 of AB's 500 m lie within 250 m of A: 30 s + 60 s.
    drawing = Disruption(areas=(area(town, "A", 250),), speed_factor=0.5)
    times = disrupt(town.graph, "van", [(drawing, 1.0)])
    for names in ("AB", "AC"):
        assert times.forward_ms[edge(town, names)] == pytest.approx(90_000, abs=700)
    assert times.forward_ms[edge(town, "BD")] == 60_000


def test_what_is_in_force_for_a_quarter_of_the_time_counts_a_quarter(town: Town) -> None:
    drawing = Disruption(areas=(area(town, "A", 600),), speed_factor=0.5)
    times = disrupt(town.graph, "van", [(drawing, 0.25)])
    assert times.forward_ms[edge(town, "AB")] == 75_000  # 60 s + a quarter of 60 s


def test_a_closure_counts_in_full_however_short(town: Town) -> None:
    drawing = Disruption(areas=(area(town, "B", 50),), is_closed=True)
    times = disrupt(town.graph, "van", [(drawing, 0.01)])
    assert times.forward_ms[edge(town, "AB")] == CLOSED


def test_a_queue_at_a_line_adds_its_wait_in_both_directions(town: Town) -> None:
    spot = town.between("A", "B", 0.5)
    border = (moved(spot, 20, 0), moved(spot, -20, 0))
    times = disrupt(town.graph, "van", [(Disruption(lines=(border,), added_s=1200), 1.0)])
    assert times.forward_ms[edge(town, "AB")] == times.backward_ms[edge(town, "AB")] == 1_260_000
    assert times.forward_ms[edge(town, "CD")] == 60_000


def test_a_queue_along_two_streets_is_waited_once_in_all(town: Town) -> None:
    line = (town.places["A"], town.places["B"], town.places["E"])
    times = disrupt(town.graph, "van", [(Disruption(lines=(line,), added_s=600), 1.0)])
    both = times.forward_ms[[edge(town, "AB"), edge(town, "BE")]]
    assert both.sum() == pytest.approx(120_000 + 600_000, abs=2_000)


def test_a_queue_at_an_area_is_met_going_in_not_coming_out(town: Town) -> None:
    times = disrupt(
        town.graph, "van", [(Disruption(areas=(area(town, "B", 50),), added_s=600), 1.0)]
    )
    into, out = edge(town, "AB"), edge(town, "BE")  # B is AB's head and BE's tail
    assert (times.forward_ms[into], times.backward_ms[into]) == (660_000, 60_000)
    assert (times.forward_ms[out], times.backward_ms[out]) == (60_000, 660_000)


def test_what_was_closed_before_stays_closed() -> None:
    town = ascii_town("A>B\n| |\nC-D")
    times = disrupt(
        town.graph, "van", [(Disruption(areas=(area(town, "A", 900),), added_s=5), 1.0)]
    )
    assert times.backward_ms[edge(town, "AB")] == CLOSED


def test_no_disruption_changes_nothing(town: Town) -> None:
    times = disrupt(town.graph, "van", [])
    row = town.graph.profile_index("van")
    assert np.array_equal(times.forward_ms, town.graph.forward_ms[row])
    assert np.array_equal(times.backward_ms, town.graph.backward_ms[row])


def test_a_street_s_name_draws_all_of_it(town: Town) -> None:
    lines = streets_named(town.graph, "")
    assert lines == ()
    every = Disruption(
        lines=tuple((town.places[a], town.places[b]) for a, b in ("AB", "BE")), is_closed=True
    )
    assert set(find_edges(town.graph, every).edge.tolist()) == {edge(town, "AB"), edge(town, "BE")}


def both_ways(town: Town, names: str, drawing: Disruption) -> tuple[int, int]:
    """Return the milliseconds from the first named place to the second, and back."""
    graph = town.graph
    number = edge(town, names)
    times = disrupt(graph, "van", [(drawing, 1.0)])
    is_ahead = float(graph.node_lon[graph.edge_tail[number]]) == town.places[names[0]].lon
    is_ahead &= float(graph.node_lat[graph.edge_tail[number]]) == town.places[names[0]].lat
    found = int(times.forward_ms[number]), int(times.backward_ms[number])
    return found if is_ahead else found[::-1]


def test_one_direction_alone_can_be_closed(town: Town) -> None:
    east = (town.places["A"], town.places["B"], town.places["E"])
    west = east[::-1]
    for line, direction in ((east, Direction.ALONG), (west, Direction.AGAINST)):
        drawing = Disruption(lines=(line,), is_closed=True, direction=direction)
        assert both_ways(town, "AB", drawing) == (CLOSED, 60_000)
        assert both_ways(town, "BE", drawing) == (CLOSED, 60_000)
        assert both_ways(town, "AC", drawing) == (60_000, 60_000)
    drawing = Disruption(lines=(east,), is_closed=True, direction=Direction.AGAINST)
    assert both_ways(town, "AB", drawing) == (60_000, CLOSED)


def test_one_direction_alone_can_be_slow_or_queue(town: Town) -> None:
    line = (town.places["A"], town.places["B"])
    slow = Disruption(lines=(line,), speed_factor=0.5, direction=Direction.ALONG)
    assert both_ways(town, "AB", slow) == (120_000, 60_000)
    queue = Disruption(lines=(line,), added_s=300, direction=Direction.AGAINST)
    assert both_ways(town, "AB", queue) == (60_000, 360_000)


def test_a_barrier_and_an_area_mean_both_directions(town: Town) -> None:
    spot = town.between("B", "D", 0.4)
    barrier = (moved(spot, 0, -15), moved(spot, 3, 15))
    closed = Disruption(lines=(barrier,), is_closed=True, direction=Direction.ALONG)
    assert both_ways(town, "BD", closed) == (CLOSED, CLOSED)
    assert find_edges(town.graph, closed).along.tolist() == [0]
