"""Signatures of the Standard Webhooks specification; pure."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"
SECRET_BYTES = 32


def to_secret(random: bytes) -> str:
    """Return a secret as it is shown to people."""
    return PREFIX + base64.b64encode(random).decode()


def sign(
    secrets: Iterable[str], message_id: str, sent_at: datetime, body: bytes
) -> dict[str, str]:
    """Return the headers that prove who has sent ``body``, one signature for each secret.

    Raises
    ------
    ValueError
        A secret is none.
    """
    timestamp = str(int(sent_at.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    signatures = [f"v1,{_mac(secret, signed)}" for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def _mac(secret: str, signed: bytes) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        message = "not a webhook secret"
        raise ValueError(message) from error
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
