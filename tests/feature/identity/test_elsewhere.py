"""Signing in at the company's own provider: only who it proves and somebody here has invited."""
# Bad input: B-67 (docs/guides/bad-input.md).

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey
from starlette.testclient import TestClient

from worlds.office import API, PASSWORD, Office, open_office
from worlds.oidc_provider import FakeProvider, running_provider

BEGIN = f"{API}/session/oidc"


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    with running_provider() as one:
        yield one


@pytest.fixture
def office(tmp_path: Path, provider: FakeProvider) -> Iterator[Office]:
    provider.answers, provider.signs_with, provider.asked = {}, None, []
    provider.header = {"alg": "ES256", "kid": "one"}
    with open_office(
        tmp_path / "data", oidc_issuer=provider.url, oidc_client_id="doorstep", oidc_name="Work"
    ) as opened:
        yield opened


def invite(office: Office, email: str = "bo@x.example", role: str = "planner") -> None:
    body = {"email": email, "role": role, "name": ""}
    assert office.owner.post(f"{API}/team/invitations", json=body).status_code == 201


def come(office: Office, provider: FakeProvider, client: TestClient, **claims: Any) -> str:
    """Go there and back in one browser; return where it ends up."""
    away = client.get(BEGIN, follow_redirects=False)
    assert away.status_code == 307
    now_s = int(office.clock.now().timestamp())
    query = provider.let_in(away.headers["location"], now_s, **claims)
    back = client.get(f"{BEGIN}/callback?{query}", follow_redirects=False)
    assert back.status_code == 307
    return str(back.headers["location"])


def test_who_was_invited_joins_and_comes_back(office: Office, provider: FakeProvider) -> None:
    invite(office)
    bo = office.browser()
    assert bo.get(f"{API}/session/methods").json() == {"provider": "Work"}
    assert come(office, provider, bo) == "/"
    assert bo.get(f"{API}/session").json()["actor"]["role"] == "planner"
    asked, traded = provider.asked[-2:]
    assert asked["code_challenge_method"] == "S256"
    assert len(traded["code_verifier"]) >= 43
    again = office.browser()
    assert come(office, provider, again) == "/"
    assert len(office.owner.get(f"{API}/team").json()["members"]) == 2
    password = {"email": "bo@x.example", "password": ""}
    assert office.browser().post(f"{API}/session", json=password).status_code == 401


def test_nobody_registers_themselves(office: Office, provider: FakeProvider) -> None:
    stranger = office.browser()
    assert come(office, provider, stranger) == "/#refused=not_invited"
    assert stranger.get(f"{API}/session").json() is None
    assert len(office.owner.get(f"{API}/team").json()["members"]) == 1


def test_who_has_an_account_is_known_by_the_address_once_and_by_name_later(
    office: Office, provider: FakeProvider
) -> None:
    office.hire("planner")
    assert come(office, provider, office.browser()) == "/"
    # The address changed at the provider: it is still Bo.
    bo = office.browser()
    assert come(office, provider, bo, email="new@x.example") == "/"
    assert bo.get(f"{API}/session").json()["actor"]["email"] == "bo@x.example"
    # Somebody else got the old address there: that is not Bo.
    thief = office.browser()
    assert come(office, provider, thief, sub="subject-2") == "/#refused=not_invited"


def test_who_is_suspended_stays_outside(office: Office, provider: FakeProvider) -> None:
    office.hire("planner")
    office.change("suspension", {"suspended": True})
    assert come(office, provider, office.browser()) == "/#refused=not_invited"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": ["doorstep", "another-client"]},
        {"nonce": "another"},
        {"exp": 0},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
    ],
    ids=str,
)
def test_what_does_not_hold_is_refused(
    office: Office, provider: FakeProvider, claims: dict[str, Any]
) -> None:
    invite(office)
    client = office.browser()
    assert come(office, provider, client, **claims) == "/#refused=provider_refused"
    assert client.get(f"{API}/session").json() is None


def test_a_token_of_another_key_or_of_none_is_refused(
    office: Office, provider: FakeProvider
) -> None:
    invite(office)
    provider.signs_with = ECKey.generate_key("P-256")
    assert come(office, provider, office.browser()) == "/#refused=provider_refused"


def test_a_state_works_once_and_only_in_the_browser_that_began(
    office: Office, provider: FakeProvider
) -> None:
    invite(office)
    victim, thief = office.browser(), office.browser()
    address = thief.get(BEGIN, follow_redirects=False).headers["location"]
    query = provider.let_in(address, int(office.clock.now().timestamp()))
    # Somebody sends a victim the end of their own sign-in.
    back = victim.get(f"{BEGIN}/callback?{query}", follow_redirects=False)
    assert back.headers["location"] == "/#refused=provider_refused"
    assert (
        thief.get(f"{BEGIN}/callback?{query}", follow_redirects=False)
        .headers["location"]
        .startswith("/")
    )
    again = thief.get(f"{BEGIN}/callback?{query}", follow_redirects=False)
    assert again.headers["location"] == "/#refused=provider_refused"


def test_a_description_of_another_issuer_is_a_mix_up(
    office: Office, provider: FakeProvider
) -> None:
    provider.answers = {"issuer": "https://evil.example"}
    answer = office.browser().get(BEGIN, follow_redirects=False)
    assert answer.headers["location"] == "/#refused=provider_refused"


def test_without_a_provider_there_is_no_such_way(tmp_path: Path) -> None:
    with open_office(tmp_path / "data") as office:
        assert office.browser().get(f"{API}/session/methods").json() == {"provider": None}
        assert office.browser().get(BEGIN, follow_redirects=False).status_code == 404


def test_a_manager_without_a_password_is_asked_at_the_provider_not_here(
    office: Office, provider: FakeProvider
) -> None:
    invite(office, role="admin")
    admin = office.browser()
    assert come(office, provider, admin) == "/"
    office.owner.put(f"{API}/company/second-factor", json={"asks": True})
    assert admin.get(f"{API}/depots").status_code == 200
    assert PASSWORD  # the owner has one, and is asked
    assert office.owner.get(f"{API}/depots").status_code == 403
