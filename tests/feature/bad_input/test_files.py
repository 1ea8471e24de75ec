"""Files as people and machines spoil them, over HTTP: one server, a date of its own for each."""

import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from doorstep.roads.sources import Region
from worlds.helsinki import open_console

HEADER = "reference,name,address,lat,lon"
ROW = "A-1,Aino,Mannerheimintie 5,60.169,24.939"
_DAYS = count()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, region: Region) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("files")
    with open_console(folder, region) as opened:
        yield opened


@pytest.fixture
def service_on() -> str:
    """Give a date on which nothing is yet."""
    return (date(2027, 1, 1) + timedelta(days=next(_DAYS))).isoformat()


def send(client: TestClient, service_on: str, data: str | bytes, **query: Any) -> Any:
    content = data.encode() if isinstance(data, str) else data
    headers = {"Content-Type": "text/csv"}
    params = {"service_on": service_on, **query}
    return client.post("shipments/import", content=content, params=params, headers=headers)


def kept(client: TestClient, service_on: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(
        "shipments", params={"service_on": service_on}
    ).json()["items"]
    return items


@pytest.mark.parametrize("data", ["", "\ufeff", HEADER + "\n", " \n \n"])
def test_a_file_with_nothing_in_it_adds_nothing(
    client: TestClient, service_on: str, data: str
) -> None:
    """B-1."""
    answer = send(client, service_on, data)
    assert answer.status_code in (200, 422)
    assert answer.json().get("added", 0) == 0
    assert kept(client, service_on) == []


@pytest.mark.parametrize(
    ("encoding", "noticed"),
    [("utf-8-sig", False), ("utf-16", False), ("utf-16-le", False), ("cp1252", True)],
)
def test_letters_arrive_in_whatever_encoding_they_were_sent(
    client: TestClient,
    service_on: str,
    encoding: str,
    noticed: bool,  # noqa: FBT001
) -> None:
    """B-2: what is not surely UTF-8 is said, never kept as other letters in silence."""
    text = f"{HEADER}\nA-1,Äijä,Straße 5,60.169,24.939\n"
    answer = send(client, service_on, text.encode(encoding)).json()
    assert (answer["added"], bool(answer["notices"])) == (1, noticed)
    (one,) = kept(client, service_on)
    assert (one["recipient"]["name"], one["address"]) == ("Äijä", "Straße 5")


def test_a_quotation_mark_that_is_left_open_names_the_line_it_begins_on(
    client: TestClient, service_on: str
) -> None:
    """B-3."""
    answer = send(client, service_on, f'{HEADER},note\n{ROW},"one\n\nA-2,Bo,x,60.169,24.939,\n')
    assert answer.json()["rejected"][0]["line"] == 2


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("reference,name,adress,lat", "There is no column address."),
        ("name,address,lat,lon", "There is no column reference."),
        (f"{HEADER},ref", "Two columns mean reference."),
    ],
)
def test_a_header_that_does_not_do_says_which_column(
    client: TestClient, service_on: str, header: str, said: str
) -> None:
    """B-4."""
    answer = send(client, service_on, f"{header}\n{ROW},x\n")
    assert answer.status_code == 422
    assert said in answer.text


def test_a_row_with_too_many_cells_says_how_many(client: TestClient, service_on: str) -> None:
    """B-5."""
    answer = send(client, service_on, f"{HEADER}\n{ROW},more,more\nA-2\n").json()
    assert "7 cells, the header 5" in answer["rejected"][0]["reason"]
    assert (answer["added"], {one["line"] for one in answer["rejected"]}) == (0, {2, 3})


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (f"{HEADER},note\n{ROW},{'x' * 2_000_000}\n", 200),
        (",".join(f"c{number}" for number in range(100_000)) + "\n", 422),
        (b"x" * (12 * 1024 * 1024 + 1), 413),
    ],
)
def test_what_is_far_too_large_is_refused_with_flat_memory(
    client: TestClient, service_on: str, data: str | bytes, status: int
) -> None:
    """B-6."""
    tracemalloc.start()
    try:
        answer = send(client, service_on, data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer.status_code == status
    assert kept(client, service_on) == []
    assert peak < 100_000_000


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "+44 20", "-5", "@SUM(1)", "=1"])
def test_a_formula_is_kept_and_leaves_as_text(
    client: TestClient, service_on: str, text: str
) -> None:
    """B-7: out with an apostrophe, and back in as it was."""
    send(client, service_on, f'{HEADER},note\n{ROW},"{text}"\n')
    assert kept(client, service_on)[0]["note"] == text
    out = client.get("shipments/export.csv", params={"service_on": service_on}).text
    assert f"'{text}" in out


def test_the_same_file_again_adds_nothing_and_a_reference_twice_is_said(
    client: TestClient, service_on: str
) -> None:
    """B-8."""
    file = f"{HEADER}\n{ROW}\n{ROW}\n"
    first, again = (send(client, service_on, file).json() for _ in range(2))
    assert (first["added"], first["rejected"][0]["line"]) == (1, 3)
    assert (again["added"], again["unchanged"], again["updated"]) == (0, 1, 0)
    other = file.replace("Aino", "Eino")
    conflict = send(client, service_on, other, update=False).json()
    assert (conflict["updated"], len(conflict["rejected"])) == (0, 2)
    assert send(client, service_on, other).json()["updated"] == 1


@pytest.mark.parametrize("number", ["1.23E+12", "1,23E+12", "5E+11", "1.23e+12"])
@pytest.mark.parametrize("column", ["reference", "phone"])
def test_a_number_that_a_spreadsheet_made_a_power_of_ten_is_refused_where_it_names_something(
    client: TestClient, service_on: str, column: str, number: str
) -> None:
    """B-9: the digits behind are gone, so any reading of it would be another parcel's."""
    reference, phone = (number if column == one else "7" for one in ("reference", "phone"))
    file = f'{HEADER},phone\n"{reference}",Aino,Mannerheimintie 5,60.169,24.939,"{phone}"\n'
    answer = send(client, service_on, file).json()
    (finding,) = answer["rejected"]
    assert (answer["added"], finding["column"], finding["value"]) == (0, column, number)
    assert "power of ten" in finding["reason"]


def test_what_names_something_is_text_whatever_its_digits(
    client: TestClient, service_on: str
) -> None:
    """B-9: 00123 is not 123, and a comma is no decimal unless the file says so."""
    row = '00123,Aino,Mannerheimintie 5,60.169,24.939,0012,"1,5"'
    answer = send(client, service_on, f"{HEADER},phone,weight_kg\n{row}\n").json()
    assert answer["rejected"][0]["reason"] == "The comma can mean a decimal or thousands."
    assert send(client, service_on, f"{HEADER},phone\n{row[:-6]}\n").json()["added"] == 1
    (one,) = kept(client, service_on)
    assert (one["reference"], one["recipient"]["phone"]) == ("00123", "0012")


@pytest.mark.parametrize("header", ["=1+1", "x" * 10_000, "🚚"])
def test_a_strange_heading_is_a_column_nobody_knows(
    client: TestClient, service_on: str, header: str
) -> None:
    """B-11."""
    answer = send(client, service_on, f"{HEADER},{header}\n{ROW},x\n").json()
    assert answer["added"] == 1
    assert "not known" in answer["notices"][0]


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=" + ",".join(["0-"] * 2000)},
        {"Accept": "x" * 20_000},
        {"If-Match": '"' + "9" * 5000 + '"'},
    ],
)
def test_headers_made_to_cost_time_cost_none(client: TestClient, headers: dict[str, str]) -> None:
    """B-20."""
    assert client.get("shipments", headers=headers).status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "shipments/%2e%2e/%2e%2e/etc/passwd",
        "shipments/..%5c..%5cetc",
        "shipments;a=b",
        "files/%00",
    ],
)
def test_paths_lead_nowhere_else(client: TestClient, path: str) -> None:
    """B-20, B-71, B-73."""
    assert client.get(path).status_code in (404, 405, 422)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2027-03-28T03:30", "2027-03-28T05:00", "clocks go forward"),
        ("2027-10-31T03:30", "2027-10-31T05:00", "happens twice"),
        ("2027-02-30T09:00", "2027-02-30T10:00", ""),
        ("09:99", "10:00", ""),
        ("12:00", "09:00", "closes before"),
    ],
)
def test_a_time_that_is_none_or_two_is_refused_with_the_way_to_write_it(
    client: TestClient, service_on: str, start: str, end: str, said: str
) -> None:
    """B-50, B-51: Helsinki's clocks change on 28 March and 31 October 2027."""
    day = start[:10] if "T" in start and not start.startswith("2027-02") else service_on
    file = f"{HEADER},window_start,window_end\n{ROW},{start},{end}\n"
    answer = send(client, day, file).json()
    assert answer["added"] == 0
    assert said in answer["rejected"][0]["reason"] + answer["rejected"][0]["fix"]


def test_midnight_is_the_days_end(client: TestClient, service_on: str) -> None:
    """B-50: 24:00."""
    file = f"{HEADER},window_start,window_end\n{ROW},22:00,24:00\n"
    assert send(client, service_on, file).json()["added"] == 1
    (window,) = kept(client, service_on)[0]["windows"]
    assert window["late_at"][11:16] in ("21:00", "22:00")
