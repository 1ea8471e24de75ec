"""Numba behind three decorators; see ``engine.search.jit`` for what the options mean.

Its stamp is one of its own, so that neither search is compiled anew when the other changes.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

from doorstep.engine.rich.linking import linking_once, list_libraries, remember_piece
from doorstep.engine.stamp import Stamp

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "boundscheck": False,
    "_nrt": False,
}

_INSIDE: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""For what Python never calls: less to compile."""

_stamp = Stamp()


def inline(function: F) -> F:
    """Compile a few operations into whoever calls them."""
    remember_piece(function)
    _stamp.remember(function)
    return cast("F", njit(**_OPTIONS, **_INSIDE, forceinline=True)(function))


def piece(function: F) -> F:
    """Compile a function that only compiled functions call."""
    remember_piece(function)
    _stamp.remember(function)
    return cast("F", njit(**_OPTIONS, **_INSIDE)(function))


def kernel(function: F) -> F:
    """Compile a function that stays one, can be called from Python, and is kept on disk."""
    _stamp.remember(function)
    compiled: Any = njit(**_OPTIONS, cache=True)(function)
    _stamp.keep(compiled)
    compiler = getattr(compiled, "_compiler", None)
    if compiler is not None:
        compiler.compile = _link_once(compiler.compile)
    return cast("F", compiled)


def _link_once(compile_it: Callable[..., Any]) -> Callable[..., Any]:
    def compile_all(*args: object) -> object:
        with linking_once():
            return compile_it(*args)

    return compile_all


for _part in (linking_once.__wrapped__, list_libraries):  # type: ignore[attr-defined]
    _stamp.remember(_part)
