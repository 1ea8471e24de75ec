"""What two readers could understand differently is refused (B-12, B-14, B-15, B-17)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.plumbing.problem import DoorstepError
from doorstep.plumbing.strict_json import MAX_DEPTH, read_strict_json

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(PLAIN)
def test_plain_json_comes_back_as_it_was_written(value: Any) -> None:
    written = json.dumps(value, ensure_ascii=False).encode()
    if b"\\u0000" not in written:
        assert read_strict_json(written) == value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json_malformed"),
        (b"{", "json_malformed"),
        (b"{} x", "json_malformed"),
        (b"\xef\xbb\xbf{}", "json_malformed"),
        (b'"\xff"', "json_malformed"),
        (b'"\\ud800"', "json_malformed"),
        (b'"\\u0000"', "json_malformed"),
        (b'{"a\\u0000":1}', "json_malformed"),
        (b"[" * 200_000, "json_malformed"),
        (b"[" * 33 + b"]" * 33, "json_malformed"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "json_malformed"),
        (b'{"amount":1,"amount":100}', "duplicate_key"),
        (b'{"lat":NaN}', "invalid_input"),
        (b"[-Infinity]", "invalid_input"),
        (b"[1e400]", "invalid_input"),
        (b"9" * 5000, "invalid_input"),
    ],
)
def test_what_is_not_plain_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(DoorstepError) as refused:
        read_strict_json(data)
    assert refused.value.code == code


def test_the_deepest_allowed_is_read_and_minus_zero_is_zero() -> None:
    assert read_strict_json(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    assert str(read_strict_json(b"-0.0")) == "0.0"
