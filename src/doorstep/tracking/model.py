"""Positions of drivers; pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from doorstep.kernel import Point

MAX_AHEAD = timedelta(minutes=5)
"""A fix that is further in the future is refused: the device's clock is wrong."""

DUTY_SLACK = timedelta(minutes=5)
"""How far clocks may differ at the two ends of a shift."""

_MAX_SPEED_MPS = 100.0
_FULL_CIRCLE_DEG = 360.0


@dataclass(frozen=True, slots=True)
class Position:
    """Where a driver was, degrees WGS 84; heading from north, clockwise."""

    driver_id: str
    fixed_at: datetime
    point: Point
    accuracy_m: float | None = None
    heading_deg: float | None = None
    speed_mps: float | None = None


@dataclass(frozen=True, slots=True)
class RawPosition:
    """A position as a device sent it; nothing in it is believed yet."""

    fixed_at: datetime
    lat: float
    lon: float
    accuracy_m: float | None = None
    heading_deg: float | None = None
    speed_mps: float | None = None


class BadPositionError(ValueError):
    """A position that is not taken in, with the reason as its text."""


def check_position(
    raw: RawPosition,
    driver_id: str,
    now_at: datetime,
    duty: Sequence[tuple[datetime, datetime | None]],
) -> Position:
    """Return the position a device sent, with what is impossible in its details left out.

    Parameters
    ----------
    duty
        From when until when the driver was on the road; the end open while under way.

    Raises
    ------
    BadPositionError
        It lies in the future, not on the earth, or outside the driver's working time, in which
        nobody may be followed.
    """
    if raw.fixed_at > now_at + MAX_AHEAD:
        message = "in_future"
        raise BadPositionError(message)
    try:
        point = Point(raw.lat, raw.lon)
    except ValueError as error:
        message = "out_of_range"
        raise BadPositionError(message) from error
    if not any(_covers(start_at, end_at, raw.fixed_at) for start_at, end_at in duty):
        message = "off_duty"
        raise BadPositionError(message)
    heading = _within(raw.heading_deg, 0.0, _FULL_CIRCLE_DEG)
    return Position(
        driver_id=driver_id,
        fixed_at=raw.fixed_at,
        point=point,
        accuracy_m=_within(raw.accuracy_m, 0.0, math.inf),
        heading_deg=heading % _FULL_CIRCLE_DEG if heading is not None else None,
        speed_mps=_within(raw.speed_mps, 0.0, _MAX_SPEED_MPS),
    )


def _covers(start_at: datetime, end_at: datetime | None, instant: datetime) -> bool:
    return start_at - DUTY_SLACK <= instant and (end_at is None or instant <= end_at + DUTY_SLACK)


def _within(value: float | None, least: float, most: float) -> float | None:
    """Return the value, or none when it is not a number between the two."""
    if value is None or not math.isfinite(value) or not least <= value <= most:
        return None
    return value
