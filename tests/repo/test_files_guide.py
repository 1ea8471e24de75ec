"""The guide to files says what the code reads: its tables are compared with the code's."""

import re
from collections.abc import Iterable

from doorstep.fleet import DEPOT_KEYS, FLEET_KEYS, VEHICLE_KEYS, Key
from doorstep.orders import COLUMNS
from doorstep.planning import ADVICE
from worlds.repository import ROOT

GUIDE = (ROOT / "docs/guides/files.md").read_text("utf-8")


def section(name: str) -> str:
    match = re.search(rf"<!-- {name} -->\n(.*?)\n?<!-- /{name} -->", GUIDE, re.DOTALL)
    assert match is not None
    return match[1]


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(headings)
    lines = [names, ["---"] * len(names), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def keys(entries: Iterable[Key]) -> str:
    rows = [(f"`{key.name}`", key.form, key.default, key.meaning) for key in entries]
    return table(("key", "form", "when missing", "meaning"), rows)


EXPECTED = {
    "columns": table(
        ("column", "form", "when empty", "meaning", "also accepted as"),
        (
            (
                f"`{column.name}`",
                column.form,
                column.default,
                column.meaning,
                ", ".join(f"`{alias}`" for alias in column.aliases),
            )
            for column in COLUMNS
        ),
    ),
    "fleet keys": keys(FLEET_KEYS),
    "depot keys": keys(DEPOT_KEYS),
    "vehicle keys": keys(VEHICLE_KEYS),
    "reasons": table(
        ("reason", "meaning", "what to do"),
        ((f"`{reason}`", advice.sentence, advice.action) for reason, advice in ADVICE.items()),
    ),
}


def test_the_guide_has_the_columns_and_keys_of_the_code() -> None:
    assert {name: section(name) for name in EXPECTED} == EXPECTED
