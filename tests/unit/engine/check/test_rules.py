"""The judge as a whole: silent on what is right, complete, and on its own."""

import ast
import inspect
from pathlib import Path

from doorstep.engine import check, evaluate, solve
from doorstep.engine.check import RULES
from worlds.problems import ok_small

FOLDER = Path(inspect.getfile(RULES[0])).parent
NOT_RULES = {"__init__", "break_matches", "stops", "violation", "visits"}
ALLOWED = (
    "doorstep.engine.check",
    "doorstep.engine.hours",
    "doorstep.engine.parts",
    "doorstep.engine.problem",
    "doorstep.engine.solution",
)


def test_good_solutions_are_not_accused() -> None:
    problem = ok_small()

    assert check(problem, evaluate(problem, [(0, [0, 1, 3, 2])])) == []
    assert check(problem, solve(problem, seconds=5, iterations=10)) == []


def test_every_file_is_a_rule_in_use() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - NOT_RULES

    assert {Path(inspect.getfile(rule)).stem for rule in RULES} == files


def test_the_judge_shares_no_code_with_search_or_schedule() -> None:
    for path in FOLDER.glob("*.py"):
        imported = [
            node.module
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom) and node.module
        ]
        ours = [module for module in imported if module.startswith("doorstep")]
        assert all(module.startswith(ALLOWED) for module in ours), path.name
