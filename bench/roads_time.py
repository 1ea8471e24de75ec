"""Travel by the hour: how fast cubes are made, and how far they are from exact.

Run it as ``bench/roads_time.py --osm DIR --td DIR --json FILE``. DIR of ``--osm`` holds
``porto.osm.pbf``; DIR of ``--td`` the road graphs of the MAMUT instances of Lyon
(``mamut-lyon-*.road.json.gz``, https://github.com/ANR-MAMUT). Either may be left out.
"""

import argparse
import gzip
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from peer_programs import CACHE
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from timed_dijkstra import earliest_arrivals

from doorstep.kernel import Point
from doorstep.roads import EdgeTimes, Network, build_cube, build_hierarchy, slow_down
from doorstep.roads.sources import load_region

HOURS, PLACES, SEED, RUNS = 24, 1000, 1, 3
DEPARTURES, SOURCES, LEAST_TRIP_S = 60, 10, 60.0
MOST_PLACES, LAST_QUARTER_S = 150, 2700


def main() -> None:
    """Print the figures as JSON, and write them to a file when one is named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--osm", type=Path)
    parser.add_argument("--td", type=Path)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures: dict[str, float] = {}
    if options.osm:
        figures |= cubes(options.osm / "porto.osm.pbf", options.cache)
    if options.td:
        figures |= all_errors(sorted(options.td.glob("mamut-lyon-*.road.json.gz")))
    protocol = {
        "cube": f"{HOURS} hours, all edges at other speeds in each, {PLACES} places, car, Porto; "
        f"median of {RUNS} runs with each number of threads, in turn",
        "error": f"{SOURCES} sources, {DEPARTURES} departures spread evenly at random over the "
        f"day, trips of {LEAST_TRIP_S:.0f} s or more; near: in the last quarter of an hour",
        "seed": SEED,
    }
    text = json.dumps({"figures": figures, "protocol": protocol}, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the wall and CPU seconds of some work."""
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall_s, time.process_time() - cpu_s


def cubes(pbf: Path, cache: Path) -> dict[str, float]:
    """Return how long cubes and customising take, junction by junction and with turns."""
    graph = load_region(pbf, cache).network.graph
    figures: dict[str, float] = {}
    for name, one in (("", replace(graph, turns=None)), ("_turns", graph)):
        network = Network(one, build_hierarchy(one))
        figures |= _cube_figures(network, f"cube_24x1000{name}")
    return figures


def _cube_figures(network: Network, name: str) -> dict[str, float]:
    rng = np.random.default_rng(SEED)
    graph = network.graph
    row = graph.profile_index("car")
    usual = EdgeTimes(graph.forward_ms[row], graph.backward_ms[row])
    nodes = rng.choice(graph.node_count, PLACES, replace=False)
    points = [Point(float(graph.node_lat[n]), float(graph.node_lon[n])) for n in nodes]
    times = [slow_down(usual, rng.uniform(0.5, 1.0, graph.edge_count)) for _ in range(HOURS)]

    def measure(hour: int) -> Any:  # noqa: ANN401 -- seconds between all places
        one = times[hour]
        return network.with_weights("car", one.forward_ms, one.backward_ms).seconds(points)

    measure(0)  # compiles
    walls_s: dict[int, list[float]] = {1: [], 2: []}
    cpus_s = []
    for _ in range(RUNS):
        for workers in (1, 2):
            wall_s, cpu_s = timed(lambda n=workers: build_cube(range(HOURS), measure, n))  # type: ignore[misc]
            walls_s[workers].append(wall_s)
            if workers == 1:
                cpus_s.append(cpu_s)
    return {
        f"{name}_wall_s_1": median(walls_s[1]),
        f"{name}_wall_s_2": median(walls_s[2]),
        f"{name}_s": median(cpus_s),
    }


def all_errors(files: Sequence[Path]) -> dict[str, float]:
    """Return how far cubes are from exact on each published graph, and on all together."""
    figures: dict[str, float] = {}
    pooled, near = [], []
    for file in files:
        found, is_near = errors(file)
        name = file.name.split("-n")[1].split("-hyb")[0].replace("-", "_")
        figures |= _error_figures(found, is_near, f"_{name}")
        pooled.append(found)
        near.append(is_near)
    if pooled:
        figures |= _error_figures(np.concatenate(pooled), np.concatenate(near), "")
    return figures


def _error_figures(found: Any, is_near: Any, name: str) -> dict[str, float]:  # noqa: ANN401 -- arrays
    return {
        f"td_mean_error_pct{name}": float(found.mean()),
        f"td_p99_error_pct{name}": float(np.percentile(found, 99)),
        f"td_mean_error_near_pct{name}": float(found[is_near].mean()),
        f"td_p99_error_near_pct{name}": float(np.percentile(found[is_near], 99)),
        f"td_pairs{name}": len(found),
    }


def errors(file: Path) -> tuple[Any, Any]:
    """Return by how many percent a cube is off, for each trip, and which begin near the hour."""
    with gzip.open(file) as stream:
        road = json.load(stream)
    rng = np.random.default_rng(SEED)
    places = np.array(road["node_vertices"])
    places = rng.permutation(places)[:MOST_PLACES]
    tail, head, length_m = (np.array([edge[k] for edge in road["edges"]]) for k in range(3))
    speeds = np.array([edge[3] for edge in road["edges"]])
    count = road["num_vertices"]

    def measure(hour: int) -> Any:  # noqa: ANN401 -- seconds between all places
        return frozen(count, tail, head, length_m / speeds[:, hour], places)

    cube = build_cube(range(HOURS), measure)
    edges_of: list[list[tuple[int, float, list[float]]]] = [[] for _ in range(count)]
    for start, end, metres, by_hour in road["edges"]:
        edges_of[start].append((end, metres, by_hour))
    sources = rng.choice(len(places), SOURCES, replace=False)
    found, near = [], []
    for at_s in rng.uniform(0, 86_400 - 3600, DEPARTURES):
        said = cube.durations(float(at_s))
        for source in sources:
            arrivals = earliest_arrivals(edges_of, int(places[source]), float(at_s))
            exact = np.array([arrivals.get(int(place), np.inf) for place in places]) - at_s
            long = np.isfinite(exact) & (exact >= LEAST_TRIP_S)
            found.append(100 * np.abs(said[source][long] / exact[long] - 1))
            near.append(np.full(int(long.sum()), at_s % 3600 >= LAST_QUARTER_S))
    return np.concatenate(found), np.concatenate(near)


def frozen(count: int, tail: Any, head: Any, seconds: Any, places: Any) -> Any:  # noqa: ANN401 -- arrays
    """Return seconds between places at the speeds of one hour; of parallel edges the best."""
    order = np.lexsort((seconds, head, tail))
    tail, head, seconds = tail[order], head[order], seconds[order]
    first = np.r_[True, (np.diff(tail) != 0) | (np.diff(head) != 0)]
    graph = csr_array((seconds[first], (tail[first], head[first])), shape=(count, count))
    found = dijkstra(graph, indices=places)[:, places]
    return np.where(np.isinf(found), -1.0, found)


if __name__ == "__main__":
    main()
