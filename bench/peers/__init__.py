"""Other open solvers on the problems of our engine, by their wheels.

Each takes (problem, seconds, seed, workers) and returns its routes, priced by our engine, with its
iterations where it tells them. What it leaves out is unassigned. All but PyVRP come with
``uv sync --group bench``.
"""

import importlib
from collections.abc import Callable
from typing import TypeAlias

from doorstep.engine import Problem, Solution

Solver: TypeAlias = Callable[[Problem, float, int, int], tuple[Solution, int]]

PEERS = ("pyvrp", "ortools", "vroom", "vrp-cli")


class PeerMissingError(Exception):
    """The wheel of a peer is not installed."""


class NotSupportedError(Exception):
    """The problem has a rule that the peer does not know."""


def load_peer(name: str) -> Solver:
    """Return the solver of that name.

    Raises
    ------
    PeerMissingError
        It is not installed.
    """
    try:
        module = importlib.import_module(f"peers.with_{name.replace('-', '_')}")
    except ModuleNotFoundError as error:
        message = f"{name} is not here ({error}); install it with: uv sync --group bench"
        raise PeerMissingError(message) from error
    solver: Solver = module.solve
    return solver
