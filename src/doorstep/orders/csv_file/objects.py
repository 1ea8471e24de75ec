"""Orders in a JSON file: an array of flat objects whose names are the columns."""

from collections.abc import Iterator
from typing import Any

from doorstep.orders.csv_file.reader import Sheet
from doorstep.orders.csv_file.text import MAX_BYTES, Row
from doorstep.orders.errors import UnreadableOrdersError
from doorstep.plumbing.problem import DoorstepError
from doorstep.plumbing.strict_json import read_strict_json

_ACTION = 'Send an array of objects such as [{"reference": "A-1", "address": "Street 1"}].'


def open_objects(data: bytes) -> Sheet:
    """Return the objects of a JSON file as rows; an object's line is its place, from 2.

    Raises
    ------
    UnreadableOrdersError
        It is not an array of objects with texts and numbers.
    """
    if len(data) > MAX_BYTES:
        message = f"The file has {len(data)} bytes; {MAX_BYTES} is the most."
        raise UnreadableOrdersError(message)
    try:
        found = read_strict_json(data)
    except DoorstepError as error:
        raise UnreadableOrdersError(error.sentence, action=error.what_to_do) from error
    if isinstance(found, dict):
        found = found.get("shipments")
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        message = "The file is not an array of objects."
        raise UnreadableOrdersError(message, action=_ACTION)
    names = tuple(dict.fromkeys(name for one in found for name in one))
    return Sheet(Row(1, names), _read(found, names))


def _read(found: list[dict[str, Any]], names: tuple[str, ...]) -> Iterator[Row]:
    for line, one in enumerate(found, start=2):
        wrong = [name for name, value in one.items() if isinstance(value, bool | list | dict)]
        if wrong:
            yield Row(line, (), f"{wrong[0]} is neither a text nor a number.")
        else:
            cells = ("" if one.get(name) is None else str(one[name]) for name in names)
            yield Row(line, tuple(cells))
