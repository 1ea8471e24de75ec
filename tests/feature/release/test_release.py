"""The office releases a plan, and takes it back."""

from doorstep.plumbing.web import DRIVER_COOKIE
from worlds.day_on_server import API, Served, report


def test_a_released_plan_is_on_the_drivers_phone(served: Served) -> None:
    nothing: dict[str, object] = {
        "route": None,
        "doors": [],
        "next_route_on": None,
        "takes_cards": False,
    }
    assert served.ada.get(f"{API}/driver/route").json() == nothing
    answer = served.office.post(f"{API}/plans/{served.day.plan_id}/release")
    assert (answer.status_code, answer.json()["status"]) == (200, "released")
    route = served.route_of(served.ada)
    assert [stop["reference"] for stop in route["stops"]] == ["A", "B", "C"]
    assert (route["vehicle"], route["status"], route["total"]) == ("van 1", "released", 3)
    assert route["stops"][0]["note"] == "Ring twice"
    assert served.route_of(served.bo)["vehicle"] == "van 2"


def test_a_second_release_says_why_not(served: Served) -> None:
    served.release()
    answer = served.office.post(f"{API}/plans/{served.day.plan_id}/release")
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_already_released")


def test_a_recall_takes_the_route_off_the_phone(served: Served) -> None:
    served.release()
    answer = served.office.post(f"{API}/plans/{served.day.plan_id}/recall")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert served.ada.get(f"{API}/driver/route").json()["route"] is None


def test_a_recall_is_refused_after_a_start(served: Served) -> None:
    served.release()
    route = served.route_of(served.ada)
    served.report(served.ada, report("start_route", route, "05:00"))
    answer = served.office.post(f"{API}/plans/{served.day.plan_id}/recall")
    assert (answer.status_code, answer.json()["code"]) == (409, "route_started")
    assert "van 1" in answer.json()["detail"]


def test_a_code_signs_a_driver_in_once(served: Served) -> None:
    path = f"{API}/drivers/{served.day.drivers['Ada']}/sign-in-codes"
    made = served.office.post(path).json()
    assert made["url"] == f"/driver#code={made['code'].replace('-', '')}"
    assert made["qr_svg"].startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    served.ada.cookies.clear()
    answer = served.ada.post(f"{API}/driver/session", json={"code": made["code"].lower()})
    assert answer.json()["actor"] == {
        "kind": "driver",
        "id": served.day.drivers["Ada"],
        "name": "Ada Berg",
        "email": "",
        "role": "driver",
    }
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{DRIVER_COOKIE}=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=1209600"} <= set(cookie.split("; "))
    again = served.bo.post(f"{API}/driver/session", json={"code": made["code"]})
    assert (again.status_code, again.json()["code"]) == (401, "wrong_code")


def test_an_unknown_driver_gets_no_code(served: Served) -> None:
    answer = served.office.post(f"{API}/drivers/nobody/sign-in-codes")
    assert (answer.status_code, answer.json()["code"]) == (404, "driver_not_found")
