"""JSON read without guessing: what two readers could understand in two ways is refused.

RFC 8259 leaves open what a name given twice means, and Python's reader takes ``NaN`` and turns
``1e400`` into infinity; both would become silently different data.
"""

import json
import math
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from doorstep.plumbing.problem import DoorstepError, InvalidInputError

MAX_DEPTH = 32
"""Arrays and objects inside each other; nothing we read has more than a handful."""
_MOST_DIGITS = 25  # more than a 64-bit number has; longer ones cost time that grows as its square


class MalformedJsonError(DoorstepError):
    """The body is no JSON, or JSON that means different things to different readers."""

    code = "json_malformed"
    status = HTTPStatus.BAD_REQUEST
    title = "The body is not plain JSON"
    action = "Send UTF-8 JSON (RFC 8259) with finite numbers, at most 32 levels deep."


class DuplicateKeyError(MalformedJsonError):
    """A name stands twice in one object."""

    code = "duplicate_key"
    title = "A name stands twice in one object"
    action = "Send each name once."


def read_strict_json(data: bytes) -> Any:  # noqa: ANN401 -- whatever JSON can hold
    """Return what ``data`` says.

    Raises
    ------
    MalformedJsonError
        It is not UTF-8, not JSON, too deep, or holds a zero byte or half a surrogate pair.
    DuplicateKeyError
        A name stands twice in one object.
    InvalidInputError
        A number is not finite or too long.
    """
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_read_object,
            parse_constant=_refuse_constant,
            parse_float=_read_float,
            parse_int=_read_int,
        )
    except UnicodeDecodeError:
        message = "The body is not UTF-8."
        raise MalformedJsonError(message) from None
    except RecursionError:
        raise _too_deep() from None
    except json.JSONDecodeError as error:
        message = f"The body is not JSON: line {error.lineno}, column {error.colno}."
        raise MalformedJsonError(message) from None
    if isinstance(value, dict | list) and text.count("[") + text.count("{") > MAX_DEPTH:
        _check_depth(value)
    if "\\u" in text:
        _check_characters(value)
    return value


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"The name {twice[:80]!r} stands twice in one object."
        raise DuplicateKeyError(message)
    return found


def _refuse_constant(text: str) -> float:
    message = f"{text} is not a number that can be used."
    raise InvalidInputError(message)


def _read_float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        return _refuse_constant(text[:20])
    return value + 0.0  # minus zero becomes zero


def _read_int(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        message = f"A number of {len(text)} digits is too long."
        raise InvalidInputError(message)
    return int(text)


def _check_depth(value: Any) -> None:  # noqa: ANN401 -- whatever JSON can hold
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [one for outer in level for one in _members(outer) if isinstance(one, dict | list)]
        if not level:
            return
    raise _too_deep()


def _members(value: Any) -> Iterator[Any]:  # noqa: ANN401 -- whatever JSON can hold
    yield from value.values() if isinstance(value, dict) else value


def _check_characters(value: Any) -> None:  # noqa: ANN401 -- whatever JSON can hold
    again = json.dumps(value, ensure_ascii=False)
    try:
        again.encode()
    except UnicodeEncodeError:
        message = "A text holds half of a surrogate pair, which is no character."
        raise MalformedJsonError(message) from None
    if "\\u0000" in again:
        message = "A text holds a zero byte."
        raise MalformedJsonError(message)


def _too_deep() -> MalformedJsonError:
    message = f"The body has more than {MAX_DEPTH} levels of arrays and objects."
    return MalformedJsonError(message)
