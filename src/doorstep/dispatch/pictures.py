"""Tell what picture an upload is, and make the copy of it that people are shown.

Names and types that the sender claims are not believed. What a camera writes into a file (where
it was, which device, a small picture of the whole) is nobody's business at a desk, and a file
that is a picture and something else besides is harmless only once it is written anew.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from doorstep.dispatch.errors import FileTooLargeError, NotAPictureError

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
_MAX_SIDE = 12_000
# Enough to read a label on a parcel; a JPEG is decoded no larger than needed for it.
_SHOWN_SIDE = 2048

_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """A picture written anew, without anything but its pixels."""

    data: bytes
    media_type: str


def show_picture(data: bytes) -> tuple[str, ShownCopy]:
    """Return the media type of a picture that can be read to its end, and a copy to show.

    The header is read first, so that a small file that unpacks to a huge picture is never
    unpacked. The copy is turned upright, has no metadata and its first frame only.

    Raises
    ------
    NotAPictureError
        It is no JPEG, PNG or WebP, or it breaks off.
    FileTooLargeError
        It has too many bytes or pixels.
    """
    from PIL import Image  # noqa: PLC0415 -- with the first picture

    if len(data) > MAX_BYTES:
        message = f"The file has {len(data)} bytes, {MAX_BYTES} are allowed."
        raise FileTooLargeError(message)
    try:
        with Image.open(BytesIO(data), formats=tuple(_TYPES)) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS or max(width, height) > _MAX_SIDE:
                message = f"The picture has {width} x {height} pixels."
                raise FileTooLargeError(message)
            form = picture.format or ""
            picture.draft(None, (_SHOWN_SIDE, _SHOWN_SIDE))
            picture.load()
            return _TYPES[form], ShownCopy(_write_anew(picture, form), _TYPES[form])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        message = "The picture has far too many pixels."
        raise FileTooLargeError(message) from error
    # What Pillow raises for a broken file depends on where it is broken.
    except (OSError, SyntaxError, ValueError, KeyError, IndexError, EOFError) as error:
        message = "The file cannot be read to its end as a JPEG, PNG or WebP picture."
        raise NotAPictureError(message) from error


def _write_anew(picture: "Image.Image", form: str) -> bytes:
    """Return the file of the pixels alone."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    upright = ImageOps.exif_transpose(picture)
    with_alpha = form != "JPEG" and upright.has_transparency_data
    pixels = upright.convert("RGBA" if with_alpha else "RGB")
    pixels.thumbnail((_SHOWN_SIDE, _SHOWN_SIDE))
    # A picture of its own, so that nothing the reader noted about the file comes along.
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    file = BytesIO()
    bare.save(file, form, **({} if form == "PNG" else {"quality": 90}))
    return file.getvalue()
