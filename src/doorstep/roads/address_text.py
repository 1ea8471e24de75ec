"""Addresses as people type them: folded letters, house numbers, slips of the finger."""

import re
import unicodedata
from collections.abc import Iterator

_FOLDED = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d", "þ": "th", "œ": "oe"})
_WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_NUMBER = re.compile(r"\d{1,5}[a-z]?(?:[-/]\d{0,5}[a-z]?)?")
_SHORT = {
    "str": "strasse",
    "st": "street",
    "rd": "road",
    "ave": "avenue",
    "av": "avenue",
    "blvd": "boulevard",
    "dr": "drive",
    "ln": "lane",
    "ct": "court",
    "pl": "place",
    "sq": "square",
}
"""Common short forms of street words, English and German."""

_APART = re.compile(r"(?<=[a-z]{2})str$")


def fold(text: str) -> str:
    """Return the text in lower case without accents: "Hämeentie" is "hameentie"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDED))
    return "".join(c for c in plain if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Return the folded words and numbers of a text; "6-8" and "12/3" stay one."""
    found = _WORD.findall(fold(text).replace(chr(0x2013), "-").replace("'", ""))
    return [part for word in found for part in _split_word(word)]


def street_key(parts: list[str]) -> str:
    """Return what two spellings of one street have in common: short forms out, blanks gone."""
    return "".join(_SHORT.get(part, _APART.sub("strasse", part)) for part in parts)


def is_number(word: str) -> bool:
    """Tell whether a folded word looks like a house number."""
    return _NUMBER.fullmatch(word) is not None


def number_keys(number: str) -> list[str]:
    """Return how a house number may be looked up, most exact first.

    "12 B" is also found as "12", and "6-8" as "6" and as "8".
    """
    joined = "".join(words(number))
    keys = [joined, *(part for part in re.split(r"[-/]", joined) if part)]
    keys += [digits[0] for key in keys if (digits := re.match(r"\d+", key))]
    return list(dict.fromkeys(key for key in keys if key))


def number_value(number: str) -> int:
    """Return the first number in a house number, 0 without one."""
    digits = re.search(r"\d+", number)
    return int(digits[0]) if digits else 0


def deletions(key: str) -> Iterator[str]:
    """Yield the key and every form of it with one character left out."""
    yield key
    for i in range(len(key)):
        yield key[:i] + key[i + 1 :]


def is_one_slip(a: str, b: str) -> bool:
    """Tell whether one insertion, deletion, replacement or swap makes ``a`` into ``b``."""
    if len(a) > len(b):
        a, b = b, a
    i = 0
    while i < len(a) and a[i] == b[i]:
        i += 1
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    swapped = a[i : i + 2][::-1] == b[i : i + 2] and a[i + 2 :] == b[i + 2 :]
    return a[i + 1 :] == b[i + 1 :] or swapped


def _split_word(word: str) -> list[str]:
    """Keep hyphens between numbers, open them between words."""
    return [word] if word[0].isdigit() else re.split(r"[-/]", word)
