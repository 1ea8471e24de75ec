"""Takes a typed address apart: street, house number, postcode, town."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from doorstep.roads.address_text import is_kind, is_number, words

_SEGMENT = re.compile(r"[,;\n]")
_POSTCODE = re.compile(r"\d{4,6}")
_SHORTEST_TOWN = 3
_COUNTRIES = frozenset(
    {
        "finland",
        "suomi",
        "sweden",
        "sverige",
        "germany",
        "deutschland",
        "portugal",
        "italy",
        "italia",
        "usa",
        "fi",
        "fin",
        "de",
        "se",
        "us",
    }
)


@dataclass(frozen=True, slots=True)
class Query:
    """One way to read an address, all in folded words."""

    street: tuple[str, ...]
    number: str
    postcode: str
    town: tuple[str, ...]


def read_queries(text: str) -> Iterator[Query]:
    """Yield the ways an address may be read, likely ones first.

    Each part between commas may hold the street; what stands in the other parts, or after the
    number, tells the postcode and the town.
    """
    segments = [parts for piece in _SEGMENT.split(text) if (parts := words(piece))]
    for i, segment in enumerate(segments):
        around = [word for other in (*segments[:i], *segments[i + 1 :]) for word in other]
        # A number on its own between commas belongs to the street before it.
        following = segments[i + 1] if i + 1 < len(segments) else []
        if len(following) == 1 and is_number(following[0]):
            yield _query(segment, following[0], [w for w in around if w != following[0]])
        for street, number, rest in _readings(segment):
            yield _query(street, number, rest + around)


def _readings(segment: list[str]) -> Iterator[tuple[list[str], str, list[str]]]:
    """Yield street, number and what is left, for each word that may be the number."""
    for i, word in enumerate(segment):
        if not is_number(word):
            continue
        if i:
            letter = segment[i + 1] if i + 1 < len(segment) else ""
            has_letter = len(letter) == 1 and letter.isalpha()
            yield segment[:i], word + letter * has_letter, segment[i + 1 + has_letter :]
        else:
            yield from _number_first(segment)
    yield segment, "", []


def _number_first(segment: list[str]) -> Iterator[tuple[list[str], str, list[str]]]:
    """Yield readings of "12 Street ..." and "12 B Street ...", the town cut off anywhere."""
    # "4 Bell Lane" is not Bell in a town called Lane.
    ends = [
        end
        for end in range(len(segment), 1, -1)
        if end == len(segment) or not is_kind(segment[end])
    ]
    for end in ends:
        yield segment[1:end], segment[0], segment[end:]
    if len(segment) > 2 and len(segment[1]) == 1:  # noqa: PLR2004 - number, letter, street
        for end in ends:
            if end > 2:  # noqa: PLR2004
                yield segment[2:end], segment[0] + segment[1], segment[end:]


def _query(street: list[str], number: str, rest: list[str]) -> Query:
    postcode = next((word for word in rest if _POSTCODE.fullmatch(word)), "")
    return Query(tuple(street), number, postcode, town_words(rest))


def town_words(parts: list[str]) -> tuple[str, ...]:
    """Return the words that may name a town: no short ones, no numbers, no country."""
    return tuple(
        word
        for word in parts
        if len(word) >= _SHORTEST_TOWN and word.isalpha() and word not in _COUNTRIES
    )
