"""Evidence: sealed when it arrives, checked by anybody, and any change of it is seen."""
# Bad input: B-37, B-40, B-58 (docs/guides/bad-input.md).

import json
import zipfile
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from typer.testing import CliRunner

from doorstep.cli import make_app
from doorstep.dispatch import BundleError, verify_bundle
from doorstep.dispatch.evidence.manifest import seal_of
from doorstep.plumbing.journal import Event, event_hash
from worlds.day_on_server import API, Served, photo, report
from worlds.devices import Phone, camera_photo

STROKES = [[[0.1, 0.5, 0], [0.5, 0.25, 40], [0.9, 0.5, 90]], [[0.2, 0.8, 400]]]


@pytest.fixture(autouse=True)
def _released(served: Served) -> None:
    served.release()
    served.day.clock.advance(timedelta(minutes=80))  # 06:20


def deliver(served: Served, phone: Phone | None = None, **more: Any) -> dict[str, Any]:
    """Deliver A with a camera's photo; return the attempt as the office sees it."""
    route = served.route_of(served.ada)
    name, data = camera_photo()
    served.ada.put(f"{API}/driver/files/{name}", content=data)
    sent = report(
        "deliver",
        route,
        "06:15",
        stop="A",
        photos=[name],
        recipient_name="Aino",
        strokes=STROKES,
        scans=["00340000000000000017"],
        age_checked=18,
        position={"lat": 60.009, "lon": 25.0, "accuracy_m": 8},
    )
    sent |= more
    (result,) = served.report(served.ada, phone.seal(sent) if phone else sent)
    assert result["outcome"] == "applied", result
    stop = next(one for one in route["stops"] if one["reference"] == "A")
    attempt: dict[str, Any]
    (attempt,) = served.office.get(f"{API}/stops/{stop['id']}/attempts").json()["items"]
    return attempt


def bundle_of(served: Served, attempt: dict[str, Any], query: str = "") -> bytes:
    answer = served.office.get(attempt["bundle_url"] + query)
    assert answer.status_code == 200
    return answer.content


@pytest.fixture
def phone(served: Served) -> Phone:
    phone = Phone()
    phone.register(served)
    return phone


@pytest.fixture
def bundle(served: Served, phone: Phone) -> bytes:
    return bundle_of(served, deliver(served, phone))


def contents(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file.getvalue()


def violated(bundle: bytes) -> set[str]:
    return {one.name for one in verify_bundle(bundle) if one.ok is False}


def test_a_signed_delivery_can_be_checked_without_the_server(bundle: bytes) -> None:
    checks = {one.name: one.ok for one in verify_bundle(bundle)}
    assert checks == {
        "manifest_sealed": True,
        "event_whole": True,
        "same_attempt": True,
        "pictures_whole": True,
        "pictures_as_sent": None,
        "nothing_added": True,
        "device_signed": True,
        "report_unchanged": True,
    }


def test_the_manifest_says_what_was_known_and_when(bundle: bytes) -> None:
    manifest = json.loads(contents(bundle)["manifest.json"])
    # 0.001 degrees south of A's door: 6371008.8 m * pi / 180 * 0.001 = 111.2 m.
    assert manifest["position"]["distance_to_address_m"] == 111
    assert manifest["position"]["accuracy_m"] == 8
    assert manifest["time"]["device_at"] == "2026-06-01T06:15:00+00:00"
    assert manifest["time"]["recorded_at"] == "2026-06-01T06:20:00+00:00"
    assert manifest["proof"]["strokes"] == STROKES
    assert manifest["proof"]["scans"] == ["00340000000000000017"]
    assert manifest["proof"]["age_checked"] == 18
    assert manifest["device"]["verdict"] == "valid"


def test_how_far_the_devices_clock_is_off_is_kept(served: Served) -> None:
    route = served.route_of(served.ada)
    sent = report("deliver", route, "06:15", stop="A")
    body = {"commands": [sent], "sent_at": "2026-06-01T06:18:30+00:00"}
    served.ada.post(f"{API}/driver/commands", json=body)
    stop = route["stops"][0]["id"]
    (attempt,) = served.office.get(f"{API}/stops/{stop}/attempts").json()["items"]
    # It is 06:20 here and was 06:18:30 there.
    assert attempt["clock_offset_s"] == 90


def test_the_journal_holds_the_manifests_hash(served: Served, bundle: bytes) -> None:
    content = contents(bundle)
    seal = seal_of(content["manifest.json"].decode())
    heard = served.hear(served.office, "/live")
    assert seal in heard
    assert json.loads(content["event.json"])["data"]["evidence_sha256"] == seal


def change(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def changed(content: dict[str, bytes]) -> None:
        assert old.encode() in content[name]
        content[name] = content[name].replace(old.encode(), new.encode())

    return changed


def add(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda content: content.update({name: b"x"})


def drop(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda content: content.__delitem__(name)


def swap_photo(content: dict[str, bytes]) -> None:
    content["files/1-photo.jpg"] = photo("red")[1]


@pytest.mark.parametrize(
    ("tampering", "seen"),
    [
        (change("manifest.json", "Aino Aalto", "Eino Aalto"), {"manifest_sealed"}),
        (
            change("manifest.json", '"distance_to_address_m":111', '"distance_to_address_m":1'),
            {"manifest_sealed"},
        ),
        (
            change("event.json", '"distance_to_address_m": 111', '"distance_to_address_m": 1'),
            {"event_whole"},
        ),
        (
            change("event.json", '"actor": "driver:', '"actor": "driver:0'),
            {"event_whole", "same_attempt"},
        ),
        (swap_photo, {"pictures_whole"}),
        (drop("files/1-photo.jpg"), {"pictures_whole"}),
        (add("files/2-photo.jpg"), {"nothing_added"}),
        (add("../../etc/passwd"), {"nothing_added"}),
    ],
)
def test_whatever_is_changed_in_a_bundle_is_seen(
    bundle: bytes, tampering: Callable[[dict[str, bytes]], None], seen: set[str]
) -> None:
    content = contents(bundle)
    tampering(content)
    assert violated(packed(content)) == seen


def reseal(content: dict[str, bytes], manifest: dict[str, Any]) -> bytes:
    """Change the manifest as one could who rewrites the journal as well."""
    text = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    event = json.loads(content["event.json"])
    event["data"]["evidence_sha256"] = seal_of(text)
    told = {one.name: event[one.name] for one in fields(Event)}
    for name in ("happened_at", "recorded_at"):
        told[name] = datetime.fromisoformat(event[name])
    event["hash"] = event_hash(Event(**told), event["previous_hash"])
    return packed(
        content | {"manifest.json": text.encode(), "event.json": json.dumps(event).encode()}
    )


def test_who_rewrites_the_journal_too_still_cannot_sign_for_the_device(bundle: bytes) -> None:
    content = contents(bundle)
    manifest = json.loads(content["manifest.json"])
    manifest["position"]["lat"] = 60.01
    assert violated(reseal(content, manifest)) == {"report_unchanged"}
    signed = json.loads(manifest["device"]["signed"]) | {
        "position": {"lat": 60.01, "lon": 25.0, "accuracy_m": 8}
    }
    manifest["device"]["signed"] = json.dumps(signed)
    assert violated(reseal(content, manifest)) == {"device_signed"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 nothing",
        packed({"event.json": b"{}"}),
        packed({"manifest.json": b"[]", "event.json": b"{}"}),
        packed({"manifest.json": b"[" * 100_000, "event.json": b"{}"}),
        packed({f"{number}": b"" for number in range(65)}),
    ],
)
def test_what_is_no_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(BundleError):
        verify_bundle(data)


def test_a_bundle_that_unpacks_to_far_too_much_is_never_unpacked() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 50_000_000)
    with pytest.raises(BundleError, match="too much"):
        verify_bundle(file.getvalue())


def test_people_see_the_photo_upright_and_without_the_cameras_notes(
    served: Served, bundle: bytes
) -> None:
    name, _ = camera_photo()
    shown = served.office.get(f"{API}/files/{name}").content
    assert b"CANARY" not in shown
    with Image.open(BytesIO(shown)) as picture:
        assert picture.size == (30, 40)
        assert dict(picture.getexif()) == {}
    assert contents(bundle)["files/1-photo.jpg"] == shown
    assert not any(b"CANARY" in data for data in contents(bundle).values())


def test_the_photo_as_it_was_sent_is_kept_and_comes_only_when_asked_for(
    served: Served, phone: Phone
) -> None:
    full = bundle_of(served, deliver(served, phone), "?as_sent=true")
    assert contents(full)["as_sent/1-photo.jpg"] == camera_photo()[1]
    assert {one.name: one.ok for one in verify_bundle(full)}["pictures_as_sent"] is True
    changed = contents(full) | {"as_sent/1-photo.jpg": camera_photo()[1][:-1] + b"x"}
    assert violated(packed(changed)) == {"pictures_as_sent"}


def test_the_same_evidence_is_the_same_file(served: Served, phone: Phone) -> None:
    attempt = deliver(served, phone)
    assert bundle_of(served, attempt) == bundle_of(served, attempt)


def test_a_delivery_without_a_key_counts_and_says_so(served: Served) -> None:
    attempt = deliver(served)
    assert attempt["signed"] == "unsigned"
    checks = {one.name: one.ok for one in verify_bundle(bundle_of(served, attempt))}
    assert checks["device_signed"] is None


def test_a_device_that_nobody_registered_is_named_as_such(served: Served) -> None:
    assert deliver(served, Phone())["signed"] == "unknown_device"


def test_a_signature_by_another_key_is_named_wrong_and_the_delivery_counts(
    served: Served, phone: Phone
) -> None:
    phone.key = Phone().key
    attempt = deliver(served, phone)
    assert attempt["signed"] == "wrong"
    assert violated(bundle_of(served, attempt)) == {"device_signed"}


def test_a_device_cannot_sign_one_report_and_send_another(served: Served, phone: Phone) -> None:
    route = served.route_of(served.ada)
    sealed = phone.seal(report("deliver", route, "06:15", stop="A", recipient_name="Aino"))
    (result,) = served.report(served.ada, sealed | {"recipient_name": "Eino"})
    assert result["outcome"] == "applied"
    stop = route["stops"][0]["id"]
    (attempt,) = served.office.get(f"{API}/stops/{stop}/attempts").json()["items"]
    assert attempt["signed"] == "other_report"


def test_a_number_of_a_device_belongs_to_one_report(served: Served, phone: Phone) -> None:
    route = served.route_of(served.ada)
    first = phone.seal(report("arrive", route, "06:10", stop="A"))
    phone.sequence = 0
    second = phone.seal(report("arrive", route, "06:12", stop="B"))
    results = served.report(served.ada, first, first, second)
    assert [one["outcome"] for one in results] == ["applied", "already_applied", "refused"]
    assert results[2]["problem"]["code"] == "device_reused"


def test_reports_that_never_arrive_are_seen_as_a_gap(served: Served, phone: Phone) -> None:
    route = served.route_of(served.ada)
    kept = [phone.seal(report("arrive", route, "06:10", stop=one)) for one in "ABC"]
    served.report(served.ada, kept[2])
    (gap,) = served.office.get(f"{API}/devices/gaps").json()["items"]
    assert (gap["device_id"], gap["last_sequence"], gap["missing"]) == (phone.id, 3, [1, 2])
    served.report(served.ada, *kept)
    assert served.office.get(f"{API}/devices/gaps").json()["items"] == []


def test_a_device_keeps_its_key(served: Served, phone: Phone) -> None:
    phone.register(served)
    other = Phone(id=phone.id)
    answer = served.ada.put(f"{API}/driver/devices/{phone.id}", json=other.registration())
    assert (answer.status_code, answer.json()["code"]) == (409, "device_reused")
    stolen = served.bo.put(f"{API}/driver/devices/{phone.id}", json=phone.registration())
    assert stolen.status_code == 409


@pytest.mark.parametrize("key", ["", "AAAA", "ü", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"])
def test_what_is_no_key_is_refused(served: Served, key: str) -> None:
    body = {"algorithm": "ES256", "public_key": key}
    answer = served.ada.put(f"{API}/driver/devices/{Phone().id}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_device_key")


@pytest.mark.parametrize(
    "strokes",
    [
        [[[0.1, 1.5, 0]]],
        [[[0.1, 0.5]]],
        [[[0, 0, -1]]],
        [[[0.5, 0.5, 0]] * 20_001],
        "<svg onload>",
    ],
)
def test_a_signature_that_no_hand_drew_is_refused(served: Served, strokes: Any) -> None:
    route = served.route_of(served.ada)
    sent = report("deliver", route, "06:15", stop="A", strokes=strokes)
    assert served.report(served.ada, sent)[0]["outcome"] == "refused"


def test_the_receipt_tells_it_to_people(served: Served, phone: Phone) -> None:
    attempt = deliver(served, phone)
    answer = served.office.get(attempt["receipt_url"])
    assert answer.headers["content-type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    # Helsinki is three hours ahead of UTC in June.
    for words in (
        "Delivered",
        "Aino",
        "2026-06-01 09:15:00",
        "111 m from the address",
        "18 or older",
    ):
        assert words in text
    assert attempt["evidence_sha256"] in text


def test_drivers_and_other_companies_get_no_proof(served: Served, phone: Phone) -> None:
    attempt = deliver(served, phone)
    assert served.ada.get(attempt["bundle_url"]).status_code == 403
    unknown = served.office.get(f"{API}/attempts/nothing/proof.zip")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "no_proof")


def test_the_command_checks_a_file_with_nothing_else_at_hand(
    bundle: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "alone" / "proof.zip"
    file.parent.mkdir()
    file.write_bytes(bundle)
    run = CliRunner()
    good = run.invoke(make_app(["proof"]), ["proof", "verify", str(file), "--json"])
    assert (good.exit_code, json.loads(good.stdout)["ok"]) == (0, True)
    content = contents(bundle)
    swap_photo(content)
    file.write_bytes(packed(content))
    assert run.invoke(make_app(["proof"]), ["proof", "verify", str(file)]).exit_code == 1
