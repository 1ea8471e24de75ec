"""Passkeys: made with the password, used without, for one address, and gone when removed."""

from datetime import timedelta
from typing import Any

import pytest

from worlds.authenticator import PRESENT, Authenticator
from worlds.office import API, PASSWORD, Office

ORIGIN = "http://testserver"


def ask(office: Office) -> dict[str, Any]:
    answer: dict[str, Any] = office.browser().post(f"{API}/session/passkey/question").json()
    return answer


def add(office: Office, device: Authenticator) -> Any:
    path = f"{API}/account/passkeys"
    asked = office.owner.post(f"{path}/question", json={"password": PASSWORD}).json()
    answer = {"ticket": asked["ticket"], "answer": device.make(asked["options"]), "name": "Phone"}
    return office.owner.post(path, json=answer)


def use(office: Office, device: Authenticator) -> Any:
    asked = ask(office)
    body = {"ticket": asked["ticket"], "answer": device.use(asked["options"])}
    return office.browser().post(f"{API}/session/passkey", json=body)


def remove(office: Office, passkey_id: str, **shown: Any) -> Any:
    return office.owner.post(f"{API}/account/passkeys/{passkey_id}/removal", json=shown)


def proof(office: Office, device: Authenticator) -> dict[str, Any]:
    """Return what the lock of a device says when it is asked just now."""
    asked = ask(office)
    return {"ticket": asked["ticket"], "answer": device.use(asked["options"])}


def test_a_passkey_signs_in_without_a_password_or_an_address(office: Office) -> None:
    device = Authenticator(ORIGIN)
    assert add(office, device).status_code == 201
    came = use(office, device)
    assert (came.status_code, came.json()["actor"]["email"]) == (200, "ada@x.example")
    (listed,) = office.owner.get(f"{API}/account/passkeys").json()["items"]
    assert (listed["name"], listed["last_used_at"] is None) == ("Phone", False)
    gone = remove(office, listed["id"], password=PASSWORD)
    assert (gone.status_code, use(office, device).status_code) == (204, 401)


def test_one_is_made_only_with_the_password(office: Office) -> None:
    path = f"{API}/account/passkeys/question"
    assert office.owner.post(path, json={"password": "x"}).json()["code"] == "wrong_password"


@pytest.mark.parametrize(
    "spoil",
    [
        {"origin": "https://evil.example"},
        {"flags": PRESENT},
        {"key": Authenticator(ORIGIN).key},
        {"count": -1},
        {"credential_id": b"another credential"},
    ],
    ids=["a page elsewhere", "nobody verified", "another key", "a copied key", "unknown"],
)
def test_what_does_not_fit_is_refused(office: Office, spoil: dict[str, Any]) -> None:
    device = Authenticator(ORIGIN)
    add(office, device)
    assert use(office, device).status_code == 200
    for name, value in spoil.items():
        setattr(device, name, value)
    answer = use(office, device)
    assert (answer.status_code, answer.json()["code"]) == (401, "passkey_refused")


def test_an_answer_is_taken_once_and_only_to_its_own_question(office: Office) -> None:
    device = Authenticator(ORIGIN)
    add(office, device)
    asked, other = ask(office), ask(office)
    body = {"ticket": asked["ticket"], "answer": device.use(asked["options"])}
    path = f"{API}/session/passkey"
    crossed = office.browser().post(path, json=body | {"ticket": other["ticket"]})
    assert crossed.status_code == 401
    assert office.browser().post(path, json=body).status_code == 200
    assert office.browser().post(path, json=body).status_code == 401


def test_a_question_is_answered_within_ten_minutes(office: Office) -> None:
    device = Authenticator(ORIGIN)
    add(office, device)
    asked = ask(office)
    office.clock.advance(timedelta(minutes=10, seconds=1))
    body = {"ticket": asked["ticket"], "answer": device.use(asked["options"])}
    assert office.browser().post(f"{API}/session/passkey", json=body).status_code == 401


def test_who_is_suspended_comes_in_by_no_passkey(office: Office) -> None:
    device, bo = Authenticator(ORIGIN), office.hire("planner")
    path = f"{API}/account/passkeys"
    asked = bo.post(f"{path}/question", json={"password": PASSWORD}).json()
    made = {"ticket": asked["ticket"], "answer": device.make(asked["options"]), "name": "Bo's"}
    assert bo.post(path, json=made).status_code == 201
    office.change("suspension", {"suspended": True})
    assert use(office, device).status_code == 401


def test_a_question_for_one_account_makes_no_passkey_of_another(office: Office) -> None:
    device, bo = Authenticator(ORIGIN), office.hire("planner")
    path = f"{API}/account/passkeys"
    asked = office.owner.post(f"{path}/question", json={"password": PASSWORD}).json()
    made = {"ticket": asked["ticket"], "answer": device.make(asked["options"]), "name": "Bo's"}
    assert bo.post(path, json=made).json()["code"] == "passkey_refused"


def test_a_passkey_is_a_second_factor_by_itself(office: Office) -> None:
    office.owner.put(f"{API}/company/second-factor", json={"asks": True})
    assert office.owner.get(f"{API}/depots").status_code == 403
    device = Authenticator(ORIGIN)
    made = add(office, device).json()
    assert office.owner.get(f"{API}/depots").status_code == 200
    assert use(office, device).json()["limited"] is False
    kept = remove(office, made["id"], password=PASSWORD)
    assert kept.json()["code"] == "second_factor_kept"


def test_a_screen_that_was_left_open_removes_no_passkey(office: Office) -> None:
    made = add(office, Authenticator(ORIGIN)).json()
    for shown in ({}, {"password": "x"}, {"ticket": "x", "answer": {}}):
        refused = remove(office, made["id"], **shown)
        assert (refused.status_code, refused.json()["code"]) in (
            (401, "wrong_password"),
            (401, "passkey_refused"),
        )
    assert len(office.owner.get(f"{API}/account/passkeys").json()["items"]) == 1


def test_a_fresh_passkey_stands_in_for_the_password(office: Office) -> None:
    device = Authenticator(ORIGIN)
    made = add(office, device).json()
    begun = office.owner.post(f"{API}/account/second-factor", json=proof(office, device))
    assert begun.status_code == 201
    assert remove(office, made["id"], **proof(office, device)).status_code == 204


def test_somebody_elses_passkey_stands_in_for_nothing(office: Office) -> None:
    made = add(office, Authenticator(ORIGIN, credential_id=b"of Ada")).json()
    bo, device = office.hire("planner"), Authenticator(ORIGIN, credential_id=b"of Bo")
    path = f"{API}/account/passkeys"
    asked = bo.post(f"{path}/question", json={"password": PASSWORD}).json()
    answer = {"ticket": asked["ticket"], "answer": device.make(asked["options"]), "name": "Bo's"}
    assert bo.post(path, json=answer).status_code == 201
    refused = remove(office, made["id"], **proof(office, device))
    assert (refused.status_code, refused.json()["code"]) == (401, "passkey_refused")


def test_a_proof_counts_once(office: Office) -> None:
    device = Authenticator(ORIGIN)
    made = add(office, device).json()
    shown = proof(office, device)
    path = f"{API}/account/second-factor"
    assert office.owner.post(path, json=shown).status_code == 201
    assert remove(office, made["id"], **shown).json()["code"] == "passkey_refused"


@pytest.mark.parametrize("answer", [{}, {"id": 7}, {"id": "x", "response": {}}, {"id": ["x"]}])
def test_rubbish_is_refused_without_a_fault(office: Office, answer: dict[str, Any]) -> None:
    body = {"ticket": ask(office)["ticket"], "answer": answer}
    assert office.browser().post(f"{API}/session/passkey", json=body).status_code == 401
