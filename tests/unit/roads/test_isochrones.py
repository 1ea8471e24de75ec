"""How far one gets, worked out by hand: every street takes one minute and is 500 m long."""

import numpy as np
import pytest
import shapely

from doorstep.kernel import Point
from doorstep.roads import NoRouteError
from doorstep.roads.isochrones import Isochrone, find_isochrones
from doorstep.roads.sources import Region
from worlds.towns import ascii_town

LINE = ascii_town("A-B-C-D")


def shape(isochrone: Isochrone) -> shapely.MultiPolygon:
    return shapely.MultiPolygon(
        [
            shapely.Polygon(
                [(p.lon, p.lat) for p in rings[0]],
                [[(p.lon, p.lat) for p in hole] for hole in rings[1:]],
            )
            for rings in isochrone.polygons
        ]
    )


def holds(isochrone: Isochrone, point: Point) -> bool:
    return bool(shapely.contains_xy(shape(isochrone), point.lon, point.lat))


def test_a_street_is_reached_as_far_as_the_time_allows() -> None:
    view = LINE.network().view("car")
    (found,) = find_isochrones(LINE.graph, view, LINE.places["A"], [90])

    # A minute to B, and half of the way to C; 40 m of houses beside and beyond.
    assert holds(found, LINE.between("B", "C", 0.45))
    assert not holds(found, LINE.between("B", "C", 0.65))


def test_a_start_between_crossings_goes_both_ways() -> None:
    view = LINE.network().view("car")
    start = LINE.between("B", "C", 0.5)
    (found,) = find_isochrones(LINE.graph, view, start, [30])

    # Half a minute is half a street: to B and to C, and 40 m on.
    assert holds(found, LINE.between("B", "C", 0.02))
    assert holds(found, LINE.between("B", "C", 0.98))
    assert not holds(found, LINE.between("A", "B", 0.8))
    assert not holds(found, LINE.between("C", "D", 0.2))


def test_a_one_way_street_is_reached_only_along() -> None:
    town = ascii_town(
        """
        A>B
        ^ v
        D<C
        """
    )
    (found,) = find_isochrones(town.graph, town.network().view("car"), town.places["A"], [60])

    assert holds(found, town.between("A", "B", 0.9))
    assert not holds(found, town.between("A", "D", 0.5))


def test_each_area_lies_in_the_next() -> None:
    view = LINE.network().view("car")
    areas = find_isochrones(LINE.graph, view, LINE.places["B"], [120, 30, 60, 60])

    assert [area.limit_s for area in areas] == [30, 60, 120]
    shapes = [shape(area) for area in areas]
    a_centimetre = 1e-7  # degrees
    assert shapely.covers(shapes[1].buffer(a_centimetre), shapes[0])
    assert shapely.covers(shapes[2].buffer(a_centimetre), shapes[1])


def test_a_place_far_from_any_street_has_no_area() -> None:
    with pytest.raises(NoRouteError):
        find_isochrones(LINE.graph, LINE.network().view("car"), Point(10.0, 10.0), [60])


def test_nearly_all_that_is_reached_lies_inside_and_little_else(region: Region) -> None:
    """Compare with the matrix, which knows nothing of areas."""
    graph, network = region.network.graph, region.network
    start = Point(60.1699, 24.9384)
    usable = np.flatnonzero(graph.forward_ms[graph.profile_index("van")] > 0)
    nodes = np.unique(graph.edge_tail[usable])[::5]
    points = [Point(float(graph.node_lat[n]), float(graph.node_lon[n])) for n in nodes]
    seconds = network.matrix([start, *points], "van").duration_s[0, 1:]
    limits = [int(np.quantile(seconds, share)) for share in (0.4, 0.8)]
    areas = find_isochrones(graph, network.view("van"), start, limits)
    for area, limit_s in zip(areas, limits, strict=True):
        inside = np.array([holds(area, point) for point in points])
        reached = (seconds >= 0) & (seconds <= limit_s)

        assert inside[reached].mean() >= 0.97
        # One-ways lead round the block to what lies between streets that are reached.
        assert reached[inside].mean() >= 0.7
        assert (seconds[inside] <= 1.25 * limit_s).mean() >= 0.9
