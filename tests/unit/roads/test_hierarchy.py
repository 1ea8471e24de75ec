"""The contraction hierarchy, and life without the wheel that orders it."""

import subprocess
import sys

import numpy as np

from doorstep.roads.costs import profile_arcs
from doorstep.roads.hierarchy import build_topology, customise
from worlds.towns import ascii_town

WITHOUT_WHEEL = """
import sys
sys.modules["routingkit_cch"] = None
from worlds.towns import ascii_town
town = ascii_town("a-+-b")
assert town.network().hierarchy is None
print(town.network().matrix(town.points("ab"), "van").duration_s.tolist())
"""


def test_removing_the_middle_of_a_line_joins_its_ends() -> None:
    tail, head = np.array([0, 1], dtype=np.int32), np.array([1, 2], dtype=np.int32)
    topology = build_topology(np.array([1, 0, 2], dtype=np.int32), tail, head)

    # Junction 1 goes first (rank 0); then 0 (rank 1) and 2 (rank 2) need a shortcut.
    assert topology.rank.tolist() == [1, 0, 2]
    assert topology.offset.tolist() == [0, 2, 3, 3]
    assert topology.head.tolist() == [1, 2, 2]
    assert topology.depth.tolist() == [2, 1, 0]


def test_a_shortcut_costs_what_the_way_through_the_middle_costs() -> None:
    graph = ascii_town("a-b>c", connected=False).graph
    topology = build_topology(
        np.array([1, 0, 2], dtype=np.int32), graph.edge_tail, graph.edge_head
    )
    arcs = profile_arcs(graph, 0)
    hierarchy = customise(topology, [arcs])
    one = int(arcs.cost[0])

    # Up from a to c through b: two cells. Down from c there is no way.
    assert hierarchy.up[0, 2] == 2 * one
    assert hierarchy.down[0, 2] > 2**59


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
