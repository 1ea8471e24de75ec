"""The dictionary is binding: no identifier uses a word it rules out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from worlds.repository import ROOT

# Banned word -> the word docs/dictionary.md has for it. A word with a second, honest meaning in
# Python or in a library (task, job, path, point, node, package) is left to the reviewer's eye.
BANNED = {
    "consignment": "shipment",
    "consignee": "recipient",
    "customer_order": "order",
    "delivery_exception": "incident",
    "dropoff": "delivery",
    "drop_off": "delivery",
    "latitude": "lat",
    "latlng": "lat, lon",
    "latlon": "lat, lon",
    "lng": "lon",
    "load_list": "manifest",
    "longitude": "lon",
    "ping": "position",
    "timeslot": "time window",
    "tour": "route",
    "unserved": "unassigned",
    "warehouse": "depot",
    "waypoint": "stop",
}


def identifiers(path: Path) -> Iterator[str]:
    """Yield each name a file gives to something, and the file's own."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def words(identifier: str) -> str:
    """Return an identifier as _words_between_underscores_, singular and plural alike."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier).lower()
    return "_" + re.sub(r"s(?=_|$)", "", snake.strip("_")) + "_"


def banned_in(identifier: str) -> list[str]:
    """Return the banned words an identifier uses."""
    return [word for word in BANNED if f"_{word.removesuffix('s')}_" in words(identifier)]


def test_no_identifier_uses_a_banned_word() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name} (say {BANNED[word]})"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for name in sorted(set(identifiers(path)))
        for word in banned_in(name)
    ]

    assert found == []


def test_the_word_check_sees_plural_and_camel_case() -> None:
    assert banned_in("TourBuilder") == ["tour"]
    assert banned_in("next_waypoints") == ["waypoint"]
    assert banned_in("DeliveryExceptionKind") == ["delivery_exception"]
    assert banned_in("contour_m") == []


def test_the_dictionary_names_every_banned_word() -> None:
    dictionary = (ROOT / "docs/dictionary.md").read_text(encoding="utf-8").lower()

    assert [word for word in BANNED if word.replace("_", " ") not in dictionary] == []
