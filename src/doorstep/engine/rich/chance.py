"""Random numbers inside the rich search: xorshift64 [1]_, as in ``engine.search.chance``.

Its own, so that it is compiled into this search only.

References
----------
.. [1] Marsaglia (2003), Xorshift RNGs, doi:10.18637/jss.v008.i14.
"""

import numpy as np
import numpy.typing as npt

from doorstep.engine.rich.jit import inline

_THIRTEEN, _SEVEN, _SEVENTEEN = np.uint64(13), np.uint64(7), np.uint64(17)
_HALF, _ELEVEN = np.uint64(32), np.uint64(11)
_UNIT = 2.0**-53
_SPREAD = 0x9E3779B97F4A7C15
"""The golden ratio in 64 bits: makes neighbouring seeds differ in half their bits."""


def make_bits(seed: int) -> npt.NDArray[np.uint64]:
    """Return the state for a seed; never zero, where xorshift would stay."""
    return np.array([((seed + 1) * _SPREAD) % 2**64 | 1], dtype=np.uint64)


@inline
def draw(bits: npt.NDArray[np.uint64]) -> np.uint64:
    """Return 64 random bits."""
    x = bits[0]
    x ^= x << _THIRTEEN
    x ^= x >> _SEVEN
    x ^= x << _SEVENTEEN
    bits[0] = x
    return x


@inline
def draw_below(bits: npt.NDArray[np.uint64], most: int) -> int:
    """Return an integer from 0 to ``most`` - 1; ``most`` below 2**32."""
    return np.int64(((draw(bits) >> _HALF) * np.uint64(most)) >> _HALF)  # type: ignore[return-value]


@inline
def draw_unit(bits: npt.NDArray[np.uint64]) -> float:
    """Return a number from 0 up to, not including, 1."""
    return np.float64(draw(bits) >> _ELEVEN) * _UNIT
