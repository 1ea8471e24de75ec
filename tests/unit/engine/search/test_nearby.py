"""An order of places in which neighbours stand close to each other."""

import numpy as np
import pytest

from doorstep.engine.search.nearby import order_nearby


def test_houses_on_a_street_keep_to_their_blocks() -> None:
    metres = np.random.default_rng(1).permutation(64)
    legs = np.abs(metres[:, None] - metres[None, :])

    order = order_nearby(legs, np.arange(64))

    # cut in halves until eight are left: each block holds houses that follow one another
    blocks = np.sort(metres[order].reshape(8, 8), axis=1)
    assert (blocks[:, -1] - blocks[:, 0] == 7).all()


@pytest.mark.parametrize("count", [0, 1, 8, 9, 40])
def test_everybody_is_in_it_once_though_all_are_at_one_place(count: int) -> None:
    legs = np.zeros((3, 3), dtype=np.int32)

    order = order_nearby(legs, np.full(count, 2))

    assert sorted(order.tolist()) == list(range(count))
