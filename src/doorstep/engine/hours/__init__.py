"""Drivers' hours: what laws say, what they leave a vehicle, and whether a log keeps them."""

from doorstep.engine.hours.audit import Breach, Duty, Finding, audit
from doorstep.engine.hours.law import EU_561, US_HOS, HoursLaw, under
from doorstep.engine.parts import RestRule

__all__ = [
    "EU_561",
    "US_HOS",
    "Breach",
    "Duty",
    "Finding",
    "HoursLaw",
    "RestRule",
    "audit",
    "under",
]
