"""Recurring orders over HTTP: made once for each date, skipped, paused, ended."""

from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from doorstep import orders
from doorstep.plumbing.unit import Kit
from worlds.orders import DOOR, Office


@pytest.fixture
def kit(client: TestClient) -> Kit:
    found: Kit = client.app.state.kit  # type: ignore[attr-defined]  # a Starlette app has a state
    return found


@pytest.fixture
def today(kit: Kit) -> date:
    return kit.clock.now().date()


def body(today: date, **more: Any) -> dict[str, Any]:
    """Return an order for each day from today on, made three days ahead."""
    schedule = {
        "weekdays": [1, 2, 3, 4, 5, 6, 7],
        "starts_on": today.isoformat(),
        "windows": [{"early": "09:00", "late": "12:00"}],
    } | more.pop("schedule", {})
    shipment = {"recipient": {"name": "Aino", "gate_code": "12#"}, "parcel_count": 2, **DOOR}
    return {
        "reference": "MILK",
        "shipment": shipment,
        "schedule": schedule,
        "days_ahead": 3,
    } | more


def add(client: TestClient, sent: dict[str, Any]) -> dict[str, Any]:
    answer = client.post("recurring-orders", json=sent)
    assert answer.status_code == 201, answer.text
    added: dict[str, Any] = answer.json()
    return added


def change(client: TestClient, one: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
    headers = {"If-Match": f'"{one["version"]}"'}
    answer = client.put(f"recurring-orders/{one['id']}", json=sent, headers=headers)
    assert answer.status_code == 200, answer.text
    changed: dict[str, Any] = answer.json()
    return changed


def references(office: Office) -> list[str]:
    return sorted(one["reference"] for one in office.get("shipments", q="MILK")["items"])


def named(today: date, *days: int) -> list[str]:
    return [f"MILK-{today + timedelta(days=day):%Y%m%d}" for day in days]


def test_the_orders_of_the_next_days_are_there_at_once_and_only_once(
    client: TestClient, office: Office, kit: Kit, today: date
) -> None:
    added = add(client, body(today))
    assert references(office) == named(today, 0, 1, 2, 3)
    assert [one["made"] for one in added["next"][:5]] == [True] * 4 + [False]
    assert orders.make_due(kit) == 0
    assert orders.make_due(kit) == 0
    assert references(office) == named(today, 0, 1, 2, 3)
    one = office.get("shipments", q="MILK")["items"][0]
    assert (one["parcels"], one["recipient"]["gate_code"], len(one["windows"])) == (2, "12#", 1)
    (found,) = office.get("orders", reference=named(today, 0)[0])["items"]
    assert found["source"] == "recurring"


def test_a_cancelled_one_is_not_made_again(
    client: TestClient, office: Office, kit: Kit, today: date
) -> None:
    add(client, body(today, days_ahead=0))
    (one,) = office.get("shipments", q="MILK")["items"]
    assert office.act(one, "cancel").status_code == 200
    assert orders.make_due(kit) == 0


def test_skipped_dates_and_pauses_are_heeded(
    client: TestClient, office: Office, kit: Kit, today: date
) -> None:
    skipped = {"skipped": [(today + timedelta(days=1)).isoformat()]}
    added = add(client, body(today, schedule=skipped, days_ahead=1))
    assert references(office) == named(today, 0)
    paused = change(client, added, body(today, paused=True))
    assert orders.make_due(kit) == 0
    change(client, paused, body(today))
    assert references(office) == named(today, 0, 1, 2, 3)


def test_a_name_that_is_taken_is_said_and_keeps_no_other_date_out(
    client: TestClient, office: Office, today: date
) -> None:
    tomorrow = today + timedelta(days=1)
    office.create(named(today, 1)[0], service_on=tomorrow.isoformat())
    added = add(client, body(today, days_ahead=2))
    assert references(office) == named(today, 0, 1, 2)
    problems = [bool(one["problem"]) for one in added["next"][:3]]
    assert problems == [False, True, False]


def test_two_recurring_orders_are_not_called_the_same(client: TestClient, today: date) -> None:
    add(client, body(today, days_ahead=0))
    again = client.post("recurring-orders", json=body(today, days_ahead=0))
    assert (again.status_code, again.json()["code"]) == (409, "reference_taken")


def test_who_ends_it_ends_it_for_the_dates_that_are_not_made(
    client: TestClient, office: Office, kit: Kit, today: date
) -> None:
    added = add(client, body(today, days_ahead=0))
    stale = client.delete(f"recurring-orders/{added['id']}", headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    gone = client.delete(f"recurring-orders/{added['id']}", headers={"If-Match": '"1"'})
    assert gone.status_code == 204
    assert orders.make_due(kit) == 0
    assert references(office) == named(today, 0)
    assert (
        client.get(f"recurring-orders/{added['id']}").json()["code"] == "recurring_order_not_found"
    )


@pytest.mark.parametrize(
    "schedule",
    [
        {"weekdays": []},
        {"weekdays": [8]},
        {"ends_on": "1999-01-01"},
        {"timezone": "Mars/Base"},
        {"timezone": "Etc/GMT+5"},
        {"timezone": "GMT+5"},
        {"windows": [{"early": "25:00", "late": "26:00"}]},
        {"windows": [{"early": "9", "late": "10"}]},
        {"every_weeks": 0},
        {"tenant_id": "x"},
    ],
)
def test_a_schedule_that_cannot_be_is_refused(
    client: TestClient, today: date, schedule: dict[str, Any]
) -> None:
    """B-52."""
    answer = client.post("recurring-orders", json=body(today, schedule=schedule))
    assert answer.status_code == 422
