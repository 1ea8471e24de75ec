"""Which places can be reached from each other, there and back."""

import numpy as np
import numpy.typing as npt


def strong_parts(
    count: int, tail: npt.NDArray[np.integer], head: npt.NDArray[np.integer]
) -> npt.NDArray[np.int32]:
    """Return the strongly connected part of each place.

    Parameters
    ----------
    count
        Number of places.
    tail, head
        Where each arc begins and ends, shape (arcs,).

    Returns
    -------
    Numbers from zero, int32, shape (count,).
    """
    # With the first use: a server whose streets come ready from the cache needs no scipy.
    from scipy.sparse import csr_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    arcs = csr_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(count, count))
    _, part = connected_components(arcs, directed=True, connection="strong")
    return np.asarray(part, dtype=np.int32)
