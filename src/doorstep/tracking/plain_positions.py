"""Reads the bodies that phones usually send, in a tenth of the time; pure.

Only what can mean one thing is read here, and everything else is left to the one who reads all:
names twice or unknown, texts for numbers, numbers beyond reason, instants written otherwise.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

from doorstep.tracking.model import RawPosition

_MOST_POSITIONS = 5000
_NAMES = ("fixed_at", "lat", "lon", "accuracy_m", "heading_deg", "speed_mps")
_INSTANT = re.compile(
    r"(?:19|2\d)\d\d-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3}|\.\d{6})?"
    r"(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_LARGEST = 1e9
"""Of a number that is read here; also keeps out infinity and what is no number."""


class _NotPlainError(ValueError):
    """Somebody else must read it."""


def read_plain_positions(body: bytes) -> list[RawPosition] | None:
    """Return the fixes that a body holds, or none where it must be read with all care."""
    # Without a backslash, what stands between two quotes is a name or a text as it is.
    if not body.isascii() or b"\\" in body:
        return None
    try:
        told = json.loads(body.decode("ascii"))
        found, texts = _read(told)
    except (ValueError, RecursionError):
        return None
    # A name that stands twice has quotes of its own.
    return found if body.count(b'"') == 2 * texts else None


def _read(told: Any) -> tuple[list[RawPosition], int]:  # noqa: ANN401 -- whatever JSON can hold
    """Return the fixes, and how many names and texts they are told with."""
    if type(told) is not dict or told.keys() != {"positions"}:
        raise _NotPlainError
    positions = told["positions"]
    if type(positions) is not list or len(positions) > _MOST_POSITIONS:
        raise _NotPlainError
    found = []
    texts = 1
    for one in positions:
        if type(one) is not dict:
            raise _NotPlainError
        found.append(_read_position(one))
        texts += len(one) + 1
    return found, texts


def _read_position(one: dict[str, Any]) -> RawPosition:
    fixed_at, lat, lon, *details = map(one.get, _NAMES)
    if type(fixed_at) is not str or _INSTANT.fullmatch(fixed_at) is None:
        raise _NotPlainError
    # What is told and unknown makes more names than those that are known.
    if len(one) != sum(map(one.__contains__, _NAMES)):
        raise _NotPlainError
    at = datetime.fromisoformat(fixed_at).astimezone(UTC)
    accuracy, heading, speed = (None if value is None else _number(value) for value in details)
    return RawPosition(at, _number(lat), _number(lon), accuracy, heading, speed)


def _number(value: Any) -> float:  # noqa: ANN401 -- whatever JSON can hold
    kind = type(value)
    if (kind is not float and kind is not int) or not -_LARGEST < value < _LARGEST:
        raise _NotPlainError
    return float(value) + 0.0  # minus zero becomes zero
