"""Made-up proof: a picture of a parcel at a door, and a signature."""

import io
import math

from PIL import Image, ImageDraw

from doorstep.kernel import SeededRng

_PHOTO_SIZE = (480, 640)
_SIGNATURE_SIZE = (480, 180)


def draw_photo(reference: str, seed: int) -> bytes:
    """Return a JPEG of a door with a parcel in front of it, labelled ``reference``."""
    rng = SeededRng(seed)
    wide, high = _PHOTO_SIZE
    image = Image.new("RGB", _PHOTO_SIZE, (rng.randint(150, 210), 170, rng.randint(140, 190)))
    draw = ImageDraw.Draw(image)
    floor = int(high * 0.8)
    draw.rectangle((0, floor, wide, high), fill=(120, 112, 104))
    door = (rng.randint(40, 90), rng.randint(60, 110), rng.randint(60, 140))
    draw.rectangle((120, 60, 360, floor), fill=door, outline=(30, 30, 30), width=4)
    draw.ellipse((325, 340, 345, 360), fill=(210, 190, 120))
    left, top = rng.randint(140, 200), rng.randint(430, 460)
    draw.rectangle(
        (left, top, left + 170, 560), fill=(176, 128, 78), outline=(90, 60, 30), width=3
    )
    draw.rectangle((left + 45, top + 25, left + 150, top + 75), fill=(250, 250, 245))
    draw.text((left + 52, top + 42), reference[:18], fill=(20, 20, 20))
    draw.text((10, high - 20), "Simulated photo", fill=(240, 240, 240))
    return _encode(image, "JPEG")


def draw_signature(seed: int) -> bytes:
    """Return a PNG of a line somebody might have signed with."""
    rng = SeededRng(seed)
    image = Image.new("RGB", _SIGNATURE_SIZE, "white")
    swing, pace = rng.uniform(18, 34), rng.uniform(0.05, 0.09)
    points = [
        (
            60 + step * 3.4 + 14 * math.sin(step * pace * 3.1),
            95 + swing * math.sin(step * pace * 7) * math.exp(-step / 140),
        )
        for step in range(100)
    ]
    ImageDraw.Draw(image).line(points, fill=(20, 30, 90), width=4, joint="curve")
    return _encode(image, "PNG")


def _encode(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, quality=80)
    return out.getvalue()
