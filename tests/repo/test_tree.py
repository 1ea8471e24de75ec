"""What holds for every file that is committed."""

import ast
import re
import tomllib

from worlds.repository import ROOT, tracked

MAX_LINES = 500
IO_NAMES = {"open", "print", "input"}


def test_no_source_file_is_longer_than_one_idea() -> None:
    generated = ("api-client", "/generated/", "/migrations/versions/")
    too_long = [
        f"{path.relative_to(ROOT)}: {length} lines"
        for path in tracked(".py", ".ts", ".svelte", ".css")
        if not any(mark in str(path) for mark in generated)
        and (length := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    ]

    assert too_long == []


def test_no_committed_file_names_a_folder_of_one_machine() -> None:
    # In brackets, so that this file does not match itself.
    folders = re.compile(r"(?<![\w.}])/[h]ome/\w|/[r]oot/\w|/[U]sers/\w|(?<![\w.}])/[w]ork/\w")
    text = (".py", ".md", ".toml", ".ts", ".svelte", ".json", ".yml", ".html", "Makefile", "run")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked(*text)
        if path.name != "package-lock.json"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if folders.search(line)
    ]

    assert found == []


def test_time_chance_and_identifiers_are_banned_outside_the_kernel() -> None:
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    banned = set(ruff["flake8-tidy-imports"]["banned-api"])
    lifted = {path for path, rules in ruff["per-file-ignores"].items() if "TID251" in rules}

    assert {"datetime.datetime.now", "time.time", "random", "uuid.uuid4", "secrets"} <= banned
    assert {path for path in lifted if path.startswith("src/")} == {
        "src/doorstep/kernel/clock.py",
        "src/doorstep/kernel/rng.py",
    }


def test_sciences_open_print_and_ask_nothing() -> None:
    package = ROOT / "src/doorstep"
    files = [*package.glob("engine/**/*.py"), *package.glob("roads/**/*.py")]
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.func.id}()"
        for path in files
        if "sources" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in IO_NAMES
    ]

    assert files
    assert found == []
