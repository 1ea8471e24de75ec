"""The PIN's check digit finds what fingers do wrong."""

import itertools

from doorstep.kernel import SeededRng
from doorstep.orders.door_pin import check_digit, is_pin, new_pin


def test_the_check_digit_is_the_one_of_the_published_example() -> None:
    # Damm's thesis and its summaries work 572 out as 4.
    assert check_digit("572") == 4
    assert check_digit("5724") == 0


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed() -> None:
    pin = new_pin(SeededRng(1))
    assert is_pin(pin)
    for place, digit in itertools.product(range(6), "0123456789"):
        if pin[place] != digit:
            assert not is_pin(pin[:place] + digit + pin[place + 1 :])
    for first in range(5):
        swapped = pin[:first] + pin[first + 1] + pin[first] + pin[first + 2 :]
        assert swapped == pin or not is_pin(swapped)


def test_only_six_ascii_digits_are_a_pin() -> None:
    assert not any(is_pin(text) for text in ("", "57240", "5724000", "57 240", "٣٣٣٣٣٣", "57240x"))


def test_pins_differ() -> None:
    rng = SeededRng(2)
    assert len({new_pin(rng) for _ in range(100)}) > 95
