"""Signatures of drivers' devices: ECDSA on P-256 with SHA-256, or Ed25519; pure.

Browsers make the keys with WebCrypto, so that the private half cannot be read by any script.
WebCrypto writes an ECDSA signature as r and s, 32 bytes each, not as DER.
"""

import base64
import binascii
from enum import StrEnum

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

_SIGNATURE_BYTES = 64
_HALF = 32


class Algorithm(StrEnum):
    """How a device signs; the names are those of JSON Web Algorithms."""

    ES256 = "ES256"
    EDDSA = "EdDSA"


class BadKeyError(ValueError):
    """No public key of the algorithm."""


def check_key(algorithm: Algorithm, public_key: str) -> None:
    """Check that ``public_key`` (SubjectPublicKeyInfo, base64url) is one of ``algorithm``.

    Raises
    ------
    BadKeyError
        It is not.
    """
    _read_key(algorithm, public_key)


def is_signed(algorithm: Algorithm, public_key: str, text: str, signature: str) -> bool:
    """Tell whether the key's other half has signed the UTF-8 bytes of ``text``.

    Raises
    ------
    BadKeyError
        ``public_key`` is none.
    """
    key = _read_key(algorithm, public_key)
    try:
        raw = from_base64url(signature)
        data = text.encode()
        if len(raw) != _SIGNATURE_BYTES:
            return False
        if isinstance(key, Ed25519PublicKey):
            key.verify(raw, data)
        else:
            r, s = int.from_bytes(raw[:_HALF]), int.from_bytes(raw[_HALF:])
            key.verify(encode_dss_signature(r, s), data, ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def from_base64url(text: str) -> bytes:
    """Return the bytes of a base64url text, with or without its padding.

    Raises
    ------
    ValueError
        It is none.
    """
    try:
        padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        message = "not base64url"
        raise ValueError(message) from error


def _read_key(algorithm: Algorithm, public_key: str) -> EllipticCurvePublicKey | Ed25519PublicKey:
    try:
        key = load_der_public_key(from_base64url(public_key))
    except (ValueError, UnsupportedAlgorithm) as error:
        message = "not a public key"
        raise BadKeyError(message) from error
    if algorithm is Algorithm.EDDSA and isinstance(key, Ed25519PublicKey):
        return key
    is_curve = isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1)
    if algorithm is Algorithm.ES256 and is_curve and isinstance(key, EllipticCurvePublicKey):
        return key
    message = f"not a public key of {algorithm.value}"
    raise BadKeyError(message)
