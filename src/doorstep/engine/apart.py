"""Solving in a process of its own, which loads nothing but the engine and so starts at once."""

from collections.abc import Callable

from doorstep.engine.problem import Problem
from doorstep.engine.solution import Progress, Solution
from doorstep.engine.solve import solve


def solve_apart(
    task: tuple[Problem, float],
    tell: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> Solution:
    """Return the best plan found for ``task``: a problem and the seconds to search.

    The form that computing processes call functions in: what to do, whom to tell of the best
    so far, and whether to stop.
    """
    problem, seconds = task
    return solve(problem, seconds=seconds, on_progress=tell, should_stop=should_stop)
