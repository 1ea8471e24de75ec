"""Who guesses passwords, codes or links is slowed down."""
# Bad input: B-64 (docs/guides/bad-input.md).

from collections.abc import Callable

from starlette.testclient import TestClient

from doorstep.plumbing.auth import Role

API = "/api/v1"


def _require_slowed(client: TestClient, method: str, path: str, body: object, times: int) -> None:
    """After ``times`` wrong guesses the next one has to wait."""
    wrong = [client.request(method, API + path, json=body).status_code for _ in range(times)]
    assert set(wrong) <= {401, 404}
    answer = client.request(method, API + path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_guesses")
    assert 1 <= int(answer.headers["retry-after"]) <= 10


def test_guessing_codes_and_passwords_is_slowed_down(client: TestClient) -> None:
    password = {"email": "ada@example.com", "password": "x"}
    for _ in range(3):
        assert client.post(f"{API}/session", json=password).status_code == 401
    _require_slowed(client, "POST", "/session/link", {"code": "AAAA-AAAA"}, 17)
    # All three doors share one allowance.
    assert client.post(f"{API}/session", json=password).status_code == 429
    assert client.post(f"{API}/driver/session", json={"code": "A"}).status_code == 429


def test_guessing_links_is_slowed_down(
    client: TestClient, sign_in: Callable[[Role], None]
) -> None:
    _require_slowed(client, "GET", "/track/unknown", None, 60)
    assert client.get(f"{API}/track/unknown/live").status_code == 429
    # Another kind of secret is not touched by it.
    sign_in(Role.DISPATCHER)
