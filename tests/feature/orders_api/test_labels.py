"""Labels over HTTP: numbers are given once and stay."""

import io
from typing import Any

import pypdf
from starlette.testclient import TestClient

from doorstep.orders.labels import is_sscc
from worlds.orders import Office


def test_a_parcel_keeps_the_number_it_was_given_and_is_found_by_it(
    office: Office, client: TestClient
) -> None:
    client.put("label-settings", json={"company_prefix": "1234567"})
    shipment = office.create("A-1", parcel_count=3)
    body = {"format": "zpl", "shipment_ids": [shipment["id"]]}
    first, again = (client.post("labels", json=body) for _ in range(2))
    parcels = office.get(f"shipments/{shipment['id']}/parcels")["items"]
    codes = [one["barcode"] for one in parcels]
    assert (first.text, first.text.count("^XA")) == (again.text, 3)
    assert all(is_sscc(code) for code in codes)
    assert len(set(codes)) == 3
    scan = {
        "code": f"]C100{codes[1]}",
        "to": {"kind": "depot", "id": "Asema"},
        "happened_at": "2026-06-01T06:00:00Z",
    }
    (found,) = client.post("parcels/scans", json={"scans": [scan]}).json()["items"]
    assert (found["outcome"], found["parcel"]["id"]) == ("moved", parcels[1]["id"])


def test_a_day_s_labels_are_one_pdf_with_a_page_each(
    office: Office, client: TestClient, order: dict[str, Any]
) -> None:
    office.create("B-1", parcel_count=2)
    answer = client.post("labels", json={"service_on": order["service_on"], "symbology": "qr"})
    assert answer.headers["content-type"] == "application/pdf"
    assert len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) == 3 + 2


def test_nothing_to_print_is_said(client: TestClient) -> None:
    for body in ({}, {"service_on": "2030-01-01"}):
        answer = client.post("labels", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "labels_impossible")
    assert client.post("labels", json={"shipment_ids": ["no"]}).status_code == 404
