"""Reads the values of OpenStreetMap tags: speeds, weights, lengths, durations, conditions."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

KMH_PER_MPH = 1.609344
"""Kilometres in an international mile."""

_TONNES = {"": 1.0, "t": 1.0, "kg": 0.001, "st": 0.90718474, "lt": 1.0160469, "lbs": 0.00045359237}
_METRES = {"": 1.0, "m": 1.0, "cm": 0.01, "ft": 0.3048, "'": 0.3048}
_MAXSPEED = re.compile(r"(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph)?")
_AMOUNT = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z']*)")
_FEET = re.compile(r"(\d+)'\s*(?:(\d+(?:\.\d+)?)\")?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d\d)")
_ISO = re.compile(r"PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", re.IGNORECASE)
_CONDITION = re.compile(r"\s*([^@;]+?)\s*@\s*(\([^)]*\)|[^;]+)")
_MOST_PERCENT = 35.0


class Conditional(NamedTuple):
    """A value that holds under a condition, such as certain hours."""

    value: str
    when: str


def parse_maxspeed(text: str) -> float | None:
    """Return a maxspeed tag in km/h, or none for what is not a number ("FI:urban", "signals")."""
    match = _MAXSPEED.fullmatch(text.strip())
    if match is None:
        return None
    value = float(match[1]) * (KMH_PER_MPH if match[2] == "mph" else 1.0)
    return value or None


def parse_tonnes(text: str) -> float | None:
    """Return a weight in tonnes ("7.5", "7.5 t", "8000 lbs"), or none for what is none."""
    return _amount(text, _TONNES)


def parse_metres(text: str) -> float | None:
    """Return a length in metres ("3.8", "3.8 m", feet and inches), or none for what is none."""
    feet = _FEET.fullmatch(text.strip())
    if feet:
        return float(feet[1]) * 0.3048 + float(feet[2] or 0) * 0.0254
    return _amount(text, _METRES)


def parse_duration_s(text: str) -> float | None:
    """Return a duration in seconds ("45" minutes, "1:30", "PT1H30M"), or none for what is none."""
    text = text.strip()
    if text.isdigit():
        return float(text) * 60 or None
    clock = _CLOCK.fullmatch(text)
    if clock:
        # Two numbers are hours and minutes, three end with seconds.
        first, second, third = int(clock[1] or 0), int(clock[2]), int(clock[3])
        long = first * 3600 + second * 60 + third
        return float(long if clock[1] else second * 3600 + third * 60) or None
    iso = _ISO.fullmatch(text)
    if iso and any(iso.groups()):
        hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        return float(hours * 3600 + minutes * 60 + seconds) or None
    return None


def parse_percent(text: str) -> float:
    """Return a slope in percent, up above zero, 0 for what is no number ("up", "steep")."""
    match = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)\s*%", text.strip())
    percent = float(match[1]) if match else 0.0
    return percent if abs(percent) <= _MOST_PERCENT else 0.0


def conditionals(tags: Mapping[str, str], key: str) -> Iterator[Conditional]:
    """Yield what ``key:conditional`` says: "delivery @ (06:00-10:00); no @ (Sa,Su)".

    What names no condition comes with an empty one, so that it is seen.
    """
    text = tags.get(f"{key}:conditional", "")
    at = 0
    for match in _CONDITION.finditer(text):
        yield from _without_condition(text[at : match.start()])
        yield Conditional(match[1].strip(), match[2].strip().strip("()").strip())
        at = match.end()
    yield from _without_condition(text[at:])


def _without_condition(text: str) -> Iterator[Conditional]:
    for value in filter(None, (part.strip(" ;)") for part in text.split(";"))):
        yield Conditional(value, "")


def first_value(text: str) -> str:
    """Return the first of several values in one tag."""
    return text.partition(";")[0].strip()


def _amount(text: str, units: Mapping[str, float]) -> float | None:
    match = _AMOUNT.fullmatch(text.strip().lower())
    if match is None or match[2] not in units:
        return None
    return float(match[1].replace(",", ".")) * units[match[2]] or None
