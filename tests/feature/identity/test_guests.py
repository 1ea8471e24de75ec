"""Those who are nobody's colleague: support for some hours, couriers, and who tries every door."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from doorstep.plumbing.denials import ALARMING
from worlds.office import API, Office

WHY = {"name": "Vendor", "reason": "The map is empty", "hours": 4}


def journal(office: Office, kind: str) -> list[dict[str, Any]]:
    found = office.owner.get(f"{API}/events", params={"kind": kind}).json()["items"]
    return [one for one in found if one["kind"] == kind]


def let_in(office: Office, **more: Any) -> TestClient:
    made = office.owner.post(f"{API}/team/support", json=WHY | more)
    assert made.status_code == 201, made.text
    client = office.browser()
    code = made.json()["url"].removeprefix("/#code=")
    assert client.post(f"{API}/session/link", json={"code": code}).status_code == 200
    return client


def test_support_is_let_in_for_four_hours_at_most_and_it_is_written_down(office: Office) -> None:
    longer = office.owner.post(f"{API}/team/support", json=WHY | {"hours": 5})
    assert longer.status_code == 422
    support = let_in(office)
    assert support.get(f"{API}/depots").status_code == 200
    assert support.get(f"{API}/team").status_code == 403
    (entry,) = journal(office, "support.let_in")
    assert (entry["data"]["reason"], entry["actor"].partition(":")[0]) == (
        WHY["reason"],
        "account",
    )
    office.clock.advance(timedelta(hours=4, seconds=1))
    assert support.get(f"{API}/depots").status_code == 401


def test_a_link_for_support_that_nobody_took_ends_with_its_time(office: Office) -> None:
    made = office.owner.post(f"{API}/team/support", json=WHY | {"hours": 1}).json()
    office.clock.advance(timedelta(hours=1, seconds=1))
    code = made["url"].removeprefix("/#code=")
    assert office.browser().post(f"{API}/session/link", json={"code": code}).status_code == 401


def test_support_is_shown_out_at_its_next_request(office: Office) -> None:
    support = let_in(office)
    assert office.owner.delete(f"{API}/team/support").status_code == 204
    assert support.get(f"{API}/depots").status_code == 401
    assert office.owner.get(f"{API}/depots").status_code == 200


def test_a_courier_of_another_company_drives_for_a_day(office: Office) -> None:
    driver = office.owner.post(f"{API}/drivers", json={"name": "Kai"}).json()
    path = f"{API}/drivers/{driver['id']}/sign-in-codes"
    code = office.owner.post(path, params={"company": "Fast Bikes"}).json()["code"]
    phone = office.browser()
    session = phone.post(f"{API}/driver/session", json={"code": code}).json()
    assert (session["actor"]["role"], session["actor"]["name"]) == ("courier", "Kai (Fast Bikes)")
    assert session["may"] == ["drive"]
    assert phone.get(f"{API}/driver/route").status_code == 200
    office.clock.advance(timedelta(hours=24, seconds=1))
    assert phone.get(f"{API}/driver/route").status_code == 401


def test_who_is_refused_is_logged_and_who_tries_every_door_is_journalled_once(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    bo = office.hire("support")
    with caplog.at_level(logging.WARNING):
        assert bo.get(f"{API}/team").status_code == 403
    (record,) = [one for one in caplog.records if one.message == "access_denied"]
    said = vars(record)
    assert said["actor"].startswith("account:")
    assert (said["policy"], said["path"]) == ("team:write", "/team")
    for _ in range(ALARMING - 1):
        bo.get(f"{API}/team")
    assert journal(office, "access.denied_often") == []
    for _ in range(5):
        bo.get(f"{API}/team")
    (entry,) = journal(office, "access.denied_often")
    assert entry["subject_id"] == office.member()["id"]
    # Slowly, over hours, nobody is alarming.
    office.clock.advance(timedelta(minutes=11))
    for _ in range(10):
        bo.get(f"{API}/team")
    assert len(journal(office, "access.denied_often")) == 1
