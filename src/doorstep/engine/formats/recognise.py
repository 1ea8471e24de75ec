"""Whose words a text is written in, told by how it looks."""

import json
from enum import StrEnum

from doorstep.engine.formats import li_lim, schneider, solomon, vrplib
from doorstep.engine.formats.errors import FormatError
from doorstep.engine.formats.instance import Instance
from doorstep.engine.formats.words import is_number

_LI_LIM_TASK_WORDS = 9


class Kind(StrEnum):
    """Whose words a problem is written in."""

    VROOM = "vroom"
    VRPLIB = "vrplib"
    SOLOMON = "solomon"
    LI_LIM = "li-lim"
    SCHNEIDER = "schneider"
    MAMUT = "mamut"


def recognise(text: str) -> Kind | None:
    """Return the kind of a text; none when it looks like none of them.

    A JSON object is VROOM's, with coordinates of its own MAMUT's. Lines of numbers only, nine in
    the second, are Li and Lim's; a table of ``StringID`` is Schneider's; a heading ``CUSTOMER``
    is Solomon's; a section or ``DIMENSION`` is VRPLIB's.
    """
    if text.lstrip().startswith("{"):
        return _recognise_json(text)
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(is_number(word) for words in lines[:2] for word in words):
        return Kind.LI_LIM if len(lines[1]) == _LI_LIM_TASK_WORDS else None
    if lines and lines[0][0] == "StringID":
        return Kind.SCHNEIDER
    heads = {words[0].rstrip(":").upper() for words in lines}
    if "CUSTOMER" in heads:
        return Kind.SOLOMON
    is_vrplib = any(head.endswith("_SECTION") for head in heads) or "DIMENSION" in heads
    return Kind.VRPLIB if is_vrplib else None


def read_instance(text: str) -> Instance:
    """Return the benchmark instance in a text of numbers, whichever of the formats it has.

    Raises
    ------
    FormatError
        The text has none of the formats, or is not complete.
    """
    kind = recognise(text)
    readers = {
        Kind.VRPLIB: vrplib.read,
        Kind.SOLOMON: solomon.read,
        Kind.LI_LIM: li_lim.read,
        Kind.SCHNEIDER: schneider.read,
    }
    if kind not in readers:
        message = "The text is neither VRPLIB nor Solomon's, Li and Lim's or Schneider's."
        raise FormatError([message])
    return readers[kind](text)


def _recognise_json(text: str) -> Kind | None:
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return Kind.MAMUT if "coordinates" in document else Kind.VROOM
