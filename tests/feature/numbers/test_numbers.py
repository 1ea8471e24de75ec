"""The office sees the day's numbers."""

import pytest

from worlds.day import at
from worlds.day_on_server import API, Served, report


def test_the_numbers_of_a_worked_route(served: Served) -> None:
    served.release()
    served.day.clock.advance(at("18:00") - at("05:00"))
    route = served.route_of(served.ada)
    served.report(
        served.ada,
        report("start_route", route, "06:00"),
        report("arrive", route, "06:10", stop="A"),
        report("deliver", route, "06:15", stop="A"),
        report("arrive", route, "08:10", stop="B"),
        report("deliver", route, "08:15", stop="B"),
        report("fail", route, "08:30", stop="C", reason="recipient_absent"),
        report("finish_route", route, "09:00"),
    )
    numbers = served.office.get(f"{API}/numbers?service_on=2026-06-01").json()
    counts = [numbers[key] for key in ("planned_stops", "delivered", "failed", "remaining")]
    assert counts == [4, 2, 1, 1]
    # A was reached in its window, B 10 min after its last one; C has none.
    assert numbers["on_time_rate"] == pytest.approx(0.5)
    # 3 stops in the 3 hours from 06:00 to 09:00.
    assert numbers["stops_per_hour"] == pytest.approx(1.0)
    # 2000 + 50 a km * 12 km + 2400 an hour * 3 h = 9800, by 2 deliveries.
    assert numbers["cost_per_delivery_minor"] == 4900
    assert [one["cost_minor"] for one in numbers["by_route"]] == [9800, 0]
    assert "inside" in numbers["definitions"]["on_time_rate"]


def test_a_day_without_routes_has_no_rates(served: Served) -> None:
    numbers = served.office.get(f"{API}/numbers?service_on=2026-06-02").json()
    assert (numbers["planned_stops"], numbers["on_time_rate"], numbers["currency"]) == (
        0,
        None,
        "EUR",
    )
