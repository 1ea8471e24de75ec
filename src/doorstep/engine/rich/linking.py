"""Compile many small functions as one: optimise what they are together, once.

Numba links into each function the whole code of those that it calls, optimises all of that, and
makes machine code of it. In a search of a hundred small functions, each calling others, the
innermost would be optimised a dozen times. Here the pieces are only translated; what calls them
all is linked with each of them once, and optimised as a whole.

Private parts of Numba are used, and Numba is pinned for that reason. They are put back when the
compilation is over; a test compares the result with the uncompiled search.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from numba.core.codegen import CPUCodeLibrary, JITCPUCodegen
from numba.core.compiler_lock import global_compiler_lock

Library: TypeAlias = Any
"""Numba's code of one function; Numba does not type it."""

_pieces: set[str] = set()


def remember_piece(function: Callable[..., Any]) -> None:
    """Have a function translated only, wherever it is called."""
    _pieces.add(function.__qualname__)


@contextmanager
def linking_once() -> Iterator[None]:
    """Link pieces only into what is not one, while inside. Holds Numba's lock."""
    library: Any = CPUCodeLibrary
    codegen: Any = JITCPUCodegen
    finalize, optimize = library.finalize, library._optimize_final_module  # noqa: SLF001
    set_env = codegen.set_env

    def finalize_once(self: Library) -> None:
        if self.name in _pieces:
            self._finalized = True
            return
        self._linking_libraries = list_libraries(self)
        finalize(self)

    def optimize_once(self: Library) -> None:
        # without the pass that prunes reference counts: there are none
        passes, builder = self._codegen._module_pass_manager()  # noqa: SLF001
        passes.run(self._final_module, builder)

    def set_env_of_kernels(self: Library, name: str, env: object) -> None:
        # pieces have no environment of their own in memory, and use none
        if self._engine.get_global_value_address(name):
            set_env(self, name, env)

    with global_compiler_lock:
        library.finalize, library._optimize_final_module = finalize_once, optimize_once  # noqa: SLF001
        codegen.set_env = set_env_of_kernels
        try:
            yield
        finally:
            library.finalize, library._optimize_final_module = finalize, optimize  # noqa: SLF001
            codegen.set_env = set_env


def list_libraries(library: Library) -> list[Library]:
    """Return what a kernel calls, and what the pieces among that call, and so on.

    Who calls comes before who is called: LLVM leaves out what nobody has asked for yet.
    """
    done: list[Library] = []
    seen: set[int] = set()

    def visit(one: Library) -> None:
        seen.add(id(one))
        if one is library or one.name in _pieces:
            for callee in one._linking_libraries:  # noqa: SLF001
                if id(callee) not in seen:
                    visit(callee)
        done.append(one)

    visit(library)
    return done[-2::-1]
