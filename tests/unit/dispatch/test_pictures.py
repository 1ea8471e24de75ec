"""What counts as a picture."""
# Bad input: B-34, B-35, B-36, B-74 (docs/guides/bad-input.md).

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from doorstep.dispatch.errors import FileTooLargeError, NotAPictureError
from doorstep.dispatch.pictures import MAX_BYTES, show_picture


def _picture(kind: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, kind)
    return file.getvalue()


def _bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header promises very many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_photos_are_told_by_their_bytes(kind: str, media_type: str) -> None:
    assert show_picture(_picture(kind))[0] == media_type


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        _picture("GIF"),
        _picture("BMP"),
    ],
)
def test_nothing_else_is_a_picture(data: bytes) -> None:
    with pytest.raises(NotAPictureError):
        show_picture(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_breaks_off_is_refused(kind: str) -> None:
    data = _picture(kind)
    with pytest.raises(NotAPictureError):
        show_picture(data[: len(data) * 2 // 3])


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (65_535, 1), (8000, 8000)])
def test_a_picture_with_too_many_pixels_is_never_unpacked(width: int, height: int) -> None:
    with pytest.raises(FileTooLargeError):
        show_picture(_bomb(width, height))


def test_a_file_with_too_many_bytes_is_refused() -> None:
    with pytest.raises(FileTooLargeError):
        show_picture(b"\0" * (MAX_BYTES + 1))
