"""What strangers send about orders is refused with a reason, or kept and shown as plain text.

Each test names its rows of the list of bad input.
"""

import json
import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from worlds.orders import Office, order_body

JSON = {"Content-Type": "application/json", "Idempotency-Key": "bad"}
PAN = "4111 1111 1111 1111"


def refused(office: Office, **shipment: Any) -> tuple[int, str]:
    body = order_body("A-1")
    body["shipments"][0] |= shipment
    answer = office.post_order(body)
    return answer.status_code, answer.json().get("code", "")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b'{"reference": "A", "shipments": [{"lat": NaN}]}', 422, "invalid_input"),
        (b'{"reference": "A", "shipments": [{"lat": 1e400}]}', 422, "invalid_input"),
        (b'{"reference": "A", "reference": "B"}', 400, "duplicate_key"),
        (b"[" * 200_000, 400, "json_malformed"),
        (b'{"reference": ' + b"9" * 5000 + b"}", 422, "invalid_input"),
        (b'{"reference": "\\ud800"}', 400, "json_malformed"),
        (b'{"reference": "a\\u0000"}', 400, "json_malformed"),
        (b'{"reference": "\xff"}', 400, "json_malformed"),
        (b"{} garbage", 400, "json_malformed"),
        (b"\xef\xbb\xbf{}", 400, "json_malformed"),
        (b"", 422, "invalid_input"),
    ],
)
def test_json_that_readers_could_understand_differently_is_refused(
    client: TestClient, data: bytes, status: int, code: str
) -> None:
    """B-12, B-14, B-15, B-17."""
    began = time.process_time()
    answer = client.post("orders", content=data, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("value", ["12.5", True, [], {}, None])
def test_a_number_is_a_number(office: Office, value: Any) -> None:
    """B-13."""
    if value is not None:
        assert refused(office, weight_g=value) == (422, "invalid_input")
    assert refused(office, lat=value, lon=24.9) == (422, "invalid_input")


@pytest.mark.parametrize(
    "extra",
    [
        {"is_admin": True},
        {"tenant_id": "2"},
        {"status": "delivered"},
        {"cod_collected": True},
        {"__proto__": {}},
        {"constructor": {}},
        {"$where": "1"},
        {"version": 9},
        {"id": "mine"},
    ],
)
def test_a_member_nobody_asked_for_is_refused(office: Office, extra: dict[str, Any]) -> None:
    """B-16, B-18: nothing is assigned by the way."""
    assert refused(office, **extra) == (422, "invalid_input")
    assert office.post_order({**order_body(), **extra}).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "-1"},
        {"limit": "1000000000"},
        {"cursor": "x" * 2000},
        {"cursor": "eyJhIjoxfQ=="},
        {"status": "gone"},
        {"q": "x" * 201},
    ],
)
def test_a_list_is_asked_for_within_its_limits(client: TestClient, query: dict[str, str]) -> None:
    """B-23, B-69."""
    assert client.get("orders", params=query).status_code == 422


def test_a_cursor_of_ours_that_was_changed_is_refused(office: Office, client: TestClient) -> None:
    """B-23."""
    for number in range(3):
        office.create(f"A-{number}")
    cursor = office.get("orders", limit=1)["next_cursor"]
    swapped = cursor[:-6] + ("AAAA" if cursor[-6:-2] != "AAAA" else "BBBB") + cursor[-2:]
    for other in (swapped, office.get("shipments", limit=1)["next_cursor"]):
        answer = client.get("orders", params={"cursor": other})
        assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


@pytest.mark.parametrize("id_", ["0", "-1", "1e3", "٣", "x" * 10_000, "..%2f..", "' or 1=1"])
def test_an_id_that_is_none_is_not_found(client: TestClient, id_: str) -> None:
    """B-24."""
    for path in ("orders", "shipments", "parcels"):
        assert client.get(f"{path}/{id_}").status_code == 404


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ({"lat": 91.0, "lon": 24.9}, "invalid_input"),
        ({"lat": 60.1, "lon": 181.0}, "invalid_input"),
        ({"lat": 24.939, "lon": 60.169}, "address_outside"),
        ({"lat": 0.0, "lon": 0.0}, "address_outside"),
        ({"lat": 51500000, "lon": 0}, "invalid_input"),
        ({"lat": "5130.1234N", "lon": 0.0}, "invalid_input"),
        ({"lat": 60.169, "lon": None}, "invalid_input"),
        ({"lat": None, "lon": None, "address": ""}, "invalid_input"),
    ],
)
def test_a_place_nobody_can_deliver_to_is_refused(
    office: Office, place: dict[str, Any], code: str
) -> None:
    """B-25, B-26, B-43."""
    assert refused(office, **place) == (422, code)


def test_swapped_coordinates_are_recognised(office: Office) -> None:
    """B-25."""
    answer = office.post_order(order_body(lat=24.939, lon=60.169))
    assert "swapped" in answer.json()["detail"]


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        '"><script>alert(1)</script>',
        "{{7*7}} ${7*7} %0d%0aBcc: x",
        "'; DROP TABLE orders;--",
        "=cmd|'/C calc'!A0",
        "👩‍👩‍👧‍👦 🇫🇮 Z̴a̷l̶g̸o̵ עברית العربية İı ß",
    ],
)
def test_a_stranger_s_text_is_kept_as_text_and_runs_nowhere(
    office: Office, client: TestClient, text: str
) -> None:
    """B-7, B-45, B-46, B-47."""
    shipment = office.create("A-1", note=text, recipient={"name": text})
    assert office.seen(shipment)["note"] == text
    assert office.get("orders", q=text[:20])["total"] == 1
    exported = client.get("shipments/export.csv").text
    assert f",{text}" not in exported or text[0] not in "=+-@"
    assert client.post("labels", json={"shipment_ids": [shipment["id"]]}).status_code == 200


@pytest.mark.parametrize("text", ["%", "_", "\\", "%' OR 1=1"])
def test_signs_of_a_query_language_are_searched_for_as_they_stand(
    office: Office, text: str
) -> None:
    """B-46, B-69."""
    office.create("A-1")
    assert office.get("orders", q=text)["total"] == 0


def test_references_are_one_spelling_and_hide_nothing(office: Office) -> None:
    """B-47: full-width digits, a turned direction, both forms of é."""
    assert office.create("\uff21\uff0d\uff11")["reference"] == "A-1"
    assert office.create("gpj\u202eexe")["reference"] == "gpjexe"
    office.create("e\u0301")
    assert refused(office, reference="\u00e9") == (409, "reference_taken")
    assert office.post_order(order_body("\u202e")).status_code == 422


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("phone", "letters"),
        ("phone", "1" * 51),
        ("email", "a@b.com,b@c.com"),
        ("email", "a@b\nBcc: x@y.z"),
        ("email", "x" * 300 + "@a.b"),
        ("name", "x" * 201),
        ("gate_code", "\x07"),
    ],
)
def test_ways_to_reach_somebody_are_one_each_and_plain(
    office: Office, member: str, value: str
) -> None:
    """B-48, B-49."""
    assert refused(office, recipient={member: value}) == (422, "invalid_input")


@pytest.mark.parametrize("phone", ["+44 (0)20 7946 0000", "0049 30 901820", "020 1234 ext 5"])
def test_a_phone_number_is_kept_as_it_was_typed(office: Office, phone: str) -> None:
    """B-48."""
    assert office.create("A-1", recipient={"phone": phone})["recipient"]["phone"] == phone


@pytest.mark.parametrize(
    "window",
    [
        ("2026-06-01T09:00:00", "2026-06-01T12:00:00Z"),
        ("2026-06-01T12:00:00Z", "2026-06-01T09:00:00Z"),
        ("0001-01-01T00:00:00Z", "2026-06-01T09:00:00Z"),
        ("2026-02-30T09:00:00Z", "2026-06-01T09:00:00Z"),
        ("2026-06-01T24:30:00Z", "2026-06-02T09:00:00Z"),
        ("nonsense", "2026-06-02T09:00:00Z"),
    ],
)
def test_a_window_that_cannot_be_is_refused(office: Office, window: tuple[str, str]) -> None:
    """B-50, B-51."""
    windows = [{"early_at": window[0], "late_at": window[1]}]
    assert refused(office, windows=windows) == (422, "invalid_input")


def test_an_hour_that_happens_twice_is_two_different_instants(office: Office) -> None:
    """B-50: 03:30 in Helsinki on the night the clocks go back, once with each offset."""
    windows = [
        {"early_at": "2026-10-25T03:30:00+03:00", "late_at": "2026-10-25T03:45:00+03:00"},
        {"early_at": "2026-10-25T03:30:00+02:00", "late_at": "2026-10-25T03:45:00+02:00"},
    ]
    kept = office.create("A-1", service_on="2026-10-25", windows=windows)["windows"]
    assert [one["early_at"] for one in kept] == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]


@pytest.mark.parametrize(
    "amounts",
    [
        {"weight_g": -1},
        {"weight_g": 10**9},
        {"weight_g": 1.5},
        {"volume_cm3": -1},
        {"parcel_count": 0},
        {"parcel_count": 10**6},
        {"parcels": []},
        {"priority": 10},
        {"service_s": -1},
        {"min_age": 1000},
        {"dangerous_goods": "dynamite"},
        {"temperature": "lukewarm"},
        {"parcels": [{"length_mm": 0}]},
    ],
)
def test_an_amount_out_of_range_is_refused(office: Office, amounts: dict[str, Any]) -> None:
    """B-54."""
    assert refused(office, **amounts) == (422, "invalid_input")


@pytest.mark.parametrize(
    "cod",
    [
        {"amount_minor": 12.345, "currency": "EUR"},
        {"amount_minor": -5, "currency": "EUR"},
        {"amount_minor": 0, "currency": "EUR"},
        {"amount_minor": 2**63, "currency": "EUR"},
        {"amount_minor": 10**12 + 1, "currency": "EUR"},
        {"amount_minor": 5, "currency": "XXX"},
        {"amount_minor": 5, "currency": "eur"},
        {"amount_minor": "5", "currency": "EUR"},
        {"amount": 5, "currency": "EUR"},
    ],
)
def test_cash_is_whole_minor_units_of_a_currency_in_use(
    office: Office, cod: dict[str, Any]
) -> None:
    """B-55."""
    assert refused(office, cod=cod) == (422, "invalid_input")


@pytest.mark.parametrize("member", ["note", "address"])
def test_a_card_number_is_never_kept(office: Office, member: str) -> None:
    """B-80: 4111 1111 1111 1111 fits the check digit; one more does not."""
    assert refused(office, **{member: f"pay with {PAN} please"}) == (422, "invalid_input")
    assert office.post_order(order_body("A-2", note="4111 1111 1111 1112")).status_code == 201


def test_a_wrong_media_type_is_no_order(client: TestClient) -> None:
    """B-19, B-68."""
    text = json.dumps(order_body())
    for media_type in ("text/plain", "application/x-www-form-urlencoded"):
        headers = {"Content-Type": media_type, "Idempotency-Key": "k"}
        assert client.post("orders", content=text, headers=headers).status_code == 422
    assert client.get("orders").json()["total"] == 0
