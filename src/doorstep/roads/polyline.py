"""Lines of points as short text: the encoded polyline format."""

from collections.abc import Iterable, Iterator

from doorstep.kernel import Point

_CHUNK_BITS = 5
_MORE = 0x20
_FIRST_CHARACTER = 63


def encode_polyline(points: Iterable[Point], precision: int = 6) -> str:
    """Return the points as text, each written as its difference from the one before [1]_.

    Parameters
    ----------
    points
        Along the line.
    precision
        Decimal digits kept of each degree; 6 is about a tenth of a metre.

    References
    ----------
    .. [1] Google, "Encoded polyline algorithm format", there with precision 5.
    """
    scale = 10**precision
    text: list[str] = []
    last_lat = last_lon = 0
    for point in points:
        lat, lon = round(point.lat * scale), round(point.lon * scale)
        text.extend((_encode(lat - last_lat), _encode(lon - last_lon)))
        last_lat, last_lon = lat, lon
    return "".join(text)


def decode_polyline(text: str, precision: int = 6) -> list[Point]:
    """Return the points of an encoded polyline.

    Raises
    ------
    ValueError
        The text ends in the middle of a point or has characters that do not belong in it.
    """
    scale = 10**precision
    numbers = list(_decode(text))
    if len(numbers) % 2:
        message = "the polyline ends in the middle of a point"
        raise ValueError(message)
    points: list[Point] = []
    lat = lon = 0
    for lat_step, lon_step in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + lat_step, lon + lon_step
        points.append(Point(lat / scale, lon / scale))
    return points


def _encode(step: int) -> str:
    rest = ~(step << 1) if step < 0 else step << 1
    text: list[str] = []
    while rest >= _MORE:
        text.append(chr((_MORE | (rest & (_MORE - 1))) + _FIRST_CHARACTER))
        rest >>= _CHUNK_BITS
    text.append(chr(rest + _FIRST_CHARACTER))
    return "".join(text)


def _decode(text: str) -> Iterator[int]:
    value = shift = 0
    for character in text:
        chunk = ord(character) - _FIRST_CHARACTER
        if not 0 <= chunk < 2 * _MORE:
            message = f"{character!r} does not belong in a polyline"
            raise ValueError(message)
        value |= (chunk & (_MORE - 1)) << shift
        shift += _CHUNK_BITS
        if not chunk & _MORE:
            yield ~(value >> 1) if value & 1 else value >> 1
            value = shift = 0
    if shift:
        message = "the polyline ends in the middle of a point"
        raise ValueError(message)
