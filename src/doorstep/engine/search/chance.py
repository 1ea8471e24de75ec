"""Random numbers inside the search: xorshift64 [1]_, eight bytes of state and no allocation.

References
----------
.. [1] Marsaglia (2003), Xorshift RNGs, doi:10.18637/jss.v008.i14.
"""

import numpy as np

from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import Bits

_THIRTEEN, _SEVEN, _SEVENTEEN = np.uint64(13), np.uint64(7), np.uint64(17)
_HALF, _ELEVEN = np.uint64(32), np.uint64(11)
_UNIT = 2.0**-53
_SPREAD = 0x9E3779B97F4A7C15
"""The golden ratio in 64 bits: makes neighbouring seeds differ in half their bits."""


def make_bits(seed: int) -> Bits:
    """Return the state for a seed, mixed as splitmix64 does; never zero, where xorshift stays."""
    mixed = (seed + 1) * _SPREAD % 2**64
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
    return np.array([(mixed ^ (mixed >> 31)) | 1], dtype=np.uint64)


@inline
def draw(bits: Bits) -> np.uint64:
    """Return 64 random bits."""
    x = bits[0]
    x ^= x << _THIRTEEN
    x ^= x >> _SEVEN
    x ^= x << _SEVENTEEN
    bits[0] = x
    return x


@inline
def draw_below(bits: Bits, most: int) -> int:
    """Return an integer from 0 to ``most`` - 1; ``most`` below 2**32."""
    return np.int64(((draw(bits) >> _HALF) * np.uint64(most)) >> _HALF)  # type: ignore[return-value]


@inline
def draw_unit(bits: Bits) -> float:
    """Return a number from 0 up to, not including, 1."""
    return np.float64(draw(bits) >> _ELEVEN) * _UNIT
