"""What a disk or database that fails means for who asked: nothing was done, ask again later.

A failed write is never repeated here. After a failed sync nobody knows what of it is on the disk
(PostgreSQL learned that in 2018), so the transaction is given up, and whoever sent it sends it
again under the same key, which is answered once.
"""

import errno
import sqlite3
from collections.abc import Iterator
from http import HTTPStatus

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from doorstep.plumbing.problem import DoorstepError

_FULL = {errno.ENOSPC, errno.EDQUOT}


class StorageFullError(DoorstepError):
    """There is no room left; what can be read can still be read."""

    code = "storage_full"
    status = HTTPStatus.INSUFFICIENT_STORAGE
    title = "The disk is full"
    action = "Ask the operator to make room, then send it again; nothing of it was done."

    def headers(self) -> dict[str, str]:
        """Return when to try again."""
        return {"Retry-After": "60"}


class StorageFailedError(DoorstepError):
    """The database or the disk does not answer, or has failed in the middle."""

    code = "storage_failed"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "The database does not answer"
    action = "Send it again in a moment, with the same key if it had one: it is done once."

    def headers(self) -> dict[str, str]:
        """Return when to try again."""
        return {"Retry-After": "5"}


def as_storage_error(error: Exception) -> DoorstepError | None:
    """Return what to answer for an error of disk or database, or none for a mistake of ours."""
    if not isinstance(error, (OSError, DBAPIError)):
        return None
    # Undoing a transaction that the database has undone already fails in turn: the first
    # error is the one that says what is the matter.
    if any(_is_full(one) for one in _causes(error)):
        message = "No room was left to write to."
        return StorageFullError(message)
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated:
        message = "The database did not do what was asked."
        return StorageFailedError(message)
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    # 53100: PostgreSQL's disk_full.
    return getattr(error, "sqlstate", None) == "53100"
