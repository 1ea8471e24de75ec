"""When stops will be reached. The drawing and its times are in ``worlds.day``."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from doorstep.dispatch import DispatchedRoute, DispatchedStop, RouteStatus, StopStatus
from doorstep.kernel import Point
from doorstep.planning import PlannedBreak
from doorstep.tracking.eta import Eta, forecast, interval, is_late, predict
from worlds.day import Day, at


@pytest.fixture
def route(day: Day) -> DispatchedRoute:
    return day.release()["van 1"]


def _with(route: DispatchedRoute, number: int, **facts: object) -> DispatchedRoute:
    stops = list(route.stops)
    stops[number] = replace(stops[number], **facts)  # type: ignore[arg-type] # any field
    return replace(route, stops=tuple(stops))


def _done(route: DispatchedRoute, number: int, clock: str) -> DispatchedRoute:
    return _with(route, number, status=StopStatus.DELIVERED, completed_at=at(clock))


def _started(route: DispatchedRoute, clock: str) -> DispatchedRoute:
    return replace(route, status=RouteStatus.STARTED, started_at=at(clock))


def _times(route: DispatchedRoute, now: str) -> dict[str, str]:
    """Return when each open stop's service starts: {"A": "06:10"}."""
    etas = predict(route, at(now))
    return {
        stop.reference: f"{etas[stop.id].service_start_at:%H:%M}"
        for stop in route.stops
        if stop.id in etas
    }


def test_before_the_start_the_plan_holds(route: DispatchedRoute) -> None:
    assert _times(route, "05:30") == {"A": "06:10", "B": "06:30", "C": "06:45"}


def test_a_late_start_moves_everything_but_a_wait_takes_up_the_slack(
    route: DispatchedRoute,
) -> None:
    # Left 5 min late: A 06:15-06:20, B 06:30 without waiting, C 06:35 + 10 min.
    assert _times(_started(route, "06:05"), "06:05") == {"A": "06:15", "B": "06:30", "C": "06:45"}
    # Left 20 min late: A 06:30-06:35, B 06:45-06:50, C 07:00.
    assert _times(_started(route, "06:20"), "06:20") == {"A": "06:30", "B": "06:45", "C": "07:00"}


def test_the_stop_done_last_is_where_the_prediction_starts(route: DispatchedRoute) -> None:
    # A done at 06:40, 25 min late: B 06:50-06:55, C 07:05.
    after = _done(_started(route, "06:00"), 0, "06:40")
    assert _times(after, "06:41") == {"B": "06:50", "C": "07:05"}


def test_a_prediction_is_never_in_the_past(route: DispatchedRoute) -> None:
    # Nothing heard since A; at 07:30 B is due at once, and C 5 + 10 min later.
    after = _done(_started(route, "06:00"), 0, "06:15")
    assert _times(after, "07:30") == {"B": "07:30", "C": "07:45"}


def test_a_driver_at_the_door_has_arrived(route: DispatchedRoute) -> None:
    # Arrived at B at 06:25, waits until 06:30, leaves at 06:35; C at 06:45.
    here = _with(_done(_started(route, "06:00"), 0, "06:15"), 1, arrived_at=at("06:25"))
    assert _times(here, "06:27") == {"B": "06:30", "C": "06:45"}
    # Still there at 06:50: C is 10 min away.
    assert _times(here, "06:50")["C"] == "07:00"


def test_a_stop_out_of_order_is_reached_at_the_routes_own_speed(route: DispatchedRoute) -> None:
    # 3 legs of 1112 m in 3 x 10 min, so 0.01 degrees of latitude take 10 min. C is done first,
    # at 06:30; A is two such steps back: 06:50. B comes after A as planned: 06:55 + 10 = 07:05.
    after = _done(_started(route, "06:00"), 2, "06:30")
    assert _times(after, "06:30") == {"A": "06:50", "B": "07:05"}


@pytest.mark.parametrize("status", [RouteStatus.FINISHED, RouteStatus.RECALLED])
def test_nothing_is_predicted_when_nobody_comes(
    route: DispatchedRoute, status: RouteStatus
) -> None:
    assert predict(replace(route, status=status), at("06:00")) == {}


def test_late_means_after_the_last_window(route: DispatchedRoute) -> None:
    first, third = route.stops[0], route.stops[2]

    def late(stop: DispatchedStop, clock: str) -> bool:
        return is_late(stop, Eta(at(clock), at(clock), at(clock)))

    assert not late(first, "07:00")
    assert late(first, "07:01")
    assert not late(third, "23:00")


def test_a_recipients_interval_widens_with_the_time_ahead() -> None:
    def between(clock: str) -> tuple[str, str]:
        early, late = interval(Eta(at(clock), at(clock), at(clock)), at("06:00"))
        return f"{early:%H:%M}", f"{late:%H:%M}"

    # 20 min ahead: 10 min either way, outwards to full five minutes.
    assert between("06:20") == ("06:10", "06:35")
    # 200 min ahead: 15 % are 30 min either way: 08:50 to 09:50, and 5 more.
    assert between("09:20") == ("08:50", "09:55")
    # Never before now.
    assert between("06:04") == ("06:00", "06:15")


def test_waiting_is_not_counted_twice(route: DispatchedRoute) -> None:
    etas = predict(_started(route, "06:00"), at("06:00"))
    second = etas[route.stops[1].id]
    assert (second.arrival_at, second.service_start_at) == (at("06:25"), at("06:30"))
    assert second.departure_at == at("06:30") + timedelta(minutes=5)


def test_a_drive_takes_what_the_roads_say_in_its_hour_and_the_plan_stands_in(
    route: DispatchedRoute,
) -> None:
    asked: list[tuple[str, float, float]] = []

    def drive(start: Point, end: Point, leaves_at: datetime) -> timedelta | None:
        asked.append((f"{leaves_at:%H:%M}", start.lat, end.lat))
        # Slow until half past six; of the way to C nothing is known.
        if end.lat > 60.025:
            return None
        return timedelta(minutes=20 if leaves_at < at("06:30") else 5)

    etas = predict(_started(route, "06:00"), at("06:00"), drive)
    times = [f"{etas[stop.id].service_start_at:%H:%M}" for stop in route.stops]
    # A 20 min from 06:00, B 20 min from 06:25, C the planned 10 min from 06:50.
    assert times == ["06:20", "06:45", "07:00"]
    assert asked == [("06:00", 60.0, 60.01), ("06:25", 60.01, 60.02), ("06:50", 60.02, 60.03)]


def _resting(route: DispatchedRoute, *breaks: PlannedBreak) -> DispatchedRoute:
    return replace(route, breaks=breaks)


BY_LAW = PlannedBreak(2, at("06:15"), at("07:00"), None, "EU 561/2006")
LUNCH = PlannedBreak(3, at("06:40"), at("07:10"), at("06:40"))


def _rests(route: DispatchedRoute, now: str) -> list[str | None]:
    ahead = forecast(route, at(now)).breaks
    return [f"{one.start_at:%H:%M}-{one.end_at:%H:%M}" if one else None for one in ahead]


def test_a_break_ahead_moves_every_stop_behind_it(route: DispatchedRoute) -> None:
    # A until 06:15, 45 minutes of rest, ten to B at 07:10, until 07:15, ten to C
    rested = _started(_resting(route, BY_LAW), "06:00")

    # the plan's own ten minutes to B are what is left of its times without the rest
    for number, arrival, departure in ((1, "07:10", "07:15"), (2, "07:25", "07:30")):
        moved = {"arrival_at": at(arrival), "service_start_at": at(arrival)}
        rested = _with(rested, number, **moved, departure_at=at(departure))

    assert _times(rested, "06:00") == {"A": "06:10", "B": "07:10", "C": "07:25"}
    assert _rests(rested, "06:00") == ["06:15-07:00"]
    # twenty minutes late, and so is the rest, which no clock binds
    late = _done(rested, 0, "06:35")
    assert _times(late, "06:35") == {"B": "07:30", "C": "07:45"}
    assert _rests(late, "06:35") == ["06:35-07:20"]


def test_a_break_by_the_clock_waits_for_its_time(route: DispatchedRoute) -> None:
    def drive(_start: Point, _end: Point, _leaves_at: datetime) -> timedelta:
        return timedelta(minutes=2)

    # early: B done at 06:32, the break from 06:40 to 07:10 begins no sooner; C right after it
    early = _done(_done(_started(_resting(route, LUNCH), "06:00"), 0, "06:12"), 1, "06:32")
    etas = predict(early, at("06:32"), drive)
    assert etas[early.stops[2].id].arrival_at == at("07:10")
    assert _rests(early, "06:32") == ["06:40-07:10"]


def test_a_rest_by_law_comes_after_as_much_driving_as_planned(route: DispatchedRoute) -> None:
    # planned: eight of the ten minutes to B, then the rest, which no sooner leaves two to drive
    route = _resting(route, replace(BY_LAW, start_at=at("06:23"), end_at=at("07:08")))
    moved = {"arrival_at": at("07:10"), "service_start_at": at("07:10")}
    route = _with(route, 1, **moved, departure_at=at("07:15"))
    on_time = _done(_started(route, "06:00"), 0, "06:15")
    assert _rests(on_time, "06:15") == ["06:23-07:08"]
    late = _done(_started(route, "06:00"), 0, "06:35")
    assert _rests(late, "06:35") == ["06:43-07:28"]
    assert _times(late, "06:35")["B"] == "07:30"

    # five minutes of driving by now: the rest is at B's door
    ahead = forecast(on_time, at("06:15"), lambda *_leg: timedelta(minutes=5))
    assert ahead.breaks[0] is not None
    assert ahead.breaks[0].start_at == at("06:20")
    assert ahead.stops[route.stops[1].id].arrival_at == at("07:05")


def test_a_break_is_over_once_a_stop_behind_it_is_reached(route: DispatchedRoute) -> None:
    resting = _done(_started(_resting(route, BY_LAW), "06:00"), 0, "06:15")
    there = _with(resting, 1, arrived_at=at("07:10"))

    assert _rests(there, "07:10") == [None]
    assert _rests(replace(there, status=RouteStatus.FINISHED), "07:10") == [None]


def test_a_break_on_the_way_home_is_ahead_until_the_end(route: DispatchedRoute) -> None:
    home = PlannedBreak(4, at("06:50"), at("07:20"), None, "")
    done = _started(_resting(route, home), "06:00")
    for number, clock in enumerate(("06:15", "06:35", "06:50")):
        done = _done(done, number, clock)

    assert _rests(done, "06:50") == ["06:50-07:20"]
