"""Files of other programs: workbooks, JSON, headings of their own, corrections, reports."""
# Bad input: B-10 (docs/guides/bad-input.md).

import csv
import io
import json
import zipfile
from datetime import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from doorstep.roads.sources import Region
from worlds.helsinki import SIX_ORDERS, TWO_ORDERS, open_console

MONDAY = {"service_on": "2026-06-01"}


def send(client: TestClient, data: bytes, **query: Any) -> Any:
    answer = client.post("shipments/import", params=MONDAY | query, content=data)
    assert answer.status_code == 200, answer.text
    return answer.json()


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_as_people_typed_it(tmp_path: Path, region: Region) -> None:
    data = workbook(
        ("Order no", "Name", "lat", "lon", "window start", "window end", "Weight"),
        (1001, "Aino", 60.169, 24.939, time(9), time(12), 2.5),
        (None, None, None, None, None, None, None),
        ("A-2", "=1+1", 60.169, 24.948, "13:00", "16:00", "1,5"),
    )
    with open_console(tmp_path, region) as client:
        report = send(client, data)
        again = send(client, data)
        first, second = client.get("shipments", params=MONDAY).json()["items"]
    assert (report["added"], report["rejected"], again["unchanged"]) == (2, [], 2)
    assert (first["reference"], first["weight_g"]) == ("1001", 2500)
    # 09:00 in Helsinki in June is 06:00 UTC.
    assert first["windows"][0]["early_at"] == "2026-06-01T06:00:00Z"
    assert second["weight_g"] == 1500


def test_json_objects_are_rows(tmp_path: Path, region: Region) -> None:
    rows = [
        {"reference": "A-1", "name": "Aino", "lat": 60.169, "lon": 24.939, "parcels": 2},
        {"reference": "A-2", "lat": 60.169, "lon": 24.948, "note": {"no": "object"}},
    ]
    with open_console(tmp_path, region) as client:
        report = send(client, json.dumps(rows).encode())
        wrapped = send(client, json.dumps({"shipments": rows}).encode())
    assert (report["added"], [one["line"] for one in report["rejected"]]) == (1, [3])
    assert wrapped["unchanged"] == 1


@pytest.mark.parametrize("data", [b"[1]", b'{"a":1}', b"[", b'[{"a":1,"a":2}]', b"[]"])
def test_json_that_is_no_table_is_refused(tmp_path: Path, region: Region, data: bytes) -> None:
    with open_console(tmp_path, region) as client:
        answer = client.post("shipments/import", params=MONDAY, content=data)
    assert (answer.status_code, answer.json()["code"]) == (422, "orders_unreadable")


def test_an_archive_made_to_fill_a_disk_is_not_unpacked(tmp_path: Path, region: Region) -> None:
    bomb, many = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(1001):
            archive.writestr(f"{number}.xml", b"")
    with open_console(tmp_path, region) as client:
        for data in (bomb.getvalue(), many.getvalue()):
            answer = client.post("shipments/import", params=MONDAY, content=data)
            assert (answer.status_code, answer.json()["code"]) == (422, "orders_unreadable")


def test_headings_of_their_own_are_guessed_corrected_and_remembered(
    tmp_path: Path, region: Region
) -> None:
    data = b"Tilaus;Kuka;LATITUDE;longitud;Pvm\nT-1;Aino;60,169;24,939;x\n"
    with open_console(tmp_path, region) as client:
        query = MONDAY | {"merchant": "Kauppa"}
        seen = client.post("shipments/import/preview", params=query, content=data).json()
        guesses = {one["heading"]: one["column"] for one in seen["headings"]}
        mapping = {"Tilaus": "reference", "Kuka": "name", "longitud": "lon", "Pvm": ""}
        tried = client.post(
            "shipments/import/preview",
            params=query | {"mapping": json.dumps(mapping)},
            content=data,
        ).json()
        client.put("import-mapping", params={"merchant": "Kauppa"}, json={"columns": mapping})
        again = client.post("shipments/import/preview", params=query, content=data).json()
        report = send(client, data, merchant="Kauppa")
        (shipment,) = client.get("shipments", params=MONDAY).json()["items"]
        other = client.post("shipments/import", params=MONDAY, content=data)
    assert guesses == {"Tilaus": "", "Kuka": "", "LATITUDE": "lat", "longitud": "lon", "Pvm": ""}
    assert [one["reason"] for one in seen["findings"]] == ["There is no column reference."]
    assert [(one["reference"], one["is_good"]) for one in tried["rows"]] == [("T-1", True)]
    assert {one["because"] for one in again["headings"]} == {"remembered", "known"}
    assert (report["added"], shipment["recipient"]["name"]) == (1, "Aino")
    assert other.status_code == 422, "another merchant's files are not understood so"


@pytest.mark.parametrize(
    "mapping", [{"a": "no_such_column"}, {"a": "reference", "b": "reference"}]
)
def test_a_mapping_that_cannot_be_is_refused(
    tmp_path: Path, region: Region, mapping: dict[str, str]
) -> None:
    with open_console(tmp_path, region) as client:
        answer = client.put("import-mapping", json={"columns": mapping})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_without_update_a_changed_row_is_a_conflict(tmp_path: Path, region: Region) -> None:
    changed = TWO_ORDERS.replace(b"Aino", b"Venla")
    with open_console(tmp_path, region) as client:
        send(client, TWO_ORDERS)
        kept = send(client, changed, update=False)
        updated = send(client, changed, update=True)
    assert (kept["updated"], [one["value"] for one in kept["rejected"]]) == (0, ["A-1"])
    assert (updated["updated"], updated["unchanged"]) == (1, 1)


def test_a_file_changes_only_what_it_has_columns_for(tmp_path: Path, region: Region) -> None:
    with open_console(tmp_path, region) as client:
        send(client, TWO_ORDERS)
        first = client.get("shipments", params=MONDAY).json()["items"][0]
        client.patch(
            f"shipments/{first['id']}",
            json={"recipient": {"gate_code": "12"}, "cod": {"amount_minor": 5, "currency": "EUR"}},
            headers={"If-Match": '"1"'},
        )
        again = send(client, TWO_ORDERS)
        after = client.get(f"shipments/{first['id']}").json()
    assert (again["unchanged"], again["updated"]) == (2, 0)
    assert (after["recipient"]["gate_code"], after["cod"]["amount_minor"]) == ("12", 5)


def test_an_address_nobody_is_sure_of_is_taken_in_and_a_fixed_place_stays(
    tmp_path: Path, region: Region
) -> None:
    data = b"reference,address\nX-1,Xyzzystrasse 99\n"
    with open_console(tmp_path, region) as client:
        report = send(client, data)
        (waiting,) = client.get("shipments", params={"status": "unlocated"}).json()["items"]
        place = {"lat": 60.169, "lon": 24.939}
        client.patch(f"shipments/{waiting['id']}", json=place, headers={"If-Match": '"1"'})
        again = send(client, data)
        after = client.get(f"shipments/{waiting['id']}").json()
    assert (report["added"], report["unlocated"], again["unchanged"]) == (1, 1, 1)
    assert (after["status"], after["lat"], after["lon"]) == ("pending", 60.169, 24.939)


def test_the_report_of_an_import_can_be_taken_away_and_runs_no_formula(
    tmp_path: Path, region: Region
) -> None:
    data = SIX_ORDERS + b"=HYPERLINK(1),,,91,24.94,,\n"
    with open_console(tmp_path, region) as client:
        report = send(client, data, file_name="monday.csv")
        (past,) = client.get("imports").json()["items"]
        answer = client.get(f"imports/{report['id']}/report.csv")
        missing = client.get("imports/none/report.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert (past["file_name"], past["added"], past["rejected"]) == ("monday.csv", 6, 1)
    assert [(row["line"], row["column"], row["value"]) for row in rows] == [("8", "lat", "91")]
    assert missing.status_code == 404


def test_cash_goods_and_preferences_come_from_their_columns(
    tmp_path: Path, region: Region
) -> None:
    head = b"reference,lat,lon,cod_amount,cod_currency,temperature,dangerous_goods,min_age,kind,"
    data = head + b"gate_code,safe_place\n" + b"A-1,60.169,24.939,24.95,EUR,chilled,UN 1263,18,"
    data += b"pickup,12#,Shed\nA-2,60.169,24.939,24.955,EUR,,,,,,\n"
    data += b"A-3,60.169,24.939,5,,,,,,,\nA-4,60.169,24.939,1.5,JPY,hot,1263,,,,\n"
    with open_console(tmp_path, region) as client:
        report = send(client, data)
        (one,) = client.get("shipments", params=MONDAY).json()["items"]
    assert one["cod"] == {"amount_minor": 2495, "currency": "EUR"}
    assert (one["temperature"], one["dangerous_goods"], one["min_age"]) == (
        "chilled",
        "UN1263",
        18,
    )
    assert (one["kind"], one["recipient"]["gate_code"]) == ("pickup", "12#")
    assert [(row["line"], row["column"]) for row in report["rejected"]] == [
        (3, "cod_amount"),
        (4, "cod_currency"),
        (5, "temperature"),
        (5, "dangerous_goods"),
        (5, "cod_amount"),
    ]
