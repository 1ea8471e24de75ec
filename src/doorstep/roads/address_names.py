"""Finds the streets that a typed name may mean: as it is, with a slip, without its kind."""

from collections import defaultdict
from collections.abc import Sequence

from doorstep.roads.address_text import (
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


LEVELS = 3
"""How many ways there are to look a name up, the cheapest first."""


class StreetNames:
    """All names of all streets of a region, one key for each street."""

    def __init__(self) -> None:
        self._whole = _Names()
        self._cores = _Names()

    def add(self, name: str, key: str) -> None:
        """Make a street known by a name, its own or one in another language."""
        parts = words(name)
        self._whole.add(plain_key(parts), key)
        if len(core := core_key(parts)) >= _SHORTEST_CORE:
            self._cores.add(core, key)

    def find(self, parts: Sequence[str], level: int) -> list[tuple[str, float]]:
        """Return the streets that folded words may name, each with what that costs.

        Parameters
        ----------
        parts
            The words.
        level
            0 as it is; 1 with a slip, or without its kind; 2 both.
        """
        whole = plain_key(parts)
        if level == 0:
            return _priced(self._whole.same(whole), 0.0)
        core = core_key(parts)
        look, slip = (self._cores.same, 0.0) if level == 1 else (self._cores.near, SLIP)
        # "Manor Hill" may be Manor Hill Road, or one more spelling of Manor Road.
        found = _priced(look(whole), DROPPED + slip)
        if core != whole:
            found += _priced(look(core), OTHER_KIND + slip)
        return found + (_priced(self._whole.near(whole), SLIP) if level == 1 else [])


class _Names:
    """Names, found also with one slip, by what is left of both with one letter out."""

    def __init__(self) -> None:
        self._keys: dict[str, list[str]] = defaultdict(list)
        self._slips: dict[str, list[str]] = defaultdict(list)
        self._known: dict[str, list[str]] = {}

    def add(self, name: str, key: str) -> None:
        if not name:
            return
        if name not in self._known:
            self._known[name] = []
            for form in deletions(name):
                self._slips[form].append(name)
        for keys in (self._known[name], self._keys[one_spelling(name)]):
            if key not in keys:
                keys.append(key)

    def same(self, name: str) -> list[str]:
        return self._keys.get(one_spelling(name), [])

    def near(self, name: str) -> list[str]:
        if len(name) < _SHORTEST_SLIP:
            return []
        forms = {known for form in deletions(name) for known in self._slips.get(form, ())}
        near = sorted(known for known in forms if is_one_slip(name, known))
        return list(dict.fromkeys(key for known in near for key in self._known[known]))


def _priced(keys: Sequence[str], cost: float) -> list[tuple[str, float]]:
    return [(key, cost) for key in keys]
