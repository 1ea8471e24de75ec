"""A driver reports the day, with proof."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from worlds.day_on_server import API, Served, photo, report


@pytest.fixture(autouse=True)
def _released(served: Served) -> None:
    served.release()


def test_a_delivery_with_a_photo_is_seen_in_the_office(served: Served) -> None:
    route = served.route_of(served.ada)
    name, data = photo()
    sent = served.ada.put(f"{API}/driver/files/{name}", content=data)
    assert (sent.status_code, sent.json()) == (201, {"sha256": name, "size": len(data)})
    results = served.report(
        served.ada,
        report("start_route", route, "05:00"),
        report("arrive", route, "05:00", stop="A"),
        report(
            "deliver",
            route,
            "05:00",
            stop="A",
            photos=[name],
            recipient_name="Aino",
            position={"lat": 60.01, "lon": 25.0, "accuracy_m": 5},
        ),
    )
    assert [one["outcome"] for one in results] == ["applied"] * 3
    seen = served.office.get(f"{API}/routes/{route['id']}").json()
    assert (seen["status"], seen["done"], seen["failed"], seen["total"]) == ("started", 1, 0, 3)
    first, second, third = seen["stops"]
    assert first["proof"] == {
        "photos": [f"/api/v1/files/{name}"],
        "signature": None,
        "recipient_name": "Aino",
    }
    assert [first["status"], second["status"], third["status"]] == [
        "delivered",
        "en_route",
        "planned",
    ]
    shown = served.office.get(first["proof"]["photos"][0])
    with Image.open(BytesIO(shown.content)) as picture:
        assert picture.size == (40, 30)


def test_a_picture_can_never_run_as_a_page(served: Served) -> None:
    name, data = photo()
    served.ada.put(f"{API}/driver/files/{name}", content=data)
    headers = served.office.get(f"{API}/files/{name}").headers
    assert headers["content-type"] == "image/jpeg"
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert headers["content-disposition"] == f'inline; filename="{name}.jpeg"'


def test_a_photo_damaged_on_disk_is_never_shown_and_is_whole_when_sent_again(
    served: Served, tmp_path: Path
) -> None:
    name, data = photo()
    served.ada.put(f"{API}/driver/files/{name}", content=data)
    shown = served.office.get(f"{API}/files/{name}").content
    for file in (tmp_path / "files").glob("*/*"):
        file.write_bytes(file.read_bytes()[:-1])
    answer = served.office.get(f"{API}/files/{name}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    served.ada.put(f"{API}/driver/files/{name}", content=data)
    assert served.office.get(f"{API}/files/{name}").content == shown


def test_sending_a_file_twice_does_no_harm(served: Served) -> None:
    name, data = photo()
    statuses = [
        served.ada.put(f"{API}/driver/files/{name}", content=data).status_code for _ in range(2)
    ]
    assert statuses == [201, 200]


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        (photo()[0], photo("red")[1], 422, "file_damaged"),
        ("../../etc/passwd", b"x", 404, "http_404"),
        (photo()[0], b"", 422, "file_damaged"),
        (photo()[0], b"\0" * (5 * 1024 * 1024 + 1), 413, "file_too_large"),
    ],
)
def test_what_is_no_picture_of_that_name_is_refused(
    served: Served, name: str, data: bytes, status: int, code: str
) -> None:
    answer = served.ada.put(f"{API}/driver/files/{name}", content=data)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_one_bad_report_never_blocks_the_others(served: Served) -> None:
    route = served.route_of(served.ada)
    foreign = served.route_of(served.bo)
    good = report("deliver", route, "05:00", stop="A")
    sent = [
        report("dance", route, "05:00"),
        {"id": "?"},
        report("deliver", foreign, "05:00", stop="D"),
        report("fail", route, "05:00", stop="B"),
        report("deliver", route, "05:00", stop="C", photos=["ab" * 32]),
        good,
        good,
    ]
    results = served.report(served.ada, *sent)
    assert [one["id"] for one in results] == [one["id"] for one in sent]
    assert [one["outcome"] for one in results] == ["refused"] * 5 + ["applied", "already_applied"]
    assert [one["problem"]["code"] for one in results[:5]] == [
        "invalid_command",
        "invalid_command",
        "route_not_yours",
        "invalid_command",
        "file_missing",
    ]
    assert all(one["problem"]["action"] for one in results[:5])
    assert results[5]["problem"] is None


def test_a_refused_report_is_taken_when_its_photo_has_arrived(served: Served) -> None:
    route = served.route_of(served.ada)
    name, data = photo()
    delivery = report("deliver", route, "05:00", stop="A", photos=[name])
    assert served.report(served.ada, delivery)[0]["outcome"] == "refused"
    served.ada.put(f"{API}/driver/files/{name}", content=data)
    assert served.report(served.ada, delivery)[0]["outcome"] == "applied"


def test_numbers_that_are_none_and_times_without_a_zone_are_refused(served: Served) -> None:
    route = served.route_of(served.ada)
    naive = report("start_route", route, "05:00", happened_at="2026-06-01T05:00:00")
    far = report("start_route", route, "05:00", position={"lat": 91, "lon": 25})
    for result in served.report(served.ada, naive, far):
        assert (result["outcome"], result["problem"]["code"]) == ("refused", "invalid_command")
    assert served.route_of(served.ada)["status"] == "released"


def test_a_failed_stop_says_why(served: Served) -> None:
    route = served.route_of(served.ada)
    served.report(served.ada, report("fail", route, "05:00", stop="A", reason="no_access"))
    stop = served.route_of(served.ada)["stops"][0]
    assert (stop["status"], stop["reason"]) == ("failed", "no_access")


def test_drivers_hear_their_own_route_only(served: Served) -> None:
    route = served.route_of(served.ada)
    served.report(served.ada, report("deliver", route, "05:00", stop="A"))
    assert "event: stop.delivered" in served.hear(served.ada, "/driver/live")
    heard = served.hear(served.bo, "/driver/live")
    assert "event: plan.released" in heard
    assert "stop.delivered" not in heard
    assert route["id"] not in heard
