"""Keep lessons, and put them into the traffic that plans go by."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock

from doorstep import roads
from doorstep.plumbing.unit import Unit
from doorstep.speeds import store

KEPT_WEEKS = 52
"""Lessons that are older no longer count: streets change."""

_ROUTES_KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Taught:
    """What one route taught.

    Parameters
    ----------
    route_id
        Of the route.
    driven_on
        Its service date.
    profile
        The travel profile of its vehicle.
    lessons
        What was seen; may be nothing.
    """

    route_id: str
    driven_on: date
    profile: str
    lessons: roads.Lessons


@dataclass(frozen=True, slots=True)
class Learned:
    """All that counts of what a company's drives taught; two of one key are the same.

    Parameters
    ----------
    key
        Changes with the lessons.
    by_profile
        Lessons by travel profile.
    """

    key: str
    by_profile: Mapping[str, roads.Lessons] = field(compare=False)


NOTHING = Learned("", {})
"""No drives have taught anything."""

_MOST_KEPT = 16
_kept: dict[str, Learned] = {}
_lock = Lock()


def list_unlearned(unit: Unit, route_ids: Collection[str]) -> set[str]:
    """Return which of some routes nothing has been learned from so far."""
    return set(route_ids) - store.list_learned(unit.session, route_ids)


def record(unit: Unit, taught: Sequence[Taught]) -> int:
    """Keep what routes taught; return how many of them are new.

    A route counts once, however often it is given.
    """
    fresh = list_unlearned(unit, [one.route_id for one in taught])
    seen = 0
    together: dict[tuple[str, date], roads.Lessons] = {}
    routes: dict[tuple[str, date], int] = {}
    for one in taught:
        if one.route_id not in fresh:
            continue
        fresh.discard(one.route_id)
        seen += 1
        store.add_learned(unit.session, unit.tenant_id, one.route_id, unit.now())
        key = one.profile, one.driven_on - timedelta(days=one.driven_on.weekday())
        together[key] = together.get(key, roads.Lessons.nothing()) + one.lessons
        routes[key] = routes.get(key, 0) + 1
    for (profile, week_on), lessons in together.items():
        _add(unit, profile, week_on, lessons, routes[profile, week_on])
    oldest_on = unit.now().date() - timedelta(weeks=KEPT_WEEKS + 1)
    store.delete_before(unit.session, oldest_on, unit.now() - _ROUTES_KEPT)
    if seen:
        streets = {int(key) for lessons in together.values() for key in lessons.street}
        unit.emit("speeds.learned", unit.tenant_id, {"routes": seen, "streets": len(streets)})
    return seen


def load(unit: Unit) -> Learned:
    """Return what still counts, for all profiles; from memory where nothing has changed."""
    since_on = unit.now().date() - timedelta(weeks=KEPT_WEEKS)
    weeks = store.list_weeks(unit.session, since_on)
    if not weeks:
        return NOTHING
    key = f"{unit.tenant_id} {weeks}"
    with _lock:
        if (kept := _kept.get(unit.tenant_id)) is not None and kept.key == key:
            return kept
    found: dict[str, roads.Lessons] = {}
    for profile, lessons in store.iter_lessons(unit.session, since_on):
        found[profile] = found.get(profile, roads.Lessons.nothing()) + roads.Lessons.from_bytes(
            lessons
        )
    learned = Learned(key, found)
    with _lock:
        _kept.pop(unit.tenant_id, None)
        _kept[unit.tenant_id] = learned
        while len(_kept) > _MOST_KEPT:
            _kept.pop(next(iter(_kept)))
    return learned


def _add(unit: Unit, profile: str, week_on: date, lessons: roads.Lessons, routes: int) -> None:
    row = store.find_week(unit.session, profile, week_on)
    if row is not None:
        row.lessons = (roads.Lessons.from_bytes(row.lessons) + lessons).to_bytes()
        row.routes += routes
        return
    store.add_week(
        unit.session,
        store.LessonsRow(
            id=unit.new_id(),
            tenant_id=unit.tenant_id,
            profile=profile,
            week_on=week_on,
            routes=routes,
            lessons=lessons.to_bytes(),
        ),
    )
