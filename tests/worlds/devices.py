"""A phone's key, and photos as cameras write them."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image

from doorstep.kernel import SeededRng, new_id
from doorstep.kernel.clock import SystemClock
from worlds.day_on_server import API, Served

_RNG = SeededRng(17)


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass(slots=True)
class Phone:
    """An installation of the driver's app that signs as WebCrypto does: r and s, 32 bytes each."""

    id: str = field(default_factory=lambda: new_id(SystemClock(), _RNG))
    sequence: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def registration(self) -> dict[str, str]:
        """Return what the phone sends to register itself."""
        public = self.key.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
        return {"algorithm": "ES256", "public_key": base64url(public)}

    def register(self, served: Served) -> None:
        """Register with the server as Ada's."""
        answer = served.ada.put(f"{API}/driver/devices/{self.id}", json=self.registration())
        assert answer.status_code == 200, answer.text

    def seal(self, report: dict[str, Any]) -> dict[str, Any]:
        """Return the report with its number and signature."""
        self.sequence += 1
        signed = json.dumps(report)
        r, s = decode_dss_signature(self.key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        device = {
            "id": self.id,
            "sequence": self.sequence,
            "signed": signed,
            "signature": base64url(r.to_bytes(32) + s.to_bytes(32)),
        }
        return report | {"device": device}


def camera_photo() -> tuple[str, bytes]:
    """Return a photo lying on its side, 40 x 30, that says where it was taken and with what."""
    exif = Image.Exif()
    exif[0x010F] = "CANARY camera"
    exif[0x0112] = 6  # to be turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (60.0, 10.0, 12.5)
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG", exif=exif, comment=b"CANARY comment")
    data = file.getvalue()
    return hashlib.sha256(data).hexdigest(), data
