"""Who is next to a node, and in which route: fields of its record, as plain integers.

The fields are unsigned, so that compiled code need not look for indices that count from the end.
"""

from typing import Any

import numpy as np

from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import Records


@inline
def plain(number: Any) -> int:  # noqa: ANN401  # whatever a field holds
    """Return a field's number as a signed integer of 64 bits, as all others are."""
    return np.int64(number)  # type: ignore[return-value]


@inline
def before(nodes: Records, node: int) -> int:
    """Return who is before the node."""
    return plain(nodes[node].before)


@inline
def after(nodes: Records, node: int) -> int:
    """Return who is after the node."""
    return plain(nodes[node].after)


@inline
def route_of(nodes: Records, node: int) -> int:
    """Return the node's route; the number of routes when it is not served."""
    return plain(nodes[node].route)
