"""One transaction of one actor: load, decide, save, emit; the commit is at the edge."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from doorstep.kernel import Clock, Rng, new_id
from doorstep.plumbing import journal
from doorstep.plumbing.blobs import BlobStore
from doorstep.plumbing.bus import Bus, Message
from doorstep.plumbing.db import AFTER_COMMIT, Database
from doorstep.plumbing.denials import Denials
from doorstep.plumbing.exports import Exports
from doorstep.plumbing.guesses import Guesses
from doorstep.plumbing.idempotency import InFlight
from doorstep.plumbing.pending import Pending
from doorstep.plumbing.rates import Rates
from doorstep.plumbing.sealing import Sealer
from doorstep.plumbing.work import Work

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

SYSTEM_ACTOR = "system"
"""Who acts when nobody asked: background work, the demo's seeding."""


@dataclass(frozen=True, slots=True)
class Kit:
    """The machinery of one process, handed to whoever opens units of work.

    ``clock`` is the time of the business, which the demo runs faster; ``wall`` is the real one,
    for sessions, codes and whatever else guards a door.
    """

    database: Database
    blobs: BlobStore
    bus: Bus
    work: Work
    clock: Clock
    wall: Clock
    rng: Rng
    sealer: Sealer
    guesses: Guesses = field(default_factory=Guesses)
    in_flight: InFlight = field(default_factory=InFlight)
    pending: Pending = field(default_factory=Pending)
    denials: Denials = field(default_factory=Denials)
    rates: Rates = field(default_factory=Rates)
    exports: Exports = field(default_factory=Exports)

    @contextmanager
    def write(self, tenant_id: str, actor: str) -> Iterator["Unit"]:
        """Open a unit of work: committed, with its events, when the block ends without error.

        Live screens hear of the events only after they are on disk.
        """
        with self.database.write(tenant_id) as session:
            unit = Unit(session=session, kit=self, tenant_id=tenant_id, actor=actor)
            yield unit
        for message in unit.news:
            self.bus.publish(tenant_id, message)

    def write_together(
        self, tenant_id: str, actor: str, work: Callable[["Unit"], _Result]
    ) -> _Result:
        """Do ``work`` in a unit whose transaction others may share; see ``together``.

        Many small changes at the same time so wait for one sync of the disk, not one each.
        ``work`` must not wait for anything but the database.
        """
        units: list[Unit] = []

        def in_session(session: Session) -> _Result:
            units.append(Unit(session=session, kit=self, tenant_id=tenant_id, actor=actor))
            return work(units[-1])

        result = self.database.write_together(tenant_id, in_session)
        for message in units[-1].news:
            self.bus.publish(tenant_id, message)
        return result

    async def submit(
        self,
        tenant_id: str,
        actor: str,
        many: Callable[["Unit", Sequence[_Item]], Sequence[_Result | Exception]],
        item: _Item,
    ) -> _Result:
        """Have ``many`` write ``item``, with others of its kind that come at the same time.

        Parameters
        ----------
        many
            Writes items and gives what became of each, in their order; the same function for
            all of a kind. It must not wait for anything but the database, and what it refuses
            must have left nothing behind.
        """
        return await self.database.submit(tenant_id, _InUnits(self, many), (actor, item))

    async def submit_all(
        self,
        tenant_id: str,
        many: Callable[["Unit", Sequence[_Item]], Sequence[_Result | Exception]],
        items: Sequence[_Item],
    ) -> list[_Result | BaseException]:
        """Have ``many`` write items in their order, with others of their kind from whomever.

        Return what became of each. The unit is the system's own: an item says by itself who
        acts, see ``Unit.acting``.
        """
        works = [(SYSTEM_ACTOR, item) for item in items]
        return await self.database.submit_all(tenant_id, _InUnits(self, many), works)

    @contextmanager
    def read(self, tenant_id: str, actor: str = SYSTEM_ACTOR) -> Iterator["Unit"]:
        """Open a unit for reading only."""
        with self.database.read(tenant_id) as session:
            yield Unit(session=session, kit=self, tenant_id=tenant_id, actor=actor)


@dataclass(frozen=True, slots=True)
class _InUnits(Generic[_Item, _Result]):
    """Does changes of one kind in units of work, one for each actor; equal for equal kinds."""

    kit: Kit
    many: Callable[["Unit", Sequence[_Item]], Sequence[_Result | Exception]]

    def __hash__(self) -> int:
        return hash(self.many)

    def __call__(
        self, session: Session, items: Sequence[tuple[str, _Item]]
    ) -> list[_Result | Exception]:
        tenant_id: str = session.info["tenant_id"]
        outcomes: list[_Result | Exception] = []
        news: list[Message] = []
        for actor, group in groupby(items, key=lambda one: one[0]):
            unit = Unit(session, self.kit, tenant_id, actor)
            outcomes.extend(self.many(unit, [item for _, item in group]))
            news.extend(unit.news)

        def tell() -> None:
            for message in news:
                self.kit.bus.publish(tenant_id, message)

        session.info.setdefault(AFTER_COMMIT, []).append(tell)
        return outcomes


@dataclass(slots=True)
class Unit:
    """What a use case works with.

    Parameters
    ----------
    session
        The open transaction, already narrowed to the tenant.
    tenant_id, actor
        For whom and by whom: "account:<id>", "driver:<id>" or "system".
    untold
        Events that wait for ``tell``, or none when each is written as it is emitted.
    """

    session: Session
    kit: Kit
    tenant_id: str
    actor: str
    news: list[Message] = field(default_factory=list)
    untold: list[journal.Event] | None = None

    def acting(self, actor: str) -> "Unit":
        """Return this unit of work as somebody else's: the same transaction and events."""
        return replace(self, actor=actor)

    def gathering(self) -> "Unit":
        """Return this unit of work with events that wait for ``tell``, to be written at once."""
        return replace(self, untold=[])

    def tell(self) -> None:
        """Write the events that wait, in the order in which they were emitted."""
        if self.untold:
            self._write(self.untold)
            self.untold.clear()

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return self.kit.clock.now()

    def new_id(self) -> str:
        """Return a new UUIDv7."""
        return new_id(self.kit.clock, self.kit.rng)

    def emit(
        self,
        kind: str,
        subject_id: str,
        data: dict[str, Any],
        *,
        happened_at: datetime | None = None,
    ) -> journal.Event:
        """Write an event in this transaction; live screens hear of it after the commit.

        ``kind`` is "<subject>.<past participle>"; ``data`` must be plain JSON.
        """
        (event,) = self.emit_all([(kind, subject_id, data)], happened_at=happened_at)
        return event

    def emit_all(
        self,
        told: Sequence[tuple[str, str, dict[str, Any]]],
        *,
        happened_at: datetime | None = None,
    ) -> list[journal.Event]:
        """Write several events at once, each given as kind, subject and data; see ``emit``."""
        now_at = self.now()
        happened_at = happened_at or now_at
        if happened_at.tzinfo is None:
            message = "an event needs an aware instant, not a naive one"
            raise ValueError(message)
        # In UTC before it is hashed: so it comes back from the database.
        happened_at = happened_at.astimezone(UTC)
        events = [
            journal.Event(self.new_id(), kind, subject_id, self.actor, happened_at, now_at, data)
            for kind, subject_id, data in told
        ]
        if self.untold is None:
            return self._write(events)
        self.untold.extend(events)
        return events

    def _write(self, events: Sequence[journal.Event]) -> list[journal.Event]:
        written = journal.append_all(self.session, self.tenant_id, events)
        self.news.extend(
            Message(one.kind, one.subject_id, one.data, one.sequence, one.mark) for one in written
        )
        return written

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Open a block that is undone, with its events, when it ends with an error."""
        told = len(self.news)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self.news[told:]
            raise

    def enqueue(self, job: str, payload: dict[str, Any]) -> None:
        """Have ``job`` run in the background, if and only if this transaction commits."""
        self.kit.work.enqueue(self.session, job, {**payload, "tenant_id": self.tenant_id})
