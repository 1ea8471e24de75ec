"""Stripe: Checkout Sessions, signed messages and refunds, spoken over plain HTTPS.

Only amounts, references and our own ids are sent; the recipient types the card's number into
Stripe's page. Shapes as in Stripe's API reference, version 2025-03-31; signatures as in its guide
"Verify webhook signatures manually".
"""

import hashlib
import hmac
import json
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx2

from doorstep.kernel import Money
from doorstep.payments.errors import ProviderAwayError, ProviderRefusesError, SignatureError
from doorstep.payments.port import Happened, News, Page, Wish

API_VERSION = "2025-03-31.basil"
TOLERANCE_S = 300
"""A message that was signed longer ago is a repetition by somebody else."""
_PATIENCE_S = 10.0
_MOST_BYTES = 256 * 1024
_LONGEST_SIGNATURE = 2000
_SERVER_FAULT = 500
_BUSY = 429
_IN_USE = 409
_COMPLETED = "checkout.session.completed"
_PAID_LATER = "checkout.session.async_payment_succeeded"
_FAILED_LATER = "checkout.session.async_payment_failed"
_EXPIRED = "checkout.session.expired"
_REFUNDED = "charge.refunded"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Stripe:
    """Takes card payments by Stripe.

    Parameters
    ----------
    key
        The secret key of the operator's account; sent to ``url`` only, and never logged.
    webhook_secret
        Of the endpoint that Stripe sends its messages to.
    url
        Where Stripe's API answers.
    """

    name = "stripe"

    def __init__(self, key: str, webhook_secret: str, url: str = "https://api.stripe.com") -> None:
        self._secret = webhook_secret.encode()
        self._url = url
        self._headers = {"Authorization": f"Bearer {key}", "Stripe-Version": API_VERSION}
        self._is_local = urlsplit(url).hostname in _LOOPBACK

    def open_page(self, wish: Wish) -> Page:
        """Return the Checkout Session of a wish: the same key gives the same session."""
        about = {"payment": wish.key, "tenant": wish.tenant_id}
        form = {
            "mode": "payment",
            "client_reference_id": wish.key,
            "line_items[0][quantity]": "1",
            "line_items[0][price_data][currency]": wish.money.currency.lower(),
            "line_items[0][price_data][unit_amount]": str(wish.money.amount_minor),
            "line_items[0][price_data][product_data][name]": wish.what,
            "success_url": wish.back_url,
        }
        for name, value in about.items():
            form[f"metadata[{name}]"] = value
            # What is said of the charge later names the payment too.
            form[f"payment_intent_data[metadata][{name}]"] = value
        made = self._ask("POST", "/v1/checkout/sessions", form, wish.key)
        return Page(str(made["id"]), self._page_url(made), _instant(made.get("expires_at")))

    def close_page(self, session_ref: str) -> News | None:
        """Expire the session; when that comes too late, tell that it is paid."""
        try:
            self._ask("POST", f"/v1/checkout/sessions/{session_ref}/expire", {}, "")
        except ProviderRefusesError:
            found = self._ask("GET", f"/v1/checkout/sessions/{session_ref}", None, "")
            if found.get("payment_status") != "paid":
                return None
            return _of_session(f"seen:{session_ref}", Happened.PAID, found)
        return None

    def refund(self, charge_ref: str, money: Money, key: str) -> str:
        """Give all of a charge back."""
        form = {"payment_intent": charge_ref, "amount": str(money.amount_minor)}
        return str(self._ask("POST", "/v1/refunds", form, f"refund-{key}")["id"])

    def read_news(self, headers: Mapping[str, str], body: bytes, now_at: datetime) -> News:
        """Return what one of Stripe's events says, once its signature holds."""
        self._require_signature(headers.get("stripe-signature", ""), body, now_at)
        try:
            event = json.loads(body)
            kind, thing = str(event["type"]), dict(event["data"]["object"])
            event_id = str(event["id"])
        except (ValueError, KeyError, TypeError) as error:
            message = "The message is signed, and is none of Stripe's events."
            raise SignatureError(message) from error
        if kind in {_COMPLETED, _PAID_LATER}:
            # Completed without money: the bank decides later, and tells of it then.
            is_paid = thing.get("payment_status") == "paid"
            return _of_session(event_id, Happened.PAID if is_paid else Happened.OTHER, thing)
        if kind in {_EXPIRED, _FAILED_LATER}:
            how = Happened.EXPIRED if kind == _EXPIRED else Happened.FAILED
            return _of_session(event_id, how, thing)
        if kind == _REFUNDED:
            about = thing.get("metadata") or {}
            back = _money(thing.get("amount_refunded"), thing.get("currency"))
            return News(
                event_id,
                Happened.REFUNDED,
                str(about.get("payment", "")),
                str(about.get("tenant", "")),
                charge_ref=str(thing.get("payment_intent") or ""),
                money=back,
            )
        return News(event_id, Happened.OTHER)

    def _require_signature(self, header: str, body: bytes, now_at: datetime) -> None:
        stamps, given = [], []
        for part in header[:_LONGEST_SIGNATURE].split(","):
            name, _, value = part.strip().partition("=")
            if name == "t":
                stamps.append(value)
            elif name == "v1":
                given.append(value)
        if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdecimal()):
            message = "The message carries no signature."
            raise SignatureError(message)
        wanted = hmac.new(self._secret, stamps[0].encode() + b"." + body, hashlib.sha256)
        fits = [hmac.compare_digest(wanted.hexdigest().encode(), one.encode()) for one in given]
        if not self._secret or not any(fits):
            message = "The message's signature does not fit."
            raise SignatureError(message)
        if abs(now_at.timestamp() - int(stamps[0])) > TOLERANCE_S:
            message = "The message was signed too long ago."
            raise SignatureError(message)

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None, key: str
    ) -> dict[str, Any]:
        headers = {"Idempotency-Key": key} if key else {}
        try:
            # Somebody pays by card now and then: no connection is kept open for it.
            with (
                httpx2.Client(
                    base_url=self._url,
                    timeout=_PATIENCE_S,
                    follow_redirects=False,
                    headers=self._headers,
                    trust_env=False,
                    verify=_certificates(),
                ) as http,
                http.stream(method, path, data=form, headers=headers) as response,
            ):
                status, text = response.status_code, _read(response)
            said = json.loads(text)
        except (httpx2.HTTPError, ValueError) as error:
            # The error may quote the request: only its kind is told.
            message = f"No answer that can be read: {type(error).__name__}."
            raise ProviderAwayError(message) from None
        if status in {_BUSY, _IN_USE} or status >= _SERVER_FAULT or not isinstance(said, dict):
            message = f"It answered {status}."
            raise ProviderAwayError(message)
        if status != 200:  # noqa: PLR2004 -- a redirect is no answer either
            told = said.get("error") or {}
            message = f"It said {status}: {told.get('code') or told.get('type') or 'no reason'}."
            raise ProviderRefusesError(message)
        return said

    def _page_url(self, session: dict[str, Any]) -> str:
        url = str(session.get("url") or "")
        parts = urlsplit(url)
        # People will open this: no other kind of address gets through.
        is_safe = parts.scheme == "https" or (self._is_local and parts.hostname in _LOOPBACK)
        if not is_safe:
            message = "It gave no address of a page that can be shown."
            raise ProviderRefusesError(message)
        return url


@cache
def _certificates() -> ssl.SSLContext:
    """Return whom we trust; reading that takes longer than most requests."""
    return ssl.create_default_context()


def _read(response: httpx2.Response) -> bytes:
    data = b""
    for part in response.iter_bytes():
        data += part
        if len(data) > _MOST_BYTES:
            message = "The answer is too long."
            raise ValueError(message)
    return data


def _of_session(event_id: str, happened: Happened, session: dict[str, Any]) -> News:
    about = session.get("metadata") or {}
    return News(
        id=event_id,
        happened=happened,
        key=str(about.get("payment") or session.get("client_reference_id") or ""),
        tenant_id=str(about.get("tenant", "")),
        session_ref=str(session.get("id", "")),
        charge_ref=str(session.get("payment_intent") or ""),
        money=_money(session.get("amount_total"), session.get("currency")),
    )


def _money(minor: Any, currency: Any) -> Money | None:  # noqa: ANN401 -- whatever was sent
    if type(minor) is not int or not isinstance(currency, str):
        return None
    return Money(minor, currency.upper())


def _instant(stamp: Any) -> datetime | None:  # noqa: ANN401 -- whatever was sent
    return datetime.fromtimestamp(stamp, UTC) if type(stamp) is int else None
