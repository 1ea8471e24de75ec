"""The contraction hierarchy, and life without the wheel that orders it."""

import subprocess
import sys

import numpy as np

from doorstep.roads.hierarchy import HierarchySearch
from doorstep.roads.states import States
from doorstep.roads.topology import build_topology

WITHOUT_WHEEL = """
import sys
sys.modules["routingkit_cch"] = None
from worlds.towns import ascii_town
town = ascii_town("a-+-b")
assert town.network().hierarchy is None
print(town.network().matrix(town.points("ab"), "van").duration_s.tolist())
"""


def ints(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(values, dtype=np.int32)


def line() -> States:
    """Return three states in a row: 0 to 1 both ways, 1 to 2 one way."""
    return States(3, ints(0, 1, 1), ints(1, 0, 2), ints(0, 1, 2), False, ints())  # noqa: FBT003


def test_removing_the_middle_of_a_line_joins_its_ends() -> None:
    topology = build_topology(ints(1, 0, 2), ints(0, 1), ints(1, 2))

    # State 1 goes first (rank 0); then 0 (rank 1) and 2 (rank 2) need a shortcut.
    assert topology.rank.tolist() == [1, 0, 2]
    assert topology.offset.tolist() == [0, 2, 3, 3]
    assert topology.head.tolist() == [1, 2, 2]
    assert topology.depth.tolist() == [2, 1, 0]
    assert topology.parent.tolist() == [1, 2, -1]


def test_a_shortcut_costs_what_the_way_through_the_middle_costs() -> None:
    states = line()
    topology = build_topology(ints(1, 0, 2), states.tail, states.head)
    cost = np.array([7, 5, 4], dtype=np.int64)
    search = HierarchySearch(states, topology, topology.slots(states), cost)

    # From 0 over 1 to 2: 7 + 4. There is no way back. Round from 0: 7 + 5.
    assert search.links(0, 2) == 11
    assert search.links(2, 0) > 2**59
    assert search.links(0, 0) == 12
    path = search.path(0, 2)
    assert path is not None
    assert path.arcs.tolist() == [0, 2]


def test_without_the_wheel_the_answers_are_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_WHEEL],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )

    # Two cells of 60 s.
    assert done.stdout.strip() == "[[0, 120], [120, 0]]"
