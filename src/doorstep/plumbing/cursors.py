"""Where a list goes on: the last row of a page, written so that it can be given back.

A cursor says where to continue and nothing about what may be seen: every query is narrowed to
the caller's tenant below all handlers. Its digest is there to tell a damaged or made-up one from
ours, not to keep a secret.
"""

import base64
import hashlib
from collections.abc import Sequence
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from doorstep.plumbing.problem import InvalidInputError

LONGEST_CURSOR = 1000
"""Characters a cursor may have."""
_DIGEST_BYTES = 6
_Key = TypeVar("_Key")


class InvalidCursorError(InvalidInputError):
    """The cursor is not one that a page of this list gave."""

    code = "cursor_invalid"
    title = "The place to continue from is not valid"
    action = "Start again without a cursor."


def write_cursor(adapter: TypeAdapter[_Key], key: _Key) -> str:
    """Return the key of a page's last row as a cursor."""
    plain = adapter.dump_json(key)
    return base64.urlsafe_b64encode(_digest(plain) + plain).decode()


def read_cursor(adapter: TypeAdapter[_Key], cursor: str) -> _Key:
    """Return the key that ``write_cursor`` was given.

    Raises
    ------
    InvalidCursorError
        It is not one of ours, or of another list.
    """
    try:
        raw = base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True)
        digest, plain = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
        if digest == _digest(plain):
            return adapter.validate_json(plain)
    except (ValueError, ValidationError):
        pass
    message = "The cursor is not one that Doorstep gave."
    raise InvalidCursorError(message)


def cut_page(found: Sequence[_Key], limit: int) -> tuple[list[_Key], _Key | None]:
    """Return the page and its last row if more follow; ``found`` has one row more than fits."""
    items = list(found[:limit])
    return items, items[-1] if len(found) > limit else None


def _digest(plain: bytes) -> bytes:
    return hashlib.sha256(b"doorstep cursor\0" + plain).digest()[:_DIGEST_BYTES]
