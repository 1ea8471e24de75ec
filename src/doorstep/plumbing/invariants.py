"""What must hold in a data folder, and how to find out whether it does.

Each service lists its own invariants and examines them; ``bootstrap`` puts the lists together
and ``doorstep verify`` prints them. Here are those of the machinery below the services.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Generic, TypeVar, cast

from sqlalchemy import ForeignKeyConstraint, Table, and_, exists, func, select
from sqlalchemy.exc import DatabaseError

from doorstep.plumbing import added_only
from doorstep.plumbing.auth.store import TenantRow
from doorstep.plumbing.db import Base, Database
from doorstep.plumbing.journal import EventRow, find_broken_link
from doorstep.plumbing.scoping import ANY_TENANT
from doorstep.plumbing.unit import Kit, Unit

RESTORE = "Stop using this folder and restore the last good backup (doorstep restore)."
"""What to do about damage that came from outside: a disk, another program."""

REPORT = "Keep a copy of the folder as it is, and report this as a fault of Doorstep."
"""What to do about a state that Doorstep itself must never reach."""

_Seen = TypeVar("_Seen")
_State = TypeVar("_State")
_UNREADABLE = (DatabaseError, ValueError, TypeError, LookupError)
"""What a database or an event raises that was damaged or changed from outside."""


@dataclass(frozen=True, slots=True)
class Installation:
    """A stopped installation: its machinery, and the positions in a file of their own."""

    kit: Kit
    positions: Database


@dataclass(frozen=True, slots=True)
class Invariant(Generic[_Seen]):
    """Something that must hold.

    Parameters
    ----------
    name
        Stable, for programs.
    sentence
        What holds.
    action
        What to do when it does not.
    find
        Yields a sentence for each place where it does not hold.
    """

    name: str
    sentence: str
    action: str
    find: Callable[[_Seen], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an invariant holds; ``violations`` is empty when it does."""

    name: str
    sentence: str
    action: str
    violations: tuple[str, ...]


def judge(
    load: Callable[[], Sequence[_Seen]], invariants: Sequence[Invariant[_Seen]]
) -> list[Verdict]:
    """Return a verdict on each invariant in all that was loaded.

    What cannot be read counts as violated.
    """
    try:
        seen = load()
    except _UNREADABLE as error:
        unread: tuple[str, ...] = (_unreadable(error),)
        return [Verdict(one.name, one.sentence, one.action, unread) for one in invariants]
    return [
        Verdict(one.name, one.sentence, one.action, _violations(one, seen)) for one in invariants
    ]


def load_each_tenant(
    installation: Installation, load: Callable[[Unit], _Seen]
) -> Callable[[], list[_Seen]]:
    """Return a function that loads what each tenant has."""

    def load_all() -> list[_Seen]:
        loaded = []
        for tenant_id in list_tenant_ids(installation):
            with installation.kit.read(tenant_id) as unit:
                loaded.append(load(unit))
        return loaded

    return load_all


def find_differences(
    subject: str, kept: Mapping[str, _State], told: Mapping[str, _State]
) -> Iterator[str]:
    """Yield a sentence for each thing that is not what the journal, replayed, makes of it."""
    for id_ in sorted(kept.keys() | told.keys()):
        have, want = kept.get(id_), told.get(id_)
        if have is None:
            yield f"{subject} {id_} of the journal is not there."
        elif want is None:
            yield f"{subject} {id_} is not in the journal."
        elif have != want:
            said = ", ".join(_differing(have, want))
            yield f"{subject} {id_} is not what the journal makes of it: {said}."


def _differing(have: object, want: object) -> Iterator[str]:
    if not is_dataclass(have):
        yield f"{have} instead of {want}"
        return
    for one in fields(have):
        kept, told = getattr(have, one.name), getattr(want, one.name)
        if kept != told:
            yield f"{one.name} {kept} instead of {told}"


def examine(installation: Installation) -> list[Verdict]:
    """Examine the databases, the separation of tenants and the journal."""
    return judge(lambda: [installation], _INVARIANTS)


def _violations(invariant: Invariant[_Seen], seen: Sequence[_Seen]) -> tuple[str, ...]:
    try:
        return tuple(sentence for one in seen for sentence in invariant.find(one))
    except _UNREADABLE as error:
        return (_unreadable(error),)


def _unreadable(error: Exception) -> str:
    return f"It cannot be read: {getattr(error, 'orig', None) or error}."


def list_tenant_ids(installation: Installation) -> list[str]:
    """Return the id of every company there is."""
    return tenant_ids_of(installation.kit.database)


def tenant_ids_of(database: Database) -> list[str]:
    """Return the id of every company in a database."""
    with database.read(None) as session:
        return list(session.scalars(select(TenantRow.id).order_by(TenantRow.id)))


def _ask_sqlite(database: Database, pragma: str) -> list[tuple[object, ...]]:
    """Return what a pragma answers; other databases watch over this by themselves."""
    if database.engine.dialect.name != "sqlite":
        return []
    with database.read(None) as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(f"pragma {pragma}")]


def _find_damage(installation: Installation) -> Iterator[str]:
    for name, database in (
        ("business", installation.kit.database),
        ("positions", installation.positions),
    ):
        for (said,) in _ask_sqlite(database, "integrity_check"):
            if said != "ok":
                yield f"The {name} database is damaged: {said}."


def _find_dangling_keys(installation: Installation) -> Iterator[str]:
    """Look at the rows themselves: databases look at keys only while rows change."""
    with installation.kit.database.read(None) as session:
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_key_constraints:
                parent = key.referred_table.alias()
                named = and_(*(one.parent == parent.c[one.column.name] for one in key.elements))
                query = select(*table.primary_key.columns).where(
                    *(one.parent.is_not(None) for one in key.elements),
                    ~exists().where(named).correlate(table),
                )
                rows = session.connection().execute(query, execution_options={ANY_TENANT: True})
                for row in rows:
                    name = " ".join(map(str, row))
                    yield (
                        f"Row {name} of {table.name} names a row of {key.referred_table.name}"
                        " that is not there."
                    )


def _find_crossing_keys(installation: Installation) -> Iterator[str]:
    with installation.kit.database.read(None) as session:
        connection = session.connection()
        for table, key, parent in _keys_between_tenants():
            joined = and_(
                *(element.parent == element.column for element in key.elements),
                table.c.tenant_id != parent.c.tenant_id,
            )
            query = select(func.count()).select_from(table.join(parent, joined))
            found = connection.scalar(query, execution_options={ANY_TENANT: True})
            if found:
                yield f"{found} rows of {table.name} name {parent.name} of another tenant."


def _keys_between_tenants() -> Iterator[tuple[Table, ForeignKeyConstraint, Table]]:
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            parent = key.referred_table
            if "tenant_id" in table.c and "tenant_id" in parent.c:
                yield table, key, parent


def _find_broken_journals(installation: Installation) -> Iterator[str]:
    for tenant_id in list_tenant_ids(installation):
        with installation.kit.read(tenant_id) as unit:
            broken = find_broken_link(unit.session)
        if broken is not None:
            yield f"The journal of tenant {tenant_id} does not fit from event {broken} on."


def _find_events_of_nobody(installation: Installation) -> Iterator[str]:
    known = set(list_tenant_ids(installation))
    events = cast("Table", EventRow.__table__)
    with installation.kit.database.read(None) as session:
        query = select(events.c.tenant_id).distinct()
        named = session.connection().scalars(query, execution_options={ANY_TENANT: True})
        for tenant_id in sorted(set(named) - known):
            yield f"There are events of tenant {tenant_id}, which is not there."


def _find_unguarded(installation: Installation) -> Iterator[str]:
    with installation.kit.database.read(None) as session:
        for table in added_only.find_unguarded(session.connection(), Base.metadata):
            yield f"The database would let rows of {table} be changed or removed."


_INVARIANTS: tuple[Invariant[Installation], ...] = (
    Invariant("databases_whole", "Both databases are undamaged.", RESTORE, _find_damage),
    Invariant(
        "foreign_keys_hold",
        "Every row that is named by another one is there.",
        RESTORE,
        _find_dangling_keys,
    ),
    Invariant(
        "tenants_apart", "No row names a row of another tenant.", REPORT, _find_crossing_keys
    ),
    Invariant(
        "journal_unbroken",
        "No event of the journal was changed or taken out.",
        RESTORE,
        _find_broken_journals,
    ),
    Invariant(
        "added_only_guarded",
        "The database refuses to change the journal, the cash ledger and the chain of holders.",
        "Start the server once: it puts the triggers back. Then find out who took them away.",
        _find_unguarded,
    ),
    Invariant(
        "events_have_tenant",
        "Every event belongs to a tenant that is there.",
        RESTORE,
        _find_events_of_nobody,
    ),
)
