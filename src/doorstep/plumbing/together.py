"""Group commit: several small changes of one tenant share one transaction and one sync.

A disk syncs a few hundred times a second; a change that waits for a sync of its own makes that
the limit of the whole server. Whatever comes while a transaction is being written waits for the
next one, and all that waits is written by it: changes of the same kind by one call, in the order
in which they came; each other one behind a savepoint of its own, so that one that is refused
takes nothing else with it. Nobody
is answered before the commit. Tenants take turns, so that a busy one does not hold up the rest.
"""

import asyncio
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from doorstep.plumbing.problem import TooBusyError

MOST_TOGETHER = 128
"""Changes that share a transaction at most, so that the last one does not wait for long."""
MOST_WAITING = 1024
"""Changes of one tenant that may wait; more are refused at once, rather than answered late."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

ManyWork = Callable[[Session, Sequence[_Item]], Sequence[_Result | Exception]]
"""Does changes of one kind at once; gives what became of each, in their order. What is refused
must have left nothing behind: there is no savepoint between them."""


@dataclass(slots=True, eq=False)
class _Waiting:
    many: Callable[[Session, Sequence[Any]], Sequence[Any]]
    item: Any
    future: "Future[Any] | asyncio.Future[Any]"
    outcome: Any = None


@dataclass(slots=True)
class _Queues:
    """Who waits, by tenant, in the order of their turns; and whose transaction is running."""

    waiting: OrderedDict[str, deque[_Waiting]] = field(default_factory=OrderedDict)
    running: set[str] = field(default_factory=set)
    writers: int = 0


class Together:
    """Writes changes of a tenant that come at the same time in one transaction.

    Parameters
    ----------
    open_transaction
        Opens the transaction of a tenant, committed when its block ends without an error.
    writers
        How many transactions may run at a time, each of another tenant.
    """

    def __init__(
        self,
        open_transaction: Callable[[str], AbstractContextManager[Session]],
        writers: int = 1,
    ) -> None:
        self._open = open_transaction
        self._most_writers = writers
        self._threads = ThreadPoolExecutor(writers, "doorstep-writer")
        self._queues = _Queues()
        self._lock = threading.Lock()

    def run(self, tenant_id: str, work: Callable[[Session], _Result]) -> _Result:
        """Do ``work`` in a transaction and return its result once that is committed.

        Raises whatever ``work`` raises, or what kept the transaction from being committed.
        """
        future: Future[_Result] = Future()
        self._add(tenant_id, _Waiting(_do_one, work, future))
        return future.result()

    async def submit(self, tenant_id: str, many: ManyWork[_Item, _Result], item: _Item) -> _Result:
        """Have ``item`` written with others of its kind; return once that is committed.

        Raises
        ------
        TooBusyError
            So many wait already that this one would be answered too late.
        """
        (future,) = self._submit(tenant_id, many, [item])
        return await future

    async def submit_all(
        self, tenant_id: str, many: ManyWork[_Item, _Result], items: Sequence[_Item]
    ) -> list[_Result | BaseException]:
        """Have items written in their order; return what became of each, once it is committed.

        Raises
        ------
        TooBusyError
            So many wait already that these would be answered too late; none of them is done.
        """
        futures = self._submit(tenant_id, many, items)
        return await asyncio.gather(*futures, return_exceptions=True)

    def count_waiting(self, tenant_id: str) -> int:
        """Return how many changes of the tenant wait for the next transaction."""
        with self._lock:
            return len(self._queues.waiting.get(tenant_id, ()))

    def close(self) -> None:
        """Let what waits be written, then stop."""
        self._threads.shutdown()

    def _submit(
        self, tenant_id: str, many: ManyWork[_Item, _Result], items: Sequence[_Item]
    ) -> list[asyncio.Future[_Result]]:
        loop = asyncio.get_running_loop()
        futures: list[asyncio.Future[_Result]] = [loop.create_future() for _ in items]
        waiting = [_Waiting(many, *pair) for pair in zip(items, futures, strict=True)]
        self._add(tenant_id, *waiting)
        return futures

    def _add(self, tenant_id: str, *items: _Waiting) -> None:
        queues = self._queues
        with self._lock:
            queue = queues.waiting.setdefault(tenant_id, deque())
            if len(queue) + len(items) > MOST_WAITING:
                message = f"{MOST_WAITING} changes wait already."
                raise TooBusyError(message)
            queue.extend(items)
            if tenant_id in queues.running or queues.writers >= self._most_writers:
                return
            queues.writers += 1
        self._threads.submit(self._write_all)

    def _write_all(self) -> None:
        """Write until nobody waits whom no other thread writes for."""
        while (turn := self._next_turn()) is not None:
            tenant_id, items = turn
            try:
                self._write(tenant_id, items)
            finally:
                with self._lock:
                    self._queues.running.discard(tenant_id)
                _tell(items)

    def _next_turn(self) -> tuple[str, list[_Waiting]] | None:
        queues = self._queues
        with self._lock:
            tenant_id = next((one for one in queues.waiting if one not in queues.running), None)
            if tenant_id is None:
                queues.writers -= 1
                return None
            queue = queues.waiting[tenant_id]
            items = [queue.popleft() for _ in range(min(len(queue), MOST_TOGETHER))]
            # Whoever has more goes to the end: the others come first.
            del queues.waiting[tenant_id]
            if queue:
                queues.waiting[tenant_id] = queue
            queues.running.add(tenant_id)
            return tenant_id, items

    def _write(self, tenant_id: str, items: list[_Waiting]) -> None:
        """Do all of them and commit; what went wrong with the transaction is everybody's."""
        try:
            with self._open(tenant_id) as session:
                for group in _by_kind(items):
                    _do(session, group)
        except BaseException as error:  # noqa: BLE001 -- whoever waits must hear of it
            for item in items:
                if not isinstance(item.outcome, _Failed):
                    item.outcome = _Failed(error)


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


def _by_kind(items: Sequence[_Waiting]) -> list[list[_Waiting]]:
    """Return changes by kind, each kind's in the order in which they came.

    Nobody who waits has an answer yet, so no change can build on another one that waits, but for
    those of a kind that were handed in together.
    """
    groups: dict[Any, list[_Waiting]] = {}
    for one in items:
        groups.setdefault(one.many, []).append(one)
    return list(groups.values())


def _do_one(session: Session, works: Sequence[Callable[[Session], Any]]) -> list[Any]:
    """Do changes that are calls; those share nothing but the transaction."""
    return [work(session) for work in works]


def _do(session: Session, items: list[_Waiting]) -> None:
    """Do changes of one kind at once; if that fails as a whole, each by itself."""
    if items[0].many is not _do_one or len(items) == 1:
        nested = session.begin_nested()
        try:
            outcomes = items[0].many(session, [one.item for one in items])
            session.flush()
        except Exception as error:  # noqa: BLE001 -- it is whose work it is that must hear of it
            nested.rollback()
            if len(items) == 1:
                items[0].outcome = _Failed(error)
                return
        else:
            # Should this fail, nobody knows what of it stands: all of the transaction goes.
            nested.commit()
            for item, outcome in zip(items, outcomes, strict=True):
                item.outcome = _Failed(outcome) if isinstance(outcome, Exception) else outcome
            return
    for item in items:
        _do(session, [item])


def _tell(items: list[_Waiting]) -> None:
    """Let all who wait know, with one call for each event loop."""
    loops: dict[asyncio.AbstractEventLoop, list[_Waiting]] = {}
    for item in items:
        if isinstance(item.future, asyncio.Future):
            loops.setdefault(item.future.get_loop(), []).append(item)
        else:
            _resolve(item)
    for loop, theirs in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve_all, theirs)


def _resolve_all(items: list[_Waiting]) -> None:
    for item in items:
        if not item.future.done():  # cancelled: whoever asked has gone
            _resolve(item)


def _resolve(item: _Waiting) -> None:
    if isinstance(item.outcome, _Failed):
        item.future.set_exception(item.outcome.error)
    else:
        item.future.set_result(item.outcome)
