"""Planted vehicles without the skill."""

from dataclasses import replace

from doorstep.engine import Violation, check, evaluate
from worlds.problems import OK_SMALL, draw, van

COLD = replace(van(), skills=frozenset({"cold"}))


def test_a_vehicle_without_the_skills_is_reported_with_what_it_lacks() -> None:
    problem = draw(OK_SMALL, [COLD], skills={"b": ["cold", "lift", "crane"]})

    assert check(problem, evaluate(problem, [(0, [0, 1])])) == [
        Violation("skills", 0, 1, "vehicle 'van 1' lacks crane, lift for 'b'")
    ]


def test_a_vehicle_with_the_skill_is_fine() -> None:
    problem = draw(OK_SMALL, [COLD], skills={"b": ["cold"]})

    assert check(problem, evaluate(problem, [(0, [0, 1])])) == []
