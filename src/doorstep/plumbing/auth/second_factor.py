"""Time-based one-time passwords (RFC 6238), as every authenticator app makes them."""

import base64
import hmac
from datetime import datetime, timedelta

import pyotp

from doorstep.kernel import Rng

_SECRET_BYTES = 20
_PERIOD_S = 30
_STEPS_ASIDE = 1
"""A phone's clock may be half a minute off."""


def new_secret(rng: Rng) -> str:
    """Return a secret of 160 bits in Base32, as RFC 4226 recommends."""
    return base64.b32encode(rng.random_bytes(_SECRET_BYTES)).decode()


def find_step(secret: str, code: str, at: datetime) -> int | None:
    """Return the time step whose code this is, near ``at``, or none when it fits none."""
    digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    totp = pyotp.TOTP(secret, interval=_PERIOD_S)
    for aside in range(-_STEPS_ASIDE, _STEPS_ASIDE + 1):
        then_at = at + timedelta(seconds=aside * _PERIOD_S)
        if hmac.compare_digest(totp.at(then_at), digits):
            return int(then_at.timestamp()) // _PERIOD_S
    return None


def to_address(secret: str, email: str, company: str) -> str:
    """Return the ``otpauth://`` address that authenticator apps read from a QR code."""
    return pyotp.TOTP(secret, interval=_PERIOD_S).provisioning_uri(
        name=email, issuer_name=company or "Doorstep"
    )
