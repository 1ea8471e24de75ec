"""An order of places in which neighbours stand close to each other.

The search looks up legs between a node and those around it. Where these stand side by side in the
travel tables, one line of the processor's cache holds many of them.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from doorstep.engine.search.layout import Ints

FEWEST = 8
"""So few places are left in any order: they share a line of the cache."""


def order_nearby(legs: npt.NDArray[Any], places: Ints) -> Ints:
    """Return the numbers of ``places`` in such an order. O(places log places).

    Cut in two again and again, between two places far from each other.

    Parameters
    ----------
    legs
        (locations, locations): how far each is from each.
    places
        Rows of ``legs``, possibly some more than once.
    """
    members = np.arange(len(places))
    groups, ordered = [members], []
    while groups:
        group = groups.pop()
        if len(group) <= FEWEST:
            ordered.append(group)
            continue
        here = places[group]
        one = here[np.argmax(legs[here[0], here])]
        other = here[np.argmax(legs[one, here])]
        line = legs[one, here].astype(np.int64) - legs[other, here]
        group = group[np.argsort(line, kind="stable")]
        half = len(group) // 2
        groups += [group[half:], group[:half]]
    return np.concatenate(ordered) if ordered else members
