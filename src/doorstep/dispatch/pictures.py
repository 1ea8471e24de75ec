"""Tell what picture an upload is; names and types that the sender claims are not believed."""

from io import BytesIO

from PIL import Image

from doorstep.dispatch.errors import FileTooLargeError, NotAPictureError

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
_MAX_SIDE = 12_000
# A JPEG can be decoded at an eighth of its size, which is enough to see that it is whole.
_DRAFT = (512, 512)

_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def media_type_of(data: bytes) -> str:
    """Return the media type of a picture that can be read to its end.

    The header is read first, so that a small file that unpacks to a huge picture is never
    unpacked.

    Raises
    ------
    NotAPictureError
        It is no JPEG, PNG or WebP, or it breaks off.
    FileTooLargeError
        It has too many bytes or pixels.
    """
    if len(data) > MAX_BYTES:
        message = f"The file has {len(data)} bytes, {MAX_BYTES} are allowed."
        raise FileTooLargeError(message)
    try:
        with Image.open(BytesIO(data), formats=tuple(_TYPES)) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS or max(width, height) > _MAX_SIDE:
                message = f"The picture has {width} x {height} pixels."
                raise FileTooLargeError(message)
            picture.draft(None, _DRAFT)
            picture.load()
            return _TYPES[picture.format or ""]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        message = "The picture has far too many pixels."
        raise FileTooLargeError(message) from error
    # What Pillow raises for a broken file depends on where it is broken.
    except (OSError, SyntaxError, ValueError, KeyError, IndexError, EOFError) as error:
        message = "The file cannot be read to its end as a JPEG, PNG or WebP picture."
        raise NotAPictureError(message) from error
