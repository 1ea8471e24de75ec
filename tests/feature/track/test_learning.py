"""Drivers' positions and reports teach the roads at night, and what is asked next goes by it."""

import time
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from doorstep import planning, speeds, tracking
from doorstep.kernel import Point
from doorstep.plumbing.db import Base, Database
from doorstep.roads import AddressIndex, Network, Profile, Way, build_graph, build_hierarchy
from doorstep.roads.sources import Region
from worlds.day import DEPOT, at
from worlds.day_on_server import API, Served, report

# The one straight road of the day: 1112 m from door to door, which take 10 minutes each. At
# 11.12 km/h the profile expects 6 minutes: the vans drive at 0.6 of that.
VAN = Profile("van", {"residential": 11.12}, ("access",), ("oneway",), top_kmh=90)
PLACES = [DEPOT, *(Point(60.00 + 0.01 * number, 25.0) for number in (1, 2, 3))]
EXPECTED_S = 1112 / (11.12 / 3.6)
PATIENCE_S = 300


@pytest.fixture(scope="module")
def region() -> Region:
    pieces = [
        Way((n, n + 1), (PLACES[n], PLACES[n + 1]), {"highway": "residential"}, n + 1)
        for n in range(3)
    ]
    graph = build_graph(pieces, [VAN])
    network = Network(graph, build_hierarchy(graph))
    return Region("one road", "One road", network, AddressIndex(()))


def drive_ada(served: Served, *, with_positions: bool = True) -> None:
    """Have Ada drive her route as it was planned, telling where she is every 10 seconds."""
    served.release()
    route = served.route_of(served.ada)
    served.day.clock.advance(at("09:00") - served.day.clock.now())
    if with_positions:
        legs = [("06:00", 0, 1), ("06:15", 1, 2), ("06:35", 2, 3), ("06:50", 3, 0)]
        served.report(served.ada, report("start_route", route, "06:00"))
        for clock, start, end in legs:
            sent = [_fix(at(clock), start, end, share / 60) for share in range(61)]
            answer = served.ada.post(f"{API}/driver/positions", json={"positions": sent})
            assert answer.json()["stored"] == 61, answer.text
    else:
        served.report(served.ada, report("start_route", route, "06:00"))
    ends = [("06:10", "06:15", "A"), ("06:25", "06:35", "B"), ("06:45", "06:50", "C")]
    for arrived, done, stop in ends:
        served.report(
            served.ada,
            report("arrive", route, arrived, stop=stop),
            report("fail", route, done, stop=stop, reason="recipient_absent"),
        )
    served.report(served.ada, report("finish_route", route, "07:10"))


def _fix(begins_at: datetime, start: int, end: int, share: float) -> dict[str, Any]:
    lat = PLACES[start].lat + (PLACES[end].lat - PLACES[start].lat) * share
    fixed_at = begins_at + timedelta(minutes=10) * share
    return {"fixed_at": fixed_at.isoformat(), "lat": lat, "lon": 25.0, "accuracy_m": 5.0}


def positions_of(served: Served) -> Database:
    found: Database = served.app.state.positions
    return found


def learn(served: Served, region: Region) -> tracking.Learned:
    return tracking.learn(served.day.kit, region, positions_of(served), served.day.tenant_id)


def leg_s(served: Served, region: Region, clock: str) -> float:
    """Return what the roads say of the way from the depot to A, leaving at a time."""
    with served.day.kit.read(served.day.tenant_id) as unit:
        known = planning.read_roads(unit, region, at(clock))
    found = known.leg_s("van", PLACES[0], PLACES[1], at(clock))
    assert found is not None
    return found


def test_positions_teach_the_streets_that_were_driven(served: Served, region: Region) -> None:
    drive_ada(served)
    assert leg_s(served, region, "06:00") == pytest.approx(EXPECTED_S, rel=0.01)
    learned = learn(served, region)
    # Three streets out; nobody reports the arrival at the depot, so the way back is not counted.
    assert learned == tracking.Learned(routes=1, seen=3)
    # One trip against 20, twice: log 0.6 = -0.511, of which 1 / 21 and then 1 / 21 of the rest,
    # -0.0476: exp(0.0476) = 1.049.
    assert leg_s(served, region, "06:00") == pytest.approx(EXPECTED_S * 1.049, rel=0.005)
    # Where this hour was not seen, the street alone: exp(0.0243).
    assert leg_s(served, region, "12:00") == pytest.approx(EXPECTED_S * 1.025, rel=0.005)


def test_a_route_is_learned_from_once(served: Served, region: Region) -> None:
    drive_ada(served)
    learn(served, region)
    once_s = leg_s(served, region, "06:00")
    assert learn(served, region) == tracking.Learned(routes=0, seen=0)
    assert leg_s(served, region, "06:00") == once_s


def test_reports_alone_teach_where_no_positions_came_in(served: Served, region: Region) -> None:
    drive_ada(served, with_positions=False)
    assert learn(served, region).routes == 1
    assert leg_s(served, region, "06:00") == pytest.approx(EXPECTED_S * 1.049, rel=0.01)


def test_nobody_learns_from_a_route_that_is_under_way(served: Served, region: Region) -> None:
    served.release()
    served.report(served.ada, report("start_route", served.route_of(served.ada), "06:00"))
    assert learn(served, region) == tracking.Learned(routes=0, seen=0)


def test_the_job_of_the_night_does_it_once_a_night(served: Served, region: Region) -> None:
    drive_ada(served)
    kit = served.day.kit
    tracking.install_learning(kit, region, positions_of(served))
    kit.work.start()
    asked: dict[str, date] = {}
    try:
        # 12:00 in Helsinki is no night; 02:30 is one.
        assert tracking.enqueue_at_night(kit, asked) == 0
        served.day.clock.advance(timedelta(hours=14, minutes=30))
        assert tracking.enqueue_at_night(kit, asked) == 1
        assert tracking.enqueue_at_night(kit, asked) == 0
        ends_s = time.monotonic() + PATIENCE_S
        while not _lessons(served):
            assert time.monotonic() < ends_s
            time.sleep(0.05)
    finally:
        kit.work.stop()
    assert leg_s(served, region, "06:00") > EXPECTED_S * 1.04


def test_what_is_kept_tells_nobodys_way(served: Served, region: Region) -> None:
    drive_ada(served)
    learn(served, region)
    columns = set(Base.metadata.tables["street_lessons"].columns.keys())
    assert columns == {"id", "tenant_id", "profile", "week_on", "routes", "lessons"}


def _lessons(served: Served) -> int:
    with served.day.kit.read(served.day.tenant_id) as unit:
        found = speeds.load(unit)
    return sum(len(one.street) for one in found.by_profile.values())
