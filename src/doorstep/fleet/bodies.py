"""Depots, drivers and vehicles as the API takes them."""

from datetime import time
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from doorstep.fleet.model import (
    EVERY_DAY,
    Absence,
    AbsenceReason,
    Availability,
    Break,
    Depot,
    Driver,
    HoursLawName,
    PlanPrices,
    Vehicle,
    VehicleType,
)
from doorstep.kernel import Point
from doorstep.plumbing.fields import CalendarDate
from doorstep.plumbing.web import Body

_Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^\S")
]
_Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
_Skill = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=50)
]
_Skills = Annotated[list[_Skill], Field(max_length=50)]
_Weekday = Annotated[int, Field(ge=1, le=7)]
_Cost = Annotated[int, Field(ge=0, le=100_000_000)]
_Emissions = Annotated[
    int | None,
    Field(
        ge=0,
        le=100_000,
        description="Grams of CO2 equivalent per kilometre, from well to wheel; null: the usual.",
    ),
]
_HoursLaw = Annotated[HoursLawName, Field(strict=False)]


class AbsenceBody(Body):
    """From one date to another, both included; without an end, one date."""

    first_on: CalendarDate
    last_on: CalendarDate | None = None
    reason: Annotated[AbsenceReason, Field(strict=False)] = AbsenceReason.DAY_OFF

    @model_validator(mode="after")
    def _is_in_order(self) -> "AbsenceBody":
        if self.last_on is not None and self.last_on < self.first_on:
            message = "it ends before it begins"
            raise ValueError(message)
        return self


class AvailabilityBody(Body):
    """On which dates it works: days of the week (Monday is 1), but for absences."""

    weekdays: list[_Weekday] = Field(default_factory=lambda: sorted(EVERY_DAY), max_length=7)
    absences: list[AbsenceBody] = Field(default_factory=list, max_length=400)
    works_holidays: bool = False

    def to_model(self) -> Availability:
        """Return it as the fleet knows it."""
        absences = sorted(
            Absence(one.first_on, one.last_on or one.first_on, one.reason) for one in self.absences
        )
        return Availability(frozenset(self.weekdays), tuple(absences), self.works_holidays)


class BreakBody(Body):
    """Rest within the shift; begins between two local clock times."""

    earliest: _Clock = Field(examples=["11:30"])
    latest: _Clock = Field(examples=["13:00"])
    duration_s: int = Field(ge=60, le=4 * 3600, examples=[1800])


class DepotBody(Body):
    """A depot as it shall be."""

    name: _Name = Field(examples=["Main depot"])
    address: str = Field("", max_length=300)
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)

    def to_model(self) -> Depot:
        """Return it as the fleet knows it."""
        return Depot(self.name, Point(self.lat, self.lon), self.address.strip())


class DriverBody(Body):
    """A driver as they shall be."""

    name: _Name = Field(examples=["Aino H."])
    phone: str = Field("", max_length=50)
    skills: _Skills = Field(default_factory=list)
    availability: AvailabilityBody = Field(default_factory=AvailabilityBody)

    def to_model(self) -> Driver:
        """Return them as the fleet knows them."""
        return Driver(
            self.name, self.phone.strip(), frozenset(self.skills), self.availability.to_model()
        )


class VehicleBody(Body):
    """A vehicle as it shall be; amounts are minor units of the company's currency.

    With a ``type_id``, what the type says is taken from it: profile, capacities, costs, skills,
    most stops, the law of drivers' hours and what it
    gives off.
    """

    name: _Name = Field(examples=["Van 1"])
    depot_id: str = Field(max_length=36)
    driver_id: str | None = Field(None, max_length=36)
    type_id: str | None = Field(None, max_length=36)
    profile: str = Field("van", max_length=50, examples=["van"])
    shift_start: _Clock = Field("08:00")
    shift_end: _Clock = Field("17:00")
    capacity_g: int = Field(ge=0, le=100_000_000)
    capacity_cm3: int = Field(ge=0, le=1_000_000_000)
    fixed_cost_minor: _Cost = 0
    cost_per_km_minor: _Cost = 0
    cost_per_hour_minor: _Cost = 0
    skills: _Skills = Field(default_factory=list)
    max_stops: int | None = Field(None, ge=1, le=10_000)
    hours_law: _HoursLaw = HoursLawName.NONE
    co2e_g_per_km: _Emissions = None
    color: Annotated[str, StringConstraints(pattern=r"^(#[0-9A-Fa-f]{6})?$")] = ""
    breaks: list[BreakBody] = Field(default_factory=list, max_length=6)
    availability: AvailabilityBody = Field(default_factory=AvailabilityBody)

    def to_model(self) -> Vehicle:
        """Return it as the fleet knows it, without depot and driver."""
        return Vehicle(
            name=self.name,
            depot="",
            profile=self.profile,
            shift_start=time.fromisoformat(self.shift_start),
            shift_end=time.fromisoformat(self.shift_end),
            capacity_g=self.capacity_g,
            capacity_cm3=self.capacity_cm3,
            fixed_cost_minor=self.fixed_cost_minor,
            cost_per_km_minor=self.cost_per_km_minor,
            cost_per_hour_minor=self.cost_per_hour_minor,
            skills=frozenset(self.skills),
            max_stops=self.max_stops,
            color=self.color.lower(),
            breaks=tuple(
                Break(
                    time.fromisoformat(one.earliest),
                    time.fromisoformat(one.latest),
                    one.duration_s,
                )
                for one in self.breaks
            ),
            availability=self.availability.to_model(),
            hours_law=self.hours_law,
            co2e_g_per_km=self.co2e_g_per_km,
        )


class VehicleTypeBody(Body):
    """What vehicles of one kind have in common; amounts as for a vehicle."""

    name: _Name = Field(examples=["Van 3.5 t"])
    profile: str = Field("van", max_length=50, examples=["van"])
    capacity_g: int = Field(ge=0, le=100_000_000)
    capacity_cm3: int = Field(ge=0, le=1_000_000_000)
    fixed_cost_minor: _Cost = 0
    cost_per_km_minor: _Cost = 0
    cost_per_hour_minor: _Cost = 0
    skills: _Skills = Field(default_factory=list)
    max_stops: int | None = Field(None, ge=1, le=10_000)
    hours_law: _HoursLaw = HoursLawName.NONE
    co2e_g_per_km: _Emissions = None

    def to_model(self) -> VehicleType:
        """Return it as the fleet knows it."""
        return VehicleType(**{**self.model_dump(), "skills": frozenset(self.skills)})


class HolidayBody(Body):
    """How a holiday is called."""

    name: _Name = Field(examples=["Christmas Day"])


class PlanPricesBody(Body):
    """What plans count beside what vehicles cost, in minor units; 0: it costs nothing."""

    co2e_per_t_minor: int = Field(0, ge=0, le=100_000_000, examples=[10_000])
    extra_visit_minor: int = Field(0, ge=0, le=100_000_000, examples=[200])

    def to_model(self) -> PlanPrices:
        """Return them as the fleet knows them."""
        return PlanPrices(**self.model_dump())
