"""Whoever guesses is slowed down; whoever knows is not."""

from datetime import timedelta

import pytest

from doorstep.kernel import FixedClock
from doorstep.plumbing.guesses import Allowance, Guesses
from doorstep.plumbing.problem import NotFoundError, TooManyGuessesError

THREE = Allowance("three", burst=3, refill_s=10.0)


def _guess(guesses: Guesses, clock: FixedClock, address: str = "192.0.2.1") -> None:
    message = "wrong"
    with pytest.raises(NotFoundError), guesses.guard(THREE, address, clock):
        raise NotFoundError(message)


def _know(guesses: Guesses, clock: FixedClock, address: str = "192.0.2.1") -> None:
    with guesses.guard(THREE, address, clock):
        pass


def test_after_the_allowance_the_next_guess_comes_one_refill_later(clock: FixedClock) -> None:
    guesses = Guesses()
    for _ in range(3):
        _guess(guesses, clock)
    clock.advance(timedelta(seconds=4))
    with pytest.raises(TooManyGuessesError) as refused:
        _know(guesses, clock)
    # One guess comes back each 10 s, and 4 s have passed.
    assert refused.value.retry_after_s == 6
    clock.advance(timedelta(seconds=6))
    _guess(guesses, clock)


def test_knowing_the_secret_costs_nothing(clock: FixedClock) -> None:
    guesses = Guesses()
    for _ in range(100):
        _know(guesses, clock)
    _guess(guesses, clock)


def test_addresses_do_not_pay_for_each_other(clock: FixedClock) -> None:
    guesses = Guesses()
    for _ in range(3):
        _guess(guesses, clock, "192.0.2.1")
    _know(guesses, clock, "192.0.2.2")


def test_one_ipv6_customer_is_one_address(clock: FixedClock) -> None:
    guesses = Guesses()
    for host in range(3):
        _guess(guesses, clock, f"2001:db8::{host}")
    with pytest.raises(TooManyGuessesError):
        _know(guesses, clock, "2001:db8::ffff")
    _know(guesses, clock, "2001:db8:0:1::1")


def test_a_clock_that_is_set_back_refills_nothing_and_locks_nobody_out(clock: FixedClock) -> None:
    guesses = Guesses()
    for _ in range(3):
        _guess(guesses, clock)
    clock.advance(timedelta(days=-1))
    with pytest.raises(TooManyGuessesError) as refused:
        _know(guesses, clock)
    assert refused.value.retry_after_s == 10
    clock.advance(timedelta(seconds=10))
    _know(guesses, clock)


def test_a_flood_of_addresses_does_not_fill_the_memory(clock: FixedClock) -> None:
    guesses = Guesses(most=100)
    for number in range(150):
        _guess(guesses, clock, f"192.0.2.{number}")
    assert len(guesses) <= 100
