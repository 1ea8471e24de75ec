"""A company's time zone is changed: never under a driver, and no agreed moment moves."""
# Bad input: B-85 (docs/guides/bad-input.md).

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from doorstep import orders
from doorstep.api import company_routes
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role
from worlds.day import at
from worlds.day_on_server import API, Served, report, serve_day


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Give the day at 05:00 UTC in Helsinki, its plan not released yet."""
    with serve_day(tmp_path) as opened:
        opened.app.include_router(company_routes.router, prefix=API)
        yield opened


@pytest.fixture
def owner(served: Served) -> TestClient:
    with served.day.write() as unit:
        who = Principal("account", unit.new_id(), "Olga", Role.OWNER, unit.tenant_id)
        code = auth.issue_code(unit, who)
    client = TestClient(served.app)
    assert client.post(f"{API}/session/link", json={"code": code}).status_code == 200
    return client


def change(owner: TestClient, **what: str) -> Any:
    known = owner.get(f"{API}/company")
    body = {name: known.json()[name] for name in ("name", "timezone", "currency", "locale")}
    return owner.put(
        f"{API}/company", json=body | what, headers={"If-Match": known.headers["ETag"]}
    )


def track(served: Served, reference: str = "A") -> dict[str, Any]:
    with served.day.kit.read(served.day.tenant_id) as unit:
        token = orders.get_shipment(unit, served.day.shipments[reference]).tracking_token
    told: dict[str, Any] = TestClient(served.app).get(f"{API}/track/{token}").json()
    return told


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_no_time_moves_under_a_driver_who_has_a_route(served: Served, owner: TestClient) -> None:
    served.release()
    route, told = served.route_of(served.ada), track(served)

    answer = change(owner, timezone="Europe/Lisbon")
    assert refused(answer) == (409, "routes_open")
    assert "2026-06-01" in answer.json()["detail"]
    served.day.clock.advance(timedelta(minutes=90))
    served.report(served.ada, report("start_route", route, "06:00"))
    assert refused(change(owner, timezone="Europe/Lisbon")) == (409, "routes_open")

    assert owner.get(f"{API}/company").json()["timezone"] == "Europe/Helsinki"
    assert track(served)["timezone"] == told["timezone"] == "Europe/Helsinki"
    assert served.route_of(served.ada)["id"] == route["id"]
    assert change(owner, name="Another Name").status_code == 200  # all else may change


def test_after_a_recall_agreed_windows_stay_and_the_old_plan_is_not_released_again(
    served: Served, owner: TestClient
) -> None:
    served.release()
    path = f"{API}/plans/{served.day.plan_id}"
    with served.day.kit.read(served.day.tenant_id) as unit:
        agreed = orders.get_shipment(unit, served.day.shipments["A"]).shipment.windows
    assert served.office.post(f"{path}/recall").status_code == 200

    assert change(owner, timezone="Europe/Lisbon").status_code == 200

    with served.day.kit.read(served.day.tenant_id) as unit:
        kept = orders.get_shipment(unit, served.day.shipments["A"])
    assert agreed
    assert (kept.shipment.windows, kept.service_on.isoformat()) == (agreed, "2026-06-01")
    # Its shifts and breaks were by the clocks of Helsinki.
    assert refused(served.office.post(f"{path}/release")) == (409, "plan_not_ready")
    assert track(served)["timezone"] == "Europe/Lisbon"


def test_once_all_routes_are_finished_only_the_clock_that_people_see_changes(
    served: Served, owner: TestClient
) -> None:
    served.release()
    served.day.clock.advance(at("06:40") - at("05:00"))
    for driver in (served.ada, served.bo):
        route = served.route_of(driver)
        served.report(driver, report("start_route", route, "06:00"))
    delivered = report("deliver", served.route_of(served.ada), "06:15", stop="A")
    served.report(served.ada, delivered)
    for driver in (served.ada, served.bo):
        served.report(driver, report("finish_route", served.route_of(driver), "06:30"))
    before = track(served)

    assert change(owner, timezone="America/New_York").status_code == 200

    after = track(served)
    assert after["delivered"]["at"] == before["delivered"]["at"]
    assert (before["timezone"], after["timezone"]) == ("Europe/Helsinki", "America/New_York")


def test_the_day_that_is_today_is_another_one_far_away(served: Served, owner: TestClient) -> None:
    """05:00 UTC on the 1st of June is 19:00 on the 31st of May in Honolulu."""
    assert change(owner, timezone="Pacific/Honolulu").status_code == 200
    refusal = served.office.post(f"{API}/plans/{served.day.plan_id}/release")
    assert refused(refusal) == (409, "plan_not_ready")
    assert served.ada.get(f"{API}/driver/route").json()["route"] is None
