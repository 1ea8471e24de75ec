"""Positions come in, the office and the recipient follow."""
# Bad input: B-29, B-30, B-31 (docs/guides/bad-input.md).

from typing import Any

import pytest
from starlette.testclient import TestClient

from doorstep.api.observe import Figures
from doorstep.api.positions_door import PositionsDoor
from worlds.day import at
from worlds.day_on_server import API, Served, report


@pytest.fixture(autouse=True)
def _under_way(served: Served) -> None:
    """Release at 05:00; Ada starts at 06:00, now."""
    served.release()
    served.day.clock.advance(at("06:00") - at("05:00"))
    route = served.route_of(served.ada)
    served.report(served.ada, report("start_route", route, "06:00"))


def _fix(clock: str, lat: float = 60.005, **more: object) -> dict[str, Any]:
    return {"fixed_at": at(clock).isoformat(), "lat": lat, "lon": 25.0} | more


def _send(served: Served, *fixes: dict[str, Any]) -> dict[str, Any]:
    answer = served.ada.post(f"{API}/driver/positions", json={"positions": list(fixes)})
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


def _track(served: Served, reference: str) -> dict[str, Any]:
    view: dict[str, Any] = served.office.get(f"{API}/track/token-{reference}").json()
    return view


def test_good_positions_are_stored_once_and_bad_ones_named(served: Served) -> None:
    result = _send(
        served,
        _fix("06:01"),
        _fix("06:06"),
        _fix("06:02", lat=91),
        {"fixed_at": "yesterday", "lat": 60, "lon": 25},
        _fix("03:00"),
        _fix("06:01"),
        _fix("06:02"),
    )
    assert result["stored"] == 2
    reasons = [(one["index"], one["reason"].split(":")[0]) for one in result["rejected"]]
    assert reasons == [(1, "in_future"), (2, "out_of_range"), (3, "malformed"), (4, "off_duty")]
    assert _send(served, _fix("06:01"), _fix("06:02")) == {"stored": 0, "rejected": []}


def test_what_is_taken_in_at_the_door_is_stored_once_like_all_else(served: Served) -> None:
    figures = Figures()
    door = PositionsDoor(served.app, served.app.state, figures)
    phone = TestClient(door, cookies=dict(served.ada.cookies))
    fixes = [_fix("06:01"), _fix("06:02", lat=91), _fix("06:01"), _fix("06:02", speed_mps=9.5)]
    answer = phone.post(f"{API}/driver/positions", json={"positions": fixes})
    rejected = [{"index": 1, "reason": "out_of_range"}]
    assert answer.json() == {"stored": 2, "rejected": rejected}
    assert figures.registry.get_sample_value(
        "doorstep_http_requests_total",
        {"method": "POST", "route": "/driver/positions", "status": "200"},
    )
    assert _send(served, fixes[0], fixes[3]) == {"stored": 0, "rejected": []}


def test_the_latest_fix_counts_whatever_comes_after_it(served: Served) -> None:
    _send(served, _fix("06:03", lat=60.007, heading_deg=1.0, speed_mps=9.5))
    _send(served, _fix("06:02", lat=60.001))
    (route,) = [
        one
        for one in served.office.get(f"{API}/routes?service_on=2026-06-01").json()["items"]
        if one["vehicle"] == "van 1"
    ]
    assert route["position"] == {
        "lat": 60.007,
        "lon": 25.0,
        "fixed_at": "2026-06-01T06:03:00Z",
        "heading_deg": 1.0,
        "speed_mps": 9.5,
    }


def test_a_driver_who_has_not_started_is_not_followed(served: Served) -> None:
    body = {"positions": [_fix("06:00")]}
    answer = served.bo.post(f"{API}/driver/positions", json=body)
    assert answer.json() == {"stored": 0, "rejected": [{"index": 0, "reason": "off_duty"}]}


def test_the_office_sees_when_stops_will_be_reached(served: Served) -> None:
    stops = served.route_of(served.ada)["stops"]
    assert [stop["eta_at"] for stop in stops] == [
        "2026-06-01T06:10:00Z",
        "2026-06-01T06:30:00Z",
        "2026-06-01T06:45:00Z",
    ]
    served.day.clock.advance(at("08:00") - at("06:00"))
    route = served.route_of(served.ada)
    # At 08:00 A, due until 07:00, is late, and B, due until 08:00 and 15 min away, too.
    assert ([stop["late"] for stop in route["stops"]], route["late"]) == ([True, True, False], 2)


def test_a_recipient_sees_the_driver_coming_and_little_else(served: Served) -> None:
    _send(served, _fix("06:00"))
    view = _track(served, "A")
    assert view["driver"] == {
        "first_name": "Ada",
        "lat": 60.005,
        "lon": 25.0,
        "heading_deg": None,
    }
    assert (view["address"], view["stops_before"]) == ("Rauhankatu", 0)
    assert view["status"] == "out_for_delivery"
    assert view["merchant"] == "Ok Small Courier"
    assert view["map"]["tiles_url"] == "/api/v1/map/tiles/key.pmtiles"
    # 06:10 with ten minutes either way, from now on, outwards to full five minutes.
    assert view["eta"] == {"early_at": "2026-06-01T06:00:00Z", "late_at": "2026-06-01T06:25:00Z"}
    text = str(view)
    for secret in ("Aalto", "Berg", "00170", "+358401", "Ring", "van 1", "Ben"):
        assert secret not in text


def test_another_drivers_recipient_does_not_see_this_one(served: Served) -> None:
    _send(served, _fix("06:00"))
    assert _track(served, "D")["driver"] is None


def test_the_page_ends_with_the_delivery(served: Served) -> None:
    route = served.route_of(served.ada)
    _send(served, _fix("06:00"))
    delivery = report("deliver", route, "06:00", stop="A", recipient_name="Aino")
    served.report(served.ada, delivery)
    view = _track(served, "A")
    assert (view["status"], view["driver"], view["eta"]) == ("delivered", None, None)
    assert view["delivered"] == {"at": "2026-06-01T06:00:00Z", "recipient_name": "Aino"}


def test_an_unknown_link_finds_nothing(served: Served) -> None:
    answer = served.office.get(f"{API}/track/nonsense")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert served.office.get(f"{API}/track/nonsense/live").status_code == 404


def test_the_page_is_not_kept_and_gives_nothing_away(served: Served) -> None:
    headers = served.office.get(f"{API}/track/token-A").headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_recipient_hears_that_something_changed_without_content(served: Served) -> None:
    heard = served.hear(served.office, "/track/token-A/live")
    frames = [frame for frame in heard.split("\n\n") if frame.startswith("event:")]
    assert frames
    assert set(frames) == {'event: changed\ndata: {"kind": "changed", "subject_id": ""}'}


def test_the_office_hears_everything_with_its_place_in_the_journal(served: Served) -> None:
    heard = served.hear(served.office, "/live")
    assert "event: plan.released" in heard
    assert "event: route.started" in heard
    assert "\nid: " in heard
    assert "sign_in_code" not in heard
