"""Keep lessons, and put them into the traffic that plans go by."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from doorstep import roads
from doorstep.plumbing.unit import Unit
from doorstep.roads.sources import read_traffic
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
    for one in taught:
        if one.route_id not in fresh:
            continue
        fresh.discard(one.route_id)
        seen += 1
        store.add_learned(unit.session, unit.tenant_id, one.route_id, unit.now())
        key = one.profile, one.driven_on - timedelta(days=one.driven_on.weekday())
        together[key] = together.get(key, roads.Lessons.nothing()) + one.lessons
    for (profile, week_on), lessons in together.items():
        _add(unit, profile, week_on, lessons)
    oldest_on = unit.now().date() - timedelta(weeks=KEPT_WEEKS + 1)
    store.delete_before(unit.session, oldest_on, unit.now() - _ROUTES_KEPT)
    if seen:
        streets = {int(key) for lessons in together.values() for key in lessons.street}
        unit.emit("speeds.learned", unit.tenant_id, {"routes": seen, "streets": len(streets)})
    return seen


def load(unit: Unit) -> dict[str, roads.Lessons]:
    """Return all lessons that still count, by profile."""
    found: dict[str, roads.Lessons] = {}
    since_on = unit.now().date() - timedelta(weeks=KEPT_WEEKS)
    for row in store.list_weeks(unit.session, since_on):
        lessons = roads.Lessons.from_bytes(row.lessons)
        found[row.profile] = found.get(row.profile, roads.Lessons.nothing()) + lessons
    return found


def read_traffic_of(
    name: str, graph: roads.Graph, lessons: Mapping[str, roads.Lessons], profile: str
) -> roads.Traffic:
    """Return the traffic that comes with Doorstep, with what a profile was taught in it.

    Parameters
    ----------
    name
        Of the traffic: "city".
    graph
        The streets.
    lessons
        From ``load``.
    profile
        Whose.
    """
    traffic = read_traffic(name)
    mine = lessons.get(profile)
    return traffic if mine is None else roads.teach(traffic, graph, profile, mine)


def _add(unit: Unit, profile: str, week_on: date, lessons: roads.Lessons) -> None:
    if not len(lessons.street):
        return
    row = store.find_week(unit.session, profile, week_on)
    if row is None:
        store.add_week(
            unit.session,
            store.LessonsRow(
                id=unit.new_id(),
                tenant_id=unit.tenant_id,
                profile=profile,
                week_on=week_on,
                lessons=lessons.to_bytes(),
            ),
        )
    else:
        row.lessons = (roads.Lessons.from_bytes(row.lessons) + lessons).to_bytes()
