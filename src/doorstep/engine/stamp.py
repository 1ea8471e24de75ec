"""Tells whether compiled code that is kept on disk still is that of the source."""

import hashlib
from collections.abc import Callable
from types import CodeType
from typing import Any


class Stamp:
    """What a search is made of, as one number that changes with any of its functions.

    Numba keeps what it compiled as long as the file of the *outermost* function stays the same;
    what is compiled into it from other files, and their constants, may have changed all the same.
    Functions count in any order, also those that are defined after the outermost one.
    """

    def __init__(self) -> None:
        self._sum = 0
        self._kept: list[Any] = []

    def remember(self, function: Callable[..., Any]) -> None:
        """Take a function, and the constants of its module that it uses, into the stamp."""
        found = hashlib.sha256()
        _add_code(found, function.__code__)
        constants = {
            name: function.__globals__[name]
            for name in function.__code__.co_names
            if isinstance(function.__globals__.get(name), int | float)
        }
        found.update(repr(sorted(constants.items())).encode())
        self._sum = (self._sum + int.from_bytes(found.digest())) % 2**256
        self._write()

    def keep(self, compiled: Any) -> None:  # noqa: ANN401 -- Numba does not tell
        """Have what Numba keeps of a function on disk go by this stamp."""
        kept = getattr(compiled, "_cache", None)
        if kept is not None:
            self._kept.append(kept._cache_file)  # noqa: SLF001 -- Numba is pinned
            self._write()

    def _write(self) -> None:
        for file in self._kept:
            file._source_stamp = f"{self._sum:064x}"  # noqa: SLF001 -- as above


def _add_code(found: Any, code: CodeType) -> None:  # noqa: ANN401 -- hashlib's are not told
    found.update(code.co_code)
    plain = [value for value in code.co_consts if not isinstance(value, CodeType)]
    found.update(repr((plain, code.co_names, code.co_varnames)).encode())
