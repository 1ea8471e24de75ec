"""The streets behind the routes of the plan's page."""

from doorstep.kernel import Bounds, Point
from doorstep.planning.files.streets import bounds_of, list_streets
from doorstep.roads import decode_polyline
from doorstep.roads.sources import Region

CENTRE = Bounds(60.168, 24.94, 60.172, 24.948)


def test_only_streets_around_the_area_are_drawn(region: Region) -> None:
    streets = list_streets(region.network.graph, CENTRE)
    graph = region.network.graph
    assert 0 < len(streets) < graph.edge_count
    lines = [decode_polyline(street.line, precision=5) for street in streets]
    # Four thousandths of a degree are the margin; a simplified line keeps its ends.
    assert all(
        any(CENTRE.contains(point, 0.0041) for point in line) or len(line) < 4 for line in lines
    )


def test_what_does_not_fit_is_left_out_from_the_paths_up(region: Region) -> None:
    graph = region.network.graph
    everything = list_streets(graph, graph.bounds)
    assert {street.rank for street in everything} == {0, 1, 2, 3, 4}
    roads = [street for street in everything if street.rank < 4]
    points = sum(len(decode_polyline(street.line, precision=5)) for street in roads)
    assert list_streets(graph, graph.bounds, max_points=points) == roads


def test_the_most_important_streets_are_drawn_even_when_too_many(region: Region) -> None:
    streets = list_streets(region.network.graph, region.network.bounds, max_points=1)
    assert {street.rank for street in streets} == {0}


def test_bounds_are_the_smallest_box() -> None:
    box = bounds_of([Point(1, 5), Point(3, 2), Point(2, 4)])
    assert box == Bounds(south=1, west=2, north=3, east=5)
