"""A broken constraint, as the checker reports it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with a solution.

    Parameters
    ----------
    rule
        Name of the rule, which is the name of its file.
    route, shipment
        Index of the route in the solution and of the shipment in the problem, where there is one.
    sentence
        What is wrong, for people.
    """

    rule: str
    route: int | None
    shipment: int | None
    sentence: str
