"""Numba behind one decorator.

The compiled code is kept on disk, beside the package or in the user's cache folder, until the
file it stands in changes; so a kernel calls none from another file.

Numba is imported with the first call of a kernel: it takes a quarter of a second and 60 MB, and a
server that plans nothing needs none of it.
"""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

_one_at_a_time = RLock()
_KERNEL = "__kernel__"


def compiled(function: F) -> F:
    """Compile a function of arrays and numbers on its first call, and keep the result."""
    kernel: Callable[..., Any] | None = None

    @wraps(function)
    def call(*args: Any) -> Any:  # noqa: ANN401 -- whatever the function takes
        nonlocal kernel
        if kernel is None:
            kernel = _find_kernel(function)
        return kernel(*args)

    setattr(call, _KERNEL, function)
    return cast("F", call)


def _find_kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Put the kernels of a file in the place of what stands for them; return one of them.

    All of them at once, since those that call each other must be compiled into each other.
    """
    from numba import njit  # noqa: PLC0415 -- see above

    there = function.__globals__
    with _one_at_a_time:
        for name, value in list(there.items()):
            plain = getattr(value, _KERNEL, None)
            if plain is not None and plain.__globals__ is there:
                there[name] = njit(cache=True, nogil=True, error_model="numpy")(plain)
        found: Callable[..., Any] = there[function.__name__]
    return found
