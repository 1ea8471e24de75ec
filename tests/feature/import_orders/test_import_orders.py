from pathlib import Path

import pytest

from doorstep.roads.sources import Region
from worlds.helsinki import SIX_ORDERS, TWO_ORDERS, open_console

CSV = {"Content-Type": "text/csv"}
MONDAY = {"service_on": "2026-06-01"}


def test_an_imported_file_is_on_the_list_with_links_and_counts(
    tmp_path: Path, region: Region
) -> None:
    with open_console(tmp_path, region) as client:
        answer = client.post("shipments/import", params=MONDAY, content=SIX_ORDERS, headers=CSV)
        listed = client.get("shipments", params=MONDAY).json()
        one = client.get(f"shipments/{listed['items'][0]['id']}").json()
    report = answer.json()
    assert report.pop("id")
    assert report == {
        "unlocated": 0,
        "added": 6,
        "updated": 0,
        "unchanged": 0,
        "rejected": [],
        "notices": [],
    }
    assert (listed["total"], listed["counts"]["pending"], listed["next_cursor"]) == (6, 6, None)
    assert one == listed["items"][0]
    assert one["recipient"]["name"] == "Aino"
    # 09:00 in Helsinki in June is 06:00 UTC.
    assert one["windows"][0]["early_at"] == "2026-06-01T06:00:00Z"
    assert one["tracking_url"].startswith("/t/")


def test_bad_rows_are_named_and_good_ones_kept(tmp_path: Path, region: Region) -> None:
    data = TWO_ORDERS + b"A-1,Again,,60.169,24.94,,\nA-9,,,60.169,24.94,12:00-09:00,\n"
    with open_console(tmp_path, region) as client:
        answer = client.post("shipments/import", params=MONDAY, content=data, headers=CSV)
        strict = client.post(
            "shipments/import", params=MONDAY | {"strict": True}, content=data, headers=CSV
        )
    report = answer.json()
    assert (answer.status_code, report["added"]) == (200, 2)
    assert [(row["line"], row["column"]) for row in report["rejected"]] == [
        (4, "reference"),
        (5, "window"),
    ]
    assert all(row["reason"] and row["fix"] for row in report["rejected"])
    assert (strict.status_code, strict.json()["code"]) == (422, "orders_rejected")
    assert len(strict.json()["findings"]) == 2


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"reference,address\n", b"PK\x03\x04zip"])
def test_a_file_that_is_no_orders_file_is_refused(
    tmp_path: Path, region: Region, data: bytes
) -> None:
    with open_console(tmp_path, region) as client:
        answer = client.post("shipments/import", params=MONDAY, content=data, headers=CSV)
    assert answer.status_code == 422
    assert answer.json()["code"] == "orders_unreadable"


def test_pages_follow_each_other_by_cursor(tmp_path: Path, region: Region) -> None:
    with open_console(tmp_path, region) as client:
        client.post("shipments/import", params=MONDAY, content=SIX_ORDERS, headers=CSV)
        first = client.get("shipments", params=MONDAY | {"limit": 4}).json()
        rest = {"limit": 4, "cursor": first["next_cursor"]}
        second = client.get("shipments", params=MONDAY | rest).json()
    references = [one["reference"] for one in first["items"] + second["items"]]
    assert references == ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6"]
    assert (first["total"], second["total"], second["next_cursor"]) == (6, 6, None)


@pytest.mark.parametrize(
    "cursor", ["x", "%00", "WzEsMiwzXQ==", "bnVsbA==", "W1siMjAyNi0wNi0wMSJdXQ==", "é"]
)
def test_a_made_up_cursor_is_refused(tmp_path: Path, region: Region, cursor: str) -> None:
    with open_console(tmp_path, region) as client:
        answer = client.get("shipments", params=MONDAY | {"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "501"}, {"status": "gone"}, {"q": "x" * 201}]
)
def test_what_is_out_of_range_is_refused(
    tmp_path: Path, region: Region, query: dict[str, str]
) -> None:
    with open_console(tmp_path, region) as client:
        answer = client.get("shipments", params=MONDAY | query)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_the_example_file_can_be_imported(tmp_path: Path, region: Region) -> None:
    with open_console(tmp_path, region) as client:
        example = client.get("shipments/import/example.csv")
        answer = client.post(
            "shipments/import", params=MONDAY, content=example.content, headers=CSV
        )
    assert example.headers["content-type"].startswith("text/csv")
    assert (answer.json()["added"], answer.json()["rejected"]) == (3, [])


def test_depots_and_vehicles_are_listed_with_drivers_and_colours(
    tmp_path: Path, region: Region
) -> None:
    with open_console(tmp_path, region) as client:
        (depot,) = client.get("depots").json()["items"]
        first, second = client.get("vehicles").json()["items"]
    assert (depot["name"], depot["lat"], depot["lon"]) == ("Asema", 60.1715, 24.942)
    assert (first["name"], first["depot_id"]) == ("van 1", depot["id"])
    assert (first["shift_start"], first["shift_end"]) == ("08:00", "17:00")
    assert (first["driver"]["name"], second["skills"]) == ("Aino", ["cold"])
    assert first["color"] != second["color"]
