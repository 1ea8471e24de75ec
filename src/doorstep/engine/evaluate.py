"""Times and costs of given sequences of stops."""

from doorstep.engine.positions import list_positions
from doorstep.engine.problem import Problem
from doorstep.engine.reasons import explain
from doorstep.engine.schedule import Sequences, evaluate_route, prizes
from doorstep.engine.solution import Solution, Unassigned


def evaluate(problem: Problem, routes: Sequences) -> Solution:
    """Return the solution that drives the given sequences.

    Nothing is refused: a route that breaks a constraint is priced as driven (service after the
    last window starts on arrival, a missing connection counts as no time and no distance) and
    ``check`` names what is wrong. Routes without stops are dropped. What no route serves is
    unassigned with a reason; ``NOT_WORTH_IT`` when it would still fit, since leaving it out was
    the caller's choice.

    Parameters
    ----------
    routes
        Vehicle index with the activities of its route, in order; without paired shipments and
        reloads these are the indices of its shipments.

    Raises
    ------
    IndexError
        A vehicle or shipment is not in the problem.
    """
    sequences = {vehicle: list(sequence) for vehicle, sequence in routes if sequence}
    driven = tuple(
        evaluate_route(problem, vehicle, sequence) for vehicle, sequence in routes if sequence
    )
    served = {index for route in driven for index in route.shipments}
    left_out = [index for index in range(len(problem.shipments)) if index not in served]
    return Solution(
        routes=driven,
        unassigned=_explain(problem, sequences, left_out),
        cost=sum(route.cost for route in driven) + prizes(problem, left_out),
    )


def _explain(
    problem: Problem, sequences: dict[int, list[int]], left_out: list[int]
) -> tuple[Unassigned, ...]:
    """Return reasons; where nothing is left out there is no need to look for places."""
    if not left_out:
        return ()
    return explain(problem, list_positions(problem, sequences), left_out)
