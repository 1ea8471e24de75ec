"""A phone holds reports with cash, and its driver's sign-in has died: nothing is dropped."""
# Bad input: B-85, B-90 (docs/guides/bad-input.md).

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from doorstep import dispatch, fleet
from doorstep.dispatch.cash import ledger
from doorstep.dispatch.errors import StillHoldsCashError, StillOnRouteError
from doorstep.kernel import Money
from doorstep.privacy import Person, Policy, erase_person, purge
from worlds import day as world
from worlds.day import at
from worlds.day_on_server import API, Served, photo, report, serve_day
from worlds.devices import Phone
from worlds.in_hand import read_tables

DUE = Money(1250, "EUR")
CASH = {"amount_minor": 1250, "currency": "EUR"}


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Give the day under way at 06:30, with 12.50 EUR to be collected at A."""
    first, *others = world.SHIPMENTS
    monkeypatch.setattr(world, "SHIPMENTS", (replace(first, cod=DUE), *others))
    with serve_day(tmp_path) as opened:
        opened.release()
        opened.day.clock.advance(at("06:30") - at("05:00"))
        yield opened


@pytest.fixture
def phone(served: Served) -> Phone:
    registered = Phone()
    registered.register(served)
    return registered


def retire(served: Served) -> None:
    driver_id = served.day.drivers["Ada"]
    with served.day.write() as unit:
        version = fleet.get_driver(unit, driver_id).version
        dispatch.retire_driver(unit, driver_id, version)


def remove_ada(served: Served) -> dict[str, Any]:
    """Let Ada's route be over and her sign-in dead, and return the route her phone shows."""
    route = served.route_of(served.ada)
    served.report(served.ada, report("finish_route", route, "06:29"))
    retire(served)
    assert served.ada.get(f"{API}/driver/route").status_code == 401
    return route


def hand_over(served: Served, phone: Phone, *reports: dict[str, Any]) -> list[str]:
    """Send reports without any session; return what became of each."""
    path = f"{API}/driver/devices/{phone.id}/held-reports"
    answer = TestClient(served.app).post(path, json={"commands": list(reports)})
    assert answer.status_code == 200, answer.text
    return [one["outcome"] for one in answer.json()["results"]]


def waiting(served: Served) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = served.office.get(f"{API}/held-reports").json()["items"]
    return items


def collected(served: Served) -> list[tuple[int, str]]:
    with served.day.kit.read(served.day.tenant_id) as unit:
        return [
            (entry.money.amount_minor, entry.money.currency)
            for shift in ledger.list_shifts(unit, 10)
            for entry in shift.entries
        ]


def test_reports_with_cash_of_a_removed_driver_s_phone_wait_and_count_once_released(
    served: Served, phone: Phone
) -> None:
    route = remove_ada(served)
    name, data = photo()
    sealed = phone.seal(report("deliver", route, "06:15", stop="A", photos=[name], cash=CASH))

    assert hand_over(served, phone, sealed) == ["held"]
    assert hand_over(served, phone, sealed) == ["held"]  # once more does no harm
    (held,) = waiting(served)
    assert (held["kind"], held["cash"], held["sequence"]) == ("deliver", CASH, 1)
    assert held["reference"] == "A"
    assert (served.day.status("A"), collected(served)) == ("out_for_delivery", [])

    path = f"{API}/held-reports/{held['id']}/release"
    early = served.office.post(path)
    assert (early.status_code, early.json()["code"]) == (409, "file_missing")
    stranger = TestClient(served.app)
    file = f"{API}/driver/devices/{phone.id}/held-files/{name}"
    assert stranger.put(file, content=data).status_code == 201
    assert stranger.put(file, content=data).status_code == 200
    assert served.office.post(path).json()["state"] == "released"

    assert (waiting(served), collected(served)) == ([], [(1250, "EUR")])
    (attempt,) = served.office.get(f"{API}/stops/{held['stop_id']}/attempts").json()["items"]
    assert (attempt["outcome"], attempt["signed"]) == ("delivered", "valid")
    again = served.office.post(path)
    assert (again.status_code, again.json()["code"]) == (409, "held_report_decided")
    late = served.office.post(f"{API}/held-reports/{held['id']}/set-aside", json={"note": "No"})
    assert (late.status_code, late.json()["code"]) == (409, "held_report_decided")
    assert hand_over(served, phone, sealed) == ["already_applied"]


def test_only_what_the_phone_itself_has_signed_is_held(served: Served, phone: Phone) -> None:
    route = served.route_of(served.ada)
    other = Phone(id=phone.id)  # another key under the same id
    deliver = report("deliver", route, "06:15", stop="A", cash=CASH)
    forged = other.seal(deliver)
    changed = phone.seal(deliver) | {"cash": {"amount_minor": 1, "currency": "EUR"}}
    unsigned = deliver | {"device": {"id": phone.id, "sequence": 3}}

    assert hand_over(served, phone, forged, changed, unsigned, deliver, {}) == ["refused"] * 5
    assert waiting(served) == []


def test_a_phone_nobody_registered_hands_nothing_over(served: Served) -> None:
    stranger, unknown = TestClient(served.app), Phone()
    path = f"{API}/driver/devices/{unknown.id}"
    sent = stranger.post(f"{path}/held-reports", json={"commands": []})
    assert (sent.status_code, sent.json()["code"]) == (404, "unknown_device")
    name, data = photo()
    assert stranger.put(f"{path}/held-files/{name}", content=data).status_code == 404


def test_no_file_is_taken_that_no_waiting_report_names(served: Served, phone: Phone) -> None:
    name, data = photo()
    file = f"{API}/driver/devices/{phone.id}/held-files/{name}"
    assert TestClient(served.app).put(file, content=data).status_code == 404
    assert served.office.get(f"{API}/files/{name}").status_code == 404


def test_a_number_of_the_phone_belongs_to_one_report(served: Served, phone: Phone) -> None:
    route = served.route_of(served.ada)
    first = phone.seal(report("deliver", route, "06:15", stop="A", cash=CASH))
    phone.sequence = 0
    second = phone.seal(report("fail", route, "06:15", stop="A", reason="refused"))
    assert hand_over(served, phone, first, second) == ["held", "refused"]


def test_what_is_set_aside_says_why_and_keeps_the_amount_but_no_words(
    served: Served, phone: Phone, tmp_path: Path
) -> None:
    route = remove_ada(served)
    told = report("deliver", route, "06:15", stop="A", cash=CASH, recipient_name="CANARY")
    hand_over(served, phone, phone.seal(told))
    (held,) = waiting(served)

    path = f"{API}/held-reports/{held['id']}/set-aside"
    assert served.office.post(path, json={"note": ""}).status_code == 422
    done = served.office.post(path, json={"note": "The parcel came back"}).json()

    assert (done["state"], done["cash"], done["note"]) == (
        "set_aside", CASH, "The parcel came back",
    )  # fmt: skip
    assert (waiting(served), collected(served)) == ([], [])
    rows = str(read_tables(tmp_path))
    assert "The parcel came back" in rows
    assert "CANARY" not in rows


def test_an_erased_person_is_gone_from_what_waits_and_the_cash_is_not(
    served: Served, phone: Phone
) -> None:
    name = hand_over_picture(served, phone)
    erase_person(served.day.kit, served.day.tenant_id, "system", Person(phone="+358401"))

    assert served.office.get(f"{API}/files/{name}").status_code == 404
    (held,) = waiting(served)
    assert held["cash"] == CASH
    refused = served.office.post(f"{API}/held-reports/{held['id']}/release")
    assert (refused.status_code, refused.json()["code"]) == (409, "held_report_decided")


def hand_over_picture(served: Served, phone: Phone) -> str:
    """Hand over a report of A with cash and a picture, Ada being removed; return its name."""
    route = remove_ada(served)
    name, data = photo()
    told = report("deliver", route, "06:15", stop="A", cash=CASH, photos=[name])
    hand_over(served, phone, phone.seal(told))
    file = f"{API}/driver/devices/{phone.id}/held-files/{name}"
    assert TestClient(served.app).put(file, content=data).status_code == 201
    return name


def aside(served: Served, phone: Phone, tmp_path: Path) -> Path:
    """Hand over a report of A with a picture, set it aside; return the picture's file."""
    name = hand_over_picture(served, phone)
    (held,) = waiting(served)
    path = f"{API}/held-reports/{held['id']}/set-aside"
    assert served.office.post(path, json={"note": "It came back"}).status_code == 200
    return tmp_path / "files" / name[:2] / name


def purge_after(served: Served, passed: timedelta, policy: Policy | None = None) -> int:
    """Let time pass and what is over be forgotten; return how many pictures were."""
    served.day.clock.advance(passed)
    return purge(served.day.kit, served.app.state.positions, policy or Policy()).pictures


def test_the_picture_of_what_was_set_aside_goes_when_the_time_of_proof_is_over(
    served: Served, phone: Phone, tmp_path: Path
) -> None:
    file = aside(served, phone, tmp_path)
    assert (purge_after(served, timedelta(days=179)), file.exists()) == (0, True)
    assert (purge_after(served, timedelta(days=2)), file.exists()) == (1, False)
    assert list((tmp_path / "files").glob("*/*")) == []  # nor the copy that was shown
    assert purge_after(served, timedelta(days=1)) == 0


def test_the_picture_of_what_was_set_aside_goes_with_the_person(
    served: Served, phone: Phone, tmp_path: Path
) -> None:
    file = aside(served, phone, tmp_path)
    erase_person(served.day.kit, served.day.tenant_id, "system", Person(phone="+358401"))
    assert not file.exists()
    assert list((tmp_path / "files").glob("*/*")) == []


def test_the_picture_of_what_waits_stays_however_long_nobody_decides(
    served: Served, phone: Phone, tmp_path: Path
) -> None:
    route = remove_ada(served)
    name, data = photo()
    told = report("deliver", route, "06:15", stop="A", cash=CASH, photos=[name])
    hand_over(served, phone, phone.seal(told))
    file = f"{API}/driver/devices/{phone.id}/held-files/{name}"
    TestClient(served.app).put(file, content=data)
    assert purge_after(served, timedelta(days=400)) == 0
    assert (tmp_path / "files" / name[:2] / name).exists()


def test_a_picture_for_which_no_report_came_goes_too_and_a_proof_s_does_not(
    served: Served, tmp_path: Path
) -> None:
    (proof, data), (stray, other) = photo("teal"), photo("red")
    for name, sent in ((proof, data), (stray, other)):
        served.ada.put(f"{API}/driver/files/{name}", content=sent)
    served.day.clock.advance(timedelta(minutes=90))
    route = served.route_of(served.ada)
    served.report(
        served.ada, report("deliver", route, "06:15", stop="A", photos=[proof], cash=CASH)
    )
    assert purge_after(served, timedelta(hours=1), Policy(proof=timedelta(hours=2))) == 1
    kept = [(tmp_path / "files" / name[:2] / name).exists() for name in (proof, stray)]
    assert kept == [True, False]


def test_a_driver_with_a_route_or_with_cash_is_not_retired(served: Served) -> None:
    """B-85: first the consequences, in words."""
    with pytest.raises(StillOnRouteError, match="2026-06-01 that is not finished"):
        retire(served)
    route = served.route_of(served.ada)
    paid = report("deliver", route, "06:15", stop="A", cash=CASH)
    served.report(served.ada, paid, report("finish_route", route, "06:29"))
    with pytest.raises(StillHoldsCashError, match="cash that was not handed in"):
        retire(served)
    with served.day.write() as unit:
        ledger.hand_in(unit, ledger.list_shifts(unit, 1)[0].id, {"EUR": 1250})
    retire(served)
