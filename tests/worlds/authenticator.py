"""A security key in software (WebAuthn level 3), for tests: what a phone's lock does."""

import base64
import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT_AND_VERIFIED = 0x05
PRESENT = 0x01
_HAS_CREDENTIAL = 0x40


def unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Authenticator:
    """Holds one key pair; answers for the page and with the flags it is told to."""

    origin: str
    flags: int = PRESENT_AND_VERIFIED
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = b"a credential of a test, 32 bytes"
    count: int = 0

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer a question that makes a passkey."""
        numbers = self.key.public_key().public_numbers()
        public = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        known = struct.pack(">16sH", bytes(16), len(self.credential_id)) + self.credential_id
        data = self._data(options["rp"]["id"], _HAS_CREDENTIAL) + known + cbor2.dumps(public)
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=unpadded(client), attestationObject=unpadded(made))

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer a question that signs in."""
        data = self._data(options["rpId"], 0)
        client = self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=unpadded(client),
            authenticatorData=unpadded(data),
            signature=unpadded(signature),
        )

    def _data(self, host: str, more: int) -> bytes:
        self.count += 1
        head = hashlib.sha256(host.encode()).digest()
        return head + struct.pack(">BI", self.flags | more, self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, **response: str) -> dict[str, Any]:
        name = unpadded(self.credential_id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
