"""A payment provider on this machine that behaves as Stripe's API does, for tests.

Shapes, headers and rules follow Stripe's API reference: form-encoded requests, a secret key as
bearer, Idempotency-Key with the first answer kept, Checkout Sessions with a page of their own,
refunds, and events signed with ``t`` and ``v1``.
"""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl

KEY = "sk_test_of_the_worlds"
SECRET = "whsec_of_the_worlds"
NOON_S = 1_780_304_400
"""1 June 2026, 09:00 UTC."""


@dataclass
class FakeStripe:
    """What it knows, what it was asked, and how it misbehaves when told to."""

    url: str
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    charges: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: dict[str, tuple[str, int, dict[str, Any]]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    mishaps: list[str] = field(default_factory=list)
    """One for each coming request: "no answer" does it and says nothing; "500", "429"."""
    tell: Callable[[bytes, str], Any] | None = None
    """Where events go: to the body and signature of one."""
    now_s: int = NOON_S
    _count: int = 0

    def new_id(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}_test_{self._count:024d}"

    def pay(self, session_id: str, *, tell: bool = True) -> dict[str, Any]:
        """Do what the page does when somebody has typed their card in."""
        session = self.sessions[session_id]
        assert session["status"] == "open", "an expired page takes no money"
        intent = self.new_id("pi")
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent}
        session["url"] = None
        self.charges[intent] = {
            "id": self.new_id("ch"),
            "object": "charge",
            "amount": session["amount_total"],
            "amount_refunded": 0,
            "currency": session["currency"],
            "metadata": dict(session["metadata"]),
            "payment_intent": intent,
            "refunded": False,
        }
        event = self.event("checkout.session.completed", session)
        if tell:
            self.send(event)
        return event

    def expire(self, session_id: str) -> dict[str, Any]:
        session = self.sessions[session_id]
        session |= {"status": "expired", "url": None}
        return self.event("checkout.session.expired", session)

    def event(self, kind: str, thing: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": self.new_id("evt"),
            "object": "event",
            "api_version": "2025-03-31.basil",
            "created": self.now_s,
            "data": {"object": json.loads(json.dumps(thing))},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }

    def send(self, event: dict[str, Any], **signed: Any) -> Any:
        assert self.tell is not None
        body = json.dumps(event, indent=2).encode()
        return self.tell(body, sign(body, signed.get("at_s", self.now_s), **_secret(signed)))

    def answer(
        self, method: str, path: str, form: dict[str, str], headers: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        self.asked.append((method, path, form, headers))
        if headers.get("authorization") != f"Bearer {KEY}":
            return 401, _refusal("Invalid API Key provided")
        key = headers.get("idempotency-key", "")
        told = json.dumps([method, path, form], sort_keys=True)
        if key in self.kept:
            first, status, said = self.kept[key]
            if first != told:
                return 400, _error("idempotency_error", "Keys for idempotent requests ...")
            return status, said
        status, said = self._do(method, path, form)
        if key:
            self.kept[key] = (told, status, said)
        return status, said

    def _do(self, method: str, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        parts = path.strip("/").split("/")
        if (method, path) == ("POST", "/v1/checkout/sessions"):
            return 200, self._open(form)
        if (method, path) == ("POST", "/v1/refunds"):
            return self._refund(form)
        session = self.sessions.get(parts[3]) if len(parts) > 3 else None
        if session is None:
            return 404, _error(
                "invalid_request_error", "No such checkout.session", "resource_missing"
            )
        if method == "GET":
            return 200, session
        if session["status"] != "open":
            return 400, _refusal("Only open sessions can be expired.")
        self.expire(parts[3])
        return 200, session

    def _open(self, form: dict[str, str]) -> dict[str, Any]:
        item = "line_items[0][price_data]"
        amount = int(form[f"{item}[unit_amount]"]) * int(form["line_items[0][quantity]"])
        assert form["mode"] == "payment"
        assert form[f"{item}[product_data][name]"]
        name = self.new_id("cs")
        session = {
            "id": name,
            "object": "checkout.session",
            "amount_subtotal": amount,
            "amount_total": amount,
            "client_reference_id": form["client_reference_id"],
            "created": self.now_s,
            "currency": form[f"{item}[currency]"],
            "expires_at": self.now_s + 86_400,
            "livemode": False,
            "metadata": _under(form, "metadata"),
            "mode": "payment",
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": form["success_url"],
            "url": f"{self.url}/c/pay/{name}",
        }
        self.sessions[name] = session
        return session

    def _refund(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        charge = self.charges[form["payment_intent"]]
        amount = int(form["amount"])
        if charge["amount_refunded"] + amount > charge["amount"]:
            return 400, _error(
                "invalid_request_error", "already refunded", "charge_already_refunded"
            )
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        return 200, {"id": self.new_id("re"), "object": "refund", "status": "succeeded"}


def sign(body: bytes, at_s: int, secret: str = SECRET) -> str:
    """Return the header Stripe-Signature of a message."""
    mac = hmac.new(secret.encode(), f"{at_s}.".encode() + body, hashlib.sha256)
    # An older scheme stands beside it, which nobody may take.
    return f"t={at_s},v1={mac.hexdigest()},v0={'6' * 64}"


def _secret(signed: dict[str, Any]) -> dict[str, str]:
    return {"secret": signed["secret"]} if "secret" in signed else {}


def _under(form: dict[str, str], name: str) -> dict[str, str]:
    start = f"{name}["
    return {key[len(start) : -1]: value for key, value in form.items() if key.startswith(start)}


def _refusal(text: str, code: str = "") -> dict[str, Any]:
    return _error("invalid_request_error", text, code)


def _error(kind: str, text: str, code: str = "") -> dict[str, Any]:
    return {"error": {"type": kind, "message": text, **({"code": code} if code else {})}}


class _Handler(BaseHTTPRequestHandler):
    stripe: ClassVar[FakeStripe]
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path.startswith("/c/pay/"):
            self.stripe.pay(self.path.rpartition("/")[2])
            self._page("<h1>Paid</h1><p>Thank you.</p>")
            return
        self._api("POST", dict(parse_qsl(data)))

    def do_GET(self) -> None:
        if not self.path.startswith("/c/pay/"):
            self._api("GET", {})
            return
        session = self.stripe.sessions[self.path.rpartition("/")[2]]
        amount = f"{session['amount_total'] / 100:.2f} {session['currency'].upper()}"
        self._page(f"<h1>Pay {amount}</h1><form method=post><button>Pay</button></form>")

    def _api(self, method: str, form: dict[str, str]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        mishap = self.stripe.mishaps.pop(0) if self.stripe.mishaps else ""
        if mishap.isdecimal():
            self._say(int(mishap), _error("api_error", "Something went wrong."))
            return
        status, said = self.stripe.answer(method, self.path, form, headers)
        if mishap == "no answer":
            self.close_connection = True
            return
        self._say(status, said)

    def _say(self, status: int, said: dict[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(said).encode())

    def _page(self, body: str) -> None:
        self._send(200, "text/html", f"<!doctype html><title>Pay</title>{body}".encode())

    def _send(self, status: int, media_type: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def running_stripe() -> Iterator[FakeStripe]:
    """Answer on a free port of the loopback while the block runs."""
    stripe = FakeStripe("")
    handler = type("Handler", (_Handler,), {"stripe": stripe})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    stripe.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield stripe
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
