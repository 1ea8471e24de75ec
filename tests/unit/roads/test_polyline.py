"""Lines as text."""

import pytest

from doorstep.kernel import Point
from doorstep.roads import decode_polyline, encode_polyline

EXAMPLE = [Point(38.5, -120.2), Point(40.7, -120.95), Point(43.252, -126.453)]


def test_the_example_of_the_formats_description_is_encoded_as_it_says() -> None:
    assert encode_polyline(EXAMPLE, precision=5) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_six_digits_survive() -> None:
    line = [Point(60.169857, 24.938379), Point(60.169856, 24.93838), Point(-0.000001, 0.0)]

    assert decode_polyline(encode_polyline(line)) == line


def test_no_points_are_no_text() -> None:
    assert encode_polyline([]) == ""
    assert decode_polyline("") == []


@pytest.mark.parametrize("text", ["_p~iF", "_p~iF~ps|", "a b"])
def test_a_damaged_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="polyline"):
        decode_polyline(text)
