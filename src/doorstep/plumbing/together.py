"""Group commit: several small changes of one tenant share one transaction and one sync.

A disk syncs a few hundred times a second; a change that waits for a sync of its own makes that
the limit of the whole server. Whoever comes while a transaction is being written waits for the
next one, and all who wait are written by it, each behind a savepoint of its own, so that one
that is refused takes nothing else with it. Nobody is answered before the commit.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

MOST_TOGETHER = 64
"""Changes that share a transaction at most, so that the last one does not wait for long."""

_Result = TypeVar("_Result")


@dataclass(slots=True, eq=False)
class _Waiting(Generic[_Result]):
    work: Callable[[Session], _Result]
    done: bool = False
    result: _Result | None = None
    error: BaseException | None = None


@dataclass(slots=True)
class _Group:
    """Those who wait for a transaction of one tenant; the one who has the turn writes it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    turn: threading.Lock = field(default_factory=threading.Lock)
    waiting: list[_Waiting[Any]] = field(default_factory=list)


class Together:
    """Writes changes of a tenant that come at the same time in one transaction.

    Parameters
    ----------
    open_transaction
        Opens the transaction of a tenant, committed when its block ends without an error.
    """

    def __init__(self, open_transaction: Callable[[str], AbstractContextManager[Session]]) -> None:
        self._open = open_transaction
        self._groups: dict[str, _Group] = {}
        self._lock = threading.Lock()

    def run(self, tenant_id: str, work: Callable[[Session], _Result]) -> _Result:
        """Do ``work`` in a transaction and return its result once that is committed.

        Raises whatever ``work`` raises, or what kept the transaction from being committed.
        """
        group = self._group(tenant_id)
        item = _Waiting(work)
        with group.lock:
            group.waiting.append(item)
        with group.turn:
            if not item.done:
                self._write(tenant_id, group)
        if item.error is not None:
            raise item.error
        return item.result  # type: ignore[return-value] # set when there is no error

    def count_waiting(self, tenant_id: str) -> int:
        """Return how many changes of the tenant wait for the next transaction."""
        return len(self._group(tenant_id).waiting)

    def _group(self, tenant_id: str) -> _Group:
        with self._lock:
            return self._groups.setdefault(tenant_id, _Group())

    def _write(self, tenant_id: str, group: _Group) -> None:
        with group.lock:
            items = group.waiting[:MOST_TOGETHER]
            del group.waiting[:MOST_TOGETHER]
        with _told(items), self._open(tenant_id) as session:
            for item in items:
                _do(item, session)


def _do(item: _Waiting[Any], session: Session) -> None:
    try:
        with session.begin_nested():
            item.result = item.work(session)
    except Exception as error:  # noqa: BLE001 -- it is whose work it is that must hear of it
        item.error = error


@contextmanager
def _told(items: list[_Waiting[Any]]) -> Iterator[None]:
    """Let all who wait know the end: committed, or what went wrong with the transaction."""
    try:
        yield
    except BaseException as error:
        for item in items:
            item.error = item.error or error
        if not isinstance(error, Exception):
            raise
    finally:
        for item in items:
            item.done = True
