"""Identifiers that sort by the time they were made: UUID version 7."""

import uuid

from doorstep.kernel.clock import Clock
from doorstep.kernel.rng import Rng


def new_id(clock: Clock, rng: Rng) -> str:
    """Return a new UUIDv7 in its 36-character form.

    The first 48 bits are Unix milliseconds, the rest is random, so that identifiers made on
    many machines do not clash and still sort by time [1]_.

    References
    ----------
    .. [1] RFC 9562, section 5.7.
    """
    milliseconds = int(clock.now().timestamp() * 1000)
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(rng.random_bytes(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))
