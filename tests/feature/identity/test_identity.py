"""People join, change roles, prove themselves twice, and are out the moment they should be."""
# Bad input: B-66 (docs/guides/bad-input.md).

import asyncio
from datetime import timedelta
from pathlib import Path

import pyotp
from fastapi import Request
from starlette.testclient import TestClient

from doorstep.api import create_app
from doorstep.bootstrap import open_parts, prepare_company
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Role
from doorstep.plumbing.live_stream import TooManyStreamsError, live_response
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.web import Caller
from worlds.in_hand import read_tables
from worlds.office import API, PASSWORD, Office

NEW_PASSWORD = "another fine password"


def test_the_first_owner_s_link_works_once_and_only_while_nobody_is_there(office: Office) -> None:
    assert office.owner.get(f"{API}/session").json()["actor"]["role"] == "owner"
    body = {"token": office.first.owner_token, "name": "Eve", "password": PASSWORD}
    late = office.browser().post(f"{API}/session/joining", json=body | {"email": "e@x.example"})
    assert (late.status_code, late.json()["code"]) == (404, "wrong_invitation")
    assert prepare_company(office.parts).owner_token == ""


def test_a_second_start_voids_the_first_start_s_link(tmp_path: Path) -> None:
    with open_parts(Settings(data_dir=tmp_path / "data")) as parts:
        early, later = prepare_company(parts), prepare_company(parts)
        client = TestClient(create_app(parts))
        asked = [
            client.post(f"{API}/session/invitation", json={"token": one.owner_token}).status_code
            for one in (early, later)
        ]
    assert early.tenant_id == later.tenant_id
    assert asked == [404, 200]


def test_an_invitation_expires_and_can_be_withdrawn(office: Office) -> None:
    body = {"email": "cy@x.example", "role": "planner"}
    made = office.owner.post(f"{API}/team/invitations", json=body).json()
    look = {"token": made["url"].removeprefix("/#join=")}
    assert (
        office.browser().post(f"{API}/session/invitation", json=look).json()["role"] == "planner"
    )
    office.clock.advance(timedelta(days=7, seconds=1))
    assert office.browser().post(f"{API}/session/invitation", json=look).status_code == 404
    again = office.owner.post(f"{API}/team/invitations", json=body).json()
    gone = office.owner.delete(f"{API}/team/invitations/{again['id']}")
    look = {"token": again["url"].removeprefix("/#join=")}
    assert gone.status_code == 204
    assert office.browser().post(f"{API}/session/invitation", json=look).status_code == 404


def test_a_role_that_changes_counts_at_the_next_request(office: Office) -> None:
    bo = office.hire("support")
    depot = {"name": "D", "lat": 60.17, "lon": 24.94}
    assert bo.post(f"{API}/depots", json=depot).status_code == 403
    assert office.change("role", {"role": "dispatcher"}).json()["role"] == "dispatcher"
    assert bo.post(f"{API}/depots", json=depot).status_code == 201
    office.change("role", {"role": "finance"})
    assert bo.post(f"{API}/depots", json=depot | {"name": "E"}).status_code == 403


def test_who_is_suspended_is_out_at_the_next_request_and_stays_out(office: Office) -> None:
    bo = office.hire("dispatcher")
    assert bo.get(f"{API}/depots").status_code == 200
    assert office.change("suspension", {"suspended": True}).status_code == 200
    assert bo.get(f"{API}/depots").status_code == 401
    sign_in = {"email": "bo@x.example", "password": PASSWORD}
    assert bo.post(f"{API}/session", json=sign_in).status_code == 401
    office.change("suspension", {"suspended": False})
    assert bo.post(f"{API}/session", json=sign_in).status_code == 200


def test_a_stale_change_of_a_member_is_refused(office: Office) -> None:
    office.hire("planner")
    stale = office.member()
    office.change("role", {"role": "support"})
    path = f"{API}/team/members/{stale['id']}/role"
    answer = office.owner.put(path, json={"role": "depot"}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["current_version"]) == (412, 2)
    assert office.owner.put(path, json={"role": "depot"}).status_code == 428


def test_only_owners_make_owners_and_nobody_raises_themselves(office: Office) -> None:
    admin = office.hire("admin")
    invited = admin.post(f"{API}/team/invitations", json={"email": "e@x.example", "role": "owner"})
    assert (invited.status_code, invited.json()["code"]) == (403, "owners_only")
    own = office.member()
    headers = {"If-Match": f'"{own["version"]}"'}
    raised = admin.put(
        f"{API}/team/members/{own['id']}/role", json={"role": "owner"}, headers=headers
    )
    assert (raised.status_code, raised.json()["code"]) == (409, "own_account")
    ada = office.member("ada@x.example")
    headers = {"If-Match": f'"{ada["version"]}"'}
    fallen = admin.put(
        f"{API}/team/members/{ada['id']}/suspension", json={"suspended": True}, headers=headers
    )
    assert (fallen.status_code, fallen.json()["code"]) == (403, "owners_only")
    itself = office.change("role", {"role": "planner"}, "ada@x.example")
    assert (itself.status_code, itself.json()["code"]) == (409, "own_account")


def test_nobody_is_invited_as_a_driver(office: Office) -> None:
    body = {"email": "d@x.example", "role": "driver"}
    assert office.owner.post(f"{API}/team/invitations", json=body).status_code == 422


def test_a_new_password_ends_the_other_sessions(office: Office) -> None:
    bo = office.hire("planner")
    other = office.browser()
    sign_in = {"email": "bo@x.example", "password": PASSWORD}
    assert other.post(f"{API}/session", json=sign_in).status_code == 200
    body = {"present": PASSWORD, "new": NEW_PASSWORD}
    assert bo.put(f"{API}/account/password", json=body).status_code == 204
    assert bo.get(f"{API}/account").status_code == 200
    assert other.get(f"{API}/account").status_code == 401
    assert other.post(f"{API}/session", json=sign_in).status_code == 401
    weak = {"present": NEW_PASSWORD, "new": "aaaaaaaaaaaa"}
    refused = bo.put(f"{API}/account/password", json=weak)
    assert (refused.status_code, refused.json()["code"]) == (422, "weak_password")


def test_sessions_are_listed_and_ended_one_by_one_and_all_at_once(office: Office) -> None:
    bo = office.hire("planner")
    sign_in = {"email": "bo@x.example", "password": PASSWORD}
    others = [office.browser() for _ in range(3)]
    for other in others:
        other.post(f"{API}/session", json=sign_in, headers={"User-Agent": "Phone <script>"})
    listed = bo.get(f"{API}/account/sessions").json()["items"]
    assert [one["is_this_one"] for one in listed].count(True) == 1
    assert [one["device"] for one in listed].count("Phone <script>") == 3
    one = next(session for session in listed if not session["is_this_one"])
    assert bo.delete(f"{API}/account/sessions/{one['id']}").status_code == 204
    left = [other.get(f"{API}/account").status_code for other in others]
    assert sorted(left) == [200, 200, 401]
    bo.delete(f"{API}/account/sessions")
    assert {other.get(f"{API}/account").status_code for other in others} == {401}
    own_path = f"{API}/account/sessions/" + listed[0]["id"]
    assert office.owner.delete(own_path).status_code == 404
    assert bo.get(f"{API}/account").status_code == 200


def test_signing_somebody_out_everywhere_counts_at_once(office: Office) -> None:
    bo = office.hire("planner")
    path = f"{API}/team/members/{office.member()['id']}/sign-out"
    assert office.owner.post(path).json() == {"devices": 1}
    assert bo.get(f"{API}/account").status_code == 401


def test_a_second_factor_is_asked_for_and_each_code_works_once(office: Office) -> None:
    owner = office.owner
    begun = owner.post(f"{API}/account/second-factor", json={"password": PASSWORD}).json()
    totp = pyotp.TOTP(begun["secret"])
    assert begun["url"].startswith("otpauth://totp/")
    sign_in = {"email": "ada@x.example", "password": PASSWORD}
    # Not asked for before the first code fitted: a lost QR code locks nobody out.
    assert office.browser().post(f"{API}/session", json=sign_in).status_code == 200
    code = totp.at(office.clock.now())
    path = f"{API}/account/second-factor/confirmation"
    assert owner.post(path, json={"code": "000000"}).status_code == 401
    assert owner.post(path, json={"code": code}).status_code == 200

    asked = office.browser().post(f"{API}/session", json=sign_in)
    assert (asked.status_code, asked.json()["code"]) == (401, "second_factor_needed")
    used = office.browser().post(f"{API}/session", json=sign_in | {"second_factor": code})
    assert (used.status_code, used.json()["code"]) == (401, "wrong_second_factor")
    office.clock.advance(timedelta(seconds=30))
    fresh = sign_in | {"second_factor": totp.at(office.clock.now())}
    assert office.browser().post(f"{API}/session", json=fresh).status_code == 200
    assert office.browser().post(f"{API}/session", json=fresh).status_code == 401
    off = owner.post(f"{API}/account/second-factor/removal", json={"password": PASSWORD})
    assert off.status_code == 204
    assert office.browser().post(f"{API}/session", json=sign_in).status_code == 200


def test_guessing_one_password_keeps_neither_the_victim_nor_a_neighbour_out(
    office: Office,
) -> None:
    office.hire("planner")
    wrong = {"email": "ada@x.example", "password": "x"}
    thief = TestClient(office.owner.app, client=("10.0.0.9", 1))
    answers = [thief.post(f"{API}/session", json=wrong).status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]
    # Another account from the same address, and the victim from another one, are let in.
    neighbour = {"email": "bo@x.example", "password": PASSWORD}
    assert thief.post(f"{API}/session", json=neighbour).status_code == 200
    victim = TestClient(office.owner.app, client=("10.0.0.10", 1))
    own = {"email": "ada@x.example", "password": PASSWORD}
    assert victim.post(f"{API}/session", json=own).status_code == 200


def test_a_key_is_shown_once_kept_as_a_hash_and_gone_when_deleted(office: Office) -> None:
    body = {"name": "Shop", "scopes": ["fleet:read"]}
    made = office.owner.post(f"{API}/api-keys", json=body).json()
    machine = {"Authorization": f"Bearer {made['secret']}"}
    assert office.browser().get(f"{API}/depots", headers=machine).status_code == 200
    assert office.browser().get(f"{API}/team", headers=machine).status_code == 403
    listed = office.owner.get(f"{API}/api-keys").json()["items"]
    assert [one["prefix"] for one in listed] == [made["secret"][:10]]
    assert listed[0]["last_used_at"] is not None
    assert made["secret"] not in str(listed)
    kept = str(read_tables(office.parts.settings.data_dir))
    assert listed[0]["id"] in kept
    assert made["secret"] not in kept
    files = [one for one in office.parts.settings.data_dir.rglob("*") if one.is_file()]
    assert files
    assert not [one for one in files if made["secret"].encode() in one.read_bytes()]
    office.owner.delete(f"{API}/api-keys/{made['id']}")
    assert office.browser().get(f"{API}/depots", headers=machine).status_code == 401
    unknown = {"name": "Shop", "scopes": ["everything"]}
    assert office.owner.post(f"{API}/api-keys", json=unknown).status_code == 422


def test_a_wrong_key_is_refused_even_beside_a_good_session(office: Office) -> None:
    machine = {"Authorization": f"Bearer {auth.KEY_MARK}wrong"}
    assert office.owner.get(f"{API}/depots", headers=machine).status_code == 401


def test_an_open_stream_ends_within_seconds_of_a_suspension(office: Office) -> None:
    bo = office.hire("dispatcher")
    token = bo.cookies["doorstep_session"]
    with office.kit.database.read(None) as session:
        principal = auth.find_principals(session, office.kit.wall, [token]).get(token)
    assert principal is not None
    caller = Caller(office.kit, principal, token)

    async def listen() -> float:
        request = Request({"type": "http", "headers": []})
        stream = live_response(request, office.kit, principal.tenant_id, lambda one: one, caller)
        news = aiter(stream.body_iterator)
        assert "connected" in str(await anext(news))
        await asyncio.to_thread(office.change, "suspension", {"suspended": True})
        began_s = asyncio.get_running_loop().time()
        async for _ in news:
            pass
        return asyncio.get_running_loop().time() - began_s

    assert asyncio.run(asyncio.wait_for(listen(), 15)) < 5


def test_one_account_cannot_hold_streams_without_end(office: Office) -> None:
    with office.kit.database.read(None) as session:
        token = office.owner.cookies["doorstep_session"]
        principal = auth.find_principals(session, office.kit.wall, [token]).get(token)
    assert principal is not None
    caller = Caller(office.kit, principal, token)
    request = Request({"type": "http", "headers": []})

    async def open_many() -> int:
        streams = []
        try:
            while True:
                stream = live_response(
                    request, office.kit, principal.tenant_id, lambda one: one, caller
                )
                streams.append(aiter(stream.body_iterator))
                await anext(streams[-1])
        except TooManyStreamsError:
            return len(streams)

    assert asyncio.run(asyncio.wait_for(open_many(), 20)) == 30


def test_a_driver_who_is_retired_is_signed_out(office: Office) -> None:
    driver = office.owner.post(f"{API}/drivers", json={"name": "Kai"}).json()
    code = office.owner.post(f"{API}/drivers/{driver['id']}/sign-in-codes").json()["code"]
    phone = office.browser()
    assert phone.post(f"{API}/driver/session", json={"code": code}).status_code == 200
    spare = office.owner.post(f"{API}/drivers/{driver['id']}/sign-in-codes").json()["code"]
    office.owner.delete(f"{API}/drivers/{driver['id']}", headers={"If-Match": '"1"'})
    assert phone.get(f"{API}/driver/route").status_code == 401
    assert phone.post(f"{API}/driver/session", json={"code": spare}).status_code == 401


def test_every_role_with_an_account_can_be_invited(office: Office) -> None:
    for number, role in enumerate(Role):
        merchant = "Kauppa" if role is Role.MERCHANT else ""
        body = {"email": f"r{number}@x.example", "role": role.value, "merchant": merchant}
        status = office.owner.post(f"{API}/team/invitations", json=body).status_code
        assert status == (201 if role in auth.ACCOUNT_ROLES else 422), role
