"""What a search is asked, and the ways it finds."""

from dataclasses import dataclass
from typing import Protocol

from doorstep.roads.graph import BoolArray, IntArray, LongArray


@dataclass(frozen=True, slots=True)
class Rows:
    """How places join the states around them.

    A row joins one place to states that are neighbours of one another; a place has a row for
    each street it may be left on and reached by.

    Parameters
    ----------
    place
        Whose row it is, ascending, int32, shape (rows,).
    offset
        Where each row's items begin, int64, shape (rows + 1,).
    state
        The state of an item, int32, shape (items,).
    leave
        Packed cost from the place to the state, ``NO_PATH`` where none. Below zero where the
        state is the beginning of the street the place is on: so much of it lies behind; int64,
        shape (items,).
    reach
        Packed cost from the state to the place, likewise.
    """

    place: IntArray
    offset: LongArray
    state: IntArray
    leave: LongArray
    reach: LongArray


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one state to another: its packed cost and the arcs it takes, in order."""

    cost: int
    arcs: IntArray


class Search(Protocol):
    """Answers for one profile."""

    def costs(self, rows: Rows, count: int, fresh: BoolArray | None = None) -> LongArray:
        """Return the least cost from every place to every other, ``NO_PATH`` where none.

        What is asked of a place with itself, or with one on the same street, may be any number.

        Parameters
        ----------
        rows
            How the places join the states.
        count
            Number of places; one without a row has no path.
        fresh
            Only pairs with one of these places need an answer; none: all do. Shape (places,).
        """

    def links(self, start: int, end: int) -> int:
        """Return the least cost from a state to another, or on a round trip to itself."""

    def path(self, start: int, end: int, *, is_round: bool = False) -> Path | None:
        """Return the best way from a state to another, or none."""
