"""Each parcel is with one holder at each moment, whatever is scanned in which order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from doorstep.orders import Holder, HolderKind, Parcel, ParcelDetails
from doorstep.orders.custody import decide, normal_code
from worlds.orders import Office

AT = datetime(2026, 6, 1, 6, tzinfo=UTC)
DEPOT = {"kind": "depot", "id": "Asema", "place": "A-12"}
VAN = {"kind": "vehicle", "id": "van 1"}


def scan(client: TestClient, code: str, to: dict[str, str], minute: int, **more: Any) -> Any:
    one = {"code": code, "to": to, "happened_at": f"2026-06-01T06:{minute:02}:00Z", **more}
    (found,) = client.post("parcels/scans", json={"scans": [one]}).json()["items"]
    return found


def test_a_parcel_goes_from_hand_to_hand_and_both_sides_are_named(
    office: Office, client: TestClient, order: dict[str, Any]
) -> None:
    first = scan(client, "P-1", DEPOT, 1)
    scan(client, "P-1", VAN, 2)
    way = office.get(f"parcels/{first['parcel']['id']}/transfers")["items"]
    assert [(one["from_holder"]["kind"], one["to_holder"]["kind"]) for one in way] == [
        ("merchant", "depot"),
        ("depot", "vehicle"),
    ]
    assert way[0]["to_holder"]["place"] == "A-12"
    history = office.get(f"shipments/{order['id']}/history")["items"]
    assert [one["note"] for one in history if one["kind"] == "parcel.moved"] == [
        "Parcel 1: merchant → depot Asema A-12",
        "Parcel 1: depot Asema A-12 → vehicle van 1",
    ]


@pytest.mark.usefixtures("order")
def test_a_scan_sent_twice_or_late_changes_nothing(client: TestClient) -> None:
    assert scan(client, "P-1", DEPOT, 5)["outcome"] == "moved"
    assert scan(client, "P-1", DEPOT, 5)["outcome"] == "already_there"
    late = scan(client, "P-1", VAN, 1)
    assert (late["outcome"], late["parcel"]["holder"]["kind"]) == ("overtaken", "depot")


@pytest.mark.usefixtures("order")
def test_a_scan_that_contradicts_what_was_known_is_kept_and_marked(
    office: Office, client: TestClient
) -> None:
    """B-84: loaded although it is known to be in another van."""
    scan(client, "P-1", VAN, 1)
    other = {"kind": "vehicle", "id": "van 2"}
    found = scan(client, "P-1", other, 2, **{"from": DEPOT})
    assert found["note"] == "Said to come from depot Asema A-12"
    way = office.get(f"parcels/{found['parcel']['id']}/transfers")["items"]
    assert [one["from_holder"]["id"] for one in way] == ["", "van 1"]


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize(
    "code", ["nobody's", "'; drop table parcels", "javascript:alert(1)", "\x1d", "x" * 500]
)
def test_a_label_nobody_knows_moves_nothing(client: TestClient, code: str) -> None:
    """B-41, B-42."""
    assert scan(client, code, VAN, 1)["outcome"] == "unknown"


def test_a_label_on_two_parcels_moves_neither(office: Office, client: TestClient) -> None:
    office.create("A-1", parcels=[{"barcode": "SAME"}])
    office.create("A-2", parcels=[{"barcode": "SAME"}])
    assert scan(client, "SAME", VAN, 1)["outcome"] == "ambiguous"


@pytest.mark.parametrize(
    "scanned",
    [
        " 106141412345678908\r\n",
        "(00)106141412345678908",
        "]C100106141412345678908",
        "\x1d00106141412345678908",
    ],
)
def test_what_scanners_add_is_taken_away(scanned: str) -> None:
    """B-41, B-42."""
    assert normal_code(scanned) == "106141412345678908"


HOLDERS = st.builds(Holder, st.sampled_from(list(HolderKind)), st.sampled_from(["", "a", "b"]))


@given(st.lists(st.tuples(HOLDERS, st.none() | HOLDERS), max_size=12))
def test_whatever_is_scanned_the_chain_of_holders_has_no_gap(
    scans: list[tuple[Holder, Holder | None]],
) -> None:
    """I-6 as a property of the pure rule."""
    parcel = Parcel("p", "s", 1, ParcelDetails(), Holder(HolderKind.MERCHANT))
    way = []
    for number, (to, claimed) in enumerate(scans):
        at = AT + timedelta(minutes=number)
        decided = decide(
            parcel, to, happened_at=at, recorded_at=at, actor="a", from_holder=claimed
        )
        if decided is not None:
            parcel, transfer = decided
            way.append(transfer)
    assert [one.sequence for one in way] == list(range(1, len(way) + 1))
    places = [Holder(HolderKind.MERCHANT), *(one.to_holder for one in way)]
    assert [one.from_holder for one in way] == places[:-1]
    assert parcel.holder == places[-1]
    assert parcel.moves == len(way)
