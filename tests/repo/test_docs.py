"""Documentation that is wrong fails the build."""

import re
import subprocess

import pytest
from tools import error_docs

from worlds.repository import ROOT, tracked

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
COMMAND = re.compile(r"(?:^|`)make ([a-z][\w-]*)", re.MULTILINE)


def make_targets() -> set[str]:
    """Return the targets the Makefile defines, `bench-%` among them."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z%-]*):(?!=)", makefile, re.MULTILINE))


def test_make_alone_lists_every_target() -> None:
    done = subprocess.run(
        ["make"],  # noqa: S607 - the make that runs the tests
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    listed = set(re.findall(r"^  make (\S+)", done.stdout, re.MULTILINE))

    # `browser` is a step of `test`, not a command.
    assert listed == {target.replace("%", "NAME") for target in make_targets()} - {"browser"}


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_make_command_in_the_page_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(COMMAND.findall(text))

    assert named
    assert {name for name in named if not name.startswith("bench-")} <= make_targets()


def test_every_relative_link_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in tracked(".md")
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:|#", target)
        if not (page.parent / target.split("#")[0]).exists()
    ]

    assert broken == []


def test_decisions_are_numbered_without_a_gap_and_have_all_parts() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    parts = ["## Context", "## Decision", "## Consequences", "## Rejected", "## Held by"]
    incomplete = [
        f"{page.name}: {part}" for page in pages for part in parts if part not in page.read_text()
    ]

    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    assert incomplete == []


def test_the_page_of_errors_is_what_the_classes_say() -> None:
    written = error_docs.PAGE.read_text(encoding="utf-8")

    assert written == error_docs.page(), "run .venv/bin/python tools/error_docs.py"


def test_every_error_code_belongs_to_one_class() -> None:
    codes = re.findall(r"^\| `(\w+)` ", error_docs.page(), re.MULTILINE)

    assert sorted(codes) == sorted(set(codes))
