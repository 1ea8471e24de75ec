"""Numba behind three decorators, so that nothing else knows how the search is compiled.

Everything marked here is plain Python as well: with ``NUMBA_DISABLE_JIT=1`` the same functions run
uncompiled and give the same result, slowly.

The compiled code is kept on disk, beside the package or, where that cannot be written, in the
user's cache folder, until a function of the search changes.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

from doorstep.engine.stamp import Stamp

F = TypeVar("F", bound=Callable[..., Any])

_SPEED = {"nogil": True, "error_model": "numpy", "boundscheck": False}
"""``numpy`` division does not look for zero; indices are ours and tested uncompiled."""

_NO_COUNTS = {"_nrt": False}
"""No reference counting: nothing in the search allocates. A third of its speed."""

_compile: Any = njit
"""Numba's annotations do not know all of its options."""

_stamp = Stamp()

_INSIDE = {"forceinline": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""For what Python never calls: less to compile."""


def inline(function: F) -> F:
    """Compile a piece of the search into whoever calls it."""
    _stamp.remember(function)
    return cast("F", _compile(**_INSIDE, **_SPEED, **_NO_COUNTS)(function))


def piece(function: F) -> F:
    """Compile a function that only compiled functions call, and seldom."""
    _stamp.remember(function)
    options = {name: value for name, value in _INSIDE.items() if name != "forceinline"}
    return cast("F", _compile(**options, **_SPEED, **_NO_COUNTS)(function))


def entry(function: F) -> F:
    """Compile a function that Python calls, and keep the result on disk."""
    return _entry(function, _NO_COUNTS)


def allocating_entry(function: F) -> F:
    """Compile and keep a function that Python calls and that may allocate."""
    return _entry(function, {})


def _entry(function: F, options: dict[str, bool]) -> F:
    _stamp.remember(function)
    compiled = _compile(cache=True, **_SPEED, **options)(function)
    _stamp.keep(compiled)
    return cast("F", compiled)
