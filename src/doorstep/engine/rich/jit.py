"""Numba behind three decorators; see ``engine.search.jit`` for what the options mean.

The stamp is one of its own, so that neither search is compiled anew when the other changes.
"""

import hashlib
from collections.abc import Callable
from types import CodeType
from typing import Any, TypeVar, cast

from numba import njit

from doorstep.engine.rich.linking import linking_once, list_libraries, remember_piece

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "boundscheck": False,
    "_nrt": False,
}

_INSIDE: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""For what Python never calls: less to compile."""

_stamp = hashlib.sha256()


def inline(function: F) -> F:
    """Compile a few operations into whoever calls them."""
    _remember(function)
    remember_piece(function)
    return cast("F", njit(**_OPTIONS, **_INSIDE, forceinline=True)(function))


def piece(function: F) -> F:
    """Compile a function that only compiled functions call."""
    _remember(function)
    remember_piece(function)
    return cast("F", njit(**_OPTIONS, **_INSIDE)(function))


def kernel(function: F) -> F:
    """Compile a function that stays one, can be called from Python, and is kept on disk."""
    _remember(function)
    compiled: Any = njit(**_OPTIONS, cache=True)(function)
    kept = getattr(compiled, "_cache", None)
    if kept is not None:
        kept._cache_file._source_stamp = _stamp.hexdigest()  # noqa: SLF001, covers what is inlined
    compiler = getattr(compiled, "_compiler", None)
    if compiler is not None:
        compiler.compile = _link_once(compiler.compile)
    return cast("F", compiled)


def _link_once(compile_it: Callable[..., Any]) -> Callable[..., Any]:
    def compile_all(*args: object) -> object:
        with linking_once():
            return compile_it(*args)

    return compile_all


def _remember(function: Callable[..., Any]) -> None:
    """Take the function, and the constants of its module, into the stamp."""
    _remember_code(function.__code__)
    constants = {
        name: function.__globals__[name]
        for name in function.__code__.co_names
        if isinstance(function.__globals__.get(name), int | float)
    }
    _stamp.update(repr(sorted(constants.items())).encode())


def _remember_linking() -> None:
    for function in (linking_once.__wrapped__, list_libraries):  # type: ignore[attr-defined]
        _remember_code(function.__code__)


def _remember_code(code: CodeType) -> None:
    _stamp.update(code.co_code)
    plain = [value for value in code.co_consts if not isinstance(value, CodeType)]
    _stamp.update(repr((plain, code.co_names, code.co_varnames)).encode())


_remember_linking()
