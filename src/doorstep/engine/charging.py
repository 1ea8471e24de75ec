"""Where a route charges, and up to which level: the fixed-route vehicle-charging problem [1]_.

Going along the stops, labels remember how a vehicle may have come so far: over how many metres,
from which station, with what in the battery when it came there, and what it has used since. How
long it stayed there is left open until it matters, at the next station or the end: the level it
was charged to is then just enough, or as much as waits on the way let it have for nothing, or a
bend of either curve. With piecewise linear curves nothing else can be best. A label is dropped
when another one is at least as good in everything.

References
----------
.. [1] Froger, Mendoza, Jabali and Laporte (2019), doi:10.1016/j.cor.2018.12.013; labels that
   leave the amount open: Desaulniers, Errico, Irnich and Schneider (2016),
   doi:10.1287/opre.2016.1535.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from doorstep.engine.electric import Battery, Charge, Station
from doorstep.engine.line import Line
from doorstep.engine.loads import list_loads
from doorstep.engine.parts import Profile, Vehicle, Window
from doorstep.engine.problem import Problem
from doorstep.engine.stations import NOWHERE, Ints, leg_energies, list_between, list_onward

NEVER = 2**40
"""A time after everything."""

MOST_LABELS = 24
"""Most labels kept at one stop, those with the shortest way."""

MOST_CHARGES = 16
"""Most charges of one route."""

MOST_PLANS = 8
"""How many ways to charge a route are compared by what they cost."""

IN_A_ROW = 2
"""Most stations visited one after the other, with no stop between them."""


@dataclass(frozen=True, slots=True)
class Label:
    """How a vehicle may have come to where it is.

    Parameters
    ----------
    metres
        So far.
    station
        Charged at last; none before the first.
    came, level
        When it came there, and what was in the battery then; or at the start.
    used
        Energy since.
    floor, offset, latest
        Having left the station, or the start, at ``t`` up to ``latest``, it is here at
        ``max(floor, t + offset)``.
    spent_s
        On charges before that.
    charges
        Where it was charged before, up to which levels: leg, station, level on arrival and level.
    leg
        On which it came to the station.
    """

    metres: int
    station: Station | None
    number: int
    came: int
    level: int
    used: int
    floor: int
    offset: int
    latest: int
    spent_s: int
    charges: tuple[tuple[int, int, int, int], ...]
    leg: int


@dataclass(frozen=True, slots=True)
class _Way:
    """What the legs of a route are driven on."""

    problem: Problem
    car: Vehicle
    battery: Battery
    profile: Profile
    energies: Ints
    onward: list[int]
    """What it takes from each location to the next station or the end, whichever is nearer."""
    pays_time: bool

    def seconds(self, here: int, there: int) -> int:
        """Return what a leg takes this driver, below 0 where there is none."""
        seconds = int(self.profile.duration_s[here, there])
        return seconds if seconds < 0 else -(-seconds * self.car.travel_percent // 100)

    def metres(self, here: int, there: int) -> int:
        return max(0, int(self.profile.distance_m[here, there]))

    def energy(self, here: int, there: int, load: int) -> int:
        most = self.car.capacity[0] if self.car.capacity else 0
        return self.battery.leg_energy(int(self.energies[here, there]), load, most)


def list_charges(problem: Problem, vehicle: int, line: Line) -> list[tuple[Charge, ...]]:
    """Return ways to charge along a route without charges, the shortest first.

    No charge where the battery lasts; none at all where no way is known. O(stops x labels x
    stations).

    Parameters
    ----------
    line
        The route's, without charges.
    """
    car = problem.vehicles[vehicle]
    if car.battery is None:
        return [()]
    profile = problem.profiles[car.profile]
    energies = leg_energies(profile, car.battery)
    onward = list_onward(profile, energies, problem.stations, car.end)
    way = _Way(problem, car, car.battery, profile, energies, onward.tolist(), pays_time(car))
    loads = [load[0] if load else 0 for load in list_loads(problem, car, line.visits)]
    places = [car.start, *(visit.location for visit in line.visits), car.end]
    used = sum(
        way.energy(here, there, load)
        for (here, there), load in zip(pairwise(places), loads, strict=True)
    )
    if used <= car.battery.start_level - car.battery.reserve:
        return [()]
    labels = [
        Label(
            metres=0,
            station=None,
            number=NOWHERE,
            came=line.departs_from,
            level=car.battery.start_level,
            used=0,
            floor=-NEVER,
            offset=0,
            latest=NEVER,
            spent_s=0,
            charges=(),
            leg=0,
        )
    ]
    for leg, (here, there) in enumerate(pairwise(places)):
        arrived = list(_drive(way, labels, leg, (here, there), loads[leg]))
        is_end = leg == len(line.visits)
        closing = (Window(-NEVER, car.shift.late + car.overtime_s),)
        windows = closing if is_end else line.windows[leg]
        visit = None if is_end else line.visits[leg]
        leaves_from = None if is_end else line.leaves_from[leg]
        labels = []
        for label, before in arrived:
            stay_s = visit.service_s if visit else 0
            stay_s += visit.setup_s if visit and before != there else 0
            for served in _serve(way, label, windows, stay_s, leaves_from):
                _keep(way, labels, served, is_end=is_end)
    plans = [_read(way, label) for label in labels]
    return plans[:MOST_PLANS]


def pays_time(car: Vehicle) -> bool:
    """Tell whether it matters how long a route takes."""
    is_paid = car.cost_per_s or (car.balance is not None and car.balance.cost_per_s)
    return bool(is_paid or car.max_duration_s is not None)


def _drive(
    way: _Way, labels: Sequence[Label], leg: int, ends: tuple[int, int], load: int
) -> Iterator[tuple[Label, int]]:
    """Yield the labels at the end of a leg, each with the location it comes from."""
    here, there = ends
    at: list[tuple[Label, int]] = [(label, here) for label in labels]
    for row in range(IN_A_ROW + 1):
        for label, place in at:
            moved = _move(way, label, place, there, load)
            if moved is not None:
                yield moved, place
        if row == IN_A_ROW:
            return
        at = [
            (charged, station.location)
            for label, place in at
            if len(label.charges) < MOST_CHARGES
            and (row == 0 or _needs_another(way, place, there, load))
            for number, station in _stations(way, place, there)
            if (moved := _move(way, label, place, station.location, load)) is not None
            for charged in _charge(way, moved, leg, number)
        ]


def _needs_another(way: _Way, here: int, there: int, load: int) -> bool:
    """Tell whether even a full battery does not last to a place and on from there."""
    needed = way.energy(here, there, load) + way.onward[there] + way.battery.reserve
    return needed > way.battery.capacity


def _stations(way: _Way, here: int, there: int) -> Iterator[tuple[int, Station]]:
    stations = way.problem.stations
    if not stations:
        return
    for number in list_between(way.profile, way.energies, stations, here, [there])[0].tolist():
        if number != NOWHERE:
            yield number, stations[number]


def _move(way: _Way, label: Label, here: int, there: int, load: int) -> Label | None:
    """Return a label after a leg, none where the time or the battery does not allow it.

    It must last to the next station as well, or to the end.
    """
    seconds = way.seconds(here, there)
    used = label.used + way.energy(here, there, load)
    top = label.level if label.station is None else way.battery.capacity
    if seconds < 0 or used + way.onward[there] + way.battery.reserve > top:
        return None
    moved = replace(
        label,
        metres=label.metres + way.metres(here, there),
        used=used,
        floor=label.floor + seconds,
        offset=label.offset + seconds,
    )
    return moved if _left_at(moved, _least(way.battery, moved)) <= moved.latest else None


def _serve(
    way: _Way,
    label: Label,
    windows: Sequence[Window],
    stay_s: int,
    leaves_from: int | None,
) -> Iterator[Label]:
    """Yield a label after a stop, for each window that can still be reached."""
    for window in windows or (Window(-NEVER, NEVER),):
        floor = max(label.floor, window.early)
        latest = min(label.latest, window.late - label.offset)
        served = replace(label, floor=floor + stay_s, offset=label.offset + stay_s, latest=latest)
        if leaves_from is not None:
            served = replace(served, floor=max(served.floor, leaves_from))
        if floor <= window.late and _left_at(served, _least(way.battery, served)) <= latest:
            yield served


def _least(battery: Battery, label: Label) -> int:
    """Return up to which level the vehicle was charged at least where it was last."""
    if label.station is None:
        return label.level
    if battery.charges_fully:
        return battery.capacity
    return max(label.level, label.used + battery.reserve)


def _left_at(label: Label, level: int) -> int:
    """Return when it left the last station if it was charged up to a level there."""
    if label.station is None:
        return label.came
    seconds_to = label.station.seconds_to
    return label.came + seconds_to(level) - seconds_to(label.level)


def _is_at(label: Label, level: int) -> int:
    """Return when it is here if it was charged up to a level."""
    return max(label.floor, _left_at(label, level) + label.offset)


def _most_by(label: Label, least: int, most: int, left_by: int) -> int:
    """Return the highest level, from ``least`` on, with which it left by an instant."""
    low, high = least, most
    while low < high:
        middle = (low + high + 1) // 2
        if _left_at(label, middle) <= left_by:
            low = middle
        else:
            high = middle - 1
    return low


def _charge(way: _Way, label: Label, leg: int, number: int) -> Iterator[Label]:
    """Yield a label for each level worth having when it comes to a station."""
    station = way.problem.stations[number]
    for level in _levels(way, label, station):
        left = level - label.used
        if left >= way.battery.capacity:
            continue
        charges = label.charges
        if label.station is not None:
            charges = (*charges, (label.leg, label.number, label.level, level))
        yield Label(
            metres=label.metres,
            station=station,
            number=number,
            came=_is_at(label, level),
            level=left,
            used=0,
            floor=-NEVER,
            offset=0,
            latest=NEVER,
            spent_s=label.spent_s + _left_at(label, level) - label.came,
            charges=charges,
            leg=leg,
        )


def _levels(way: _Way, label: Label, station: Station) -> list[int]:
    """Return the levels at the last station that can be best when this one comes next."""
    battery = way.battery
    least = _least(battery, label)
    if label.station is None or least == battery.capacity:
        return [least]
    most = _most_by(label, least, battery.capacity, label.latest)
    free = _most_by(label, least, most, label.floor - label.offset)
    bends = {level for level, _ in label.station.curve}
    bends |= {level + label.used for level, _ in station.curve}
    above = least if way.pays_time else free
    return sorted({least, free, most, *(level for level in bends if above < level < most)})


def _keep(way: _Way, labels: list[Label], label: Label, *, is_end: bool) -> None:
    """Put a label in its place, by metres, unless another one is as good; drop what it beats."""
    if any(_is_as_good(way, other, label, is_end=is_end) for other in labels):
        return
    labels[:] = [other for other in labels if not _is_as_good(way, label, other, is_end=is_end)]
    at = len(labels)
    while at > 0 and labels[at - 1].metres > label.metres:
        at -= 1
    labels.insert(at, label)
    del labels[MOST_LABELS:]


def _is_as_good(way: _Way, one: Label, other: Label, *, is_end: bool) -> bool:
    """Tell whether a label is at least as good as another in everything.

    Where time is paid for, in the seconds of charging as well; at the end, what is left in the
    battery is of no use.
    """
    battery = way.battery
    least, others_least = _least(battery, one), _least(battery, other)
    if one.metres > other.metres or _is_at(one, least) > _is_at(other, others_least):
        return False
    top = other.level if other.station is None else battery.capacity
    if is_end or least - one.used >= top - other.used:
        return not way.pays_time or (
            one.spent_s + _left_at(one, least) - one.came
            <= other.spent_s + _left_at(other, others_least) - other.came
        )
    if one.station is None or other.station is None or one.station.curve != other.station.curve:
        return False
    seconds_to = one.station.seconds_to
    begun, others_begun = seconds_to(one.level), seconds_to(other.level)
    shift = one.came - begun + one.offset
    others_shift = other.came - others_begun + other.offset
    if way.pays_time and one.spent_s - begun > other.spent_s - others_begun:
        return False
    return (
        not battery.charges_fully
        and one.used <= other.used
        and shift <= others_shift
        and one.floor <= other.floor
        and one.latest + one.offset >= other.latest + other.offset
    )


def _read(way: _Way, label: Label) -> tuple[Charge, ...]:
    """Return the charges of a label at the end of the route."""
    charges = label.charges
    if label.station is not None:
        least = _least(way.battery, label)
        charges = (*charges, (label.leg, label.number, label.level, least))
    return tuple(
        Charge(
            leg,
            number,
            level,
            way.problem.stations[number].seconds_to(level)
            - way.problem.stations[number].seconds_to(came),
        )
        for leg, number, came, level in charges
        if level > came or way.battery.charges_fully
    )
