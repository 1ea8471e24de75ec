"""Seconds in the whole minutes that people move shifts and windows by."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Seconds = TypeVar("Seconds", int, npt.NDArray[np.int64])

MINUTE_S = 60


def round_up(seconds: Seconds) -> Seconds:
    """Return the seconds of the next whole minute."""
    return -(-seconds // MINUTE_S) * MINUTE_S
