"""What would make a shipment fit, in words: one sentence for each relaxation of the engine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from doorstep import fleet
from doorstep.engine import Change, Relaxation
from doorstep.kernel import Money
from doorstep.planning.model import Fix

_MILLI = 1000
_MINUTE_S = 60
_LONG_MIN = 120


@dataclass(frozen=True, slots=True)
class Day:
    """Where and when the plan is for.

    Parameters
    ----------
    crew
        The vehicles that relaxations speak of, in the problem's order.
    start_at
        Local midnight of the service date, from which the engine counts seconds.
    """

    crew: fleet.Fleet
    start_at: datetime

    def clock(self, seconds: int) -> str:
        """Return the local clock time, with ``+1`` on the day after the service date."""
        zone = ZoneInfo(self.crew.timezone)
        local = (self.start_at + timedelta(seconds=seconds)).astimezone(zone)
        days = (local.date() - self.start_at.astimezone(zone).date()).days
        return f"{local:%H:%M}" + (f" {days:+d}" if days else "")


def read_fix(relaxation: Relaxation, day: Day) -> Fix:
    """Return a relaxation as people read it, with units, money and local times."""
    vehicle = day.crew.vehicles[relaxation.vehicle]
    cost_minor = round(relaxation.added_cost / _MILLI)
    words = _WORDS[relaxation.change](relaxation, vehicle, day)
    sign = "+" if cost_minor >= 0 else ""
    money = Money(cost_minor, day.crew.currency)
    return Fix(
        change=relaxation.change.value,
        vehicle=vehicle.name,
        cost_minor=cost_minor,
        sentence=f"{words}: {sign}{money}.",
    )


def _say_nothing(_relaxation: Relaxation, vehicle: fleet.Vehicle, _day: Day) -> str:
    return f"As it is, on {vehicle.name}"


def _say_prize(_relaxation: Relaxation, vehicle: fleet.Vehicle, _day: Day) -> str:
    return f"With a higher priority, on {vehicle.name}"


def _say_later(relaxation: Relaxation, vehicle: fleet.Vehicle, day: Day) -> str:
    until = f" (until {day.clock(relaxation.window.late)})" if relaxation.window else ""
    longer = _duration(relaxation.amount)
    return f"With its window open {longer} longer{until}, on {vehicle.name}"


def _say_earlier(relaxation: Relaxation, vehicle: fleet.Vehicle, day: Day) -> str:
    since = f" (from {day.clock(relaxation.window.early)})" if relaxation.window else ""
    earlier = _duration(relaxation.amount)
    return f"With its window open {earlier} earlier{since}, on {vehicle.name}"


def _say_shift_end(relaxation: Relaxation, vehicle: fleet.Vehicle, day: Day) -> str:
    until = f" (until {day.clock(relaxation.window.late)})" if relaxation.window else ""
    return f"With {_duration(relaxation.amount)} more on {vehicle.name}'s shift{until}"


def _say_max_stops(relaxation: Relaxation, vehicle: fleet.Vehicle, _day: Day) -> str:
    more = relaxation.amount
    in_all = (vehicle.max_stops or 0) + more
    return f"With {more} stop{'s' if more > 1 else ''} more on {vehicle.name} ({in_all} in all)"


def _say_capacity(relaxation: Relaxation, vehicle: fleet.Vehicle, _day: Day) -> str:
    weight_g, volume_cm3 = relaxation.load
    amounts = ((weight_g, "kg"), (volume_cm3, "l"))
    room = " and ".join(f"{_thousandths(amount)} {unit}" for amount, unit in amounts if amount)
    return f"With room for {room} more on {vehicle.name}"


def _say_skills(relaxation: Relaxation, vehicle: fleet.Vehicle, _day: Day) -> str:
    names = sorted(relaxation.skills)
    plural = "s" if len(names) > 1 else ""
    return f"With the skill{plural} {' and '.join(names)} on {vehicle.name}"


def _say_vehicle(_relaxation: Relaxation, vehicle: fleet.Vehicle, _day: Day) -> str:
    return f"With one more vehicle like {vehicle.name}"


_WORDS: dict[Change, Callable[[Relaxation, fleet.Vehicle, Day], str]] = {
    Change.NOTHING: _say_nothing,
    Change.PRIZE: _say_prize,
    Change.WINDOW_LATER: _say_later,
    Change.WINDOW_EARLIER: _say_earlier,
    Change.SHIFT_END: _say_shift_end,
    Change.MAX_STOPS: _say_max_stops,
    Change.CAPACITY: _say_capacity,
    Change.SKILLS: _say_skills,
    Change.VEHICLE: _say_vehicle,
}


def _duration(seconds: int) -> str:
    minutes = seconds // _MINUTE_S
    if minutes >= _LONG_MIN:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    return f"{minutes} minute{'s' if minutes > 1 else ''}"


def _thousandths(amount: int) -> str:
    """Return grams as kilograms, or cubic centimetres as litres, without a zero at the end."""
    return f"{(Decimal(amount) / 1000).normalize():f}"
