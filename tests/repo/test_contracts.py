"""Each import contract fails on a planted violation, so that "kept" means something."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from worlds.repository import ROOT

# Contract, file to plant in (made when missing), line to plant.
VIOLATIONS = [
    ("layers", "kernel/planted.py", "import doorstep.orders"),
    ("layers", "orders/planted.py", "import doorstep.fleet"),
    ("layers", "plumbing/planted.py", "import doorstep.orders"),
    ("layers", "undeclared/__init__.py", ""),
    ("service-files", "plumbing/auth/model.py", "import doorstep.plumbing.auth.store"),
    ("doors", "bootstrap.py", "import doorstep.orders.model"),
    ("doors", "bootstrap.py", "import doorstep.engine.problem"),
    ("routes", "bootstrap.py", "import doorstep.orders.routes"),
    ("sciences", "engine/planted.py", "import sqlite3"),
    ("sciences", "roads/planted.py", "import doorstep.plumbing.db"),
    ("numbers", "roads/graph.py", "import doorstep.roads.sources.errors"),
    ("numbers", "engine/solution.py", "import pathlib"),
    ("kernel", "kernel/planted.py", "import numpy"),
    ("checker", "engine/check/planted.py", "import doorstep.engine.evaluate"),
    ("sql", "orders/planted.py", "import sqlalchemy"),
    ("http", "orders/planted.py", "import fastapi"),
    ("settings", "orders/planted.py", "import doorstep.plumbing.settings"),
    ("cycles", "kernel/ids.py", "import doorstep.kernel.planted"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Give a copy of the package, its contracts and our contract types."""
    python_only = shutil.ignore_patterns("__pycache__", "web", "data")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=python_only)
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=python_only)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    # Two files for the violations to point at.
    (tmp_path / "src/doorstep/kernel/planted.py").write_text("import doorstep.kernel.ids\n")
    (tmp_path / "src/doorstep/orders/routes.py").touch()
    return tmp_path


def lint(tree: Path, contract: str) -> str:
    """Return what lint-imports says about one contract in ``tree``."""
    done = subprocess.run(
        [
            Path(sys.executable).with_name("lint-imports"),
            "--no-logo",
            "--no-cache",
            "--contract",
            contract,
        ],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(("contract", "file", "line"), VIOLATIONS)
def test_a_planted_violation_breaks_its_contract(
    tree: Path, contract: str, file: str, line: str
) -> None:
    planted = tree / "src/doorstep" / file
    planted.parent.mkdir(exist_ok=True)
    text = planted.read_text() if planted.exists() else ""
    planted.write_text(f"{text}\n{line}\n")

    said = lint(tree, contract)

    assert "0 kept, 1 broken" in said, said


def test_every_contract_has_a_planted_violation() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    contracts = {line.split('"')[1] for line in text.splitlines() if line.startswith('id = "')}

    assert contracts == {contract for contract, _, _ in VIOLATIONS}
