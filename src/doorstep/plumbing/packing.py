"""Text in few bytes: answers that are kept for repetitions say nearly the same words each time.

Deflate (RFC 1951) with a preset dictionary of the words that answers to new orders are made of. An
order's answer so takes a quarter of its bytes; other text is packed as well as without.
"""

import zlib
from typing import Any

from sqlalchemy import Dialect, LargeBinary, TypeDecorator

WORDS = (
    b'"detail":"title":"code":"status":"draft","hazmat":"frozen","chilled","picked_up","imported",'
    b'"windows":[{"start_at":"T","end_at":"Z"}],"cod":{"amount_minor":,"currency":"EUR"},'
    b'"lat":0.0,"lon":0.0,"is_located":false,"location":null,"kind":"pickup","items":[],"next":null'
    b'{"id":"01","reference":"","merchant":"","source":"api","status":"open","cancel_until_at":null'
    b',"created_at":"T.Z","created_by":"account:01","version":1,"shipments":[{"id":"01","order_id":'
    b'"01","reference":"","service_on":"20","recipient":{"name":"","phone":"+","email":"",'
    b'"gate_code":"","safe_place":"","neighbour":""},"address":"","lat":,"lon":,"is_located":true,'
    b'"windows":[],"parcels":1,"weight_g":1000,"volume_cm3":5000,"service_s":180,"skills":[],'
    b'"priority":0,"note":"","kind":"delivery","cod":null,"pays_by":"any","temperature":"ambient",'
    b'"dangerous_goods":"","min_age":0,"pin_check":false,"door_pin":null,"collection":null,'
    b'"status":"pending","hold_note":"","tracking_url":"/t/","version":1}]}'
)
"""What is expected, the likeliest last.

Never changed, since what is packed is read with it; another dictionary would be another form.
"""
_FORM = b"1"
_RAW = -15
"""No header and no sum: the database keeps its own."""


def pack(text: str) -> bytes:
    """Return text in the packed form."""
    packer = zlib.compressobj(6, zlib.DEFLATED, _RAW, zdict=WORDS)
    return _FORM + packer.compress(text.encode()) + packer.flush()


def unpack(data: bytes) -> str:
    """Return the text that was packed.

    Raises
    ------
    ValueError
        It is of another form.
    """
    if data[:1] != _FORM:
        message = f"packed text begins with {_FORM!r}, not {data[:1]!r}"
        raise ValueError(message)
    return zlib.decompressobj(_RAW, zdict=WORDS).decompress(data[1:]).decode()


class PackedText(TypeDecorator[str]):
    """Text that is packed in the database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Pack on the way in."""
        del dialect
        return None if value is None else pack(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401 -- what the driver gives
        """Unpack on the way out."""
        del dialect
        return None if value is None else unpack(bytes(value))
