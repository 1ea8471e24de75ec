"""Compiled code that is kept goes by everything it was made of."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from doorstep.engine.stamp import Stamp

LEAST = 3


def outermost() -> int:
    return inner() + LEAST


def inner() -> int:
    return 1


def other_inner() -> int:
    return 2


def mark(*functions: Callable[..., int]) -> str:
    """Return what a file kept for ``outermost`` is marked with once all have been remembered."""
    stamp, file = Stamp(), SimpleNamespace(_source_stamp="")
    stamp.remember(outermost)
    stamp.keep(SimpleNamespace(_cache=SimpleNamespace(_cache_file=file)))
    for function in functions:
        stamp.remember(function)
    marked: str = file._source_stamp  # noqa: SLF001 -- Numba's name
    return marked


def test_a_function_that_is_defined_after_the_outermost_one_counts() -> None:
    assert len({mark(), mark(inner), mark(other_inner)}) == 3


def test_the_order_in_which_files_are_imported_does_not_count() -> None:
    assert mark(inner, other_inner) == mark(other_inner, inner)


def test_a_constant_of_the_module_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = mark()
    monkeypatch.setitem(globals(), "LEAST", 4)
    assert mark() != before
