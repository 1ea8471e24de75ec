"""P-4: how long the link of a delivery opens something, whatever became of the delivery."""
# Bad input: B-65 (docs/guides/bad-input.md).

from datetime import timedelta

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from doorstep import orders
from doorstep.api import openapi_document
from doorstep.orders import ShipmentStatus
from worlds.day import at
from worlds.day_on_server import API, Served, photo, report


def look(served: Served, reference: str, what: str = "") -> Response:
    return TestClient(served.app).get(f"{API}/track/token-{reference}{what}")


def move_to(served: Served, days: float) -> None:
    """Let it be some days after 06:00 on the day, by the business's clock."""
    clock = served.day.clock
    clock.advance(at("06:00") + timedelta(days=days) - clock.now())


def drive(served: Served, *, fails: bool = False) -> None:
    """Let Ada deliver A at 06:00 with a photo and a name, or fail."""
    served.release()
    move_to(served, 0)
    route = served.route_of(served.ada)
    name, data = photo()
    served.ada.put(f"{API}/driver/files/{name}", content=data)
    proof = {"photos": [name], "recipient_name": "Aino"}
    kind, more = ("fail", {"reason": "refused"}) if fails else ("deliver", proof)
    (told,) = served.report(served.ada, report(kind, route, "06:00", stop="A", **more))
    assert told["outcome"] == "applied"


def test_a_link_only_shows(served: Served) -> None:
    """Nothing is moved, noted, rated or paid by whoever was sent a link."""
    by_link = [
        (path, method)
        for path, item in openapi_document()["paths"].items()
        for method, one in item.items()
        if one.get("x-access", {}).get("by") == "link"
    ]
    assert sorted(by_link) == [
        (f"{API}/track/{{token}}", "get"),
        (f"{API}/track/{{token}}/live", "get"),
    ]
    before = look(served, "A").json()
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("", "/live", "/note", "/rating", "/reschedule", "/safe-place"):
            sent = {"note": "<script>alert(1)</script>" * 400, "rating": 6, "date": "1970-01-01"}
            url = f"{API}/track/token-A{path}"
            answer = TestClient(served.app).request(method, url, json=sent)
            assert answer.status_code in (404, 405), (method, path, answer.text)
    assert look(served, "A").json() == before


def require_dead(served: Served, reference: str) -> None:
    for what in ("", "/live"):
        gone = look(served, reference, what)
        assert (gone.status_code, gone.json()["code"]) == (410, "tracking_link_expired")


def test_a_link_says_less_after_two_days_and_nothing_after_two_weeks(served: Served) -> None:
    drive(served)
    move_to(served, 2)
    assert look(served, "A").json()["delivered"]["recipient_name"] == "Aino"
    move_to(served, 2.01)
    bare = look(served, "A").json()
    assert (bare["status"], bare["delivered"], bare["address"]) == ("delivered", None, "")
    move_to(served, 14)
    assert look(served, "A").status_code == 200
    move_to(served, 14.01)
    require_dead(served, "A")


def test_no_picture_nor_signature_is_ever_shown_by_a_link(served: Served) -> None:
    """Whoever a link was passed on to has no second factor: proof stays with the office."""
    drive(served)
    name, _ = photo()
    page = look(served, "A").text
    assert name not in page
    assert "photo" not in page
    assert TestClient(served.app).get(f"{API}/files/{name}").status_code == 401
    assert served.office.get(f"{API}/files/{name}").status_code == 200


def test_the_link_of_a_cancelled_delivery_dies_two_weeks_after_its_day(served: Served) -> None:
    with served.day.write() as unit:
        seen = orders.get_shipment(unit, served.day.shipments["D"])
        orders.cancel_shipment(unit, seen.id, seen.version, override=True)
    assert look(served, "D").json()["status"] == "cancelled"
    # The day is over 18 hours after 06:00.
    move_to(served, 18 / 24 + 2.01)
    assert look(served, "D").json()["address"] == ""
    move_to(served, 18 / 24 + 13.99)
    assert look(served, "D").status_code == 200
    move_to(served, 18 / 24 + 14.01)
    require_dead(served, "D")


def test_a_link_lives_on_while_another_attempt_is_to_come(served: Served) -> None:
    drive(served, fails=True)
    with served.day.write() as unit:
        ids = [served.day.shipments["A"]]
        orders.change_status(unit, ids, ShipmentStatus.PENDING)
    move_to(served, 30)
    page = look(served, "A")
    assert (page.status_code, page.json()["address"]) == (200, "Rauhankatu")


@pytest.mark.parametrize("fails", [False, True])
def test_a_link_whose_last_attempt_ended_it_dies(served: Served, *, fails: bool) -> None:
    drive(served, fails=fails)
    move_to(served, 14.01)
    require_dead(served, "A")
