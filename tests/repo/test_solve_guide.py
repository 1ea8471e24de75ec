"""The guide to solving other programs' problems says what the code does."""

import contextlib
import io
import re

from worlds.repository import ROOT

GUIDE = (ROOT / "docs/guides/solve.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


def test_the_example_prints_what_it_says() -> None:
    [code] = [block for block in BLOCKS if "vroom" in block]
    printed = io.StringIO()

    with contextlib.redirect_stdout(printed):
        exec(compile(code, "solve.md", "exec"), {})  # noqa: S102, our own example

    assert printed.getvalue().split() == re.findall(r"# (\d+)$", code, re.MULTILINE) == ["660"]
