"""Each key may ask so often and no more."""

from datetime import timedelta

import pytest

from doorstep.kernel import FixedClock
from doorstep.plumbing.rates import Rates, TooManyRequestsError
from worlds.server import MONDAY_NOON


def test_a_key_may_ask_for_two_seconds_at_once_and_then_at_its_rate() -> None:
    rates, clock = Rates(per_s=10), FixedClock(MONDAY_NOON)
    for _ in range(20):
        rates.spend("a", clock.now())
    with pytest.raises(TooManyRequestsError) as refused:
        rates.spend("a", clock.now())
    assert refused.value.headers() == {"Retry-After": "1"}
    clock.advance(timedelta(seconds=0.1))
    rates.spend("a", clock.now())
    with pytest.raises(TooManyRequestsError):
        rates.spend("a", clock.now())


def test_keys_do_not_pay_for_each_other() -> None:
    rates = Rates(per_s=1)
    for key in ("a", "b"):
        rates.spend(key, MONDAY_NOON)
        rates.spend(key, MONDAY_NOON)
        with pytest.raises(TooManyRequestsError):
            rates.spend(key, MONDAY_NOON)


def test_a_clock_set_back_refills_nothing() -> None:
    rates = Rates(per_s=1)
    rates.spend("a", MONDAY_NOON)
    rates.spend("a", MONDAY_NOON)
    with pytest.raises(TooManyRequestsError):
        rates.spend("a", MONDAY_NOON - timedelta(days=1))
