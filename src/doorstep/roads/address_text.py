"""Addresses as people type them: folded letters, house numbers, slips of the finger."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from doorstep.roads.address_words import (
    CONNECTORS,
    DIRECTIONS,
    FIRST_FORMS,
    FIRST_TYPES,
    LAST_FORMS,
    LAST_TYPES,
    LONG_FORMS,
)

_FOLDED = str.maketrans(
    {"ø": "o", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d", "þ": "th", "œ": "oe", chr(0x131): "i"}
)
_ROUNDABOUT = re.compile(r"ae|oe|ue|aa")
"""How ä, ö, ü, æ, ø and å are written without their letters; either way they become one key."""

_WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_NUMBER = re.compile(r"\d{1,5}[a-z]?(?:[-/]\d{0,5}[a-z]?)?")
_APART = re.compile(r"(?<=[a-z]{2})str$")


def fold(text: str) -> str:
    """Return the text in lower case without accents: "Hämeentie" is "hameentie"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDED))
    return "".join(c for c in plain if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Return the folded words and numbers of a text; "6-8" and "12/3" stay one."""
    found = _WORD.findall(fold(text).replace(chr(0x2013), "-").replace("'", ""))
    return [part for word in found for part in _split_word(word)]


def street_key(parts: Sequence[str]) -> str:
    """Return what all spellings of one street have in common.

    Short forms become long, letters written in two ways ("ü" and "ue") one, and blanks go.
    """
    return one_spelling(plain_key(parts))


def plain_key(parts: Sequence[str]) -> str:
    """Return the words of a street's name, short forms made long, without blanks."""
    return "".join(_long(parts))


def one_spelling(key: str) -> str:
    """Return a key with letters that are written in two ways ("ü", "ue") written in one."""
    return _ROUNDABOUT.sub(lambda found: found[0][0], key)


def core_key(parts: Sequence[str]) -> str:
    """Return the plain key of a street's name without the word for the kind of street.

    "Bell Road" is "bell", "Rua da Boavista" is "boavista". The key of the whole where there is
    no such word, or nothing beside it.
    """
    long = _long(parts)
    if len(long) > 1 and long[-1] in LAST_TYPES:
        return "".join(long[:-1])
    if len(long) > 2 and long[-1] in DIRECTIONS and long[-2] in LAST_TYPES:  # noqa: PLR2004
        return "".join([*long[:-2], long[-1]])
    if len(long) > 1 and long[0] in FIRST_TYPES:
        rest = long[1:]
        while len(rest) > 1 and rest[0] in CONNECTORS:
            rest = rest[1:]
        return "".join(rest)
    return "".join(long)


def is_number(word: str) -> bool:
    """Tell whether a folded word looks like a house number."""
    return _NUMBER.fullmatch(word) is not None


def is_kind(word: str) -> bool:
    """Tell whether a folded word at the end of a name says what kind of street it is."""
    return LONG_FORMS.get(word, word) in LAST_TYPES


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


def are_two_slips(a: str, b: str) -> bool:
    """Tell whether two insertions, deletions, replacements or swaps make ``a`` into ``b``.

    No letter is touched twice: the distance of Damerau and Levenshtein as far as 2, restricted.
    """
    if abs(len(a) - len(b)) > 2:  # noqa: PLR2004, two slips
        return False
    if len(a) > len(b):
        a, b = b, a
    i = 0
    while i < len(a) and a[i] == b[i]:
        i += 1
    rest_a, rest_b = a[i:], b[i:]
    if is_one_slip(rest_a, rest_b):
        return True
    # The first slip is here: put in, replaced, left out, or swapped.
    tries = [(rest_a, rest_b[1:]), (rest_a[1:], rest_b[1:]), (rest_a[1:], rest_b)]
    if rest_a[:2] == rest_b[:2][::-1]:
        tries.append((rest_a[2:], rest_b[2:]))
    return any(is_one_slip(x, y) for x, y in tries)


def _split_word(word: str) -> list[str]:
    """Keep hyphens between numbers, open them between words."""
    return [word] if word[0].isdigit() else re.split(r"[-/]", word)


def _long(parts: Sequence[str]) -> list[str]:
    long = [LONG_FORMS.get(part, _APART.sub("strasse", part)) for part in parts]
    if len(parts) > 1:
        long[0] = FIRST_FORMS.get(parts[0], long[0])
        long[-1] = LAST_FORMS.get(parts[-1], long[-1])
    return long
