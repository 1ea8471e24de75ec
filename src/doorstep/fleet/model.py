"""Depots and vehicles with their shifts; pure."""

from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum

from doorstep.fleet.emissions import usual_g_per_km
from doorstep.kernel import Point


@dataclass(frozen=True, slots=True)
class Depot:
    """Where routes start and end."""

    name: str
    location: Point
    address: str = ""


EVERY_DAY = frozenset(range(1, 8))
"""The days of the week by ISO 8601: Monday is 1."""


class AbsenceReason(StrEnum):
    """Why somebody or something is away."""

    DAY_OFF = "day_off"
    VACATION = "vacation"
    SICK = "sick"
    TRAINING = "training"
    WORKSHOP = "workshop"


@dataclass(frozen=True, slots=True, order=True)
class Absence:
    """From one date to another, both included, and why."""

    first_on: date
    last_on: date
    reason: AbsenceReason = AbsenceReason.DAY_OFF


@dataclass(frozen=True, slots=True)
class Availability:
    """On which dates somebody or something works.

    Parameters
    ----------
    weekdays
        Days of the week, Monday is 1.
    absences
        When it does not, whatever days of the week they are; in order.
    works_holidays
        Whether it works on the company's holidays.
    """

    weekdays: frozenset[int] = EVERY_DAY
    absences: tuple[Absence, ...] = ()
    works_holidays: bool = False

    def covers(self, service_on: date, *, holiday: bool = False) -> bool:
        """Tell whether it works on this date."""
        if holiday and not self.works_holidays:
            return False
        if service_on.isoweekday() not in self.weekdays:
            return False
        return not any(one.first_on <= service_on <= one.last_on for one in self.absences)


ALWAYS = Availability()


@dataclass(frozen=True, slots=True)
class Break:
    """Rest within a shift.

    Parameters
    ----------
    earliest, latest
        When it may begin, in the fleet's time zone; on a night shift, a time before the shift's
        start is on the next day.
    duration_s
        How long it takes.
    """

    earliest: time
    latest: time
    duration_s: int


class HoursLawName(StrEnum):
    """Which law of drivers' hours binds whoever drives."""

    NONE = "none"
    EU_561 = "eu_561"
    US_HOS = "us_hos"


@dataclass(frozen=True, slots=True)
class Driver:
    """A person who drives.

    Parameters
    ----------
    skills
        What they can do, beside what their vehicle can.
    """

    name: str
    phone: str = ""
    skills: frozenset[str] = frozenset()
    availability: Availability = ALWAYS


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle with its driver's shift of a working day.

    Parameters
    ----------
    name
        Unique in the fleet: "van 1".
    depot
        Name of the depot where it starts and ends.
    profile
        Name of its travel profile in ``roads``: "van", "cargo_bike", "foot".
    shift_start, shift_end
        Wall-clock time in the fleet's time zone; an end at or before the start is the next day.
    capacity_g, capacity_cm3
        What it can carry.
    fixed_cost_minor, cost_per_km_minor, cost_per_hour_minor
        In minor units of the fleet's currency.
    skills, max_stops
        What it can do; most stops a day, or none.
    driver
        Name of the driver, or empty.
    color
        How maps draw it, "#rrggbb", or empty.
    breaks
        Rests of its shift, in the order in which they are taken.
    availability
        When it is there to be used.
    hours_law
        Which law says when its driver must rest; it depends on the vehicle's weight.
    co2e_g_per_km
        Grams of CO2 equivalent it gives off on a kilometre, from well to wheel; none: what is
        usual for its profile.
    """

    name: str
    depot: str
    profile: str
    shift_start: time
    shift_end: time
    capacity_g: int
    capacity_cm3: int
    fixed_cost_minor: int = 0
    cost_per_km_minor: int = 0
    cost_per_hour_minor: int = 0
    skills: frozenset[str] = frozenset()
    max_stops: int | None = None
    driver: str = ""
    color: str = ""
    breaks: tuple[Break, ...] = ()
    availability: Availability = ALWAYS
    hours_law: HoursLawName = HoursLawName.NONE
    co2e_g_per_km: int | None = None

    @property
    def emits_g_per_km(self) -> int:
        """Return what it gives off on a kilometre, its own figure or the usual one."""
        usual = usual_g_per_km(self.profile)
        return usual if self.co2e_g_per_km is None else self.co2e_g_per_km


@dataclass(frozen=True, slots=True)
class VehicleType:
    """What vehicles of one kind have in common; see ``Vehicle``.

    A vehicle of a type has the type's values, now and whenever they change.
    """

    name: str
    profile: str
    capacity_g: int
    capacity_cm3: int
    fixed_cost_minor: int = 0
    cost_per_km_minor: int = 0
    cost_per_hour_minor: int = 0
    skills: frozenset[str] = frozenset()
    max_stops: int | None = None
    hours_law: HoursLawName = HoursLawName.NONE
    co2e_g_per_km: int | None = None

    def shape(self, vehicle: Vehicle) -> Vehicle:
        """Return the vehicle with the type's values."""
        common = {name: getattr(self, name) for name in self.__slots__ if name != "name"}
        return replace(vehicle, **common)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A date on which the company rests, but for those who work on holidays."""

    on: date
    name: str


@dataclass(frozen=True, slots=True)
class PlanPrices:
    """What plans count beside what vehicles cost, in minor units; 0: it costs nothing.

    Parameters
    ----------
    co2e_per_t_minor
        A tonne of CO2 equivalent.
    extra_visit_minor
        Each visit more to a door that is visited already.
    """

    co2e_per_t_minor: int = 0
    extra_visit_minor: int = 0


@dataclass(frozen=True, slots=True)
class Fleet:
    """Who can drive on a day.

    Parameters
    ----------
    timezone
        IANA name: "Europe/Helsinki". Shifts and the windows of files are in it.
    currency
        ISO 4217 code of every amount.
    prices
        What plans count beside what vehicles cost.
    """

    timezone: str
    currency: str
    depots: tuple[Depot, ...]
    vehicles: tuple[Vehicle, ...]
    prices: PlanPrices = PlanPrices()

    def working_on(self, service_on: date) -> "Fleet":
        """Return the fleet with the vehicles that work on this date; a file knows no holidays."""
        working = (one for one in self.vehicles if one.availability.covers(service_on))
        return replace(self, vehicles=tuple(working))
