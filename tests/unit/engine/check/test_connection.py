"""Planted legs that do not exist."""

import pytest

from doorstep.engine import Violation, check, evaluate
from worlds.problems import OK_SMALL, draw


@pytest.mark.parametrize(
    ("closed", "shipment", "way"),
    [("Da", 0, "from 0 to 1"), ("ab", 1, "from 1 to 2"), ("bD", None, "from 2 to 0")],
)
def test_a_leg_that_does_not_exist_is_reported_with_where_it_leads(
    closed: str, shipment: int | None, way: str
) -> None:
    problem = draw(OK_SMALL, closed=[closed])

    assert check(problem, evaluate(problem, [(0, [0, 1])])) == [
        Violation("connection", 0, shipment, f"profile 'van' has no way {way}")
    ]
