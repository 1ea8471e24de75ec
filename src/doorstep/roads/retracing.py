"""Which paths must be remembered, so that a restriction through several streets can be kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from doorstep.roads.restricting import TurnBan


@dataclass(frozen=True, slots=True)
class Memory:
    """Paths of two or more directed edges on which restrictions depend.

    Whoever has come along one of them is in a state of its own. The longest such path that ends
    what has been travelled tells everything about the restrictions that may follow [1]_.

    References
    ----------
    .. [1] Aho and Corasick (1975), "Efficient string matching", doi:10.1145/360825.360855.
    """

    paths: tuple[tuple[int, ...], ...]
    known: frozenset[tuple[int, ...]]

    def longest(self, travelled: tuple[int, ...]) -> tuple[int, ...] | None:
        """Return the longest remembered path that ``travelled`` ends with, or none."""
        for start in range(len(travelled) - 1):
            if travelled[start:] in self.known:
                return travelled[start:]
        return None


def remember(bans: Sequence[TurnBan]) -> Memory:
    """Return the paths that the bans depend on, with all their beginnings."""
    paths = {ban.path[:size] for ban in bans for size in range(2, len(ban.path) + 1)}
    return Memory(tuple(sorted(paths)), frozenset(paths))
