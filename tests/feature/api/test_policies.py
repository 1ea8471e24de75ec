"""Doors: sessions, cookies, codes and pages of other sites. Who may do what is in ``access``."""
# Bad input: B-68 (docs/guides/bad-input.md).

from collections.abc import Callable
from typing import TypeAlias

from starlette.testclient import TestClient

from doorstep.bootstrap import Parts
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role
from doorstep.plumbing.web import SESSION_COOKIE

SignIn: TypeAlias = Callable[[Role], None]
UNKNOWN = "01890000-0000-7000-8000-000000000000"


def test_a_page_of_another_site_cannot_change_anything(
    client: TestClient, sign_in: SignIn
) -> None:
    sign_in(Role.DISPATCHER)
    foreign = {"Origin": "https://evil.example"}
    answer = client.post("/api/v1/demo/pause", headers=foreign)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    own = {"Origin": "http://testserver"}
    assert client.post("/api/v1/demo/pause", headers=own).status_code == 200


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: TestClient, parts: Parts, tenant_id: str
) -> None:
    with parts.kit.write(tenant_id, "system") as unit:
        principal = Principal("account", UNKNOWN, "Somebody", Role.ADMIN, tenant_id)
        code = auth.issue_code(unit, principal)
    answer = client.post("/api/v1/session/link", json={"code": code})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_asking_who_is_signed_in_is_no_error(client: TestClient, sign_in: SignIn) -> None:
    assert client.get("/api/v1/session").json() is None
    sign_in(Role.DISPATCHER)
    assert client.get("/api/v1/session").json()["actor"]["role"] == "dispatcher"


def test_one_browser_can_be_dispatcher_and_driver_at_once(
    client: TestClient, sign_in: SignIn
) -> None:
    sign_in(Role.DISPATCHER)
    sign_in(Role.DRIVER)
    assert client.get("/api/v1/vehicles").status_code == 200
    assert client.get("/api/v1/driver/route").status_code == 200
    client.delete("/api/v1/driver/session")
    assert client.get("/api/v1/vehicles").status_code == 200
    assert client.get("/api/v1/driver/route").status_code == 403


def test_a_driver_s_code_does_not_open_the_console(
    client: TestClient, parts: Parts, tenant_id: str
) -> None:
    with parts.kit.write(tenant_id, "system") as unit:
        code = auth.issue_code(unit, Principal("driver", UNKNOWN, "A", Role.DRIVER, tenant_id))
    refused = client.post("/api/v1/session/link", json={"code": code})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_an_account_code")
    # It is not used up by the mistake.
    assert client.post("/api/v1/driver/session", json={"code": code}).status_code == 200


def test_errors_are_problem_documents_with_what_to_do(client: TestClient) -> None:
    answer = client.get("/api/v1/vehicles")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_signed_in"
    assert answer.json()["action"]
    unknown = client.get("/api/v1/nothing-here")
    assert unknown.status_code == 404
