"""The table of bad inputs names a test for each, and the test says so."""

import re

from worlds.repository import ROOT

ROW = re.compile(r"^\| (B-\d+) \| .+ \| .+ \| `(\S+\.py)` \|$", re.MULTILINE)


def test_every_row_s_number_stands_in_the_test_that_holds_it() -> None:
    rows = ROW.findall((ROOT / "docs/guides/bad-input.md").read_text(encoding="utf-8"))
    assert len(rows) > 70
    assert len(dict(rows)) == len(rows)
    silent = [
        number
        for number, file in rows
        if not re.search(rf"{number}\b", (ROOT / "tests" / file).read_text(encoding="utf-8"))
    ]
    assert silent == []
