"""Which positions are taken in."""
# Bad input: B-27, B-28 (docs/guides/bad-input.md).

import math
from datetime import timedelta

import pytest

from doorstep.tracking.model import BadPositionError, RawPosition, check_position
from worlds.day import at

DUTY = [(at("06:00"), at("07:00"))]


def _refusal(raw: RawPosition) -> str:
    with pytest.raises(BadPositionError) as caught:
        check_position(raw, "ada", at("06:30"), DUTY)
    return str(caught.value)


def test_a_good_position_is_taken() -> None:
    raw = RawPosition(at("06:30"), 60.17, 24.95, 5.0, 359.0, 12.5)
    position = check_position(raw, "ada", at("06:30"), DUTY)
    assert (position.driver_id, position.point.lat, position.heading_deg) == ("ada", 60.17, 359.0)


@pytest.mark.parametrize(
    ("lat", "lon"), [(math.nan, 25.0), (60.0, math.inf), (91.0, 25.0), (60.0, 181.0)]
)
def test_what_is_not_on_earth_is_refused(lat: float, lon: float) -> None:
    assert _refusal(RawPosition(at("06:30"), lat, lon)) == "out_of_range"


def test_more_than_five_minutes_in_the_future_is_refused() -> None:
    check_position(RawPosition(at("06:35"), 60.0, 25.0), "ada", at("06:30"), DUTY)
    ahead = at("06:35") + timedelta(seconds=1)
    assert _refusal(RawPosition(ahead, 60.0, 25.0)) == "in_future"


@pytest.mark.parametrize("clock", ["05:54", "00:00"])
def test_nobody_is_followed_outside_working_time(clock: str) -> None:
    assert _refusal(RawPosition(at(clock), 60.0, 25.0)) == "off_duty"


def test_a_backlog_of_the_shift_is_taken_after_its_end() -> None:
    raw = RawPosition(at("06:59"), 60.0, 25.0)
    assert check_position(raw, "ada", at("20:00"), DUTY).fixed_at == at("06:59")
    with pytest.raises(BadPositionError):
        check_position(RawPosition(at("07:06"), 60.0, 25.0), "ada", at("20:00"), DUTY)


def test_impossible_details_are_left_out() -> None:
    raw = RawPosition(at("06:30"), 60.0, 25.0, -1.0, 400.0, math.nan)
    position = check_position(raw, "ada", at("06:30"), DUTY)
    assert (position.accuracy_m, position.heading_deg, position.speed_mps) == (None, None, None)
