"""What holds for the kernel's words whatever the values."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from doorstep.kernel import FixedClock, Money, Point, SeededRng, distance_m, new_id
from doorstep.kernel.money import minor_digits

points = st.builds(
    Point, st.floats(-90, 90, allow_nan=False), st.floats(-180, 180, allow_nan=False)
)
instants = st.integers(0, 2**35).map(lambda second: datetime.fromtimestamp(second, UTC))
currencies = st.sampled_from(["EUR", "JPY", "KWD", "USD"])


@given(instants, st.integers())
def test_every_identifier_is_a_uuid_7_of_its_millisecond(now_at: datetime, seed: int) -> None:
    identifier = uuid.UUID(new_id(FixedClock(now_at), SeededRng(seed)))

    assert (identifier.version, identifier.variant) == (7, uuid.RFC_4122)
    assert identifier.int >> 80 == int(now_at.timestamp() * 1000)


@given(instants, instants, st.integers())
def test_identifiers_never_sort_against_time(
    first_at: datetime, second_at: datetime, seed: int
) -> None:
    rng = SeededRng(seed)
    early_at, late_at = sorted([first_at, second_at])
    early, late = new_id(FixedClock(early_at), rng), new_id(FixedClock(late_at), rng)

    assert early[:13] <= late[:13]


@given(points, points)
def test_distance_is_the_same_both_ways_and_at_most_half_round_the_earth(
    a: Point, b: Point
) -> None:
    assert 0 <= distance_m(a, b) <= 20_015_115
    assert abs(distance_m(a, b) - distance_m(b, a)) < 1e-3
    assert distance_m(a, a) == 0


@given(st.integers(-(10**12), 10**12), currencies)
def test_whole_minor_units_survive_the_way_through_major_units(
    amount_minor: int, currency: str
) -> None:
    major = Decimal(amount_minor).scaleb(-minor_digits(currency))

    assert Money.from_major(major, currency) == Money(amount_minor, currency)
    assert Money.from_major(str(Money(amount_minor, currency)).split()[0], currency) == Money(
        amount_minor, currency
    )
