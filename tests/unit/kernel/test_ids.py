"""Identifiers: UUID version 7, sorted by time."""

import uuid
from datetime import UTC, datetime, timedelta

from doorstep.kernel import FixedClock, SeededRng, new_id

NOON_AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_version_and_variant_are_those_of_uuid_7() -> None:
    identifier = uuid.UUID(new_id(FixedClock(NOON_AT), SeededRng(1)))

    assert identifier.version == 7
    assert identifier.variant == uuid.RFC_4122


def test_the_first_48_bits_are_unix_milliseconds() -> None:
    identifier = uuid.UUID(new_id(FixedClock(NOON_AT), SeededRng(1)))

    assert identifier.int >> 80 == int(NOON_AT.timestamp()) * 1000


def test_identifiers_sort_by_the_time_they_were_made() -> None:
    clock, rng = FixedClock(NOON_AT), SeededRng(1)
    made = []
    for _ in range(50):
        made.append(new_id(clock, rng))
        clock.advance(timedelta(milliseconds=1))

    assert made == sorted(made)


def test_identifiers_of_one_millisecond_differ() -> None:
    clock, rng = FixedClock(NOON_AT), SeededRng(1)

    assert len({new_id(clock, rng) for _ in range(1000)}) == 1000
