"""Every place in some routes, in the form that the problem's rules need."""

from collections.abc import Mapping, Sequence

from doorstep.engine.insertion import Positions
from doorstep.engine.places import AnyPositions
from doorstep.engine.problem import Problem
from doorstep.engine.rules import list_rules


def list_positions(problem: Problem, sequences: Mapping[int, Sequence[int]]) -> AnyPositions:
    """Return every place where a shipment could be put into the routes."""
    if not list_rules(problem):
        return Positions(problem, sequences)
    from doorstep.engine.rich.positions import RichPositions  # noqa: PLC0415, loads Numba

    return RichPositions(problem, sequences)
