"""Reads how fast streets are at each hour of the week."""

import tomllib
from importlib.resources import files
from typing import Any

import numpy as np

from doorstep.roads.graph import FloatArray
from doorstep.roads.sources.errors import RoadFileError
from doorstep.roads.speeds import WEEK_HOURS, Traffic

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_HOURS = 24
_ACTION = "Correct the file; roads/traffic/city.toml shows what may stand there."


def read_traffic(name: str) -> Traffic:
    """Return the traffic that comes with Doorstep under a name.

    Raises
    ------
    FileNotFoundError
        There is none of this name.
    """
    text = files("doorstep.roads").joinpath("traffic", f"{name}.toml").read_text("utf-8")
    return parse_traffic(text)


def parse_traffic(text: str) -> Traffic:
    """Return the traffic of a TOML text; where two peaks overlap, the later one holds.

    Raises
    ------
    RoadFileError
        It is no TOML, a key is missing, or a value makes no sense.
    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
        classes: dict[str, FloatArray] = {}
        for peak in data["peak"]:
            _add_peak(peak, classes)
        return Traffic(data["name"], frozenset(data["profiles"]), classes)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        code, sentence = "traffic_bad", f"The traffic file is wrong: {error}."
        raise RoadFileError(code, sentence, _ACTION) from error


def _add_peak(peak: dict[str, Any], classes: dict[str, FloatArray]) -> None:
    factor, first, last = float(peak["factor"]), peak["from_hour"], peak["until_hour"]
    if not (factor > 0 and 0 <= first < last <= _DAY_HOURS):
        message = f"a peak from {first} to {last} with factor {factor} makes no sense"
        raise ValueError(message)
    for name in peak["classes"]:
        week = classes.setdefault(name, np.ones(WEEK_HOURS))
        for day in peak["days"]:
            midnight = _DAYS.index(day) * _DAY_HOURS
            week[midnight + first : midnight + last] = factor
