"""How long a leg takes when the roads change under way; minutes counted by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from doorstep.disruptions import Disruption, DisruptionKind
from doorstep.planning import HourlyRoads
from doorstep.roads import AddressIndex, NoRouteError
from doorstep.roads import Disruption as OnRoads
from doorstep.roads.sources import Region
from worlds.towns import Town, ascii_town

# A street is a minute and 500 metres: from A to E 4 minutes, to D by way of F and G 5.
TOWN = """
A-B-C-D-E
| |   |
F-+-+-G
"""
MONDAY = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def town() -> Town:
    return ascii_town(TOWN)


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return MONDAY + timedelta(hours=hour, minutes=minute, seconds=second)


def street(town: Town, names: str) -> tuple[Any, ...]:
    return (tuple(town.points(names)),)


def slow(town: Town, factor: float, from_at: datetime) -> Disruption:
    on_roads = OnRoads(lines=street(town, "ABCDE"), is_closed=False, speed_factor=factor)
    return Disruption("Snow", DisruptionKind.WEATHER, from_at, None, on_roads)


def closed(town: Town, names: str, from_at: datetime) -> Disruption:
    on_roads = OnRoads(lines=street(town, names), is_closed=True)
    return Disruption("Works", DisruptionKind.CLOSURE, from_at, None, on_roads)


def roads_of(town: Town, *known: Disruption) -> HourlyRoads:
    region = Region("key", "Town", town.network(), AddressIndex(()))
    return HourlyRoads(region, "UTC", known)


def seconds(roads: HourlyRoads, town: Town, names: str, leaves_at: datetime) -> float | None:
    start, end = town.points(names)
    return roads.leg_s("foot", start, end, leaves_at)


def test_a_leg_that_crosses_the_hour_is_driven_partly_at_each_hour_s_speed(town: Town) -> None:
    roads = roads_of(town, slow(town, 0.5, at(7, 0)))
    # Before the hour 4 minutes; after it 5 by streets that are not slow, and 2 from D to E. From
    # 6:59 a quarter is done by 7:00, and three quarters of 7 minutes are left.
    assert seconds(roads, town, "AE", at(6, 50)) == 240
    assert seconds(roads, town, "AE", at(7, 10)) == 420
    assert seconds(roads, town, "AE", at(6, 59)) == 60 + 0.75 * 420


def test_who_is_under_way_when_a_street_closes_drives_on_and_who_starts_then_cannot(
    town: Town,
) -> None:
    roads = roads_of(town, closed(town, "DE", at(7, 0)))
    assert seconds(roads, town, "CE", at(6, 59)) == 120
    assert seconds(roads, town, "AF", at(7, 30)) == 60


def test_a_route_goes_round_what_closes_in_the_hour_it_gets_there(town: Town) -> None:
    roads = roads_of(town, closed(town, "BC", at(7, 0)))
    points = town.points("AD")
    (early,), (late,) = (roads.route("foot", points, one) for one in (at(6, 30), at(7, 30)))
    assert (early.duration_s, late.duration_s) == (180, 300)


def test_a_place_far_from_any_street_has_no_time_and_no_route(town: Town) -> None:
    roads = roads_of(town)
    far = town.between("A", "B", 400.0)
    assert roads.leg_s("foot", town.places["A"], far, at(6, 0)) is None
    with pytest.raises(NoRouteError):
        roads.route("foot", [town.places["A"], far], at(6, 0))
