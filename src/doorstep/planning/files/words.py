"""Times and amounts of a plan in the words people read."""

from collections.abc import Sequence
from datetime import datetime

from doorstep.kernel import TimeWindow
from doorstep.planning.model import Plan, PlannedBreak

_KM_M = 1000
_KG_G = 1000
_HOUR_S = 3600
_MINUTE_S = 60


def clock(plan: Plan, instant: datetime) -> str:
    """Return the local clock time; with ``+1`` when it is the day after the service date."""
    local = plan.local(instant)
    days = (local.date() - plan.service_on).days
    return f"{local:%H:%M}" + (f" {days:+d}" if days else "")


def windows_text(plan: Plan, windows: Sequence[TimeWindow]) -> str:
    """Return windows as ``09:00-12:00``, empty for any time."""
    return ", ".join(
        f"{_edge(plan, window.early_at)}\u2013{_edge(plan, window.late_at)}" for window in windows
    )


def distance_text(distance_m: int) -> str:
    """Return a distance in kilometres with one decimal."""
    return f"{distance_m / _KM_M:,.1f} km"


def co2e_text(grams: int) -> str:
    """Return greenhouse gases in kilograms with one decimal."""
    return f"{grams / _KG_G:,.1f} kg CO2e"


def duration_text(duration_s: int) -> str:
    """Return a duration as hours and minutes."""
    hours, rest = divmod(duration_s, _HOUR_S)
    return f"{hours} h {rest // _MINUTE_S:02d} min" if hours else f"{rest // _MINUTE_S} min"


def break_text(rest: PlannedBreak) -> str:
    """Return how long a break is and which law asks for it: ``Rest 45 min (EU 561/2006)``."""
    lasts = duration_text(int((rest.end_at - rest.start_at).total_seconds()))
    return f"Rest {lasts} ({rest.law})" if rest.law else f"Break {lasts}"


def _edge(plan: Plan, instant: datetime) -> str:
    text = clock(plan, instant)
    return "24:00" if text == "00:00 +1" else text
