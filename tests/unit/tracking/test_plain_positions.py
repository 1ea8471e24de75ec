"""What is read quickly is read as the careful reader reads it, or left to that one."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from doorstep.plumbing.problem import DoorstepError
from doorstep.plumbing.strict_json import read_strict_json
from doorstep.tracking.model import RawPosition
from doorstep.tracking.plain_positions import read_plain_positions
from doorstep.tracking.views import PositionsBody, read_positions

FIX = '{"fixed_at": "2026-06-01T06:00:00Z", "lat": 60.1, "lon": 25}'
NUMBERS = st.one_of(
    st.floats().map(json.dumps),
    st.integers().map(str),
    st.sampled_from(
        [
            "-0.0",
            "-0",
            "1e400",
            "1" * 26,
            "0.1e-7",
            "NaN",
            "-Infinity",
            "null",
            "true",
            '"1"',
            "[]",
        ]
    ),
)
INSTANTS = st.one_of(
    st.datetimes(timezones=st.just(UTC)).map(lambda one: json.dumps(one.isoformat())),
    st.tuples(
        st.integers(1890, 3010),
        st.integers(0, 13),
        st.integers(0, 32),
        st.integers(0, 25),
        st.integers(0, 61),
        st.sampled_from(["", ".1", ".123", ".123456", ".1234567"]),
        st.sampled_from(["Z", "z", "", "+00:00", "-05:30", "+14:00", "+24:00", "+05:75", "+0530"]),
    ).map(lambda one: '"{:04}-{:02}-{:02}T{:02}:{:02}:00{}{}"'.format(*one)),
    st.sampled_from(["1780000000", "null", '"\\u0032026-06-01T06:00:00Z"', '"\u0662026"']),
)
MEMBERS = st.one_of(
    st.tuples(st.just("fixed_at"), INSTANTS),
    st.tuples(
        st.sampled_from(["lat", "lon", "accuracy_m", "heading_deg", "speed_mps", "altitude", ""]),
        NUMBERS,
    ),
)


@st.composite
def positions(draw: st.DrawFn) -> str:
    told = [("fixed_at", draw(INSTANTS)), ("lat", draw(NUMBERS)), ("lon", draw(NUMBERS))]
    told += draw(st.lists(MEMBERS, max_size=4))
    return (
        "{" + ",".join(f'"{name}": {value}' for name, value in draw(st.permutations(told))) + "}"
    )


BODIES = st.one_of(
    st.lists(st.one_of(positions(), st.just(FIX)), max_size=4).map(
        lambda some: f'{{"positions": [{", ".join(some)}]}}'
    ),
    st.text(max_size=20),
)


def read_carefully(body: bytes) -> list[RawPosition | str] | None:
    try:
        return read_positions(PositionsBody.model_validate(read_strict_json(body)))
    except (DoorstepError, ValidationError):
        return None


@given(BODIES)
def test_what_is_read_quickly_is_what_is_read_carefully(text: str) -> None:
    body = text.encode()
    found = read_plain_positions(body)
    # Written out: so that minus zero is told from zero.
    assert found is None or repr(found) == repr(read_carefully(body))


def test_what_phones_send_is_read_quickly() -> None:
    fix = {"fixed_at": "2026-06-01T08:00:00.250+02:00", "lat": 60, "lon": -0.0, "speed_mps": None}
    found = read_plain_positions(json.dumps({"positions": [fix]}).encode())
    at = datetime(2026, 6, 1, 6, 0, 0, 250_000, UTC)
    assert repr(found) == repr([RawPosition(at, 60.0, 0.0)])
    many = {"positions": [fix | {"accuracy_m": 8.5, "heading_deg": 359.5}] * 5000}
    assert len(read_plain_positions(json.dumps(many).encode()) or ()) == 5000


@pytest.mark.parametrize(
    "body",
    [
        f'{{"positions": [{FIX[:-1]}, "lat": 60.1}}]}}',
        f'{{"positions": [{FIX}], "positions": [{FIX}]}}',
        f'{{"positions": [{FIX}], "more": 1}}',
        f'{{"positions": [{FIX[:-1]}, "altitude": 3}}]}}',
        f'{{"positions": [{FIX[:-1]}, "speed_mps": NaN}}]}}',
        f'{{"positions": [{FIX[:-1]}, "speed_mps": true}}]}}',
        '{"positions": [{"lat": 60.1, "lon": 25}]}',
        '{"positions": [{"fixed_at": "2026-06-01T06:00:00", "lat": 60.1, "lon": 25}]}',
        json.dumps({"positions": [json.loads(FIX)] * 5001}),
        "[" * 100_000,
        "",
    ],
)
def test_whatever_needs_care_is_left_to_the_careful_reader(body: Any) -> None:
    assert read_plain_positions(body.encode()) is None
