"""What a law says of drivers' hours, as data.

Only what decides within a few days is here. Weekly limits are not: 56 and 90 hours of driving in
one and two weeks (EU), 60 or 70 hours on duty in 7 or 8 days (US).
"""

from dataclasses import dataclass, replace
from typing import Final

from doorstep.engine.parts import RestRule, Vehicle

MINUTE_S: Final = 60
HOUR_S: Final = 3600


@dataclass(frozen=True, slots=True)
class HoursLaw:
    """The hours of one country's law.

    Parameters
    ----------
    name, source
        For people, and where it is written.
    rest
        Within a day.
    daily_driving_s
        Most seconds at the wheel between two daily rests.
    daily_rest_s
        Rest in one piece that ends a day.
    daily_span_s
        How long after its beginning a day must be over.
    work_may_go_on
        Whether only driving must be over by then.
    """

    name: str
    source: str
    rest: RestRule
    daily_driving_s: int
    daily_rest_s: int
    daily_span_s: int
    work_may_go_on: bool = False


EU_561: Final = HoursLaw(
    name="EU 561/2006",
    source="Regulation (EC) No 561/2006, Articles 4, 6.1, 7 and 8.2",
    rest=RestRule(
        driving_s=4 * HOUR_S + 30 * MINUTE_S,
        rest_s=45 * MINUTE_S,
        parts_s=(15 * MINUTE_S, 30 * MINUTE_S),
    ),
    daily_driving_s=9 * HOUR_S,
    daily_rest_s=11 * HOUR_S,
    daily_span_s=13 * HOUR_S,
)
"""Without what it allows a few times a week: 10 hours of driving, 9 hours of daily rest."""

US_HOS: Final = HoursLaw(
    name="US HOS",
    source="49 CFR 395.3(a), property-carrying vehicles",
    rest=RestRule(driving_s=8 * HOUR_S, rest_s=30 * MINUTE_S, work_counts=True),
    daily_driving_s=11 * HOUR_S,
    daily_rest_s=10 * HOUR_S,
    daily_span_s=14 * HOUR_S,
    work_may_go_on=True,
)
"""Without sleeper berths, the 16-hour day and adverse weather."""


def under(law: HoursLaw, vehicle: Vehicle) -> Vehicle:
    """Return the vehicle with what the law leaves its driver for one day.

    Where work may go on after the day's span, this is stricter: the route is over by then.
    """
    return replace(
        vehicle,
        rest=law.rest,
        max_driving_s=_least(vehicle.max_driving_s, law.daily_driving_s),
        max_duration_s=_least(vehicle.max_duration_s, law.daily_span_s),
    )


def _least(bound: int | None, other: int) -> int:
    return other if bound is None else min(bound, other)
