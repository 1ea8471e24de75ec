"""The example in the guide runs, is short, and ends in a plan that the judge accepts."""

import re
from pathlib import Path
from typing import Any

from doorstep import engine

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "solve.md"


def test_five_stops_take_fifteen_lines() -> None:
    section = GUIDE.read_text("utf-8").partition("## A problem of your own")[2]
    found = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert found is not None
    code = found[1].replace("seconds=1)", "seconds=60, iterations=50)")
    names: dict[str, Any] = {}

    exec(compile(code, str(GUIDE), "exec"), names)  # noqa: S102, our own guide

    assert len([line for line in code.splitlines() if line and "import" not in line]) <= 15
    assert engine.check(names["problem"], names["solution"]) == []
    assert len(names["solution"].routes[0].shipments) == 5


def test_the_electric_van_of_the_guide_charges_on_its_way() -> None:
    """Round D b a D are 40 + 45 + 55 = 140 km, at 180 a km 25,200: more than 22,000."""
    section = GUIDE.read_text("utf-8").partition("## Electric vehicles")[2]
    found = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert found is not None
    by_hand = "engine.evaluate(problem, [(0, [1, 0])])"  # nothing is compiled for that
    names: dict[str, Any] = {}

    exec(compile(found[1].replace("engine.solve(problem, seconds=1)", by_hand), "", "exec"), names)  # noqa: S102

    problem, solution = names["problem"], names["solution"]
    assert engine.check(problem, solution) == []
    assert "charge at fast to" in engine.describe(problem, solution)
