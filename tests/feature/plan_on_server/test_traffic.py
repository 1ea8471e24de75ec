"""Plans that go by the peak hours."""

import time
from dataclasses import replace
from datetime import datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from doorstep.roads.sources import Region
from worlds.helsinki import SIX_ORDERS, TWO_VANS, open_console

CSV = {"Content-Type": "text/csv"}
MONDAY, SUNDAY = "2026-06-01", "2026-06-07"
PATIENCE_S = 300
ANY_TIME = SIX_ORDERS.replace(b"09:00-12:00", b"").replace(b"13:00-16:00", b"")
# At work in the evening peak, 15:00 to 18:00, and only then.
EVENING = replace(
    TWO_VANS,
    vehicles=tuple(
        replace(van, shift_start=clock_time(15), shift_end=clock_time(18))
        for van in TWO_VANS.vehicles
    ),
)


def plan(client: TestClient, service_on: str, *, with_traffic: bool) -> dict[str, Any]:
    body = {"service_on": service_on, "seconds": 1, "with_traffic": with_traffic}
    made: dict[str, Any] = client.post("plans", json=body).json()
    patience_ends_s = time.monotonic() + PATIENCE_S
    while made["status"] in {"queued", "matrix", "solving"}:
        assert time.monotonic() < patience_ends_s, made
        time.sleep(0.05)
        made = client.get(f"plans/{made['id']}").json()
    assert made["status"] == "ready", made
    return made


def driven_s(made: dict[str, Any]) -> float:
    """Return the seconds between stops of all routes, depot to depot."""
    total = 0.0
    for route in made["routes"]:
        left = datetime.fromisoformat(route["start_at"])
        for stop in route["stops"]:
            total += (datetime.fromisoformat(stop["arrival_at"]) - left).total_seconds()
            left = datetime.fromisoformat(stop["departure_at"])
        total += (datetime.fromisoformat(route["end_at"]) - left).total_seconds()
    return total


def test_on_a_working_day_peaks_count_and_on_a_sunday_there_are_none(
    tmp_path: Path, region: Region
) -> None:
    with open_console(tmp_path, region, EVENING) as client:
        for day in (MONDAY, SUNDAY):
            client.post(
                "shipments/import", params={"service_on": day}, content=ANY_TIME, headers=CSV
            )
        plain, peaks = (plan(client, MONDAY, with_traffic=one) for one in (False, True))
        quiet, sunday = (plan(client, SUNDAY, with_traffic=one) for one in (False, True))
    assert sum(len(route["stops"]) for route in peaks["routes"]) == 6
    # Main streets are driven at 0.62 of the speed, side streets as ever.
    assert 1.05 * driven_s(plain) < driven_s(peaks) < driven_s(plain) / 0.62
    # Without peaks only the rounding of each leg differs: both round up, one from tenths.
    legs = sum(len(route["stops"]) + 1 for route in quiet["routes"])
    assert 0 <= driven_s(quiet) - driven_s(sunday) <= legs


@pytest.mark.slow
def test_a_shift_that_begins_in_the_peak_is_driven_after_it(
    tmp_path: Path, region: Region
) -> None:
    late = replace(
        EVENING,
        vehicles=tuple(
            replace(van, shift_start=clock_time(17), shift_end=clock_time(20), max_stops=6)
            for van in EVENING.vehicles
        ),
    )
    with open_console(tmp_path, region, late) as client:
        client.post(
            "shipments/import", params={"service_on": MONDAY}, content=ANY_TIME, headers=CSV
        )
        plain, peaks = (plan(client, MONDAY, with_traffic=one) for one in (False, True))
    # Helsinki is three hours before UTC in June: the peak ends at 15:00 UTC.
    # Side streets know no peak, so a van may leave its own a little earlier.
    peak_ends = datetime.fromisoformat("2026-06-01T14:50:00+00:00")
    assert all(datetime.fromisoformat(one["start_at"]) < peak_ends for one in plain["routes"])
    assert all(datetime.fromisoformat(one["start_at"]) >= peak_ends for one in peaks["routes"])
    assert sum(len(route["stops"]) for route in peaks["routes"]) == 6
    assert abs(driven_s(peaks) - driven_s(plain)) <= 0.02 * driven_s(plain)
