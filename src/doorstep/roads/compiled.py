"""Numba behind one decorator.

The compiled code is kept on disk, beside the package or in the user's cache folder, until the
file it stands in changes; so a kernel calls none from another file.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function of arrays and numbers on its first call, and keep the result."""
    return cast("F", njit(cache=True, nogil=True, error_model="numpy")(function))
