"""An OpenID provider on this machine, for tests; it says what it is told to say."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey


@dataclass
class FakeProvider:
    """What it knows of who signs in, and what it was asked."""

    url: str
    key: ECKey
    claims: dict[str, Any] = field(default_factory=dict)
    signs_with: ECKey | None = None
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "ES256", "kid": "one"})
    code: str = "the-code"
    asked: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)

    def let_in(self, address: str, now_s: int, **claims: Any) -> str:
        """Do what the provider's page does; return the query the browser comes back with."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(query)
        self.claims = {
            "iss": self.url,
            "aud": query["client_id"],
            "sub": "subject-1",
            "iat": now_s,
            "exp": now_s + 300,
            "nonce": query["nonce"],
            "email": "bo@x.example",
            "email_verified": True,
            "name": "Bo",
        } | claims
        return f"code={self.code}&state={query['state']}"


@contextmanager
def running_provider() -> Iterator[FakeProvider]:
    """Start a provider on a free port."""

    class Handler(BaseHTTPRequestHandler):
        provider: ClassVar[FakeProvider]

        def do_GET(self) -> None:
            one = self.provider
            if self.path == "/.well-known/openid-configuration":
                found = {
                    "issuer": one.url,
                    "authorization_endpoint": f"{one.url}/authorize",
                    "token_endpoint": f"{one.url}/token",
                    "jwks_uri": f"{one.url}/keys",
                }
                self._say(200, found | one.answers)
            elif self.path == "/keys":
                public = one.key.as_dict(private=False) | {"kid": "one"}
                self._say(200, {"keys": [public]})

        def do_POST(self) -> None:
            one = self.provider
            length = int(self.headers["content-length"])
            body = {
                name: values[0]
                for name, values in parse_qs(self.rfile.read(length).decode()).items()
            }
            one.asked.append(body)
            if body.get("code") != one.code:
                self._say(400, {"error": "invalid_grant"})
                return
            key = one.signs_with or one.key
            self._say(200, {"id_token": jwt.encode(one.header, one.claims, key)})

        def _say(self, status: int, what: dict[str, Any]) -> None:
            data = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = FakeProvider(f"http://127.0.0.1:{server.server_port}", ECKey.generate_key("P-256"))
    Handler.provider = provider
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
