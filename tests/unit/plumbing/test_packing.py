from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.plumbing import packing
from doorstep.plumbing.packing import pack, unpack


@given(st.text())
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    assert unpack(pack(text)) == text


def test_an_answer_in_the_words_of_orders_takes_a_quarter() -> None:
    words = packing.WORDS.decode()
    answer = words[words.index('{"id":"01","reference"') :].replace('"note":""', '"note":"Häst"')

    assert len(pack(answer)) < len(answer) / 4


def test_text_in_another_form_is_refused_and_not_misread() -> None:
    with pytest.raises(ValueError, match="begins with"):
        unpack(b"2" + pack("hello")[1:])


def test_the_words_that_packed_text_is_read_with_never_change() -> None:
    # Whoever changes them makes what is stored unreadable: give them a new form instead.
    assert sha256(packing.WORDS).hexdigest()[:16] == "4374810b18efab45"
