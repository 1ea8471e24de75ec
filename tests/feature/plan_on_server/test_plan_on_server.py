import io
import threading
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from doorstep.roads.sources import Region
from worlds.helsinki import SIX_ORDERS, open_console

CSV = {"Content-Type": "text/csv"}
MONDAY = {"service_on": "2026-06-01"}
PATIENCE_S = 300
IN_PROGRESS = ("queued", "matrix", "solving")


def import_six(client: TestClient) -> None:
    client.post("shipments/import", params=MONDAY, content=SIX_ORDERS, headers=CSV)


def wait_until_made(client: TestClient, plan_id: str) -> dict[str, Any]:
    patience_ends_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < patience_ends_s:
        plan: dict[str, Any] = client.get(f"plans/{plan_id}").json()
        if plan["status"] not in IN_PROGRESS:
            return plan
        time.sleep(0.05)
    message = f"the plan is still {plan['status']}"
    raise TimeoutError(message)


def test_a_day_is_planned_and_every_file_of_it_opens(tmp_path: Path, region: Region) -> None:
    with open_console(tmp_path, region) as client:
        import_six(client)
        asked = client.post("plans", json=MONDAY | {"seconds": 1})
        plan = wait_until_made(client, asked.json()["id"])
        files = {
            name: client.get(f"plans/{plan['id']}/{name}")
            for name in ("manifest.pdf", "stops.csv", "routes.geojson", "plan.json")
        }
        listed = client.get("plans", params=MONDAY).json()["items"]
    assert (asked.status_code, asked.json()["status"]) == (202, "queued")
    assert (plan["status"], plan["currency"], plan["unassigned"]) == ("ready", "EUR", [])
    assert sum(len(route["stops"]) for route in plan["routes"]) == 6
    assert [(one["id"], one["status"]) for one in listed] == [(plan["id"], "ready")]
    assert {answer.status_code for answer in files.values()} == {HTTPStatus.OK}
    assert len(PdfReader(io.BytesIO(files["manifest.pdf"].content)).pages) == len(plan["routes"])
    assert files["stops.csv"].text.count("A-") == 6
    kinds = [one["geometry"]["type"] for one in files["routes.geojson"].json()["features"]]
    assert kinds.count("LineString") == len(plan["routes"])
    assert files["plan.json"].json()["cost_minor"] == plan["cost_minor"]


def test_of_two_dispatchers_who_press_plan_at_once_one_is_refused(
    tmp_path: Path, region: Region
) -> None:
    answers: list[tuple[int, str]] = []

    def press(client: TestClient) -> None:
        answer = client.post("plans", json=MONDAY | {"seconds": 1})
        answers.append((answer.status_code, answer.json().get("code", "")))

    with open_console(tmp_path, region) as client:
        import_six(client)
        threads = [threading.Thread(target=press, args=[client]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (plan,) = client.get("plans", params=MONDAY).json()["items"]
        assert wait_until_made(client, plan["id"])["status"] == "ready"
    assert sorted(answers) == [(202, "")] + [(409, "plan_in_progress")] * 5


def test_a_long_search_shows_its_progress_and_stops_with_the_best_so_far(
    tmp_path: Path, region: Region
) -> None:
    with open_console(tmp_path, region) as client:
        import_six(client)
        plan_id = client.post("plans", json=MONDAY | {"seconds": 600}).json()["id"]
        patience_ends_s = time.monotonic() + PATIENCE_S
        while (seen := client.get(f"plans/{plan_id}").json())["progress"] is None:
            assert time.monotonic() < patience_ends_s
            time.sleep(0.05)
        stopped = client.post(f"plans/{plan_id}/stop")
        plan = wait_until_made(client, plan_id)
    assert (seen["status"], seen["routes"]) == ("solving", [])
    assert seen["progress"]["unassigned"] == 0
    # The search counts the cost of a route in thousandths and rounds once, the plan rounds each
    # part. What it went on to find until it was stopped is not dearer.
    assert plan["cost_minor"] <= seen["progress"]["cost_minor"] + 2 * len(plan["routes"])
    assert (stopped.status_code, plan["status"]) == (202, "ready")


def test_a_plan_that_is_not_made_has_no_files(tmp_path: Path, region: Region) -> None:
    with open_console(tmp_path, region) as client:
        import_six(client)
        plan_id = client.post("plans", json=MONDAY | {"seconds": 600}).json()["id"]
        early = client.get(f"plans/{plan_id}/manifest.pdf")
        unknown = client.get("plans/unknown/manifest.pdf")
        client.post(f"plans/{plan_id}/stop")
        wait_until_made(client, plan_id)
    assert (early.status_code, early.json()["code"]) == (409, "plan_not_made")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "plan_not_found")


@pytest.mark.parametrize(
    "body",
    [
        MONDAY | {"seconds": 0},
        MONDAY | {"seconds": 601},
        MONDAY | {"seconds": "10"},
        MONDAY | {"status": "ready"},
        {"service_on": "2026-02-30"},
        {},
    ],
)
def test_a_request_that_makes_no_sense_is_refused(
    tmp_path: Path, region: Region, body: dict[str, object]
) -> None:
    with open_console(tmp_path, region) as client:
        answer = client.post("plans", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_a_day_without_orders_says_what_to_do(tmp_path: Path, region: Region) -> None:
    with open_console(tmp_path, region) as client:
        answer = client.post("plans", json=MONDAY)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_shipments")
    assert "Import" in answer.json()["action"]


FREE = {"co2e_per_t_minor": 0, "extra_visit_minor": 0}


def test_a_price_of_emissions_is_set_counted_and_shown(tmp_path: Path, region: Region) -> None:
    # A tonne for a million euros: a gram costs 100 cents, so the rounding is seen.
    prices = FREE | {"co2e_per_t_minor": 100_000_000}
    with open_console(tmp_path, region) as client:
        import_six(client)
        free = _plan(client)
        before = client.get("plan-prices").json()
        after = client.put("plan-prices", json=prices)
        kept = client.get("plan-prices").json()
        dear = _plan(client)
        document = client.get(f"plans/{dear['id']}/plan.json").json()
        listed = client.get("plans", params=MONDAY).json()["items"][0]
    assert (before, after.status_code, kept) == (FREE, 200, prices)
    assert free["co2e_g"] > 0
    assert free["co2e_cost_minor"] == 0
    # both vans are diesel: 317 g a kilometre
    for route in dear["routes"]:
        assert abs(route["co2e_g"] - route["distance_m"] * 0.317) <= 0.5
        assert abs(route["co2e_cost_minor"] - route["distance_m"] * 31.7) <= 0.5
        assert route["cost_minor"] > route["co2e_cost_minor"]
    for shown in (document, listed):
        assert shown["co2e_g"] == dear["co2e_g"] == sum(one["co2e_g"] for one in dear["routes"])
        assert shown["co2e_cost_minor"] == dear["co2e_cost_minor"]


def test_a_price_below_nothing_is_refused(tmp_path: Path, region: Region) -> None:
    with open_console(tmp_path, region) as client:
        answer = client.put("plan-prices", json=FREE | {"extra_visit_minor": -1})
    assert answer.status_code == 422


def _plan(client: TestClient) -> dict[str, Any]:
    asked = client.post("plans", json=MONDAY | {"seconds": 1})
    return wait_until_made(client, asked.json()["id"])
