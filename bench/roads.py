"""Roads against OSRM, Valhalla and scipy on real cities; see bench/PROTOCOL.md.

    python bench/roads.py --osm DIR --json FILE

``DIR`` holds ``porto``, ``milan``, ``reisterstown`` and ``lauf``, each ``.osm.pbf``. The programs
of OSRM and Valhalla are downloaded with pip into ``--peers DIR``, by default the user's cache.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import numpy as np
import osrm
import valhalla
from peer_programs import CACHE, PeerMissingError
from roads_goals import judge
from roads_signs import read_signs
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from doorstep.kernel import Point
from doorstep.roads import (
    Graph,
    Network,
    NoRouteError,
    ProfileView,
    build_graph,
    build_hierarchy,
)
from doorstep.roads.costs import NO_PATH
from doorstep.roads.sources import read_graph, read_profiles
from doorstep.roads.sources.pbf import read_streets

QUIET_LOAD = 0.3
SEED = 2026
FEW = 100
"""Places of a table that Valhalla fills in seconds, not minutes."""

PARTS = ("roads_time", "roads_services")
"""Further files that take ``--osm DIR --json FILE``; the first takes ``--td DIR`` as well."""

LOAD = """
import resource, sys, time
from pathlib import Path
from doorstep.roads.sources import load_region
began = time.process_time()
load_region(Path(sys.argv[1]), Path(sys.argv[2]))
spent = time.process_time() - began
print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

T = TypeVar("T")


def cpu(work: Callable[[], T], times: int = 1) -> tuple[float, T]:
    """Return the median CPU seconds of a piece of work, and its result."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        result = work()
        spent.append(time.process_time() - began)
    return median(spent), result


def main() -> int:
    arguments = parse_arguments()
    load = os.getloadavg()[0]
    figures: dict[str, float | None] = {}
    porto, milan = (arguments.osm / f"{name}.osm.pbf" for name in ("porto", "milan"))
    figures |= import_figures(porto)
    graph = read_graph(porto)
    network = Network(graph, build_hierarchy(graph))
    figures |= exactness(network)
    figures |= tables(porto, network)
    points = draw_points(graph, 1000)
    if arguments.with_peers:
        figures |= osrm_figures(porto, points, figures, arguments.peers)
        figures |= valhalla_figures(porto, points[:FEW], network, arguments.peers)
    figures |= signs(milan, arguments.routes)
    for name in PARTS if not arguments.only_own else ():
        figures |= part_figures(name, arguments)
    goals = judge(figures)
    report = {
        "figures": {name: rounded(value) for name, value in figures.items()},
        "goals": goals,
        "missed": [name for name, goal in goals.items() if goal["met"] is not True],
        "protocol": protocol(load),
    }
    text = json.dumps(report, indent=2)
    if arguments.json:
        arguments.json.write_text(text + "\n")
    print(text)
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    default = os.environ.get("DOORSTEP_OSM")
    parser.add_argument("--osm", type=Path, default=default, required=default is None)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--td", type=Path, help="road graphs with speeds by the hour")
    parser.add_argument("--peers", type=Path, default=CACHE, help="keeps the peers' programs")
    parser.add_argument(
        "--no-peers", dest="with_peers", action="store_false", help="without OSRM and Valhalla"
    )
    parser.add_argument("--only-own", action="store_true", help="only the figures of this file")
    parser.add_argument("--routes", type=int, default=10_000, help="routes in Milan")
    return parser.parse_args()


def part_figures(name: str, arguments: argparse.Namespace) -> dict[str, float | None]:
    """Run another file of this bench and return its figures."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        command = [sys.executable, str(Path(__file__).parent / f"{name}.py")]
        command += ["--osm", str(arguments.osm), "--json", str(out)]
        td = arguments.td or find_graphs_beside(arguments.osm)
        if td and name == PARTS[0]:
            command += ["--td", str(td)]
        print(f"{name} begins", file=sys.stderr)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        found: dict[str, Any] = json.loads(out.read_text())
    figures: dict[str, float | None] = found.get("figures", found)
    return figures


def find_graphs_beside(osm: Path) -> Path | None:
    """Return the folder of the road graphs by the hour, where it lies beside the extracts."""
    name = "mamut-lyon-*.road.json.gz"
    beside = (osm, osm.resolve().parent)
    found = [
        file
        for place in beside
        for depth in ("", "*/", "*/*/")
        for file in place.glob(depth + name)
    ]
    return found[0].parent if found else None


def import_figures(pbf: Path) -> dict[str, float | None]:
    """Bring a city in a process of its own, then once more from the cache."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", LOAD, str(pbf), folder]
        # The first run of all may compile; that happens once for an installation.
        for name in (None, "import", "load"):
            if name == "import":
                for file in Path(folder).iterdir():
                    file.unlink()
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            if name == "import":
                imported = done.stdout.split()
        loaded = done.stdout.split()
    return {
        "import_cpu_s": float(imported[0]),
        "import_rss_mb": float(imported[1]),
        "load_s": float(loaded[0]),
    }


def draw_points(graph: Graph, count: int, seed: int = SEED) -> list[Point]:
    """Return points some metres from random bends of streets."""
    rng = np.random.default_rng(seed)
    picked = rng.integers(0, len(graph.shape_lat), count)
    off = rng.normal(0, 1e-4, (count, 2))
    return [
        Point(float(graph.shape_lat[i]) + a, float(graph.shape_lon[i]) + b)
        for i, (a, b) in zip(picked.tolist(), off.tolist(), strict=True)
    ]


def exactness(network: Network) -> dict[str, float | None]:
    """Count pairs that differ from scipy's Dijkstra, and routes that differ from the matrix."""
    wrong = routes_wrong = 0
    rng = np.random.default_rng(SEED)
    for profile in network.profiles:
        view = network.view(profile)
        states, cost = view.states, view.arc_cost
        matrix = plain_matrix(view)
        is_open = cost < NO_PATH
        usable = np.unique(states.tail[is_open])
        starts = rng.choice(usable, 40, replace=False)
        ends = rng.choice(usable, 25, replace=False)
        plain = dijkstra(matrix, indices=starts)[:, ends]
        for i, start in enumerate(starts.tolist()):
            for j, end in enumerate(ends.tolist()):
                if start != end:
                    ours = view.search.links(start, end)
                    wrong += (NO_PATH if np.isinf(plain[i, j]) else int(plain[i, j])) != ours
        points = draw_points(network.graph, 50)
        table = view.matrix(points)
        for i in range(len(points) - 1):
            try:
                leg = view.route(points[i : i + 2]).legs[0]
                found = leg.duration_s, leg.distance_m
            except NoRouteError:
                found = -1, -1
            routes_wrong += found != (table.duration_s[i, i + 1], table.distance_m[i, i + 1])
    return {"dijkstra_mismatches": wrong, "route_matrix_mismatches": routes_wrong}


def plain_matrix(view: ProfileView) -> csr_array:
    """Return the costs between states for scipy: of parallel arcs the cheapest.

    Doubles hold packed costs exactly: they are below 2**53.
    """
    states, cost = view.states, view.arc_cost
    order = np.lexsort((cost, states.head, states.tail))
    order = order[cost[order] < NO_PATH]
    tail, head = states.tail[order], states.head[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    return csr_array(
        (cost[order][first].astype(np.float64), (tail[first], head[first])),
        shape=(states.count, states.count),
    )


def tables(pbf: Path, network: Network) -> dict[str, float | None]:
    """Time matrices and customising for cars, with turns and from junction to junction."""
    graph = network.graph
    points, many = draw_points(graph, 1000), draw_points(graph, 3000, SEED + 1)
    figures: dict[str, float | None] = {}
    view = network.view("car")
    view.matrix(points)
    figures["matrix_1000_turns_s"], _ = cpu(lambda: view.matrix(points), 3)
    figures["matrix_3000_turns_s"], _ = cpu(lambda: view.matrix(many), 1)
    figures["customise_ms"] = 1000 * customise_s(network)
    plain = junction_network(pbf)
    view_plain = plain.view("car")
    view_plain.matrix(points)
    figures["matrix_1000_node_s"], _ = cpu(lambda: view_plain.matrix(points), 3)
    figures["matrix_3000_node_s"], _ = cpu(lambda: view_plain.matrix(many), 1)
    figures["customise_node_ms"] = 1000 * customise_s(plain)
    figures["scipy_1000_node_s"] = scipy_s(plain)
    figures["route_ms"] = 1000 * cpu(lambda: routes(network, points[:200]), 1)[0] / 199
    return figures


def routes(network: Network, points: list[Point]) -> None:
    for i in range(len(points) - 1):
        try:
            network.route(points[i : i + 2], "car")
        except NoRouteError:
            continue


def customise_s(network: Network) -> float:
    """Return the CPU seconds from new times of all streets to a search that is ready."""
    row = network.graph.profile_index("car")
    ahead, back = network.graph.forward_ms[row], network.graph.backward_ms[row]
    return cpu(lambda: network.with_weights("car", ahead, back).search, 7)[0]


def junction_network(pbf: Path) -> Network:
    """Return the same city for a car to which turns cost nothing."""
    ways, rules = read_streets(pbf)
    car = next(profile for profile in read_profiles() if profile.name == "car")
    graph = build_graph(ways, [replace(car, turns=None)], rules)
    return Network(graph, build_hierarchy(graph))


def scipy_s(network: Network) -> float:
    """Return the CPU seconds of 1000 one-to-all searches, from 100 of them."""
    view = network.view("car")
    matrix = plain_matrix(view)
    states, is_open = view.states, view.arc_cost < NO_PATH
    starts = np.unique(states.tail[is_open])[:100]
    return 10 * cpu(lambda: dijkstra(matrix, indices=starts))[0]


def osrm_figures(
    pbf: Path, points: list[Point], ours: dict[str, float | None], peers: Path
) -> dict[str, float | None]:
    """Ask OSRM for the same table: CPU of its server, which also writes the answer as text."""
    names = ("matrix_1000_turns_vs_osrm_mld_cpu", "matrix_1000_node_vs_osrm_mld_cpu")
    with tempfile.TemporaryDirectory() as own:
        try:
            programs = osrm.programs(peers)
            prepared = osrm.prepare(programs, pbf, Path(own))
            with osrm.serve(programs, Path(own), len(points)) as server:
                server.table(points[:100])
                spent = median(server.table(points)[0] for _ in range(3))
        except PeerMissingError as error:
            print(f"without OSRM: {error}", file=sys.stderr)
            return dict.fromkeys(names)
    return {
        "osrm_mld_1000_s": spent,
        "osrm_import_cpu_s": sum(prepared.values()),
        "osrm_customize_s": prepared["customize"],
        names[0]: (ours["matrix_1000_turns_s"] or 0.0) / spent,
        names[1]: (ours["matrix_1000_node_s"] or 0.0) / spent,
    }


def valhalla_figures(
    pbf: Path, points: list[Point], network: Network, peers: Path
) -> dict[str, float | None]:
    """Ask Valhalla for a table between a few places: CPU of its server, text included."""
    name = f"matrix_{FEW}_turns_vs_valhalla_cpu"
    with tempfile.TemporaryDirectory() as own:
        try:
            programs = valhalla.programs(peers)
            prepared = valhalla.prepare(programs, pbf, Path(own))
            with valhalla.serve(programs, Path(own)) as server:
                server.table(points[:10])
                spent = median(server.table(points)[0] for _ in range(3))
        except PeerMissingError as error:
            print(f"without Valhalla: {error}", file=sys.stderr)
            return {name: None}
    view = network.view("car")
    view.matrix(points)
    ours, _ = cpu(lambda: view.matrix(points), 3)
    return {
        f"valhalla_{FEW}_s": spent,
        "valhalla_import_cpu_s": prepared,
        f"matrix_{FEW}_turns_s": ours,
        name: ours / spent,
    }


def signs(pbf: Path, wanted: int) -> dict[str, float | None]:
    """Count broken turn restrictions and one-ways on random routes."""
    book = read_signs(pbf)
    graph = read_graph(pbf)
    view = Network(graph, build_hierarchy(graph)).view("car")
    points = draw_points(graph, 3 * wanted)
    broken: Counter[str] = Counter()
    found = seen = 0
    for start, end in zip(points[::2], points[1::2], strict=False):
        if found == wanted:
            break
        try:
            leg = view.route([start, end]).legs[0]
        except NoRouteError:
            continue
        found += 1
        line = [(point.lat, point.lon) for point in leg.geometry]
        seen += len(book.nodes_of(line))
        broken.update(what.partition(" ")[0] for what in book.broken(line))
    against = broken.pop("against", 0)
    return {
        "turn_restrictions_violated": sum(broken.values()),
        "one_ways_violated": against,
        "turn_restrictions_read": book.count,
        "milan_routes": found,
        "milan_points_checked": seen,
    }


def rounded(value: float | None) -> float | None:
    """Return four digits that count."""
    return value if value is None or isinstance(value, int) else float(f"{value:.4g}")


def protocol(load: float) -> dict[str, Any]:
    return {
        "seed": SEED,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "numba": importlib.metadata.version("numba"),
        "osrm": osrm.WHEEL,
        "valhalla": valhalla.WHEEL,
        "scipy": importlib.metadata.version("scipy"),
        "load_before": load,
        "is_quiet": load <= QUIET_LOAD,
        "unit": "CPU seconds of one process; load_s, import_cpu_s likewise, after one warm-up run",
    }


if __name__ == "__main__":
    sys.exit(main())
