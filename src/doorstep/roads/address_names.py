"""Finds the streets that a typed name may mean: as it is, with a slip, without its kind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from doorstep.roads.address_text import (
    are_two_slips,
    core_key,
    deletions,
    is_one_slip,
    one_spelling,
    plain_key,
    words,
)

SLIP = 0.1
"""What one slip of the finger costs in confidence."""

DROPPED = 0.1
"""What a left out "Road" or "Rua" costs."""

OTHER_KIND = 0.35
"""What another kind costs, Lane for Road: often there are both, so a person has to look."""

_SHORTEST_SLIP = 5
_SHORTEST_CORE = 3
_SHORTEST_TWO_SLIPS = 9

TWO_SLIPS = 0.2
"""What two cost; only a long name bears them."""

LEVELS = 4
"""How many ways there are to look a name up, the cheapest first."""


class Names(Protocol):
    """Names of streets with the keys of the streets that have them."""

    def same(self, name: str) -> list[str]:
        """Return the streets of this name, however its letters are written."""

    def near(self, name: str) -> list[str]:
        """Return the streets of names that one slip makes of this one."""

    def far(self, name: str, core: str) -> list[str]:
        """Return the streets of names that two slips make of this one.

        They are looked for by what they share with its core, the name without its kind.
        """


class StreetNames:
    """All names of all streets of a region, one key for each street.

    Parameters
    ----------
    whole
        For the whole names.
    cores
        For the names without the word for the kind of street.
    """

    def __init__(self, whole: Names, cores: Names) -> None:
        self._whole = whole
        self._cores = cores

    def find(self, parts: Sequence[str], level: int) -> list[tuple[str, float]]:
        """Return the streets that folded words may name, each with what that costs.

        Parameters
        ----------
        parts
            The words.
        level
            0 as it is; 1 with a slip, or without its kind; 2 both; 3 with two slips.
        """
        whole = plain_key(parts)
        if level == 0:
            return _priced(self._whole.same(whole), 0.0)
        core = core_key(parts)
        if level == LEVELS - 1:
            return _priced(self._whole.far(whole, core), TWO_SLIPS) if is_long(core) else []
        look, slip = (self._cores.same, 0.0) if level == 1 else (self._cores.near, SLIP)
        # "Manor Hill" may be Manor Hill Road, or one more spelling of Manor Road.
        found = _priced(look(whole), DROPPED + slip)
        if core != whole:
            found += _priced(look(core), OTHER_KIND + slip)
        return found + (_priced(self._whole.near(whole), SLIP) if level == 1 else [])


def is_long(name: str) -> bool:
    """Tell whether a name without its kind is long enough for two slips."""
    return len(name) >= _SHORTEST_TWO_SLIPS


def is_slippery(name: str) -> bool:
    """Tell whether a name is long enough for a slip."""
    return len(name) >= _SHORTEST_SLIP


def trigrams(name: str) -> list[str]:
    """Return each run of three letters of a name once, in order."""
    return list(dict.fromkeys(name[i : i + 3] for i in range(len(name) - 2)))


class MemoryNames:
    """Names in memory, found also with one slip, by what is left with one letter out.

    With two slips they are found by the runs of three letters they share: of a long name more
    than half are left.
    """

    def __init__(self) -> None:
        self._keys: dict[str, list[str]] = defaultdict(list)
        self._slips: dict[str, list[str]] = defaultdict(list)
        self._known: dict[str, list[str]] = {}
        self._grams: dict[str, list[str]] = defaultdict(list)

    def add(self, name: str, key: str) -> None:
        """Make a street known by a name."""
        if not name:
            return
        if name not in self._known:
            self._known[name] = []
            for form in deletions(name):
                self._slips[form].append(name)
            for gram in trigrams(name):
                self._grams[gram].append(name)
        for keys in (self._known[name], self._keys[one_spelling(name)]):
            if key not in keys:
                keys.append(key)

    def items(self) -> Iterable[tuple[str, Sequence[str]]]:
        """Return each name with the keys of the streets that have it."""
        return self._known.items()

    def same(self, name: str) -> list[str]:
        """Return the streets of this name, however its letters are written."""
        return self._keys.get(one_spelling(name), [])

    def near(self, name: str) -> list[str]:
        """Return the streets of names that one slip makes of this one."""
        if not is_slippery(name):
            return []
        forms = {known for form in deletions(name) for known in self._slips.get(form, ())}
        near = sorted(known for known in forms if is_one_slip(name, known))
        return list(dict.fromkeys(key for known in near for key in self._known[known]))

    def far(self, name: str, core: str) -> list[str]:
        """Return the streets of names that two slips make of this one."""
        shared = {known for gram in trigrams(core) for known in self._grams.get(gram, ())}
        near = sorted(known for known in shared if are_two_slips(name, known))
        return list(dict.fromkeys(key for known in near for key in self._known[known]))


def _priced(keys: Sequence[str], cost: float) -> list[tuple[str, float]]:
    return [(key, cost) for key in keys]


class MemoryStreetNames(StreetNames):
    """Names of streets that are being read, in memory."""

    def __init__(self) -> None:
        self.whole, self.cores = MemoryNames(), MemoryNames()
        super().__init__(self.whole, self.cores)

    def add(self, name: str, key: str) -> None:
        """Make a street known by a name, its own or one in another language."""
        parts = words(name)
        self.whole.add(plain_key(parts), key)
        if len(core := core_key(parts)) >= _SHORTEST_CORE:
            self.cores.add(core, key)
