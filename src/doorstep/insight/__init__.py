"""What happened: the day's numbers, from the journal alone.

Owns the definitions of the numbers and no state. Emits nothing.
"""

from doorstep.insight.numbers import DEFINITIONS, DayNumbers, RouteNumbers
from doorstep.insight.service import get_numbers

__all__ = ["DEFINITIONS", "DayNumbers", "RouteNumbers", "get_numbers"]
